// What PyTorch's numbers need beyond kernel/primitives_scalar.inl. Text, included inside a
// namespace and a strict region.
//
// SPDX-License-Identifier: MIT

/// a · b, rounded before a sum takes it.
inline Floats rounded_product(Floats a, Floats b) {
  const volatile Floats product = a * b;  // see strict.hpp
  return product;
}
template <class T>
inline T fused(T a, T b, T c) {
  return fma(a, b, c);
}
/// By way of double, which no compiler takes for an invitation to estimate: its root, rounded to
/// float, is the float's root rounded once.
inline Floats square_root(Floats a) {
  const volatile double root = std::sqrt(double(a));
  return Floats(root);
}
inline Doubles square_root(Doubles a) { return std::sqrt(a); }
inline Words truncated(Floats a) { return Words(std::int32_t(a)); }  // 0 ≤ a < 2³¹

/// Two words of the stream, the earlier one high.
inline DoubleWords word_pairs(const std::uint32_t* words) {
  return DoubleWords(words[0]) << 32 | words[1];
}

#include "fill.inl"
