// Weights that are made smaller with the depth or the width of a network: one combinator, and the
// published factors.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <utility>

#include "../complex.hpp"
#include "../elementary.hpp"
#include "../error.hpp"
#include "../kernel/parameters.hpp"
#include "../pinned.hpp"
#include "../transform.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_PINNED_BEGIN

/// The values of `base` times `factor`: scaled{kaiming_normal{}, gpt2_factor(12)}.
///
/// `base` fills, and one more pass over memory multiplies. An element is rounded twice, as `base`
/// rounds it and as a product; where `factor` is a power of two the product is exact, but for
/// subnormal numbers. A product beyond the scalar's range is infinite.
template <class Base>
struct scaled {
  Base base = {};
  double factor = 1;

  /// Fills (w, source), (w, Fans{in, out}, source) or (w), as `base` can be called.
  /// Throws std::invalid_argument for a factor that is not finite, and what `base` throws.
  template <class Tensor, class... Arguments>
  void operator()(Tensor&& w, Arguments&&... arguments) const {
    const auto target = view(std::forward<Tensor>(w));
    if (!is_finite(factor)) error::refuse("scaled: factor is ", factor, "; pass a finite number");
    base(target, arguments...);
    const auto numbers = complex_values::parts(target);
    using Scalar = typename decltype(numbers)::Scalar;
    transform(numbers, [this](const Scalar& element) {
      return Scalar(kernel::Compute<Scalar>(double(element) * factor));
    });
  }
};

template <class Base>
scaled(Base, double) -> scaled<Base>;
template <class Base>
scaled(double, Base) -> scaled<wrong_call::NotFirst<Base>>;

namespace depth {

/// Throws unless there is at least one.
inline double counted(const char* function, const char* what, Index number) {
  if (number < 1) error::refuse(function, ": ", what, " is ", number, "; pass 1 or more");
  return double(number);
}

inline double inverse_fourth_root(double x) { return 1 / std::sqrt(std::sqrt(x)); }

}  // namespace depth

/// 1/√(2 · layers), for the two projections of each layer that add to the residual stream: keeps
/// its variance at the end independent of depth. Radford et al. 2019, "Language Models are
/// Unsupervised Multitask Learners", section 2.3. Throws std::invalid_argument below 1.
EIGENINIT_PINNED_RESULT inline double gpt2_factor(Index layers) {
  return 1 / std::sqrt(2 * depth::counted("gpt2_factor", "layers", layers));
}

/// L^(−1/(2m−2)), for the m weight layers of each of L residual branches but the last of a branch,
/// which starts at zero; without normalisation layers. Zhang, Dauphin, Ma 2019, arXiv:1901.09321.
/// Throws std::invalid_argument for fewer than 1 branch or 2 layers.
EIGENINIT_PINNED_RESULT inline double fixup_factor(Index branches, Index layers_of_branch) {
  const double count = depth::counted("fixup_factor", "branches", branches);
  if (layers_of_branch < 2) {
    error::refuse("fixup_factor: a branch of ", layers_of_branch,
                  " layers has none to scale; pass 2 or more");
  }
  return elementary::exp(-elementary::log(count) / (2 * double(layers_of_branch) - 2));
}

/// 0.67 · N^(−1/4), for the embeddings, values, attention outputs and MLPs of an encoder of N
/// layers without layer normalisation and warm-up. Huang et al. 2020, "Improving Transformer
/// Optimization Through Better Initialization", ICML. Throws std::invalid_argument below 1.
EIGENINIT_PINNED_RESULT inline double tfixup_encoder_factor(Index layers) {
  return 0.67 *
         depth::inverse_fourth_root(depth::counted("tfixup_encoder_factor", "layers", layers));
}

/// (9N)^(−1/4), the same for a decoder of N layers.
EIGENINIT_PINNED_RESULT inline double tfixup_decoder_factor(Index layers) {
  return depth::inverse_fourth_root(9 * depth::counted("tfixup_decoder_factor", "layers", layers));
}

/// (8N)^(−1/4), for the values, attention outputs and MLPs of an encoder-only or decoder-only
/// transformer of N layers with DeepNorm. Wang et al. 2022, arXiv:2203.00555.
/// Throws std::invalid_argument below 1.
EIGENINIT_PINNED_RESULT inline double deepnorm_factor(Index layers) {
  return depth::inverse_fourth_root(8 * depth::counted("deepnorm_factor", "layers", layers));
}

/// √(base_width / width), which turns a std that was tuned at `base_width` into that of a hidden
/// weight at `width`. Yang et al. 2022, arXiv:2203.03466. Throws std::invalid_argument below 1.
EIGENINIT_PINNED_RESULT inline double mup_factor(Index width, Index base_width) {
  return std::sqrt(depth::counted("mup_factor", "base_width", base_width) /
                   depth::counted("mup_factor", "width", width));
}

EIGENINIT_PINNED_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
