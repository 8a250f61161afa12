// Biases that say something from the start: a gate that is open, a memory of a given span, a class
// that is rare.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "../distributions.hpp"
#include "../elementary.hpp"
#include "../error.hpp"
#include "../pinned.hpp"
#include "../subview.hpp"
#include "../walk.hpp"
#include "constant.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

namespace gate_block {

/// The units of a layer whose bias holds `gates` blocks of them along axis 0.
/// Throws std::invalid_argument, in the name of `bias`, where the gates don't divide it.
inline Index units(const char* bias, Index whole, Index gates) {
  if (whole % gates != 0) {
    error::refuse(bias, ": ", gates, " gates do not divide a bias of ", whole,
                  "; pass one of as many elements for each gate");
  }
  return whole / gates;
}

}  // namespace gate_block

/// `value` for one of a recurrent layer's `gates`, 0 for the others. The default opens the forget
/// gate of an LSTM whose gates stand in PyTorch's order i, f, g, o (Jozefowicz, Zaremba, Sutskever
/// 2015, "An Empirical Exploration of Recurrent Network Architectures").
struct gate_bias {
  Index gate = 1;
  Index gates = 4;
  double value = 1;

  /// Fills a bias of gates · units elements along axis 0. Throws std::invalid_argument for a gate
  /// that is not there, gates that don't divide the bias, and a value that is not finite in the
  /// scalar.
  template <class Tensor>
  void operator()(Tensor&& b) const {
    const auto target = view(std::forward<Tensor>(b));
    if (gates < 1) error::refuse("gate_bias: ", gates, " gates; pass 1 or more");
    if (gate < 0 || gate >= gates) {
      error::refuse("gate_bias: there is no gate ", gate, " of ", gates, "; number them from 0 to ",
                    gates - 1);
    }
    const Index units = gate_block::units("gate_bias", target.axes[0].whole, gates);
    if (!is_finite(value)) error::refuse("gate_bias: value is ", value, "; pass a finite number");
    constant_fill::require_held<typename decltype(target)::Scalar>("gate_bias", value);
    zeros{}(target);
    constant{value}(subview::block(target, 0, gate * units, units));
  }

  /// The same, for code that passes a source to every initializer; it is left as it is.
  template <class Tensor, class Source>
  void operator()(Tensor&& b, Source&&) const {
    wrong_call::require_sources<Source>();
    (*this)(std::forward<Tensor>(b));
  }
};

EIGENINIT_PINNED_BEGIN

/// For an LSTM that has to remember over up to `t_max` steps (Tallec and Ollivier 2018,
/// arXiv:1804.11188): forget gates log U(1, t_max − 1), input gates minus the same, the rest 0.
/// Gates stand in PyTorch's order i, f, g, o.
struct chrono_bias {
  double t_max = 100;

  /// Fills a bias of 4 · units elements along axis 0: one uniform fill of units elements.
  /// Throws std::invalid_argument for a t_max below 3 or beyond the scalar, and where 4 doesn't
  /// divide the bias.
  template <class Tensor, class Source>
  void operator()(Tensor&& b, Source&& source) const {
    const auto target = view(std::forward<Tensor>(b));
    if (!is_finite(t_max) || t_max < 3) {
      error::refuse("chrono_bias: t_max is ", t_max, "; pass a finite number of 3 or more");
    }
    const Index units = gate_block::units("chrono_bias", target.axes[0].whole, 4);
    fill(target, subview::block(target, 0, 0, units), subview::block(target, 0, units, units),
         source);
  }

  template <class... Arguments>
  void operator()(Arguments&&...) const {
    wrong_call::refuse_arguments<Arguments...>();
  }

 private:
  /// A shard may hold the input gates of other units than it holds the forget gates of: the times
  /// of both are drawn beside it, from one fill.
  template <class Scalar, std::size_t Rank, class Source>
  void fill(const View<Scalar, Rank>& target, const View<Scalar, Rank>& input,
            const View<Scalar, Rank>& forget, Source& source) const {
    using Time = kernel::Compute<typename Eigen::NumTraits<Scalar>::Real>;
    View<Time, Rank> times{nullptr, {}};
    for (std::size_t k = 0; k < Rank; ++k) {
      const Axis &a = input.axes[k], &b = forget.axes[k];
      const Index begin = a.extent == 0   ? b.origin
                          : b.extent == 0 ? a.origin
                                          : (std::min)(a.origin, b.origin);
      const Index end = (std::max)(a.origin + a.extent, b.origin + b.extent);
      times.axes[k] = {(std::max)(end - begin, Index(0)), 0, a.whole, begin};
    }
    const Index size = times.size();
    Index stride = 1;
    for (std::size_t k = 0; k < Rank && size > 0; ++k) {
      times.axes[k].stride = stride;
      stride *= times.axes[k].extent;
    }
    std::vector<Time> memory(static_cast<std::size_t>(size));
    times.data = memory.data();
    uniform{1, t_max - 1}(times, source);
    zeros{}(target);
    const auto log_time = [&](const std::array<Index, Rank>& index) {
      return Time(elementary::log(double(*walk::at(times, index))));
    };
    walk::with_index(forget, [&](const auto& index, Scalar& b) { b = Scalar(log_time(index)); });
    walk::with_index(input, [&](const auto& index, Scalar& b) { b = Scalar(-log_time(index)); });
  }
};

/// −log((1 − p) / p): a sigmoid output that starts at the probability `p`, so that a rare class
/// does not drown the first steps (Lin et al. 2017, arXiv:1708.02002, who take 0.01).
struct prior_bias {
  double p = 0.01;

  /// Fills a bias of any shape. Throws std::invalid_argument unless 0 < p < 1.
  template <class Tensor>
  void operator()(Tensor&& b) const {
    if (!(p > 0 && p < 1)) {
      error::refuse("prior_bias: p is ", p, "; pass a probability above 0 and below 1");
    }
    constant{elementary::log(p / (1 - p))}(std::forward<Tensor>(b));
  }

  /// The same, for code that passes a source to every initializer; it is left as it is.
  template <class Tensor, class Source>
  void operator()(Tensor&& b, Source&&) const {
    wrong_call::require_sources<Source>();
    (*this)(std::forward<Tensor>(b));
  }
};

EIGENINIT_PINNED_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
