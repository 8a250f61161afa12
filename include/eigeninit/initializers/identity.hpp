// Layers that start as the identity map: eye for matrices, dirac for convolutions.
//
// SPDX-License-Identifier: MIT
#pragma once

#include "../numeric/strict.hpp"
#include "../tensor/constant_fill.hpp"
#include "../tensor/subview.hpp"
#include "algorithm/call.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// `gain` on the diagonal of a matrix and 0 elsewhere: as many inputs as there is room for pass
/// through unchanged. For square recurrent weights (Le et al. 2015, arXiv:1504.00941) and bypasses.
struct [[nodiscard]] eye {
  double gain = 1;  ///< of what passes through

  /// Fills a matrix of any shape, with a gain of either sign. Throws std::invalid_argument where
  /// `gain` is not finite in the scalar of `w`.
  template <class Tensor, internal::IfWeight<Tensor, internal::Ranks::matrix> = 0>
  void operator()(Tensor&& w) const {
    const auto target = view(w);
    internal::require_rank("eye", target, internal::Ranks::matrix);
    if (!internal::is_finite(gain))
      internal::refuse("eye: gain is ", gain, "; pass a finite number");
    internal::require_held("eye", target, gain);
    internal::fill_constant(target, 0);
    internal::fill_constant(internal::subview::diagonal(target), gain);
  }

  /// The same, for code that passes a source to every initializer; it is left as it is.
  template <class Tensor, class Source,
            internal::IfIgnores<Tensor, Source, internal::Ranks::matrix> = 0>
  void operator()(Tensor&& w, Source&&) const {
    (*this)(w);
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source,
            internal::IfIgnores<Tensor, Source, internal::Ranks::matrix> = 0>
  void operator()(Tensor&& w, Fans, Source&&) const {
    (*this)(w);
  }

  EIGENINIT_WRONG_CALLS_OF_FIXED(matrix)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {}; }
  /// See initializer.hpp.
  [[nodiscard]] static Undistributed distribution_for(Fans) { return {}; }
};

/// A convolution (out, in / groups, k…) that passes input d of each group on as its output d, as
/// far as there are both: 1 at [g · out / groups + d, d, k / 2…] and 0 elsewhere. Zagoruyko and
/// Komodakis 2017, arXiv:1706.00388.
struct [[nodiscard]] dirac {
  Index groups = 1;  ///< of the convolution

  /// Fills a weight of rank 3 to 5. Throws std::invalid_argument unless `groups` is positive and
  /// divides the outputs.
  template <class Tensor, internal::IfWeight<Tensor, internal::Ranks::convolution> = 0>
  void operator()(Tensor&& w) const {
    const auto target = view(w);
    internal::require_rank("dirac", target, internal::Ranks::convolution);
    const Index outputs = target.axes[0].whole;
    if (groups < 1) internal::refuse("dirac: ", groups, " groups; pass 1 or more");
    if (outputs % groups != 0) {
      internal::refuse("dirac: ", groups, " groups do not divide ", outputs,
                       " outputs; pass a number that divides them");
    }
    internal::fill_constant(target, 0);
    const auto centre = internal::subview::kernel_centre(target);
    if (centre.size() == 0) return;
    const Index of_group = outputs / groups;
    const Index first = centre.axes[0].origin / of_group;
    const Index last = (centre.axes[0].origin + centre.axes[0].extent - 1) / of_group;
    for (Index group = first; group <= last; ++group) {
      internal::fill_constant(internal::subview::diagonal(
                                  internal::subview::block(centre, 0, group * of_group, of_group)),
                              1);
    }
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
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
