// Sub-pixel convolutions that start without a checkerboard.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "../tensor/subview.hpp"
#include "../tensor/traversal.hpp"
#include "algorithm/call.hpp"
#include "algorithm/wrapped.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// Aitken et al. 2017, arXiv:1707.02937, for a convolution before PixelShuffle(upscale): `base`
/// makes outputs / upscale² kernels, and each is repeated upscale² times in a row, so that the
/// pixels of a cell start equal, as after nearest-neighbour upsampling. The fans are those of the
/// kernels that `base` makes.
///
/// The order is PixelShuffle's (output c · upscale² + s is sub-pixel s of channel c), not that of
/// TensorFlow's depth_to_space. The output axis is that of the base's layout; axis 0 where the base
/// has none, and of a bias.
template <class Base>
struct [[nodiscard]] icnr {
  static_assert(internal::require_initializer<Base>());

  Base base = {};     ///< what makes the kernels
  Index upscale = 2;  ///< along each axis of the image

  /// Fills what `base` fills, and gives it a view. Throws std::invalid_argument unless `upscale` is
  /// positive and its square divides the outputs.
  template <class Tensor, class Source, internal::IfCalls<Base, Tensor, Source> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    fill(view(w), [&](const auto& kernels) { base(kernels, source); });
  }

  /// The same by the fans of the kernels that `base` makes.
  template <class Tensor, class Source, internal::IfCalls<Base, Tensor, Fans, Source> = 0>
  void operator()(Tensor&& w, Fans fans, Source&& source) const {
    fill(view(w), [&](const auto& kernels) { base(kernels, fans, source); });
  }

  /// The same where `base` draws nothing.
  template <class Tensor, internal::IfCalls<Base, Tensor> = 0>
  void operator()(Tensor&& w) const {
    fill(view(w), [&](const auto& kernels) { base(kernels); });
  }

  EIGENINIT_WRONG_CALLS_OF_WRAPPING(Base)

  /// That of `base`.
  [[nodiscard]] Description describe() const {
    const Description that = base.describe();
    return {that.layout, that.needs_whole, true, that.parts, upscale * upscale * that.copies};
  }
  /// That of `base`, for the fans of the kernels that it makes.
  [[nodiscard]] auto distribution_for(Fans fans) const { return base.distribution_for(fans); }

 private:
  /// How many outputs share a kernel.
  Index copies_of(Index outputs) const {
    if (upscale < 1) internal::refuse("icnr: upscale is ", upscale, "; pass 1 or more");
    const Index copies = internal::multiply_extents(upscale, upscale);
    if (outputs % copies != 0) {
      internal::refuse("icnr: upscale ", upscale, " makes ", copies,
                       " outputs of each kernel, which do not divide ", outputs,
                       " outputs; pass an upscale whose square divides them");
    }
    return copies;
  }

  /// The kernels that the outputs here are copies of, put in the first places. From the last output
  /// to the first, each is read before its place is written: kernel i goes to outputs ≥ i.
  template <class View, class Fill>
  void fill(const View& target, const Fill& fill_kernels) const {
    const std::size_t axis = internal::output_axis("icnr", base.describe().layout, target.rank);
    const Axis outputs = target.axes[axis];
    const Index copies = copies_of(outputs.whole);
    const Index end = outputs.origin + outputs.extent;
    const Index first = outputs.origin / copies;
    const Index last = end > 0 ? (end - 1) / copies + 1 : 0;
    auto kernels = target;
    kernels.axes[axis] = {outputs.extent == 0 ? 0 : last - first, outputs.stride,
                          outputs.whole / copies, first};
    fill_kernels(kernels);
    if (target.size() == 0) return;
    for (Index output = end - 1; output >= outputs.origin; --output) {
      const Index places = (output / copies - first) - (output - outputs.origin);
      copy_from(internal::subview::block(target, axis, output, 1), places * outputs.stride);
    }
  }

  /// Every element becomes the one that stands `distance` from it in memory.
  template <class Scalar, std::size_t Rank>
  static void copy_from(const View<Scalar, Rank>& view, Index distance) {
    internal::traversal::in_memory_order(
        view,
        [distance](Scalar* line, std::ptrdiff_t count, std::ptrdiff_t stride) {
          for (std::ptrdiff_t i = 0; i < count; ++i) line[i * stride] = line[i * stride + distance];
        },
        internal::traversal::OneThread());
  }
  static void copy_from(const AnyView& view, Index distance) {
    internal::with_bytes(view, [distance](const auto& bytes) { copy_from(bytes, distance); });
  }
};

/// The type of the wrapped initializer follows from it.
template <class Base>
icnr(Base, Index) -> icnr<Base>;
/// Does not compile: the wrapped initializer stands first.
template <class Base>
icnr(Index, Base) -> icnr<internal::NotFirst<Base>>;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
