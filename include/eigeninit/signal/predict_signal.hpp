// What theory expects behind each layer of a plan: the signal that wide layers with random weights
// pass on, and the gradient that they pass back.
//
// Glorot & Bengio 2010; He et al. 2015, arXiv:1502.01852.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "../model/plan.hpp"
#include "../model/report.hpp"
#include "../scaling/mean_field.hpp"
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
  double mean_by_chance = 0;  ///< by how much the mean may differ from that of the distribution
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
  constexpr double standard_errors = 5;
  for (const ReportedParameter& row : report) {
    double count = 1;
    for (const Index extent : row.plan.shape) count *= double(extent);
    result.push_back({&row.plan, row.mean, row.std, standard_errors * row.std / std::sqrt(count)});
  }
  return result;
}

/// The mean square of a weight's values. Nullopt where their distribution has a mean: what it adds
/// to the outputs grows with fan_in, not with its root.
inline std::optional<double> weight_square(const Moments& weight) {
  constexpr double rounding = 1e-9;
  if (!weight.std) return std::nullopt;
  const double tolerated = (std::max)(weight.mean_by_chance, rounding * *weight.std);
  if (!(std::abs(*weight.mean) <= tolerated)) return std::nullopt;
  return *weight.std * *weight.std + *weight.mean * *weight.mean;
}

struct Bias {
  double mean = 0, variance = 0;
};

/// The bias of a weight's layer; 0 where there is none.
inline std::optional<Bias> bias_of(const std::vector<Moments>& parameters,
                                   std::string_view weight) {
  for (const Moments& other : parameters) {
    const std::string& name = other.parameter->name;
    const bool is_bias = other.parameter->shape.size() == 1 && name != weight &&
                         name.find('.') != std::string::npos && layer_of(name) == layer_of(weight);
    if (!is_bias) continue;
    if (!other.std) return std::nullopt;
    return Bias{*other.mean, *other.std * *other.std};
  }
  return Bias{};
}

/// What f makes of a signal z ~ N(mean, variance).
struct Passed {
  template <class Function>
  Passed(const Function& f, double z_mean, double z_variance) : mean(z_mean), variance(z_variance) {
    const auto shifted = [&](double z) { return double(f(z + z_mean)); };
    square = signal_moment(shifted, variance);
    slope = slope_moment(shifted, variance);
  }

  /// Deep networks come to a fixed point, where nothing has to be worked out again.
  bool is_of(double z_mean, double z_variance) const {
    return z_mean == mean && std::abs(z_variance - variance) <= 1e-13 * variance;
  }

  double mean, variance;
  double square;  // E[f(z)²]
  double slope;   // E[f'(z)²]
};

template <class Function>
std::vector<PredictedLayer> predict(const std::vector<Moments>& parameters, const Function& f,
                                    double input_square) {
  std::vector<PredictedLayer> layers;
  bool is_known = true;          // what the next layer gets,
  double square = input_square;  // of this mean square,
  std::optional<Passed> passed;  // from the activation before it
  for (const Moments& weight : parameters) {
    if (!weight.parameter->fans) continue;
    const std::string& name = weight.parameter->name;
    const Fans fans = *weight.parameter->fans;
    const std::optional<double> of_weight = weight_square(weight);
    const std::optional<Bias> bias = bias_of(parameters, name);
    if (is_known && passed && of_weight) {
      layers.back().backward_factor = std::sqrt(double(fans.out) * *of_weight * passed->slope);
    }
    double variance = 0;
    is_known = is_known && of_weight && bias;
    if (is_known) {
      variance = double(fans.in) * *of_weight * square + bias->variance;
      is_known = is_finite(variance);
    }
    layers.push_back({name, std::nullopt, std::nullopt});
    if (!is_known) continue;
    layers.back().std = std::sqrt(variance);
    if (!passed || !passed->is_of(bias->mean, variance)) passed.emplace(f, bias->mean, variance);
    square = passed->square;
    is_known = is_finite(square) && is_finite(passed->slope);
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
/// normalisation nothing is known. Nothing is predicted from a layer on whose weight has a mean, is
/// kept, or has no known distribution, nor where a variance is not finite; with a Report,
/// orthogonal and loaded weights are known, too. Costs five signal_moment() for each layer, some 20
/// ms, as long as the variance changes. Throws std::invalid_argument unless input_rms is finite and
/// not below 0, and where E[f(z)²] is 0, infinite or NaN for z ~ N(0, 1).
template <
    class Outcome, class Function,
    std::enable_if_t<std::is_same_v<Outcome, Plan> || std::is_same_v<Outcome, Report>, int> = 0>
[[nodiscard]] std::vector<PredictedLayer> predict_signal(const Outcome& plan_or_report,
                                                         const Function& f, double input_rms = 1) {
  internal::require_variance("predict_signal", "input_rms", input_rms);
  internal::mean_field::require_signal("predict_signal", f);
  return internal::signal::predict(internal::signal::moments_of(plan_or_report), f,
                                   input_rms * input_rms);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
