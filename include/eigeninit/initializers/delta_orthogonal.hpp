// Convolutions that start as an orthogonal map of the channels of each pixel.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>

#include "../error.hpp"
#include "../subview.hpp"
#include "constant.hpp"
#include "orthogonal.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// Xiao et al. 2018, arXiv:1806.05393: a random matrix out × in with orthonormal columns, times
/// `gain`, at the centre of the kernel (at k / 2 where k is even) and 0 elsewhere. The norm of any
/// image is multiplied by `gain`: convolutional networks of 10,000 layers without normalisation
/// train from it. The last bits are as portable as orthogonal's.
struct delta_orthogonal {
  double gain = 1;

  static constexpr bool needs_whole = true;

  /// Fills a weight (out, in, k…) of rank 3 to 5. Costs what orthogonal does for out × in. Throws
  /// std::invalid_argument where there are more inputs than outputs, where `gain` is negative or
  /// not finite, and for a shard: its values depend on all others.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    const auto target = view(std::forward<Tensor>(w));
    static_assert(decltype(target)::rank >= 3 && decltype(target)::rank <= 5,
                  "eigeninit: delta_orthogonal fills a convolution. Pass a weight of three to five "
                  "axes: outputs, inputs, kernel.");
    subview::require_whole("delta_orthogonal", target);
    const Index out = target.axes[0].whole, in = target.axes[1].whole;
    if (in > out) {
      error::refuse("delta_orthogonal: ", in, " inputs are more than ", out,
                    " outputs, and would lose a part of the image; pass a weight with as many "
                    "outputs or more");
    }
    orthogonal{gain}(subview::kernel_centre(target), source);
    clear_around_centre(target);
  }

  template <class... Arguments>
  void operator()(Arguments&&...) const {
    wrong_call::refuse_arguments<Arguments...>();
  }

 private:
  /// Axis after axis: what lies before and behind the centre, of what lies at the centre of the
  /// axes before.
  template <class View>
  static void clear_around_centre(View rest) {
    for (std::size_t k = 2; k < View::rank; ++k) {
      const Index taps = rest.axes[k].whole;
      zeros{}(subview::block(rest, k, 0, taps / 2));
      zeros{}(subview::block(rest, k, taps / 2 + 1, taps));
      rest = subview::block(rest, k, taps / 2, 1);
    }
  }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
