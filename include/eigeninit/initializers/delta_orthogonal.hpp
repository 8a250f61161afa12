// Convolutions that start as an orthogonal map of the channels of each pixel.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "../tensor/constant_fill.hpp"
#include "../tensor/subview.hpp"
#include "algorithm/call.hpp"
#include "algorithm/orthogonal_fill.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// Xiao et al. 2018, arXiv:1806.05393: a random matrix out × in with orthonormal columns, times
/// `gain`, at the centre of the kernel (at k / 2 where k is even) and 0 elsewhere. The norm of any
/// image is multiplied by `gain`: convolutional networks of 10,000 layers without normalisation
/// train from it. The last bits are as portable as orthogonal's.
struct [[nodiscard]] delta_orthogonal {
  double gain = 1;  ///< the factor of every norm

  /// Fills a weight (out, in, k…) of rank 3 to 5. Costs what orthogonal does for out × in. Throws
  /// std::invalid_argument where there are more inputs than outputs, where `gain` is negative or
  /// not finite, and for a shard: its values depend on all others.
  template <class Tensor, class Source,
            internal::IfDraws<Tensor, Source, internal::Ranks::convolution> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    const auto target = view(w);
    internal::require_rank("delta_orthogonal", target, internal::Ranks::convolution);
    internal::subview::require_whole("delta_orthogonal", target);
    const Index out = target.axes[0].whole, in = target.axes[1].whole;
    if (in > out) {
      internal::refuse("delta_orthogonal: ", in, " inputs are more than ", out,
                       " outputs, and would lose a part of the image; pass a weight with as many "
                       "outputs or more");
    }
    internal::fill_orthogonal("delta_orthogonal", internal::subview::kernel_centre(target), gain,
                              Layout::out_in(), source);
    clear_around_centre(target);
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source,
            internal::IfDraws<Tensor, Source, internal::Ranks::convolution> = 0>
  void operator()(Tensor&& w, Fans, Source&& source) const {
    (*this)(w, source);
  }

  EIGENINIT_WRONG_CALLS_OF_DRAWING(convolution, convolution)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {Layout::out_in(), true}; }
  /// See initializer.hpp.
  [[nodiscard]] static Undistributed distribution_for(Fans) { return {}; }

 private:
  /// Axis after axis: what lies before and behind the centre, of what lies at the centre of the
  /// axes before.
  template <class View>
  static void clear_around_centre(View rest) {
    for (std::size_t k = 2; k < rest.rank; ++k) {
      const Index taps = rest.axes[k].whole;
      internal::fill_constant(internal::subview::block(rest, k, 0, taps / 2), 0);
      internal::fill_constant(internal::subview::block(rest, k, taps / 2 + 1, taps), 0);
      rest = internal::subview::block(rest, k, taps / 2, 1);
    }
  }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
