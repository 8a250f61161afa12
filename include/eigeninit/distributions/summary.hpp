// What is known of values before they are drawn.
//
// SPDX-License-Identifier: MIT
#pragma once

#include "../abi/abi.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// The mean, the standard deviation and the bounds of a distribution's values. Of complex values
/// `mean` is real, `std` is √E|z − mean|², and the bounds are those of the real part; the imaginary
/// part's lie as far from 0 as these from `mean`.
struct Summary {
  double mean;  ///< expected
  double std;   ///< expected; of the values, rounding to the scalar left aside
  double low;   ///< no value is below
  double high;  ///< no value is above
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
