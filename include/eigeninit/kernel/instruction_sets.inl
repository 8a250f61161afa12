// The table of instruction sets: one row for each that has kernels, from the least to the best.
// Text, included for every use of it. A row is
//
//   EIGENINIT_SET           the name of InstructionSet's member, of the namespace and of the files
//                           of its primitives (primitives_avx2.inl), and in
//                           EIGENINIT_INSTRUCTION_SET
//   EIGENINIT_SET_IS_BUILT  1 where this compiler can build it for this processor family, else 0
//   EIGENINIT_SET_FEATURES  what the compiler has to be told; none where the family always has it
//   EIGENINIT_SET_PROBE     whether this processor and operating system can run it
//
// and instruction_set_row.inl says what becomes of it.
//
// SPDX-License-Identifier: MIT

#define EIGENINIT_SET scalar
#define EIGENINIT_SET_IS_BUILT 1
#define EIGENINIT_SET_PROBE true
#include "instruction_set_row.inl"

#define EIGENINIT_SET neon
#define EIGENINIT_SET_IS_BUILT EIGENINIT_NEON_SET
#define EIGENINIT_SET_PROBE true
#include "instruction_set_row.inl"

#define EIGENINIT_SET avx2
#define EIGENINIT_SET_IS_BUILT EIGENINIT_X86_SETS
#define EIGENINIT_SET_FEATURES "avx2,fma,f16c"
#define EIGENINIT_SET_PROBE has_avx2()
#include "instruction_set_row.inl"

#define EIGENINIT_SET avx512
#define EIGENINIT_SET_IS_BUILT EIGENINIT_X86_SETS
#define EIGENINIT_SET_FEATURES "avx2,fma,f16c,avx512f,avx512dq,avx512bw,avx512vl"
#define EIGENINIT_SET_PROBE has_avx512()
#include "instruction_set_row.inl"
