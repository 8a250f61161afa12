// A transposed convolution that starts as bilinear interpolation.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdlib>

#include "../numeric/strict.hpp"
#include "../tensor/constant_fill.hpp"
#include "../tensor/subview.hpp"
#include "algorithm/call.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// The kernel of linear (rank 3), bilinear (4) or trilinear (5) interpolation, for upsampling by
/// the factor f = ⌈k / 2⌉: a transposed convolution of stride f. Along each axis of k taps
/// w(x) = 1 − |x / f − (k − 1) / (2f)|, symmetric at every k, and a tap is the product over axes.
/// Long, Shelhamer, Darrell 2015, arXiv:1411.4038.
///
/// Every pair of an output and an input gets this kernel, as in Caffe. To upsample each channel by
/// itself give the layer as many groups as channels: a weight (channels, 1, k…). In a dense layer
/// every output is the sum of all upsampled inputs.
struct [[nodiscard]] bilinear {
  /// Fills a weight (in, out, k…) or (out, in, k…) of rank 3 to 5.
  template <class Tensor, internal::IfWeight<Tensor, internal::Ranks::convolution> = 0>
  void operator()(Tensor&& w) const {
    const auto target = view(w);
    internal::require_rank("bilinear", target, internal::Ranks::convolution);
    if (target.size() > 0) fill_taps(target, 2, 1, 1);
  }

  /// The same, for code that passes a source to every initializer; it is left as it is.
  template <class Tensor, class Source,
            internal::IfIgnores<Tensor, Source, internal::Ranks::convolution> = 0>
  void operator()(Tensor&& w, Source&&) const {
    (*this)(w);
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source,
            internal::IfIgnores<Tensor, Source, internal::Ranks::convolution> = 0>
  void operator()(Tensor&& w, Fans, Source&&) const {
    (*this)(w);
  }

  EIGENINIT_WRONG_CALLS_OF_FIXED(convolution)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {}; }
  /// See initializer.hpp.
  [[nodiscard]] static Undistributed distribution_for(Fans) { return {}; }

 private:
  /// Tap after tap from `axis` on. With f and x in whole numbers w(x) = (2f − |2x − k + 1|) / (2f):
  /// the product of the numerators and that of the denominators are exact.
  template <class View>
  static void fill_taps(const View& taps, std::size_t axis, double numerator, double denominator) {
    if (axis == taps.rank) {
      internal::fill_constant(taps, numerator / denominator);
      return;
    }
    const Axis& kernel = taps.axes[axis];
    const Index width = kernel.whole + kernel.whole % 2;  // 2f
    for (Index x = kernel.origin; x < kernel.origin + kernel.extent; ++x) {
      const Index from_centre = std::abs(2 * x - kernel.whole + 1);
      fill_taps(internal::subview::block(taps, axis, x, 1), axis + 1,
                numerator * double(width - from_centre), denominator * double(width));
    }
  }
};

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
