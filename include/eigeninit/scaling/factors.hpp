// Published factors by which weights are made smaller with the depth or the width of a network.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "../numeric/elementary.hpp"
#include "../numeric/strict.hpp"
#include "../tensor/extents.hpp"

namespace eigeninit {
namespace internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// Throws unless there is at least one.
inline double counted(const char* function, const char* what, Index number) {
  if (number < 1) refuse(function, ": ", what, " is ", number, "; pass 1 or more");
  return double(number);
}

inline double inverse_fourth_root(double x) { return 1 / std::sqrt(std::sqrt(x)); }

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// 1/√(2 · layers), for the two projections of each layer that add to the residual stream: keeps
/// its variance at the end independent of depth. Radford et al. 2019, "Language Models are
/// Unsupervised Multitask Learners", section 2.3. Throws std::invalid_argument below 1.
[[nodiscard]] EIGENINIT_STRICT_RESULT inline double gpt2_factor(Index layers) {
  return 1 / std::sqrt(2 * internal::counted("gpt2_factor", "layers", layers));
}

/// 1/√(2(layer + 1)), for the projections of layer 0, 1, … that add to the residual stream: what
/// gpt2_factor() gives a network that ends with this layer. torchtitan, torchtitan/models/common/
/// param_init.py, `depth_scaled_std`; BEiT, Bao et al. 2021, arXiv:2106.08254.
/// Throws std::invalid_argument below 0.
[[nodiscard]] EIGENINIT_STRICT_RESULT inline double depth_factor(Index layer) {
  if (layer < 0) {
    internal::refuse("depth_factor: layer is ", layer, "; number layers from 0 on");
  }
  return 1 / std::sqrt(2 * (double(layer) + 1));
}

/// L^(−1/(2m−2)), for the m weight layers of each of L residual branches but the last of a branch,
/// which starts at zero; without normalisation layers. Zhang, Dauphin, Ma 2019, arXiv:1901.09321.
/// Throws std::invalid_argument for fewer than 1 branch or 2 layers.
[[nodiscard]] EIGENINIT_STRICT_RESULT inline double fixup_factor(Index branches,
                                                                 Index layers_of_branch) {
  const double count = internal::counted("fixup_factor", "branches", branches);
  if (layers_of_branch < 2) {
    internal::refuse("fixup_factor: a branch of ", layers_of_branch,
                     " layers has none to scale; pass 2 or more");
  }
  return internal::elementary::exp(-internal::elementary::log(count) /
                                   (2 * double(layers_of_branch) - 2));
}

/// 0.67 · N^(−1/4), for the embeddings, values, attention outputs and MLPs of an encoder of N
/// layers without layer normalisation and warm-up. Huang et al. 2020, "Improving Transformer
/// Optimization Through Better Initialization", ICML. Throws std::invalid_argument below 1.
[[nodiscard]] EIGENINIT_STRICT_RESULT inline double tfixup_encoder_factor(Index layers) {
  return 0.67 * internal::inverse_fourth_root(
                    internal::counted("tfixup_encoder_factor", "layers", layers));
}

/// (9N)^(−1/4), the same for a decoder of N layers. Throws std::invalid_argument below 1.
[[nodiscard]] EIGENINIT_STRICT_RESULT inline double tfixup_decoder_factor(Index layers) {
  return internal::inverse_fourth_root(
      9 * internal::counted("tfixup_decoder_factor", "layers", layers));
}

/// (8N)^(−1/4), for the values, attention outputs and MLPs of an encoder-only or decoder-only
/// transformer of N layers with DeepNorm. Wang et al. 2022, arXiv:2203.00555.
/// Throws std::invalid_argument below 1.
[[nodiscard]] EIGENINIT_STRICT_RESULT inline double deepnorm_factor(Index layers) {
  return internal::inverse_fourth_root(8 * internal::counted("deepnorm_factor", "layers", layers));
}

/// √(base_width / width), which turns a std that was tuned at `base_width` into that of a hidden
/// weight at `width`. Yang et al. 2022, arXiv:2203.03466. Throws std::invalid_argument below 1.
[[nodiscard]] EIGENINIT_STRICT_RESULT inline double mup_factor(Index width, Index base_width) {
  return std::sqrt(internal::counted("mup_factor", "base_width", base_width) /
                   internal::counted("mup_factor", "width", width));
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
