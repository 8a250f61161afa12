// Several layers in one weight: queries, keys and values of an attention, the gates of an LSTM,
// gate and up of a gated MLP.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "../error.hpp"
#include "../subview.hpp"
#include "wrapped.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// `base` on each of `parts` equal blocks of the output axis, one after the other, each with the
/// fans of its own shape and a fill of its own: the same bits as layers that were not fused and are
/// filled in this order. Filled as one weight, the block sees too large a fan_out: xavier makes a
/// packed qkv narrower by √2.
///
/// The output axis is that of the base's layout; axis 0 where the base has none, and of a bias.
template <class Base>
struct packed {
  Base base = {};
  Index parts = 1;

  /// Fills (w, source), (w, Fans{in, out}, source) by the fans of one part, or (w), as `base` can
  /// be called. `base` is given views, of a weight without elements at most 2¹⁶ of them. Throws
  /// std::invalid_argument unless `parts` is positive and divides the outputs, and for a shard
  /// where `base` or the source needs whole tensors.
  template <class Tensor, class... Arguments>
  void operator()(Tensor&& w, Arguments&&... arguments) const {
    const auto target = view(std::forward<Tensor>(w));
    const std::size_t axis = wrapped::output_axis("packed", base, target.axes.size());
    const Index outputs = target.axes[axis].whole;
    if (parts < 1) error::refuse("packed: ", parts, " parts; pass 1 or more");
    if (outputs % parts != 0) {
      error::refuse("packed: ", parts, " parts do not divide ", outputs,
                    " outputs; pass a number that divides them");
    }
    // Not the base's or the source's own refusal, which may come when some blocks are filled.
    if constexpr ((wrapped::needs_whole<Base>() || ... ||
                   wrapped::needs_whole<std::remove_reference_t<Arguments>>())) {
      subview::require_whole("packed", target);
    }
    const Index size = outputs / parts;
    const std::int64_t count = subview::is_empty(target) ? subview::empty_fills(parts) : parts;
    for (Index part = 0; part < count; ++part) {
      base(subview::block(target, axis, part * size, size), arguments...);
    }
  }
};

template <class Base>
packed(Base, Index) -> packed<Base>;
template <class Base>
packed(Index, Base) -> packed<wrong_call::NotFirst<Base>>;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
