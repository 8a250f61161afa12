// Sub-pixel convolutions that start without a checkerboard.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>

#include "../error.hpp"
#include "../subview.hpp"
#include "../walk.hpp"
#include "wrapped.hpp"

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
struct icnr {
  Base base = {};
  Index upscale = 2;

  /// Fills (w, source), (w, Fans{in, out}, source) or (w), as `base` can be called. `base` is given
  /// a view. Throws std::invalid_argument unless `upscale` is positive and its square divides the
  /// outputs.
  template <class Tensor, class... Arguments>
  void operator()(Tensor&& w, Arguments&&... arguments) const {
    const auto target = view(std::forward<Tensor>(w));
    const std::size_t axis = wrapped::output_axis("icnr", base, target.axes.size());
    const Axis outputs = target.axes[axis];
    if (upscale < 1) error::refuse("icnr: upscale is ", upscale, "; pass 1 or more");
    const Index copies = multiply_extents(upscale, upscale);
    if (outputs.whole % copies != 0) {
      error::refuse("icnr: upscale ", upscale, " makes ", copies,
                    " outputs of each kernel, which do not divide ", outputs.whole,
                    " outputs; pass an upscale whose square divides them");
    }
    // The kernels that the outputs here are copies of, put in the first places. From the last
    // output to the first, each is read before its place is written: kernel i goes to outputs ≥ i.
    const Index end = outputs.origin + outputs.extent;
    const Index first = outputs.origin / copies;
    const Index last = end > 0 ? (end - 1) / copies + 1 : 0;
    auto kernels = target;
    kernels.axes[axis] = {outputs.extent == 0 ? 0 : last - first, outputs.stride,
                          outputs.whole / copies, first};
    base(kernels, arguments...);
    if (target.size() == 0) return;
    for (Index output = end - 1; output >= outputs.origin; --output) {
      const Index places = (output / copies - first) - (output - outputs.origin);
      copy_from(subview::block(target, axis, output, 1), places * outputs.stride);
    }
  }

 private:
  /// Every element becomes the one that stands `distance` from it in memory.
  template <class View>
  static void copy_from(const View& view, Index distance) {
    using Scalar = typename View::Scalar;
    walk::in_memory_order(view, [distance](Scalar* line, Index count, Index stride) {
      for (Index i = 0; i < count; ++i) line[i * stride] = line[i * stride + distance];
    });
  }
};

template <class Base>
icnr(Base, Index) -> icnr<Base>;
template <class Base>
icnr(Index, Base) -> icnr<wrong_call::NotFirst<Base>>;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
