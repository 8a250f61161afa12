// Rules that several distributions have for their numbers.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <type_traits>

#include "../numeric/error.hpp"
#include "../numeric/rounding.hpp"
#include "../numeric/strict.hpp"
#include "../tensor/eigen_object.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

inline void require_std(const char* name, const double& std) {
  if (!is_finite(std) || std < 0) {
    refuse(name, ": std is ", std, "; pass a finite number of 0 or more");
  }
}

/// `value` must be finite, also in the scalar that is filled.
template <class Scalar>
void require_range(const char* name, const char* parameter, const double& value) {
  if (!is_finite(value)) {
    refuse(name, ": ", parameter, " is ", value, "; pass a finite number");
  }
  const double limit = rounding::largest<Scalar>();
  if (std::abs(value) > limit) {
    refuse(name, ": ", parameter, " is ", value, " and the scalar holds at most ", limit,
           "; pass a number in its range");
  }
}

/// Above the largest |z| that Φ⁻¹ of a word reaches.
template <class Scalar>
constexpr double farthest_normal() {
  return std::is_same_v<Scalar, double> ? 9.2 : 6.4;
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
