// The value that stands for "never written".
//
// A quiet NaN with a payload of its own. Arithmetic makes it from no other value, and conversions
// between scalars make it neither of another scalar's poison nor of the NaN that processors make.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "../numeric/rounding.hpp"
#include "../numeric/strict.hpp"

namespace eigeninit::internal::kernel {
inline namespace EIGENINIT_ABI {

/// The bits of a real scalar's poison.
template <class Scalar>
inline constexpr rounding::Bits<Scalar> poison_bits = 0;
template <>
inline constexpr std::uint64_t poison_bits<double> = 0x7ff800005eed5eed;
template <>
inline constexpr std::uint32_t poison_bits<float> = 0x7fc05eed;
template <>
inline constexpr std::uint16_t poison_bits<Eigen::half> = 0x7eed;
template <>
inline constexpr std::uint16_t poison_bits<Eigen::bfloat16> = 0x7fed;

template <class Scalar>
Scalar poison() noexcept {
  static_assert(poison_bits<Scalar> != 0,
                "poison is a float, double, Eigen::half or Eigen::bfloat16");
  return bits_as<Scalar>(poison_bits<Scalar>);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::kernel
