// Layers that start as the identity map: eye for matrices, dirac for convolutions.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include "../error.hpp"
#include "../pinned.hpp"
#include "../subview.hpp"
#include "constant.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// `gain` on the diagonal of a matrix and 0 elsewhere: as many inputs as there is room for pass
/// through unchanged. For square recurrent weights (Le et al. 2015, arXiv:1504.00941) and bypasses.
struct eye {
  double gain = 1;

  /// Fills a matrix of any shape, with a gain of either sign. Throws std::invalid_argument where
  /// `gain` is not finite in the scalar of `w`.
  template <class Tensor>
  void operator()(Tensor&& w) const {
    const auto target = view(std::forward<Tensor>(w));
    using View = decltype(target);
    static_assert(View::rank == 2, "eigeninit: eye fills a matrix. Pass a weight of two axes.");
    if (!is_finite(gain)) error::refuse("eye: gain is ", gain, "; pass a finite number");
    constant_fill::require_held<typename View::Scalar>("eye", gain);
    zeros{}(target);
    constant{gain}(subview::diagonal(target));
  }

  /// The same, for code that passes a source to every initializer; it is left as it is.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&&) const {
    wrong_call::require_sources<Source>();
    (*this)(std::forward<Tensor>(w));
  }
};

/// A convolution (out, in / groups, k…) that passes input d of each group on as its output d, as
/// far as there are both: 1 at [g · out / groups + d, d, k / 2…] and 0 elsewhere. Zagoruyko and
/// Komodakis 2017, arXiv:1706.00388.
struct dirac {
  Index groups = 1;

  /// Fills a weight of rank 3 to 5. Throws std::invalid_argument unless `groups` is positive and
  /// divides the outputs.
  template <class Tensor>
  void operator()(Tensor&& w) const {
    const auto target = view(std::forward<Tensor>(w));
    static_assert(decltype(target)::rank >= 3 && decltype(target)::rank <= 5,
                  "eigeninit: dirac fills a convolution. Pass a weight of three to five axes: "
                  "outputs, inputs, kernel.");
    const Index outputs = target.axes[0].whole;
    if (groups < 1) error::refuse("dirac: ", groups, " groups; pass 1 or more");
    if (outputs % groups != 0) {
      error::refuse("dirac: ", groups, " groups do not divide ", outputs,
                    " outputs; pass a number that divides them");
    }
    zeros{}(target);
    const auto centre = subview::kernel_centre(target);
    if (centre.size() == 0) return;
    const Index of_group = outputs / groups;
    const Index first = centre.axes[0].origin / of_group;
    const Index last = (centre.axes[0].origin + centre.axes[0].extent - 1) / of_group;
    for (Index group = first; group <= last; ++group) {
      ones{}(subview::diagonal(subview::block(centre, 0, group * of_group, of_group)));
    }
  }

  /// The same, for code that passes a source to every initializer; it is left as it is.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&&) const {
    wrong_call::require_sources<Source>();
    (*this)(std::forward<Tensor>(w));
  }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
