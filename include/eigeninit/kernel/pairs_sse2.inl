// Philox in the vectors that every x86-64 processor has. Text, included by primitives_scalar.inl.
//
// SPDX-License-Identifier: MIT

using Lanes = std::uint64_t __attribute__((vector_size(16)));
using WordLanes = std::uint32_t __attribute__((vector_size(16)));
inline constexpr int interleaved_batches = 2;

EIGENINIT_INLINE WordLanes even_blocks(WordLanes a, WordLanes b) {
  return EIGENINIT_SHUFFLE(WordLanes, a, b, 1, 0, 5, 4);
}
EIGENINIT_INLINE WordLanes odd_blocks(WordLanes a, WordLanes b) {
  return EIGENINIT_SHUFFLE(WordLanes, a, b, 3, 2, 7, 6);
}
EIGENINIT_INLINE WordLanes lower_words(WordLanes a, WordLanes b) {
  return EIGENINIT_SHUFFLE(WordLanes, a, b, 0, 2, 4, 6);
}
EIGENINIT_INLINE WordLanes upper_words(WordLanes a, WordLanes b) {
  return EIGENINIT_SHUFFLE(WordLanes, a, b, 1, 3, 5, 7);
}
EIGENINIT_INLINE WordLanes exchange_halves(WordLanes a) {
  return EIGENINIT_SHUFFLE(WordLanes, a, a, 1, 0, 3, 2);
}
EIGENINIT_INLINE Lanes upper_halves(Lanes a) {
  const auto words = WordLanes(a);
  return Lanes(EIGENINIT_SHUFFLE(WordLanes, words, words, 1, 1, 3, 3));
}

#if defined(__clang__)
EIGENINIT_INLINE Lanes multiply_low_halves(Lanes a, Lanes b) {
  return (a & 0xffffffff) * (b & 0xffffffff);
}
#else
EIGENINIT_INLINE Lanes multiply_low_halves(Lanes a, Lanes b) {
  using Ints = int __attribute__((vector_size(16)));
  return Lanes(__builtin_ia32_pmuludq128(Ints(a), Ints(b)));
}
#endif

EIGENINIT_INLINE Lanes xor_of(Lanes a, Lanes b, Lanes c) { return a ^ (b ^ c); }
EIGENINIT_INLINE void store(std::uint32_t* out, WordLanes words) {
  std::memcpy(out, &words, sizeof words);
}

#include "pairs.inl"
