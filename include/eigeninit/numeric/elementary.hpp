// log, exp, sin and cos that give the same bits everywhere, which no libm promises: sums, products
// and quotients of doubles in a written order. Relative errors are below 6e-16.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "strict.hpp"
#include "unroll.hpp"

namespace eigeninit::internal::elementary {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

// ln 2 in two parts. The first has 20 trailing zeros, so that its product with an exponent is
// exact.
inline constexpr double ln2_high = 0x1.62e42fefp-1;
inline constexpr double ln2_low = 0x1.473de6af278edp-34;

/// What is divided by, and 1 / value in two parts.
struct Divisor {
  double value, high, low;
};
constexpr Divisor divisor(int value) noexcept {
  const double high = 1.0 / value;
  const double upper = double(float(high)), lower = high - upper;  // so that products are exact
  return {double(value), high, ((1 - value * upper) - value * lower) / value};
}

/// Of the series of the cosine and of sin(x) / x, from the last step to the first.
struct CosSinStep {
  Divisor of_cos, of_sin;
};
constexpr CosSinStep cos_sin_step(int k) noexcept {
  return {divisor(k * (k - 1)), divisor(k * (k + 1))};
}
inline constexpr CosSinStep cos_sin_steps[] = {cos_sin_step(18), cos_sin_step(16), cos_sin_step(14),
                                               cos_sin_step(12), cos_sin_step(10), cos_sin_step(8),
                                               cos_sin_step(6),  cos_sin_step(4),  cos_sin_step(2)};

using Doubles = double;
using DoubleWords = std::uint64_t;
inline DoubleWords as_words(Doubles a) noexcept { return bits_as<DoubleWords>(a); }
inline Doubles as_floats(DoubleWords a) noexcept { return bits_as<Doubles>(a); }
inline Doubles rounded_down(Doubles a) noexcept { return int(a); }
inline Doubles divided(Doubles a, const Divisor& d) noexcept { return a / d.value; }

#include "elementary.inl"

/// ln x. -infinity for 0 and +infinity for +infinity; NaN below 0.
inline double log(double x) noexcept {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (!(x > 0)) return x == 0 ? -infinity : std::numeric_limits<double>::quiet_NaN();
  if (!is_finite(x)) return x;
  const bool is_subnormal = x < (std::numeric_limits<double>::min)();
  double k, m, ratio[1];
  split(is_subnormal ? x * 0x1p54 : x, k, m);
  log_ratio({(m - 1) / (m + 1)}, ratio);
  return log_of(is_subnormal ? k - 54 : k, ratio[0]);
}

/// ln(1 + x), also where x is so small that 1 + x is 1.
inline double log1p(double x) noexcept {
  if (!(x > -1 && is_finite(x))) return log(1 + x);
  double result[1];
  log1p({x}, result);
  return result[0];
}

/// eˣ − 1 for |x| < 0.36, by the series.
inline double expm1_near_zero(double x) noexcept {
  double sum = 1;
  for (int k = 15; k >= 2; --k) sum = 1 + product(x, sum) / k;
  return product(x, sum);
}

/// eˣ. 0 below -745.2, +infinity above 709.8.
inline double exp(double x) noexcept {
  if (x > 709.8) return std::numeric_limits<double>::infinity();
  if (x < -745.2) return 0;
  const int k = int(product(x, 0x1.71547652b82fep0) + (x < 0 ? -0.5 : 0.5));  // x / ln 2
  const double rest = (x - k * ln2_high) - product(k, ln2_low);
  const auto power = [](int n) { return bits_as<double>(std::uint64_t(n + 1023) << 52); };
  return (1 + expm1_near_zero(rest)) * power(k / 2) * power(k - k / 2);
}

/// eˣ − 1, also where x is so small that eˣ is 1.
inline double expm1(double x) noexcept {
  return x > -0.34 && x < 0.34 ? expm1_near_zero(x) : exp(x) - 1;
}

struct CosSin {
  double cos, sin;
};

/// Cosine and sine of 2π·turn for `turn` in [0, 1]. Absolute errors are below 3e-16.
inline CosSin cos_sin(double turn) noexcept {
  double cos[1], sin[1];
  cos_sin({turn}, cos, sin);
  return {cos[0], sin[0]};
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::elementary
