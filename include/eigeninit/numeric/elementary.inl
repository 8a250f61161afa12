// The logarithm, the cosine and the sine of several numbers side by side, written once for doubles
// and for every instruction set's vectors of doubles. Each step of a series waits for the one
// before, and processors have time for others meanwhile.
//
// Text, included by elementary.hpp, and by each set inside its namespace and region. Before it
// stand `Doubles` and `DoubleWords`, as_words() and as_floats(), product() (strict.hpp), and
//
//   rounded_down(a)  ⌊a⌋ for 0 ≤ a < 2³¹
//   divided(a, d)    a / d.value, rounded once, for a = 0 or 2⁻⁹⁰⁰ < |a| < 2⁹⁰⁰
//
// SPDX-License-Identifier: MIT

/// ln((1 + s) / (1 - s)) for |s| < 0.18, by the odd series of the inverse hyperbolic tangent.
template <std::size_t n>
EIGENINIT_INLINE void log_ratio(const Doubles (&s)[n], Doubles (&result)[n]) noexcept {
  Doubles square[n], sum[n];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) {
    square[i] = product(s[i], s[i]);
    sum[i] = Doubles{};
  }
  EIGENINIT_UNROLL
  for (int k = 21; k >= 3; k -= 2) {
    EIGENINIT_UNROLL
    for (std::size_t i = 0; i < n; ++i) sum[i] = product(square[i], 1.0 / k + sum[i]);
  }
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) result[i] = 2.0 * (s[i] + product(s[i], sum[i]));
}

/// x = m · 2^k with m between √½ and √2, for normal x > 0.
EIGENINIT_INLINE void split(Doubles x, Doubles& k, Doubles& m) noexcept {
  constexpr std::uint64_t sqrt_half = 0x3fe6a09e667f3bcd, fraction = 0x000fffffffffffff;
  const DoubleWords place = as_words(x) + (0x4000000000000000 - sqrt_half);  // of 2¹⁰²⁴ · x / √½
  k = as_floats(place >> 52 | 0x4330000000000000) - (0x1p52 + 1024);
  m = as_floats((place & fraction) + sqrt_half);
}

/// ln(m · 2^k), where `ratio` is ln m.
EIGENINIT_INLINE Doubles log_of(Doubles k, Doubles ratio) noexcept {
  return k * elementary::ln2_high + (product(k, Doubles{} + elementary::ln2_low) + ratio);
}

/// ln(1 + x) for finite x > -1, also where x is so small that 1 + x is 1.
template <std::size_t n>
EIGENINIT_INLINE void log1p(const Doubles (&x)[n], Doubles (&result)[n]) noexcept {
  Doubles s[n], k[n];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) {
    Doubles m;
    split(1.0 + x[i], k[i], m);
    const auto is_small = (x[i] > -0.25) & (x[i] < 0.25);
    s[i] = (is_small ? x[i] : m - 1.0) / (is_small ? 2.0 + x[i] : m + 1.0);
  }
  log_ratio(s, result);
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) {
    const auto is_small = (x[i] > -0.25) & (x[i] < 0.25);
    result[i] = is_small ? result[i] : log_of(k[i], result[i]);
  }
}

/// Cosine and sine of 2π·turn for `turn` in [0, 1]. Absolute errors are below 3e-16.
template <std::size_t n>
EIGENINIT_INLINE void cos_sin(const Doubles (&turn)[n], Doubles (&cos)[n],
                              Doubles (&sin)[n]) noexcept {
  Doubles quarter[n], x[n], square[n];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) {
    quarter[i] = rounded_down(rounded_down(8.0 * turn[i]) * 0.5 + 0.5);            // the nearest
    x[i] = product(turn[i] - 0.25 * quarter[i], Doubles{} + 0x1.921fb54442d18p2);  // 2π; ≤ π/4
    square[i] = product(x[i], x[i]);
    cos[i] = sin[i] = Doubles{} + 1.0;
  }
  EIGENINIT_UNROLL
  for (const auto& step : elementary::cos_sin_steps) {
    EIGENINIT_UNROLL
    for (std::size_t i = 0; i < n; ++i) {
      cos[i] = 1.0 - divided(product(square[i], cos[i]), step.of_cos);
      sin[i] = 1.0 - divided(product(square[i], sin[i]), step.of_sin);
    }
  }
  // Odd quarters exchange them; then the cosine is negative in quarters 1 and 2, the sine in 2
  // and 3.
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) {
    constexpr std::uint64_t sign_bit = 0x8000000000000000;
    const DoubleWords number = as_words(quarter[i] + 0x1p52);  // in the last bits
    const DoubleWords c = as_words(cos[i]), s = as_words(product(x[i], sin[i]));
    const DoubleWords exchange = (DoubleWords{} - (number & 1)) & (c ^ s);
    cos[i] = as_floats(c ^ exchange ^ ((number + 1) << 62 & sign_bit));
    sin[i] = as_floats(s ^ exchange ^ (number << 62 & sign_bit));
  }
}
