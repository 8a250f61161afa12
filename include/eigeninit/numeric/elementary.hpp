// log, exp, sin and cos that give the same bits everywhere, which no libm promises: sums, products
// and quotients of doubles in a written order. Relative errors are below 6e-16.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "strict.hpp"

namespace eigeninit::internal::elementary {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

// ln 2 in two parts. The first has 20 trailing zeros, so that its product with an exponent is
// exact.
inline constexpr double ln2_high = 0x1.62e42fefp-1;
inline constexpr double ln2_low = 0x1.473de6af278edp-34;

/// ln((1 + s) / (1 - s)) for |s| < 0.18, by the odd series of the inverse hyperbolic tangent.
inline double log_ratio(double s) noexcept {
  const double square = product(s, s);
  double sum = 0;
  for (int k = 21; k >= 3; k -= 2) sum = product(square, 1.0 / k + sum);
  return 2 * (s + product(s, sum));
}

/// ln x. -infinity for 0 and +infinity for +infinity; NaN below 0.
inline double log(double x) noexcept {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (!(x > 0)) return x == 0 ? -infinity : std::numeric_limits<double>::quiet_NaN();
  if (!is_finite(x)) return x;
  constexpr std::uint64_t sqrt_half = 0x3fe6a09e667f3bcd;
  const bool is_subnormal = x < (std::numeric_limits<double>::min)();
  const auto bits = bits_as<std::uint64_t>(is_subnormal ? x * 0x1p54 : x);
  // x = m · 2^exponent with m between √½ and √2.
  const auto exponent = std::int64_t(bits - sqrt_half) >> 52;
  const auto m = bits_as<double>(bits - (std::uint64_t(exponent) << 52));
  const auto k = double(exponent - (is_subnormal ? 54 : 0));
  return k * ln2_high + (product(k, ln2_low) + log_ratio((m - 1) / (m + 1)));
}

/// ln(1 + x), also where x is so small that 1 + x is 1.
inline double log1p(double x) noexcept {
  return x > -0.25 && x < 0.25 ? log_ratio(x / (2 + x)) : log(1 + x);
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
  const int quarter = (int(8 * turn) + 1) / 2;                           // the nearest
  const double x = product(turn - 0.25 * quarter, 0x1.921fb54442d18p2);  // 2π; |x| ≤ π/4
  const double square = product(x, x);
  double cos = 1, sin = 1;
  for (int k = 18; k >= 2; k -= 2) {
    cos = 1 - product(square, cos) / (k * (k - 1));
    sin = 1 - product(square, sin) / (k * (k + 1));
  }
  sin = product(x, sin);
  switch (quarter % 4) {
    case 0: return {cos, sin};
    case 1: return {-sin, cos};
    case 2: return {-cos, -sin};
    default: return {sin, -cos};
  }
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::elementary
