// Bounds in a scalar type: the neighbours of a real number among its values.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <type_traits>

#include "pinned.hpp"

namespace eigeninit::rounding {
inline namespace EIGENINIT_ABI {

template <class Scalar>
using Bits =
    std::conditional_t<sizeof(Scalar) == 2, std::uint16_t,
                       std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>>;

/// The largest finite Scalar; of complex ones, their largest part.
template <class Scalar>
double largest() {
  return double(Eigen::NumTraits<typename Eigen::NumTraits<Scalar>::Real>::highest());
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

EIGENINIT_PINNED_BEGIN

/// The smallest Scalar that is not below `value`.
template <class Scalar>
Scalar up(double value) {
  auto result = Scalar(value);
  while (double(result) < value) result = neighbour(result, +1);
  return result;
}

/// The largest Scalar that is not above `value`.
template <class Scalar>
Scalar down(double value) {
  return -up<Scalar>(-value);
}

/// The largest Scalar below `value`.
template <class Scalar>
Scalar below(double value) {
  auto result = Scalar(value);
  while (double(result) >= value) result = neighbour(result, -1);
  return result;
}

EIGENINIT_PINNED_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::rounding
