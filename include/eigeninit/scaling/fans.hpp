// The one fan calculator: how many connections enter and leave a unit of the layer that a weight
// tensor belongs to.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "../numeric/strict.hpp"
#include "../tensor/any_view.hpp"
#include "../tensor/eigen_object.hpp"
#include "layout.hpp"

namespace eigeninit {

/// Which fan a scheme divides by.
enum class FanMode {
  fan_in,      ///< inputs of a unit: keeps the variance of activations
  fan_out,     ///< outputs of a unit: keeps the variance of gradients
  fan_avg,     ///< (in + out) / 2: Glorot and Bengio's compromise
  fan_geo_avg  ///< √(in · out)
};

/// The connections that enter one output unit, and that leave one input unit.
struct Fans {
  Index in;   ///< inputs × receptive field, within one group
  Index out;  ///< outputs × receptive field, within one group
};

namespace internal {
inline namespace EIGENINIT_ABI {

/// Throws unless each role's axes exist and no axis has two roles.
inline void check_axes(std::uint32_t out, std::uint32_t in, std::uint32_t batch, std::size_t rank) {
  if ((out | in | batch) >> rank) {
    refuse("fans: the layout names an axis that a tensor of rank ", rank,
           " does not have; pass Fans{in, out} or a Layout for this rank");
  }
  if ((out & in) | (out & batch) | (in & batch)) {
    refuse("fans: at rank ", rank,
           " the layout gives one axis two roles; name each axis as out, in or batch once");
  }
}

/// A template, so that no compiler finds the conversion useless where both types are one.
template <class Integer>
constexpr Index to_index(Integer number) {
  return Index(number);
}

inline Fans count_fans(const Index* extents, std::size_t rank, const Layout& layout) {
  if (rank > Axes::max_rank) {
    refuse("fans: the shape has rank ", rank, "; pass at most ", Axes::max_rank, " extents");
  }
  const std::uint32_t out_axes = layout.out().bits(rank);
  const std::uint32_t in_axes = layout.in().bits(rank);
  const std::uint32_t batch_axes = layout.batch().bits(rank);
  check_axes(out_axes, in_axes, batch_axes, rank);
  Index out = 1, in = 1, receptive_field = 1;
  for (std::size_t k = 0; k < rank; ++k) {
    if (extents[k] < 0) {
      refuse("fans: axis ", k, " has the extent ", extents[k], "; pass 0 or more");
    }
    const std::uint32_t axis = 1u << k;
    if (out_axes & axis) {
      out = multiply_extents(out, extents[k]);
    } else if (in_axes & axis) {
      in = multiply_extents(in, extents[k]);
    } else if (!(batch_axes & axis)) {
      receptive_field = multiply_extents(receptive_field, extents[k]);
    }
  }
  const std::int64_t groups = layout.groups();  // which may be more than an index holds
  const bool divides_outputs = layout.grouped() == Layout::Grouped::outputs;
  Index& divided = divides_outputs ? out : in;
  if (groups > 1 && divided % groups != 0) {
    const char* const axis = divides_outputs ? "output" : "input";
    refuse("fans: ", groups, " groups do not divide ", divided, " ", axis,
           "s; pass a Layout whose groups divide the ", axis, " axis");
  }
  if (groups > 1) divided = to_index(divided / groups);
  return {multiply_extents(in, receptive_field), multiply_extents(out, receptive_field)};
}

inline Fans fans_of(const AnyView& weight, const Layout& layout) {
  if (weight.rank == 1) {
    refuse(
        "fans: a vector has no fan_in and fan_out; pass Fans{in, out}, or give it a rule of its "
        "own, such "
        "as zeros");
  }
  Index extents[max_rank] = {};
  for (std::size_t k = 0; k < weight.rank; ++k) extents[k] = weight.axes[k].whole;
  return count_fans(extents, weight.rank, layout);
}

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// Whether both fans are the same.
constexpr bool operator==(Fans a, Fans b) noexcept { return a.in == b.in && a.out == b.out; }
/// Whether one differs.
constexpr bool operator!=(Fans a, Fans b) noexcept { return !(a == b); }

EIGENINIT_STRICT_BEGIN

/// The number that `mode` picks from `fans`.
/// Throws std::invalid_argument unless both fans are positive.
[[nodiscard]] EIGENINIT_STRICT_RESULT inline double fan(Fans fans, FanMode mode) {
  if (fans.in < 1 || fans.out < 1) {
    internal::refuse("Fans{", fans.in, ", ", fans.out,
                     "}: a fan counts connections; pass 1 or more");
  }
  const auto in = double(fans.in);
  const auto out = double(fans.out);
  switch (mode) {
    case FanMode::fan_in: return in;
    case FanMode::fan_out: return out;
    case FanMode::fan_avg: return (in + out) / 2;
    case FanMode::fan_geo_avg: return std::sqrt(in * out);
  }
  internal::refuse("FanMode: there is no mode ", int(mode),
                   "; pass one of the four that FanMode names");
}

EIGENINIT_STRICT_END

/// The fans of a weight: of an Eigen object, of a view (a shard counts as its whole), or of extents
/// in any container with size() and []. An AnyView of one axis is refused when the program runs.
///
/// fan_in = inputs × receptive field and fan_out = outputs × receptive field, each within one group
/// and one batch element; a 3×3 depthwise convolution (64, 1, 3, 3) in 64 groups has {9, 9}.
/// A tensor without elements may have a fan of zero. Constant time.
/// Throws std::invalid_argument where the layout does not fit the shape.
//
// Always inlined, as is what it calls: g++ warns where an object without values is passed by a
// const reference, even to what asks for its extents alone.
template <class T>
[[nodiscard]] EIGEN_ALWAYS_INLINE Fans fans(T&& object, const Layout& layout = Layout::out_in()) {
  using internal::Plain;
  if constexpr (internal::is_any_view<T>) {
    return internal::fans_of(object, layout);
  } else if constexpr (internal::is_view<Plain<T>>::value || internal::is_dense<T>::value ||
                       internal::is_tensor<T>::value) {
    const auto extents = internal::whole_extents(object);
    static_assert(
        extents.size() != 1,
        "eigeninit: a vector has no fan_in and fan_out. Pass Fans{in, out}, or weights in a "
        "Matrix or Tensor.");
    return internal::count_fans(extents.data(), extents.size(), layout);
  } else {
    Index extents[Axes::max_rank] = {};
    const auto rank = std::size_t(object.size());
    for (std::size_t k = 0; k < rank && k < Axes::max_rank; ++k) extents[k] = Index(object[k]);
    return internal::count_fans(extents, rank, layout);
  }
}

/// The fans of a weight of these extents.
[[nodiscard]] inline Fans fans(std::initializer_list<Index> extents,
                               const Layout& layout = Layout::out_in()) {
  return internal::count_fans(extents.begin(), extents.size(), layout);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
