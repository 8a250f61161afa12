// Several layers in one weight: queries, keys and values of an attention, the gates of an LSTM,
// gate and up of a gated MLP.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "../tensor/subview.hpp"
#include "algorithm/call.hpp"
#include "algorithm/wrapped.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// `base` on each of `parts` equal blocks of the output axis, one after the other, each with the
/// fans of its own shape and a fill of its own: the same bits as layers that were not fused and are
/// filled in this order. Filled as one weight, the block sees too large a fan_out: xavier makes a
/// packed qkv narrower by √2.
///
/// The output axis is that of the base's layout; axis 0 where the base has none, and of a bias.
template <class Base>
struct [[nodiscard]] packed {
  static_assert(internal::require_initializer<Base>());

  Base base = {};   ///< what fills each part
  Index parts = 1;  ///< how many blocks of outputs there are

  /// Fills what `base` fills, and gives it views of the parts, of a weight without elements at most
  /// 2¹⁶ of them. Throws std::invalid_argument unless `parts` is positive and divides the outputs,
  /// and for a shard where `base` or the source needs whole tensors.
  template <class Tensor, class Source, internal::IfCalls<Base, Tensor, Source> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    // Not the source's own refusal, which may come when some blocks are filled.
    const bool needs_whole = internal::traits_of(source).needs_whole;
    for_each_part(view(w), needs_whole, [&](const auto& part) { base(part, source); });
  }

  /// The same by the fans of one part.
  template <class Tensor, class Source, internal::IfCalls<Base, Tensor, Fans, Source> = 0>
  void operator()(Tensor&& w, Fans fans, Source&& source) const {
    const bool needs_whole = internal::traits_of(source).needs_whole;
    for_each_part(view(w), needs_whole, [&](const auto& part) { base(part, fans, source); });
  }

  /// The same where `base` draws nothing.
  template <class Tensor, internal::IfCalls<Base, Tensor> = 0>
  void operator()(Tensor&& w) const {
    for_each_part(view(w), false, [&](const auto& part) { base(part); });
  }

  EIGENINIT_WRONG_CALLS_OF_WRAPPING(Base)

  /// That of `base`.
  [[nodiscard]] Description describe() const {
    const Description that = base.describe();
    return {that.layout, that.needs_whole, true, parts * that.parts, that.copies};
  }
  /// That of `base`, for the fans of one part.
  [[nodiscard]] auto distribution_for(Fans fans) const { return base.distribution_for(fans); }

 private:
  template <class View, class Fill>
  void for_each_part(const View& target, bool source_needs_whole, const Fill& fill) const {
    const std::size_t axis = internal::output_axis("packed", base.describe().layout, target.rank);
    const Index outputs = target.axes[axis].whole;
    if (parts < 1) internal::refuse("packed: ", parts, " parts; pass 1 or more");
    if (outputs % parts != 0) {
      internal::refuse("packed: ", parts, " parts do not divide ", outputs,
                       " outputs; pass a number that divides them");
    }
    if (source_needs_whole || base.describe().needs_whole) {
      internal::subview::require_whole("packed", target);
    }
    const Index size = outputs / parts;
    const std::int64_t count =
        internal::subview::is_empty(target) ? internal::subview::empty_fills(parts) : parts;
    for (Index part = 0; part < count; ++part) {
      fill(internal::subview::block(target, axis, part * size, size));
    }
  }
};

/// The type of the wrapped initializer follows from it.
template <class Base>
packed(Base, Index) -> packed<Base>;
/// Does not compile: the wrapped initializer stands first.
template <class Base>
packed(Index, Base) -> packed<internal::NotFirst<Base>>;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
