// What vectors of doubles do for complex values. Text, included by the sets of more than one lane
// after their shuffles.
//
// SPDX-License-Identifier: MIT

using internal::product;  // of single doubles, which the one of vectors hides

/// a / d.value for a whole number d.value below 2⁴³, correctly rounded, by a multiplication and an
/// fma: the multiplication by a constant of N. Brisebarre and J.-M. Muller (2008, doi
/// 10.1109/TC.2007.70813), which needs no search for hard cases here.
///
/// high + low is 1 / value but for 2⁻¹⁰⁵ of it, and rounding a · low adds no more than that, so
/// what the fma rounds is within 2⁻⁵⁰ units in the last place of the quotient. It rounds to another
/// number only where the middle between two numbers, (N + ½) · 2^e for N < 2⁵³, is as near as that.
/// a is a whole number of units too, A · 2^f, so the quotient and the middle differ by
/// |2A · 2^(f - e) - value · (2N + 1)| / (2 · value) units: not by 0, as value · (2N + 1) has more
/// than 53 bits even without its trailing zeros, and so by at least 1 / (2 · value) > 2⁻⁴⁴.
EIGENINIT_INLINE Doubles divided(Doubles a, const elementary::Divisor& d) {
  return fma(a, Doubles{} + d.high, product(a, Doubles{} + d.low));
}

#include "../numeric/elementary.inl"

/// Consecutive pairs of numbers of 0 or more, apart. Their order within a vector is whatever costs
/// least: store_pairs() undoes it. A float's bits are those of a double, 2⁸⁹⁶ times as small.
EIGENINIT_INLINE void load_pairs(const float* from, Doubles& first, Doubles& second) {
  const auto pairs = load<Lanes64>(from);
  first = as_floats(pairs << 32 >> 3) * 0x1p896;
  second = as_floats(pairs >> 32 << 29) * 0x1p896;
}
EIGENINIT_INLINE void store_pairs(float* out, Doubles first, Doubles second) {
  const Lanes64 pairs = float_bits(first) | float_bits(second) << 32;
  std::memcpy(out, &pairs, sizeof pairs);
}
EIGENINIT_INLINE void load_pairs(const double* from, Doubles& first, Doubles& second) {
  const auto a = load<Lanes64>(from), b = load<Lanes64>(from + double_lanes);
  first = Doubles(unpack_low(a, b));
  second = Doubles(unpack_high(a, b));
}
EIGENINIT_INLINE void store_pairs(double* out, Doubles first, Doubles second) {
  const auto a = Lanes64(first), b = Lanes64(second);
  store(out, Doubles(unpack_low(a, b)));
  store(out + double_lanes, Doubles(unpack_high(a, b)));
}
