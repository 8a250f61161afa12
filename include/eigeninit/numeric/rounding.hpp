// Bounds in a scalar type: the neighbours of a real number among its values.
//
// They come from bits alone. A program that is linked with -ffast-math may have made subnormal
// numbers zero: a comparison then finds them equal to it, and a conversion does not make them.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "strict.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// The scalar itself; of a complex one that of its parts.
template <class Scalar>
using Real = typename Eigen::NumTraits<Scalar>::Real;

}  // namespace EIGENINIT_ABI

namespace rounding {
inline namespace EIGENINIT_ABI {

template <class Scalar>
using Bits =
    std::conditional_t<sizeof(Scalar) == 2, std::uint16_t,
                       std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>>;

/// The largest finite Scalar; of complex ones, their largest part.
template <class Scalar>
double largest() {
  return double(Eigen::NumTraits<Real<Scalar>>::highest());
}

/// The next Scalar above (direction +1) or below (-1): floating-point numbers of one sign are in
/// the order of their bits.
template <class Scalar>
Scalar neighbour(Scalar value, int direction) {
  const auto bits = bits_as<Bits<Scalar>>(value);
  constexpr auto sign = Bits<Scalar>(Bits<Scalar>(1) << (sizeof(Scalar) * 8 - 1));
  const auto magnitude = Bits<Scalar>(bits & ~sign);
  const bool negative = (bits & sign) != 0;
  if (magnitude == 0) return bits_as<Scalar>(Bits<Scalar>(direction > 0 ? 1 : sign + 1));
  const bool away_from_zero = negative == (direction < 0);
  return bits_as<Scalar>(Bits<Scalar>(away_from_zero ? bits + 1 : bits - 1));
}

/// `value` rounded toward zero, and whether nothing was lost.
template <class Scalar>
struct TowardZero {
  Scalar value;
  bool is_exact;
  bool is_negative;
};

template <class Scalar>
TowardZero<Scalar> toward_zero(double value) {
  using Limits = std::numeric_limits<Scalar>;
  constexpr int wide_bits = std::numeric_limits<double>::digits - 1;  // of a fraction
  constexpr int fraction_bits = Limits::digits - 1;
  constexpr auto leading = std::uint64_t(1) << wide_bits;
  constexpr auto infinity = std::uint64_t(2 * Limits::max_exponent - 1) << fraction_bits;
  // The exponent field of a double that becomes the least normal Scalar.
  constexpr int least = std::numeric_limits<double>::max_exponent - Limits::max_exponent + 1;

  const auto bits = bits_as<std::uint64_t>(value);
  const auto magnitude = bits << 1 >> 1;
  const auto field = int(magnitude >> wide_bits);
  const bool is_negative = bits != magnitude;
  constexpr auto sign = Bits<Scalar>(Bits<Scalar>(1) << (sizeof(Scalar) * 8 - 1));
  const auto result = [is_negative](std::uint64_t nearest, bool is_exact) {
    const auto sign_bit = is_negative ? sign : Bits<Scalar>(0);
    return TowardZero<Scalar>{bits_as<Scalar>(Bits<Scalar>(Bits<Scalar>(nearest) | sign_bit)),
                              is_exact, is_negative};
  };
  if (field >= least && field < least + 2 * Limits::max_exponent - 2) {  // a normal number
    constexpr int lost = wide_bits - fraction_bits;
    const auto kept = magnitude >> lost;
    return result(kept - (std::uint64_t(least - 1) << fraction_bits), kept << lost == magnitude);
  }
  const auto significand = (magnitude & (leading - 1)) | (field == 0 ? 0 : leading);
  const int exponent = (std::max)(field, 1);
  const int lost = (std::min)(wide_bits - fraction_bits + (std::max)(least - exponent, 0), 63);
  // The leading 1 adds itself to the exponent.
  auto nearest =
      (std::uint64_t((std::max)(exponent - least, 0)) << fraction_bits) + (significand >> lost);
  bool is_exact = significand >> lost << lost == significand;
  if (nearest >= infinity) {
    is_exact = !is_finite(value);
    nearest = is_exact ? infinity : infinity - 1;
  }
  return result(nearest, is_exact);
}

/// The smallest Scalar that is not below `value`.
template <class Scalar>
Scalar up(double value) {
  const auto nearest = toward_zero<Scalar>(value);
  return nearest.is_exact || nearest.is_negative ? nearest.value : neighbour(nearest.value, +1);
}

/// The largest Scalar that is not above `value`.
template <class Scalar>
Scalar down(double value) {
  const auto nearest = toward_zero<Scalar>(value);
  return nearest.is_exact || !nearest.is_negative ? nearest.value : neighbour(nearest.value, -1);
}

/// The largest Scalar below `value`.
template <class Scalar>
Scalar below(double value) {
  const auto nearest = toward_zero<Scalar>(value);
  return nearest.is_exact || nearest.is_negative ? neighbour(nearest.value, -1) : nearest.value;
}

/// Whether a ≤ b.
template <class Scalar>
bool in_order(Scalar a, Scalar b) {
  const auto place = [](Scalar value) {
    constexpr int others = sizeof(Scalar) * 8 - 1;
    const auto bits = std::uint64_t(bits_as<Bits<Scalar>>(value));
    const auto sign = bits >> others;
    const auto magnitude = std::int64_t(bits ^ (sign << others));
    return sign != 0 ? -magnitude : magnitude;
  };
  return place(a) <= place(b);
}

}  // namespace EIGENINIT_ABI
}  // namespace rounding
}  // namespace eigeninit::internal
