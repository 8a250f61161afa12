// Which axes of a weight tensor are outputs, inputs, receptive field or batch.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "../tensor/extents.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// A set of axes, counted from the front (0, 1, …) or, where negative, from the back (-1 is the
/// last), so that one layout fits tensors of every rank.
class Axes {
 public:
  /// How many axes a tensor has at most.
  static constexpr std::size_t max_rank = internal::max_rank;

  constexpr Axes() noexcept = default;
  /// Throws std::invalid_argument for a number outside [-8, 8).
  constexpr Axes(std::initializer_list<int> numbers) {
    for (const int number : numbers) add(number);
  }

  /// Whether it has no member.
  constexpr bool empty() const noexcept { return (front_ | back_) == 0; }

  /// The members as bits 0 … rank-1. Axes that a tensor of this rank lacks come out as bits ≥ rank,
  /// or as bit 31 where they are counted from the back.
  constexpr std::uint32_t bits(std::size_t rank) const noexcept {
    std::uint32_t set = front_;
    if (back_ == 0) return set;
    for (std::size_t k = 0; k < max_rank; ++k) {
      if ((back_ >> k) & 1u) set |= k < rank ? 1u << (rank - 1 - k) : 1u << 31;
    }
    return set;
  }

 private:
  constexpr void add(int number) {
    if (number < -int(max_rank) || number >= int(max_rank)) {
      internal::refuse("Layout: there is no axis ", number,
                       "; number axes 0 to 7 from the front or -1 to -8 from the back");
    }
    if (number >= 0) {
      front_ |= 1u << number;
    } else {
      back_ |= 1u << (-1 - number);
    }
  }

  std::uint32_t front_ = 0;
  std::uint32_t back_ = 0;
};

/// How a framework arranges the axes of a weight. Axes that are neither outputs, inputs nor batch
/// are the receptive field: the kernel's extents, over which every connection is repeated.
class Layout {
 public:
  /// (out, in / groups, k…): PyTorch's Linear and Conv, and `W * x` in Eigen. The default.
  static constexpr Layout out_in() { return Layout({0}, {1}, {}, Grouped::outputs); }

  /// (in, out / groups, k…): `x * W` in Eigen, and PyTorch's ConvTranspose.
  static constexpr Layout in_out() { return Layout({1}, {0}, {}, Grouped::inputs); }

  /// (k…, in / groups, out): Keras, TensorFlow, JAX.
  static constexpr Layout spatial_in_out() { return Layout({-1}, {-2}, {}, Grouped::outputs); }

  /// Any axes by number. Each element along a `batch` axis is a layer of its own, as in a stack of
  /// experts, and counts in neither fan. Groups divide the output axes. Without an axis of outputs,
  /// or of inputs, there is one of them. Throws std::invalid_argument where neither has an axis.
  static constexpr Layout axes(Axes out, Axes in, Axes batch = {}) {
    if (out.empty() && in.empty()) {
      internal::refuse(
          "Layout: neither an output nor an input axis is named; name one, or pass Fans{in, out}");
    }
    return Layout(out, in, batch, Grouped::outputs);
  }

  /// The same axes in `count` groups that share no connection. The tensor holds the outputs
  /// (in_out(): the inputs) of all groups, and the inputs (outputs) of one. Throws
  /// std::invalid_argument unless count ≥ 1.
  constexpr Layout groups(std::int64_t count) const {
    if (count < 1) internal::refuse("Layout: ", count, " groups; pass 1 or more");
    Layout result = *this;
    result.groups_ = count;
    return result;
  }

  /// The axes that groups divide.
  enum class Grouped { outputs, inputs };

  /// The axes of outputs.
  constexpr const Axes& out() const noexcept { return out_; }
  /// The axes of inputs.
  constexpr const Axes& in() const noexcept { return in_; }
  /// The axes of layers that are no part of each other.
  constexpr const Axes& batch() const noexcept { return batch_; }
  /// How many groups there are.
  constexpr std::int64_t groups() const noexcept { return groups_; }
  /// What they divide.
  constexpr Grouped grouped() const noexcept { return grouped_; }

 private:
  constexpr Layout(Axes out, Axes in, Axes batch, Grouped grouped)
      : out_(out), in_(in), batch_(batch), grouped_(grouped) {}

  Axes out_, in_, batch_;
  Grouped grouped_;
  std::int64_t groups_ = 1;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
