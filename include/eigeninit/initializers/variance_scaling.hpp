// The schemes that choose a distribution from the layer's fans: variance_scaling over any
// distribution, and the published presets of it.
//
// A scheme is its settings and one formula; how it is called stands once, in fan_scaled::fill. A
// distribution fits where it has a static with_std(double) and is an initializer, that is, can be
// called with (tensor, source); a user's own changes elements by transform().
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <utility>

#include "../distributions.hpp"
#include "../fans.hpp"
#include "../gain.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// The three ways to call a scheme.
namespace fan_scaled {

/// What a scheme over any distribution draws from: it works out one number.
template <template <class> class Scheme, class Distribution>
Distribution distribution(const Scheme<Distribution>& scheme, Fans fans) {
  return Distribution::with_std(scheme.std_for(fans));
}

/// What a scheme of one distribution draws from.
template <class Scheme>
auto distribution(const Scheme& scheme, Fans fans) -> decltype(scheme.distribution_for(fans)) {
  return scheme.distribution_for(fans);
}

/// A tensor of any rank; its shape is not asked.
template <class Scheme, class Tensor, class Source>
void fill(const Scheme& scheme, Tensor&& w, Fans fans, Source&& source) {
  distribution(scheme, fans)(std::forward<Tensor>(w), source);
}

/// A weight of rank 2 or more, whose fans follow from its shape and the scheme's layout.
template <class Scheme, class Tensor, class Source>
void fill(const Scheme& scheme, Tensor&& w, Source&& source) {
  const Fans shape = fans(view(w), scheme.layout);
  if (shape.in == 0 || shape.out == 0) {
    // Without elements there is no variance to choose, yet settings are checked and the source has
    // to count the fill.
    const auto checked = distribution(scheme, Fans{1, 1});
    decltype(checked)::with_std(0)(std::forward<Tensor>(w), source);
  } else {
    fill(scheme, std::forward<Tensor>(w), shape, source);
  }
}

template <class Scheme, class... Arguments>
void fill(const Scheme&, Arguments&&...) {
  wrong_call::refuse_arguments<Arguments...>();
}

}  // namespace fan_scaled

EIGENINIT_PINNED_BEGIN

/// Variance scale / fan: the one rule behind all schemes of this file, as JAX and Keras name it.
template <class Distribution>
struct variance_scaling {
  double scale = 1;
  FanMode mode = FanMode::fan_in;
  Layout layout = Layout::out_in();

  /// The standard deviation for these fans.
  /// Throws std::invalid_argument for a scale that is negative or not finite, and for a fan
  /// below 1.
  EIGENINIT_PINNED_RESULT double std_for(Fans fans) const {
    if (!is_finite(scale) || scale < 0) {
      error::refuse("variance_scaling: scale is ", scale, "; pass a finite number of 0 or more");
    }
    return std::sqrt(scale / fan(fans, mode));
  }

  /// Fills (w, source) by the fans of w, or (w, Fans{in, out}, source) by those.
  template <class... Arguments>
  void operator()(Arguments&&... arguments) const {
    fan_scaled::fill(*this, std::forward<Arguments>(arguments)...);
  }
};

/// Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural
/// networks": std = gain · √(2 / (fan_in + fan_out)), a compromise between steady activations and
/// steady gradients. For tanh, sigmoid and linear layers.
template <class Distribution>
struct xavier {
  double gain = 1;
  Layout layout = Layout::out_in();

  /// The standard deviation for these fans.
  /// Throws std::invalid_argument for a gain that is negative or not finite, and for a fan below 1.
  EIGENINIT_PINNED_RESULT double std_for(Fans fans) const {
    require_gain("xavier", gain);
    return gain * variance_scaling<Distribution>{1, FanMode::fan_avg}.std_for(fans);
  }

  /// Fills (w, source) by the fans of w, or (w, Fans{in, out}, source) by those.
  template <class... Arguments>
  void operator()(Arguments&&... arguments) const {
    fan_scaled::fill(*this, std::forward<Arguments>(arguments)...);
  }
};

/// He et al. 2015, arXiv:1502.01852: std = gain / √fan, which keeps the variance of activations
/// (fan_in) or of gradients (fan_out) from layer to layer behind rectifiers. The default
/// nonlinearity is leaky_relu(0), that is ReLU: std = √(2 / fan_in).
template <class Distribution>
struct kaiming {
  Activation nonlinearity = Activation::leaky_relu(0);
  FanMode mode = FanMode::fan_in;
  Layout layout = Layout::out_in();

