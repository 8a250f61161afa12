// The schemes that choose a standard deviation from the layer's fans: xavier and kaiming, over any
// distribution.
//
// A distribution fits where it has a static with_std(double) and is an initializer, that is, can be
// called with (tensor, source).
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <utility>

#include "../distributions.hpp"
#include "../fans.hpp"
#include "../gain.hpp"

namespace eigeninit {

namespace variance {

/// Works out the fans of `w` and calls `scheme` with them.
template <class Distribution, class Scheme, class Tensor, class Source>
void fill_by_shape(const Scheme& scheme, Tensor&& w, Source&& source) {
  const Fans shape = fans(view(w), scheme.layout);
  if (shape.in == 0 || shape.out == 0) {
    // Without elements there is no variance to choose, yet settings are checked and the source has
    // to count the fill.
    Distribution::with_std(0 * scheme.std_for({1, 1}))(std::forward<Tensor>(w), source);
  } else {
    scheme(std::forward<Tensor>(w), shape, source);
  }
}

}  // namespace variance

EIGENINIT_PINNED_BEGIN

/// Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural
/// networks": std = gain · √(2 / (fan_in + fan_out)), a compromise between steady activations and
/// steady gradients. For tanh, sigmoid and linear layers.
template <class Distribution>
struct xavier {
  double gain = 1;
  Layout layout = Layout::out_in();

  /// The standard deviation for these fans.
  /// Throws std::invalid_argument for a gain that is negative or not finite, and for a fan below 1.
  double std_for(Fans fans) const {
    if (!is_finite(gain) || gain < 0) {
      error::refuse("xavier: gain is ", gain, "; pass a finite number of 0 or more");
    }
    return gain * std::sqrt(1 / fan(fans, FanMode::fan_avg));
  }

  /// Fills a weight of rank 2 or more, whose fans follow from its shape and `layout`.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    variance::fill_by_shape<Distribution>(*this, std::forward<Tensor>(w), source);
  }

  template <class Tensor>
  void operator()(Tensor&&) const {
    random_source::refuse_missing_source<Tensor>();
  }

  /// Fills a tensor of any rank; its shape is not asked.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Fans fans, Source&& source) const {
    Distribution::with_std(std_for(fans))(std::forward<Tensor>(w), source);
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

  /// The standard deviation for these fans.
  /// Throws std::invalid_argument for a slope that is not finite, and for a fan below 1.
  double std_for(Fans fans) const { return gain(nonlinearity) / std::sqrt(fan(fans, mode)); }

  /// Fills a weight of rank 2 or more, whose fans follow from its shape and `layout`.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    variance::fill_by_shape<Distribution>(*this, std::forward<Tensor>(w), source);
  }

  template <class Tensor>
  void operator()(Tensor&&) const {
    random_source::refuse_missing_source<Tensor>();
  }

  /// Fills a tensor of any rank; its shape is not asked.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Fans fans, Source&& source) const {
    Distribution::with_std(std_for(fans))(std::forward<Tensor>(w), source);
  }
};

EIGENINIT_PINNED_END

using xavier_uniform = xavier<uniform>;
using xavier_normal = xavier<normal>;
using glorot_uniform = xavier_uniform;
using glorot_normal = xavier_normal;

using kaiming_uniform = kaiming<uniform>;
using kaiming_normal = kaiming<normal>;
using he_uniform = kaiming_uniform;
using he_normal = kaiming_normal;

}  // namespace eigeninit
