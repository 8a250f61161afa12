// The starting weights that torch.nn.Linear and torch.nn.Conv1d, Conv2d and Conv3d give themselves.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <type_traits>
#include <utility>

#include "../initializers/constant.hpp"
#include "../initializers/kaiming.hpp"
#include "generator.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// kaiming_uniform_(weight, a=√5)
template <class Weight>
void fill_weight(Weight&& weight, torch::Generator& rng) {
  kaiming_uniform{Activation::leaky_relu(std::sqrt(5.0))}(std::forward<Weight>(weight), rng);
}

/// The weight, then the bias: U(-1/√fan_in, 1/√fan_in). Nothing is written where one is refused.
template <class Weight, class Bias>
void fill_both(const char* layer, const Weight& weight, const Bias& bias, torch::Generator& rng) {
  const Index outputs = weight.axes[0].extent;
  if (bias.size() != outputs) {
    refuse(layer, ": the bias has ", bias.size(), " elements and the weight ", outputs,
           " outputs; pass a bias of one element for each output");
  }
  require_whole_for_torch(bias);
  const Index fan_in = fans(weight).in;
  fill_weight(weight, rng);
  if (fan_in == 0 && Weight::rank > 2) {  // PyTorch draws nothing, and leaves the bias undefined
    zeros{}(bias);
    return;
  }
  const double bound = fan_in > 0 ? 1 / std::sqrt(double(fan_in)) : 0;
  uniform{-bound, bound}(bias, rng);
}

template <class Weight>
auto linear_view(Weight&& weight) {
  const auto target = view(std::forward<Weight>(weight));
  static_assert(target.rank == 2,
                "eigeninit: torch::linear fills a weight of outputs by inputs. Pass a Matrix or a "
                "Tensor of rank 2.");
  return target;
}

/// Throws where `groups` do not divide the outputs.
template <class Weight>
auto conv_view(Weight&& weight, Index groups) {
  const auto target = view(std::forward<Weight>(weight));
  static_assert(target.rank >= 3 && target.rank <= 5,
                "eigeninit: torch::conv fills a weight of outputs by inputs / groups by the "
                "kernel's extents. Pass a Tensor of rank 3, 4 or 5.");
  (void)fans(target, Layout::out_in().groups(groups));
  return target;
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal

namespace eigeninit::torch {
inline namespace EIGENINIT_ABI {

/// torch.nn.Linear(inputs, outputs).reset_parameters(): `weight` is outputs × inputs, `bias` has
/// one element for each output. Throws std::invalid_argument for a bias of another length.
template <class Weight, class Bias>
void linear(Weight&& weight, Bias&& bias, Generator& rng) {
  internal::fill_both("torch::linear", internal::linear_view(std::forward<Weight>(weight)),
                      view(std::forward<Bias>(bias)), rng);
}

/// torch.nn.Linear(inputs, outputs, bias=False).reset_parameters()
template <class Weight>
void linear(Weight&& weight, Generator& rng) {
  internal::fill_weight(internal::linear_view(std::forward<Weight>(weight)), rng);
}

/// torch.nn.Conv1d, Conv2d or Conv3d(inputs, outputs, kernel, groups=groups).reset_parameters():
/// `weight` is outputs × inputs / groups × kernel, `bias` has one element for each output. The
/// values do not depend on `groups`. Throws std::invalid_argument for a bias of another length, and
/// for groups that do not divide the outputs.
template <class Weight, class Bias>
void conv(Weight&& weight, Bias&& bias, Generator& rng, Index groups = 1) {
  internal::fill_both("torch::conv", internal::conv_view(std::forward<Weight>(weight), groups),
                      view(std::forward<Bias>(bias)), rng);
}

/// The same with bias=False.
template <class Weight>
void conv(Weight&& weight, Generator& rng, Index groups = 1) {
  internal::fill_weight(internal::conv_view(std::forward<Weight>(weight), groups), rng);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::torch