  /// The standard deviation for these fans, in PyTorch's order of operations.
  /// Throws std::invalid_argument for a slope that is not finite, and for a fan below 1.
  EIGENINIT_PINNED_RESULT double std_for(Fans fans) const {
    return gain(nonlinearity) / std::sqrt(fan(fans, mode));
  }

  /// Fills (w, source) by the fans of w, or (w, Fans{in, out}, source) by those.
  template <class... Arguments>
  void operator()(Arguments&&... arguments) const {
    fan_scaled::fill(*this, std::forward<Arguments>(arguments)...);
  }
};

/// LeCun et al. 1998, "Efficient BackProp": std = 1 / √fan_in. What selu needs to normalise itself
/// (Klambauer et al. 2017, arXiv:1706.02515).
template <class Distribution>
struct lecun {
  Layout layout = Layout::out_in();

  /// The standard deviation for these fans. Throws std::invalid_argument for a fan below 1.
  EIGENINIT_PINNED_RESULT double std_for(Fans fans) const {
    return kaiming<Distribution>{Activation::linear(), FanMode::fan_in}.std_for(fans);
  }

  /// Fills (w, source) by the fans of w, or (w, Fans{in, out}, source) by those.
  template <class... Arguments>
  void operator()(Arguments&&... arguments) const {
    fan_scaled::fill(*this, std::forward<Arguments>(arguments)...);
  }
};

/// What PyTorch's nn.Linear and nn.Conv start with: U(-b, b) with b = 1 / √fan_in, for the weight
/// and, given the weight's fans, for the bias: torch_default{}(bias, fans(weight), rng). The same
/// distribution as PyTorch's kaiming_uniform_(a=√5), without the detour.
struct torch_default {
  Layout layout = Layout::out_in();

  /// Throws std::invalid_argument for a fan below 1.
  static uniform distribution_for(Fans fans) {
    const double bound = 1 / std::sqrt(fan(fans, FanMode::fan_in));
    return {-bound, bound};
  }

  /// Fills (w, source) by the fans of w, or (w, Fans{in, out}, source) by those.
  template <class... Arguments>
  void operator()(Arguments&&... arguments) const {
    fan_scaled::fill(*this, std::forward<Arguments>(arguments)...);
  }
};

/// Sitzmann et al. 2020, arXiv:2006.09661: for networks of sin(omega · (Wx + b)). U(-b, b) with
/// b = 1 / fan_in in the first layer and b = √(6 / fan_in) / omega in all others.
struct siren {
  double omega = 30;
  bool first = false;
  Layout layout = Layout::out_in();

  /// Throws std::invalid_argument unless omega is finite and above 0, and for a fan below 1.
  uniform distribution_for(Fans fans) const {
    if (!is_finite(omega) || !(omega > 0)) {
      error::refuse("siren: omega is ", omega, "; pass a finite number above 0");
    }
    const double fan_in = fan(fans, FanMode::fan_in);
    const double bound = first ? 1 / fan_in : std::sqrt(6 / fan_in) / omega;
    return {-bound, bound};
  }

  /// Fills (w, source) by the fans of w, or (w, Fans{in, out}, source) by those.
  template <class... Arguments>
  void operator()(Arguments&&... arguments) const {
    fan_scaled::fill(*this, std::forward<Arguments>(arguments)...);
  }
};

EIGENINIT_PINNED_END

template <class... Settings>
variance_scaling(Settings...) -> variance_scaling<wrong_call::NoDistribution<Settings...>>;
template <class... Settings>
xavier(Settings...) -> xavier<wrong_call::NoDistribution<Settings...>>;
template <class... Settings>
kaiming(Settings...) -> kaiming<wrong_call::NoDistribution<Settings...>>;
template <class... Settings>
lecun(Settings...) -> lecun<wrong_call::NoDistribution<Settings...>>;

using xavier_uniform = xavier<uniform>;
using xavier_normal = xavier<normal>;
using glorot_uniform = xavier_uniform;
using glorot_normal = xavier_normal;

using kaiming_uniform = kaiming<uniform>;
using kaiming_normal = kaiming<normal>;
using he_uniform = kaiming_uniform;
using he_normal = kaiming_normal;

using lecun_uniform = lecun<uniform>;
using lecun_normal = lecun<normal>;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
