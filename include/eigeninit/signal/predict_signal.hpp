// What theory expects behind each layer of a plan: the signal that wide layers with random weights
// pass on, and the gradient that they pass back.
//
// Glorot & Bengio 2010; He et al. 2015, arXiv:1502.01852.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "../model/plan.hpp"
#include "../model/report.hpp"
#include "../scaling/signal_moments.hpp"
#include "layer_name.hpp"
#include "predicted_layer.hpp"

namespace eigeninit {
namespace internal::signal {
inline namespace EIGENINIT_ABI {

/// What is known of a parameter's values.
struct Moments {
  const PlannedParameter* parameter;
  std::optional<double> mean, std;
};

inline std::vector<Moments> moments_of(const Plan& plan) {
  std::vector<Moments> result;
  for (const PlannedParameter& row : plan) {
    if (row.expected && row.action == PlannedParameter::Action::fill) {
      result.push_back({&row, row.expected->mean, row.expected->std});
    } else {
      result.push_back({&row, std::nullopt, std::nullopt});
    }
  }
  return result;
}

inline std::vector<Moments> moments_of(const Report& report) {
  std::vector<Moments> result;
  for (const ReportedParameter& row : report) result.push_back({&row.plan, row.mean, row.std});
  return result;
}

/// The mean square of a weight's values. Nullopt for one that is far from random: its outputs add
/// up in another way.
inline std::optional<double> weight_square(const Moments& weight) {
  if (!weight.std || std::abs(*weight.mean) > *weight.std / 4) return std::nullopt;
  return *weight.std * *weight.std + *weight.mean * *weight.mean;
}

/// The mean square of the bias of a weight's layer; 0 where there is none.
inline std::optional<double> bias_square(const std::vector<Moments>& parameters,
                                         std::string_view weight) {
  for (const Moments& other : parameters) {
    const std::string& name = other.parameter->name;
    const bool is_bias = other.parameter->shape.size() == 1 && name != weight &&
                         name.find('.') != std::string::npos && layer_of(name) == layer_of(weight);
    if (!is_bias) continue;
    if (!other.std) return std::nullopt;
    return *other.std * *other.std + *other.mean * *other.mean;
  }
  return 0;
}

template <class Function>
std::vector<PredictedLayer> predict(const std::vector<Moments>& parameters, const Function& f,
                                    double input_square) {
  std::vector<PredictedLayer> layers;
  std::optional<double> passed = input_square;  // the mean square of what the next layer gets
  std::optional<double> slope;                  // E[f'²] of the activation before the next layer
  for (const Moments& weight : parameters) {
    if (!weight.parameter->fans) continue;
    const std::optional<double> square = weight_square(weight);
    const std::optional<double> bias = bias_square(parameters, weight.parameter->name);
    const Fans fans = *weight.parameter->fans;
    if (!layers.empty() && square && slope) {
      layers.back().backward_factor = std::sqrt(double(fans.out) * *square * *slope);
    }
    std::optional<double> variance;
    if (passed && square && bias) variance = double(fans.in) * *square * *passed + *bias;
    passed = slope = std::nullopt;
    if (variance) {
      passed = signal_moment(f, *variance);
      slope = slope_moment(f, *variance);
    }
    layers.push_back({weight.parameter->name,
                      variance ? std::optional<double>(std::sqrt(*variance)) : std::nullopt,
                      std::nullopt});
  }
  return layers;
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::signal

inline namespace EIGENINIT_ABI {

/// What theory expects of a chain of layers z = W x + b with x = f(z of the layer before): for each
/// weight of a plan the standard deviation of z, and the factor of its gradient, for
/// Signal::compare().
///
/// The weights are those parameters that have fans, in the plan's order; biases those of one axis
/// whose name differs only behind the last dot. `f` is a function of a double or an Activation,
/// `input_rms` the root of the mean square of the first layer's input. Exact for wide layers and
/// weights that are independent of each other; of a convolution's padding, of shortcuts and of
/// normalisation nothing is known. From a layer on whose weight is not random, kept, or of no known
/// distribution, nothing is predicted; with a Report, orthogonal and loaded weights are known, too.
/// Costs some 5 ms for each layer. Throws std::invalid_argument unless input_rms is finite and not
/// below 0.
template <
    class Outcome, class Function,
    std::enable_if_t<std::is_same_v<Outcome, Plan> || std::is_same_v<Outcome, Report>, int> = 0>
[[nodiscard]] std::vector<PredictedLayer> predict_signal(const Outcome& plan_or_report,
                                                         const Function& f, double input_rms = 1) {
  internal::require_variance("predict_signal", "input_rms", input_rms);
  return internal::signal::predict(internal::signal::moments_of(plan_or_report), f,
                                   input_rms * input_rms);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
