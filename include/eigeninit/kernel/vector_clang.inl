// What clang++ spells alike for every set of more than one lane: its code generator finds the
// instructions. Text, included by primitives_*.inl.
//
// SPDX-License-Identifier: MIT

EIGENINIT_INLINE Lanes64 multiply_low_halves(Lanes64 a, Lanes64 b) {
  return (a & 0xffffffff) * (b & 0xffffffff);
}
template <class T>
EIGENINIT_INLINE T minimum(T a, T b) {
  return b < a ? b : a;
}
template <class T>
EIGENINIT_INLINE T maximum(T a, T b) {
  return a < b ? b : a;
}
/// One statement that may be contracted is always fused where the target has the instruction.
template <class T>
EIGENINIT_INLINE T fma(T a, T b, T c) {
#pragma clang fp contract(on)
  return a * b + c;
}
