// What is known of the values that a layer gives: mean, spread, and how many say nothing.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "../numeric/error.hpp"
#include "../scaling/activation.hpp"
#include "../tensor/index.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// The bounds of what an activation gives, from which it is judged as saturated: 0 and 1 of a
/// sigmoid, -1 and 1 of a tanh.
struct Bounds {
  double low;   ///< the lower one
  double high;  ///< the upper one

  /// Those of a known activation, where both are finite and approached slowly: sigmoid, tanh and
  /// softsign have some.
  static std::optional<Bounds> of(const Activation& activation) noexcept {
    switch (activation.kind()) {
      case Activation::Kind::sigmoid: return Bounds{0, 1};
      case Activation::Kind::tanh:
      case Activation::Kind::softsign: return Bounds{-1, 1};
      default: return std::nullopt;
    }
  }
};

/// What was recorded of a layer's values, or of their gradients.
struct SignalStatistics {
  std::uint64_t count = 0;       ///< how many values there were
  double mean = 0;               ///< of the finite ones; NaN where there are none
  double std = 0;                ///< of the finite ones, about `mean`; NaN where there are none
  double dead = 0;               ///< the share of units that are 0 for every sample
  std::uint64_t not_finite = 0;  ///< how many are infinite, NaN, or beyond 1e140, whose squares are
  /// The share of values that are nearer to a bound than a hundredth of what lies between the
  /// bounds, where these were told. There a tanh's slope is below 0.04, a sigmoid's below 0.01.
  std::optional<double> saturated;
};

}  // namespace EIGENINIT_ABI

namespace internal::signal {
inline namespace EIGENINIT_ABI {

/// Whether the values differ by no more than rounding makes of a constant in float.
inline bool is_constant(const SignalStatistics& values) noexcept {
  return values.not_finite == 0 && values.std <= 1e-6 * std::abs(values.mean);
}

/// Puts together the statistics of a layer's values, which may come in several parts.
class Accumulator {
 public:
  /// One unit in each row, one sample in each column; `outputs` are what becomes of the values,
  /// from which units are judged as dead and values as saturated.
  void add(std::string_view name, const Eigen::MatrixXd& values, const Eigen::MatrixXd& outputs,
           const std::optional<Bounds>& bounds) {
    const auto units = std::size_t(values.rows());
    if (values.size() == 0) {
      refuse("signal: '", std::string(name), "' has no elements; record what a layer gives");
    }
    if (count_ > 0 && units != is_alive_.size()) {
      refuse("signal: '", std::string(name), "' has ", units, " units, and had ", is_alive_.size(),
             " before; record another layer by another name");
    }
    if (bounds) require_bounds(name, *bounds);
    is_alive_.resize(units);
    count_ += std::uint64_t(values.size());
    add_moments(values);
    add_alive(outputs);
    if (bounds) add_saturated(outputs, *bounds);
  }

  /// How many there are for each sample.
  [[nodiscard]] std::size_t units() const noexcept { return is_alive_.size(); }

  [[nodiscard]] SignalStatistics statistics() const {
    SignalStatistics result;
    result.count = count_;
    result.not_finite = count_ - finite_;
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    result.mean = finite_ > 0 ? mean_ : unknown;
    result.std = finite_ > 0 ? std::sqrt(squares_ / double(finite_)) : unknown;
    const auto dead = std::count(is_alive_.begin(), is_alive_.end(), char(false));
    result.dead = double(dead) / double(is_alive_.size());
    if (bounded_ > 0) result.saturated = double(saturated_) / double(bounded_);
    return result;
  }

 private:
  /// Whether squares of it can be added up. Compilers may leave out comparisons with NaN.
  static bool is_small(double value) noexcept {
    return is_finite(value) && std::abs(value) <= 1e140;
  }

  /// In two passes, because a signal may be much smaller than its mean, and from the first value
  /// on, so that the mean of a constant is not rounded; parts are joined as in Chan, Golub and
  /// LeVeque 1979.
  void add_moments(const Eigen::MatrixXd& values) {
    std::uint64_t finite = 0;
    double first = 0, sum = 0;
    for (Eigen::Index i = 0; i < values.size(); ++i) {
      const double value = values.data()[i];
      if (!is_small(value)) continue;
      if (finite++ == 0) first = value;
      sum += value - first;
    }
    if (finite == 0) return;
    const double mean = first + sum / double(finite);
    double squares = 0;
    for (Eigen::Index i = 0; i < values.size(); ++i) {
      const double value = values.data()[i];
      if (is_small(value)) squares += (value - mean) * (value - mean);
    }
    const double share = double(finite) / double(finite_ + finite), step = mean - mean_;
    squares_ += squares + step * step * share * double(finite_);
    mean_ += step * share;
    finite_ += finite;
  }

  void add_alive(const Eigen::MatrixXd& outputs) {
    for (Eigen::Index sample = 0; sample < outputs.cols(); ++sample) {
      for (Eigen::Index unit = 0; unit < outputs.rows(); ++unit) {
        const double output = outputs(unit, sample);
        if (!is_finite(output) || output != 0) is_alive_[std::size_t(unit)] = true;
      }
    }
  }

  static void require_bounds(std::string_view name, const Bounds& bounds) {
    const double range = bounds.high - bounds.low;
    if (!is_finite(range) || !(range > 0)) {
      refuse("signal: the bounds of '", std::string(name), "' are ", bounds.low, " and ",
             bounds.high, "; pass two finite numbers, the lower one first");
    }
  }

  void add_saturated(const Eigen::MatrixXd& outputs, const Bounds& bounds) {
    const double range = bounds.high - bounds.low;
    constexpr double margin = 0.01;
    bounded_ += std::uint64_t(outputs.size());
    for (Eigen::Index i = 0; i < outputs.size(); ++i) {
      const double place = (outputs.data()[i] - bounds.low) / range;
      saturated_ += place < margin || place > 1 - margin;
    }
  }

  std::vector<char> is_alive_;  // of each unit, whether it was ever anything but 0
  std::uint64_t count_ = 0, finite_ = 0, bounded_ = 0, saturated_ = 0;
  double mean_ = 0, squares_ = 0;
};

}  // namespace EIGENINIT_ABI
}  // namespace internal::signal
}  // namespace eigeninit
