// What a fill should have written: the definition of every value, worked out from the words of its
// stream in the widest precision at hand, by formulas that share nothing with the kernels but
// Philox.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <eigeninit/kernel/philox.hpp>

namespace oracle {

using Wide = long double;

/// Φ(z) = P(Z ≤ z) for a standard normal Z, with a small relative error in the lower tail.
template <class Real>
Real normal_cdf(Real z) {
  return std::erfc(-z / std::sqrt(Real(2))) / 2;
}

/// Φ⁻¹(p) for 0 < p ≤ 1/2, where p keeps its precision; the upper half follows by symmetry.
/// Newton's method with Halley's term for the curvature, so that a step of 1e-7 leaves 1e-21.
inline Wide lower_normal_quantile(Wide p) {
  const Wide sqrt_two_pi = std::sqrt(8 * std::atan(1.0L));
  Wide z = -std::sqrt(-2 * std::log(p));
  Wide step;
  do {
    const Wide newton = (normal_cdf(z) - p) * sqrt_two_pi * std::exp(z * z / 2);
    step = newton / (1 + z * newton / 2);
    z -= step;
  } while (std::abs(step) > 1e-7L);
  return z;
}

/// Φ⁻¹(p) for 0 < p < 1.
inline Wide normal_quantile(Wide p) {
  return p > 0.5L ? -lower_normal_quantile(1 - p) : lower_normal_quantile(p);
}

/// The random word of one element: 32 bits, or 64 where the element is a double.
struct Draw {
  std::uint64_t word;
  int bits;

  /// In [0, 1): as many leading bits as the fraction of the floating-point type holds.
  Wide fraction() const {
    return bits == 32 ? std::ldexp(Wide(word >> 8), -24) : std::ldexp(Wide(word >> 11), -53);
  }

  /// Φ⁻¹((word + 1/2) / 2^bits).
  Wide z() const {
    const std::uint64_t largest = ~std::uint64_t(0) >> (64 - bits);
    const bool upper = word > largest / 2;
    const Wide tail = Wide(upper ? largest - word : word) + 0.5L;
    const Wide lower = lower_normal_quantile(std::ldexp(tail, -bits));
    return upper ? -lower : lower;
  }
};

/// Fill number `number` of a generator with this seed.
struct Fill {
  std::uint64_t seed;
  std::uint64_t number;

  std::uint32_t word(std::uint64_t index) const {
    using eigeninit::internal::high_word;
    using eigeninit::internal::low_word;
    const std::uint64_t block = index / 4;
    return eigeninit::philox(
        {low_word(block), high_word(block), low_word(number), high_word(number)},
        {low_word(seed), high_word(seed)})[index % 4];
  }

  /// What element `element` is made from, counted column-major.
  Draw draw(std::uint64_t element, int bits) const {
    if (bits == 32) return {word(element), bits};
    return {word(2 * element) | std::uint64_t(word(2 * element + 1)) << 32, bits};
  }
};

/// U(low, high).
struct Uniform {
  double low, high;

  double mean() const { return low / 2 + high / 2; }
  double std() const { return (high - low) / std::sqrt(12.0); }
  double cdf(double x) const { return std::min(std::max((x - low) / (high - low), 0.0), 1.0); }
  double quantile(double p) const { return low + p * (high - low); }
  Wide value(const Draw& draw) const { return low + draw.fraction() * (Wide(high) - low); }
};

/// N(center, spread²).
struct Normal {
  double center, spread;

  double mean() const { return center; }
  double std() const { return spread; }
  double cdf(double x) const { return normal_cdf((x - center) / spread); }
  double quantile(double p) const { return center + spread * double(normal_quantile(p)); }
  Wide value(const Draw& draw) const { return center + spread * draw.z(); }
};

/// N(center, spread²) between low and high, at least one of them within a few spreads of the
/// center.
struct Truncated {
  double center, spread, low, high;

  double alpha() const { return (low - center) / spread; }
  double beta() const { return (high - center) / spread; }
  double share() const { return normal_cdf(beta()) - normal_cdf(alpha()); }

  double mean() const { return center + spread * raw_moment(1); }
  double std() const { return spread * std::sqrt(raw_moment(2) - raw_moment(1) * raw_moment(1)); }
  double cdf(double x) const {
    const double inside = std::min(std::max(x, low), high);
    return (normal_cdf((inside - center) / spread) - normal_cdf(alpha())) / share();
  }
  double quantile(double p) const {
    return center + spread * double(normal_quantile(normal_cdf(alpha()) + p * share()));
  }
  /// 31 of the word's bits (63), counted from the nearer end.
  Wide value(const Draw& draw) const {
    const Wide from_below = normal_cdf(Wide(alpha())) + Wide(share()) * place(draw.word, draw.bits);
    const Wide from_above =
        normal_cdf(Wide(-beta())) + Wide(share()) * place(~draw.word, draw.bits);
    const Wide z = from_below < from_above ? lower_normal_quantile(from_below)
                                           : -lower_normal_quantile(from_above);
    return center + spread * z;
  }

  /// E[yᵏ] of y = (x - mean) / std, for k = 1 … 8.
  std::array<double, 8> standard_moments() const {
    std::array<double, 8> result{};
    const double m = raw_moment(1), s = std() / spread;
    for (int k = 1; k <= 8; ++k) {
      double binomial = 1, sum = 0;
      for (int i = 0; i <= k; ++i) {
        sum += binomial * std::pow(-m, k - i) * raw_moment(i);
        binomial = binomial * (k - i) / (i + 1);
      }
      result[std::size_t(k - 1)] = sum / std::pow(s, k);
    }
    return result;
  }

 private:
  static Wide place(std::uint64_t word, int bits) {
    const std::uint64_t m = (bits == 32 ? word & 0xffffffff : word) >> 1;
    return std::ldexp(Wide(m) + 0.5L, 1 - bits);
  }

  /// E[zᵏ] of z = (x - center) / spread, by parts.
  double raw_moment(int k) const {
    if (k == 0) return 1;
    const auto edge = [k](double z) {
      return std::isinf(z)
                 ? 0
                 : std::pow(z, k - 1) * std::exp(-z * z / 2) / std::sqrt(8 * std::atan(1.0));
    };
    return (k > 1 ? (k - 1) * raw_moment(k - 2) : 0) - (edge(beta()) - edge(alpha())) / share();
  }
};

/// One value, always.
struct Constant {
  double always;

  Wide value(const Draw&) const { return always; }
};

}  // namespace oracle
