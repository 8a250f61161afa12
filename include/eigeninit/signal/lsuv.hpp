// Layer-sequential unit variance: weights that are scaled, one layer after the other, until what
// each layer gives has the variance 1. For activations whose gain nobody knows.
//
// Mishkin & Matas 2015, arXiv:1511.06422.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../initializers/orthogonal.hpp"
#include "../model/apply.hpp"
#include "../model/parameters.hpp"
#include "../model/planner.hpp"
#include "../model/rules.hpp"
#include "measure_signal.hpp"
#include "named_weights.hpp"
#include "saved_weights.hpp"

namespace eigeninit {
namespace internal::signal {
inline namespace EIGENINIT_ABI {

/// The weights that a forward pass meets, and how they are scaled.
class LayerScaler {
 public:
  /// Throws std::invalid_argument unless the pass meets weights of this model.
  LayerScaler(const Parameters& net, const std::vector<Recording>& met) {
    const NamedWeights weights(net);
    for (const Recording& recording : met) {
      const model::Entry* const found = weights.find(recording.name);
      if (found == nullptr || scales(*found)) continue;
      if (found->is_declared) {
        refuse("lsuv: '", found->name, "' is declared and has no memory; add() it");
      }
      layers_.push_back({recording.name, found, 0});
    }
    if (layers_.empty()) weights.refuse_strangers(met.front().name);
    for (const Layer& layer : layers_) saved_.save(layer.weight->view);
  }

  template <class Source>
  void fill_orthogonal(Source&& source) const {
    Parameters weights;
    for (const Layer& layer : layers_) {
      AnyView view = layer.weight->view;
      weights.add(layer.weight->name, view);
    }
    (void)Rules().otherwise(orthogonal{}).plan(weights).apply(std::forward<Source>(source));
  }

  /// Scales the first layer whose variance is not 1 yet. Returns whether there was one. Throws
  /// std::runtime_error, and puts everything back, where that is no use.
  bool repair(const Signal& signal) {
    for (Layer& layer : layers_) {
      const SignalStatistics& values = signal[layer.name].forward;
      const double variance = values.std * values.std;
      if (values.not_finite == 0 && std::abs(variance - 1) < tolerance) continue;
      require_repairable(layer, values);
      scale(layer.weight->view, 1 / values.std);
      ++layer.attempts;
      return true;
    }
    return false;
  }

  /// What the weights are now, they stay.
  void keep() noexcept { saved_.release(); }

 private:
  static constexpr double tolerance = 0.02;  // the paper's is 0.1
  static constexpr int most_attempts = 20;

  struct Layer {
    std::string name;
    const model::Entry* weight;
    int attempts;
  };

  bool scales(const model::Entry& weight) const {
    return std::any_of(layers_.begin(), layers_.end(),
                       [&](const Layer& layer) { return layer.weight == &weight; });
  }

  static void require_repairable(const Layer& layer, const SignalStatistics& values) {
    const std::string when =
        layer.attempts == 0 ? ""
                            : " after its weight was scaled " + text(layer.attempts) + " times";
    if (values.not_finite > 0) {
      fail("lsuv: the output of '", layer.name, "' is not finite in ", values.not_finite, " of ",
           values.count, " values", when, "; look at what comes before it");
    }
    if (is_constant(values) || !is_finite(1 / values.std)) {
      fail("lsuv: the output of '", layer.name, "' is always ", values.mean, when,
           ", which no factor gives the variance 1; look at its weight, and at what comes before");
    }
    if (layer.attempts == most_attempts) {
      fail("lsuv: the output of '", layer.name, "' still has the variance ",
           values.std * values.std, when,
           "; is it recorded before its activation, is its bias 0, is the input always the same?");
    }
  }

  static void scale(const AnyView& view, double factor) {
    SavedWeights::for_each_number(view, [&](char* number, std::size_t) {
      view.operations->put(number, view.operations->get(number) * factor);
    });
  }

  std::vector<Layer> layers_;
  SavedWeights saved_;
};

template <class Forward, class Prepare>
Signal lsuv(const Parameters& net, Forward& forward, const Prepare& prepare) {
  Recorder first;
  forward(first);
  require_recorded("forward", first, "w * x");
  LayerScaler scaler(net, first.recordings());
  prepare(scaler);
  for (;;) {
    Signal signal = measure_signal(forward);
    if (scaler.repair(signal)) continue;
    scaler.keep();
    return signal;
  }
}

template <class Net>
Parameters parameters_of(Net&& net) {
  if constexpr (std::is_same_v<Plain<Net>, Parameters>) {
    return net;
  } else {
    return Parameters(net);
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::signal

inline namespace EIGENINIT_ABI {

/// Scales the weights of a network until the output of each layer has a variance of 1 ± 0.02, in
/// the order in which the forward pass meets the layers. Mishkin & Matas 2015, arXiv:1511.06422,
/// without their orthonormal start: for weights that rules have filled already.
///
/// `net` is an eigeninit::Parameters or a model that lists some by visit(). `forward` runs the
/// network on always the same input, some hundred samples or more, and records what each layer
/// gives before its activation, by the name of its weight, with or without ".weight":
/// record("fc1", w1 * x) for "fc1.weight". Other names are recorded, and scale nothing; weights of
/// fewer than two axes and those that are not met stay as they are; one that is met by several
/// names, as a tied one may be, is scaled by the first. Biases should be 0.
///
/// Returns the signal as it is then. Runs `forward` about once for each layer and twice more; holds
/// a copy of the weights. What `forward` throws is thrown on; std::invalid_argument where no weight
/// is met, two by one name, or one that is only declared, where a later pass leaves one out, and
/// where a plan would refuse the names or the memory of `net`; std::runtime_error, with the layer's
/// name, for one that can't be repaired, because it gives a constant or what is not finite. In each
/// case all weights are as they were.
template <class Net, class Forward>
Signal lsuv(Net&& net, Forward&& forward) {
  return internal::signal::lsuv(internal::signal::parameters_of(net), forward,
                                [](const internal::signal::LayerScaler&) {});
}

/// The same with the paper's start: the weights that the forward pass meets are filled by
/// orthogonal{} first, each from rng.stream(name), as a plan does. They may hold anything before;
/// the first pass only looks which ones are met. For packed weights and layouts other than outputs
/// first, fill by rules, as with orthogonal{1, Layout::spatial_in_out()}, and call lsuv(net,
/// forward). Compiles orthogonal{} for every scalar, as a rule does: some 30 s more at -O2.
template <class Net, class Forward, class Source>
Signal lsuv(Net&& net, Forward&& forward, Source&& source) {
  return internal::signal::lsuv(internal::signal::parameters_of(net), forward,
                                [&](const internal::signal::LayerScaler& scaler) {
                                  scaler.fill_orthogonal(std::forward<Source>(source));
                                });
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
