// Whether a parameter is what its rule says.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "../kernel/measure.hpp"
#include "../numeric/error.hpp"
#include "../numeric/strict.hpp"
#include "report.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// How far apart two neighbouring numbers of a scalar are at 1.
inline double epsilon_of(ScalarType type) {
  switch (type) {
    case ScalarType::float64:
    case ScalarType::complex128: return 0x1p-52;
    case ScalarType::float16: return 0x1p-10;
    case ScalarType::bfloat16: return 0x1p-7;
    default: return 0x1p-23;
  }
}

/// How far apart they are at `size`, which is not negative.
inline double spacing(ScalarType type, double size) {
  const bool is_wide = type == ScalarType::float64 || type == ScalarType::complex128;
  const int least = is_wide ? -1021 : type == ScalarType::float16 ? -13 : -125;
  int exponent = least;
  if (size > 0) std::frexp(size, &exponent);
  return std::ldexp(epsilon_of(type), (std::max)(exponent, least) - 1);
}

/// About what statistics are taken: close to the values, so that nothing cancels.
inline double origin_of(const PlannedParameter& plan) {
  return plan.expected && is_finite(plan.expected->mean) ? plan.expected->mean : 0;
}

/// What of a difference is more than may be.
inline double beyond(double difference, double allowed) {
  if (std::abs(difference) <= allowed) return 0;
  return difference < 0 ? difference + allowed : difference - allowed;
}

/// How likely a mean and a mean square distance of `count` values are, as standard errors. Rounding
/// to the scalar moves and spreads them: hardly, where the scalar has many numbers within a
/// standard deviation; where it has few, by about the distance of two of these.
inline void take_z(ReportedParameter& row, double count, double square) {
  const Summary& expected = *row.plan.expected;
  if (expected.std == 0 || count == 0) return;
  const double distance = spacing(row.plan.scalar, std::abs(expected.mean) + expected.std);
  const double variance = product(expected.std, expected.std);
  const double rounding = product(distance, distance);
  const bool is_coarse = expected.std < 2 * distance;
  const double shift = is_coarse ? distance : 2 * rounding / expected.std;
  const double spread = (is_coarse ? 4 : 1) * rounding;
  row.mean_z = beyond(row.mean - expected.mean, shift) / expected.std * std::sqrt(count);
  const double error = 2 / (9 * count);  // of the cube root of χ² / n
  const double ratio = 1 + beyond(square - variance, spread) / variance;
  row.std_z = (std::cbrt(ratio) - (1 - error)) / std::sqrt(error);
}

/// What is wrong with values that are all to be one that is not finite.
inline std::string fault_of_infinite(const ReportedParameter& row) {
  const auto elements = std::uint64_t(row.plan.elements);
  const bool is_complex = is_complex_type(row.plan.scalar);  // whose imaginary parts are 0
  if (row.not_finite >= (is_complex ? (elements + 1) / 2 : elements)) return {};
  return text(elements - row.not_finite) + " of " + text(elements) + " elements are finite, not " +
         text(row.plan.expected->mean);
}

/// What is wrong with the smallest or the largest value. Of complex ones all parts are looked at.
inline std::string fault_of_bounds(const ReportedParameter& row) {
  const Summary& expected = *row.plan.expected;
  const double real = is_complex_type(row.plan.scalar) ? expected.mean : 0;
  const double low = (std::min)(expected.low, expected.low - real);
  const double high = (std::max)(expected.high, expected.high - real);
  if (row.low < low - spacing(row.plan.scalar, std::abs(low))) {
    return "the smallest value is " + text(row.low) + ", below " + text(low);
  }
  if (row.high > high + spacing(row.plan.scalar, std::abs(high))) {
    return "the largest value is " + text(row.high) + ", above " + text(high);
  }
  return {};
}

/// What is wrong with a parameter that was filled.
inline std::string fault_of(const ReportedParameter& row) {
  constexpr double most = 7;  // standard errors
  if (row.never_written > 0) {
    return text(row.never_written) + " of " + text(row.plan.elements) +
           " elements were never written";
  }
  if (!row.plan.expected) {
    return row.not_finite == 0 ? "" : text(row.not_finite) + " elements are not finite";
  }
  const Summary& expected = *row.plan.expected;
  if (expected.std == 0 && !is_finite(expected.mean)) return fault_of_infinite(row);
  if (row.not_finite > 0) return text(row.not_finite) + " elements are not finite";
  if (row.plan.elements == 0) return {};
  const bool is_other = expected.std == 0 && is_complex_type(row.plan.scalar) &&
                        std::abs(row.mean - expected.mean) > 1e-6 * std::abs(expected.mean);
  if (is_other || (row.mean_z && std::abs(*row.mean_z) > most)) {
    return "the mean is " + text(row.mean) + ", not " + text(expected.mean);
  }
  if (row.std_z && std::abs(*row.std_z) > most) {
    return "the standard deviation is " + text(row.std) + ", not " + text(expected.std);
  }
  return fault_of_bounds(row);
}

/// The row of a report. `copies` is how many elements in a row are the same.
inline ReportedParameter judge(const PlannedParameter& plan, const kernel::Measured& measured,
                               double copies, double seconds) {
  ReportedParameter row{};
  const bool is_filled = plan.action == PlannedParameter::Action::fill;
  const std::uint64_t parts = is_complex_type(plan.scalar) ? 2 : 1;
  row.plan = plan;
  row.not_finite = (measured.not_finite + parts - 1) / parts;
  row.never_written = (measured.poisoned + parts - 1) / parts;
  row.count = measured.count / parts;
  row.hash = measured.hash;
  row.seconds = seconds;
  const double count = double(measured.count - measured.not_finite) / double(parts);
  if (count == 0) {
    if (is_filled) row.fault = fault_of(row);
    return row;
  }
  const double shift = measured.sum / count, square = measured.squares / count;
  row.mean = origin_of(plan) + shift;
  row.low = measured.low;
  row.high = measured.high;
  const double mean_square = product(shift, shift);
  row.std = std::sqrt(square > mean_square ? square - mean_square : 0);
  if (is_filled && plan.expected) take_z(row, count / copies, square);
  if (is_filled) row.fault = fault_of(row);
  return row;
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
