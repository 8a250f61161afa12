// What becomes of a row of instruction_sets.inl. Text, included for each row.
//
// Whoever includes the table has defined one of two macros: EIGENINIT_SET_ENTRY(set, is_built,
// probe), for tokens that make up an enumeration, an array or a switch; or EIGENINIT_SET_TEXT(set),
// the name of a file that is compiled for every set that can be built, in its region and namespace.
//
// SPDX-License-Identifier: MIT

#if defined(EIGENINIT_SET_ENTRY)
EIGENINIT_SET_ENTRY(EIGENINIT_SET, EIGENINIT_SET_IS_BUILT, EIGENINIT_SET_PROBE)
#elif EIGENINIT_SET_IS_BUILT
#if defined(EIGENINIT_SET_FEATURES)
EIGENINIT_TARGET_BEGIN(EIGENINIT_SET_FEATURES)
#else
EIGENINIT_STRICT_BEGIN
#endif
namespace EIGENINIT_SET {
#include EIGENINIT_SET_TEXT(EIGENINIT_SET)
}
#if defined(EIGENINIT_SET_FEATURES)
EIGENINIT_TARGET_END
#else
EIGENINIT_STRICT_END
#endif
#endif

#undef EIGENINIT_SET
#undef EIGENINIT_SET_IS_BUILT
#undef EIGENINIT_SET_FEATURES
#undef EIGENINIT_SET_PROBE
