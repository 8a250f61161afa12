// What PyTorch's numbers need beyond kernel/vector_extensions.inl. Text, included inside a
// namespace and a target region. See primitives_scalar.inl for what the names mean.
//
// SPDX-License-Identifier: MIT

EIGENINIT_INLINE Floats rounded_product(Floats a, Floats b) { return a * b; }

// kernel/vector_clang.inl writes fma as a · b + c. Under -ffp-contract=fast that is not enough
// where c is a product too: clang++ may fuse the other one.
#if defined(__clang__) && defined(__x86_64__)
#if __has_builtin(__builtin_elementwise_fma)
template <class T>
EIGENINIT_INLINE T fused(T a, T b, T c) {
  return __builtin_elementwise_fma(a, b, c);
}
#else
EIGENINIT_INLINE Floats fused(Floats a, Floats b, Floats c) {
  return __builtin_ia32_vfmaddps256(a, b, c);
}
EIGENINIT_INLINE Doubles fused(Doubles a, Doubles b, Doubles c) {
  return __builtin_ia32_vfmaddpd256(a, b, c);
}
#endif
#else
template <class T>
EIGENINIT_INLINE T fused(T a, T b, T c) {
  return fma(a, b, c);
}
#endif

// One by one, where libm is called in between.
EIGENINIT_INLINE float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
EIGENINIT_INLINE double fused(double a, double b, double c) { return __builtin_fma(a, b, c); }

EIGENINIT_INLINE Words truncated(Floats a) { return Words(__builtin_convertvector(a, Ints)); }

EIGENINIT_INLINE DoubleWords word_pairs(const std::uint32_t* words) {
  const auto pairs = load<DoubleWords>(words);
  return pairs << 32 | pairs >> 32;
}
