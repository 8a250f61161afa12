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

/// The bits of a, rounded to float.
EIGENINIT_INLINE Lanes64 float_bits(Doubles a) {
  using HalfWords = std::uint32_t __attribute__((vector_size(vector_bytes / 2)));
  return __builtin_convertvector(HalfWords(__builtin_convertvector(a, HalfFloats)), Lanes64);
}

/// The barrier keeps -ffp-contract=fast from fusing: see strict.hpp.
EIGENINIT_INLINE Doubles product(Doubles a, Doubles b) {
  Doubles rounded = a * b;
  __asm__("" : "+v"(rounded));
  return rounded;
}
