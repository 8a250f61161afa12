// What a forward or a backward pass tells of itself while it runs.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signal_statistics.hpp"
#include "units.hpp"

namespace eigeninit {
namespace internal::signal {
inline namespace EIGENINIT_ABI {

/// What was recorded by one name.
struct Recording {
  std::string name;
  Accumulator values;
};

}  // namespace EIGENINIT_ABI
}  // namespace internal::signal

inline namespace EIGENINIT_ABI {

/// Takes down the statistics of what it is called with. See measure_signal() and lsuv().
class Recorder {
 public:
  Recorder() = default;
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// Records what a layer gives, or the gradient of it: record("fc1", w * x + b).
  ///
  /// Any expression of Eigen's, of matrices, arrays or tensors, of any real scalar; it is evaluated
  /// once more, as doubles, and not kept. What is recorded by one name several times, such as each
  /// step of a recurrent layer or each part of a batch, counts together. Costs 4 to 9 ns for each
  /// element. Throws std::invalid_argument for an expression without elements, and for another
  /// number of units by the same name.
  template <class Expression>
  void operator()(std::string_view name, const Expression& values) {
    const Eigen::MatrixXd units = internal::signal::units_of(values, unit_axis_);
    add(name, units, units, std::nullopt);
  }
  /// The same of what a layer gives before its activation: dead and saturated are units and values
  /// by what the activation makes of them, which costs a call of it for each element.
  /// record("fc1", w * x + b, eigeninit::Activation::tanh()).
  template <class Expression>
  void operator()(std::string_view name, const Expression& values, const Activation& activation) {
    const Eigen::MatrixXd units = internal::signal::units_of(values, unit_axis_);
    add(name, units, units.unaryExpr(activation), Bounds::of(activation));
  }
  /// The same of what any activation gives, whose bounds tell how much of it is saturated:
  /// record("fc1.output", y, eigeninit::Bounds{-1, 1}). Throws also unless both are finite and the
  /// first is the smaller one.
  template <class Expression>
  void operator()(std::string_view name, const Expression& values, const Bounds& bounds) {
    const Eigen::MatrixXd units = internal::signal::units_of(values, unit_axis_);
    add(name, units, units, bounds);
  }

  /// Which axis counts the units of a layer, of what is recorded from here on: 0 where each sample
  /// is a column, as in W * x, which it is unless told; 1 where each is a row, as in x * W; of a
  /// tensor the axis of channels. A backward pass begins with what the forward pass ended with.
  Recorder& unit_axis(std::size_t axis) noexcept {
    unit_axis_ = axis;
    return *this;
  }

  /// The axis of units.
  [[nodiscard]] std::size_t unit_axis() const noexcept { return unit_axis_; }

  /// For measure_signal() and lsuv(): all that was recorded, in the order in which it was met.
  [[nodiscard]] const std::vector<internal::signal::Recording>& recordings() const noexcept {
    return recordings_;
  }

 private:
  void add(std::string_view name, const Eigen::MatrixXd& values, const Eigen::MatrixXd& outputs,
           const std::optional<Bounds>& bounds) {
    if (name.empty()) internal::refuse("signal: what is recorded has no name; give it one");
    const std::size_t at = find(name);
    if (at < recordings_.size()) {
      recordings_[at].values.add(name, values, outputs, bounds);
    } else {
      internal::signal::Recording recording{std::string(name), {}};
      recording.values.add(name, values, outputs, bounds);
      recordings_.push_back(std::move(recording));
    }
    last_ = at;
  }

  /// Where a name's recording is, or how many there are. Names mostly come in the same order again:
  /// the search begins behind the last one.
  std::size_t find(std::string_view name) const {
    const std::size_t count = recordings_.size();
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at = (last_ + 1 + i) % count;
      if (recordings_[at].name == name) return at;
    }
    return count;
  }

  std::size_t unit_axis_ = 0;
  std::size_t last_ = 0;
  std::vector<internal::signal::Recording> recordings_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
