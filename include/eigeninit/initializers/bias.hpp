// Biases that say something from the start: a gate that is open, a memory of a given span, a class
// that is rare.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "../distributions/uniform.hpp"
#include "../numeric/elementary.hpp"
#include "../numeric/strict.hpp"
#include "../random/draw.hpp"
#include "../tensor/any_traversal.hpp"
#include "../tensor/constant_fill.hpp"
#include "../tensor/subview.hpp"
#include "algorithm/call.hpp"
#include "constant.hpp"
#include "initializer.hpp"

namespace eigeninit {
namespace internal {
inline namespace EIGENINIT_ABI {

/// The units of a layer whose bias holds `gates` blocks of them along axis 0.
/// Throws std::invalid_argument, in the name of `bias`, where the gates don't divide it.
inline Index units_of_gates(const char* bias, Index whole, Index gates) {
  if (whole % gates != 0) {
    refuse(bias, ": ", gates, " gates do not divide a bias of ", whole,
           "; pass one of as many elements for each gate");
  }
  return whole / gates;
}

/// Room for a time for each unit of two blocks of gates. Without memory, and without strides.
template <class Time, class View>
auto times_of(const View& input, const View& forget) {
  eigeninit::View<Time, std::tuple_size_v<decltype(input.axes)>> times{nullptr, {}};
  for (std::size_t k = 0; k < times.rank; ++k) {
    const Axis &a = input.axes[k], &b = forget.axes[k];
    const Index begin = a.extent == 0   ? b.origin
                        : b.extent == 0 ? a.origin
                                        : (std::min)(a.origin, b.origin);
    const Index end = (std::max)(a.origin + a.extent, b.origin + b.extent);
    times.axes[k] = {(std::max)(end - begin, Index(0)), 0, a.whole, begin};
  }
  return times;
}

/// Calls use(T()) with the type that the values of a view's scalar are worked out in.
template <class View, class Use>
void with_compute_type(const View&, const Use& use) {
  use(kernel::Compute<Real<typename View::Scalar>>());
}
template <class Use>
void with_compute_type(const AnyView& view, const Use& use) {
  const bool is_wide = view.type() == ScalarType::float64 || view.type() == ScalarType::complex128;
  // NOLINTNEXTLINE(bugprone-branch-clone): they differ in type
  if (is_wide) {
    use(double());
  } else {
    use(float());
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// `value` for one of a recurrent layer's `gates`, 0 for the others. The default opens the forget
/// gate of an LSTM whose gates stand in PyTorch's order i, f, g, o (Jozefowicz, Zaremba, Sutskever
/// 2015, "An Empirical Exploration of Recurrent Network Architectures").
struct [[nodiscard]] gate_bias {
  Index gate = 1;    ///< which gate, from 0 on
  Index gates = 4;   ///< how many there are
  double value = 1;  ///< of its biases

  /// Fills a bias of gates · units elements along axis 0. Throws std::invalid_argument for a gate
  /// that is not there, gates that don't divide the bias, and a value that is not finite in the
  /// scalar.
  template <class Tensor, internal::IfWeight<Tensor> = 0>
  void operator()(Tensor&& b) const {
    const auto target = view(b);
    if (gates < 1) internal::refuse("gate_bias: ", gates, " gates; pass 1 or more");
    if (gate < 0 || gate >= gates) {
      internal::refuse("gate_bias: there is no gate ", gate, " of ", gates,
                       "; number them from 0 to ", gates - 1);
    }
    const Index units = internal::units_of_gates("gate_bias", target.axes[0].whole, gates);
    if (!internal::is_finite(value))
      internal::refuse("gate_bias: value is ", value, "; pass a finite number");
    internal::require_held("gate_bias", target, value);
    internal::fill_constant(target, 0);
    internal::fill_constant(internal::subview::block(target, 0, gate * units, units), value);
  }

  /// The same, for code that passes a source to every initializer; it is left as it is.
  template <class Tensor, class Source, internal::IfIgnores<Tensor, Source> = 0>
  void operator()(Tensor&& b, Source&&) const {
    (*this)(b);
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source, internal::IfIgnores<Tensor, Source> = 0>
  void operator()(Tensor&& b, Fans, Source&&) const {
    (*this)(b);
  }

  EIGENINIT_WRONG_CALLS_OF_FIXED(any)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {}; }
  /// See initializer.hpp.
  [[nodiscard]] static Undistributed distribution_for(Fans) { return {}; }
};

EIGENINIT_STRICT_BEGIN

/// For an LSTM that has to remember over up to `t_max` steps (Tallec and Ollivier 2018,
/// arXiv:1804.11188): forget gates log U(1, t_max − 1), input gates minus the same, the rest 0.
/// Gates stand in PyTorch's order i, f, g, o.
struct [[nodiscard]] chrono_bias {
  double t_max = 100;  ///< steps to remember

  /// Fills a bias of 4 · units elements along axis 0: one uniform fill of units elements.
  /// Throws std::invalid_argument for a t_max below 3 or beyond the scalar, and where 4 doesn't
  /// divide the bias.
  template <class Tensor, class Source, internal::IfDraws<Tensor, Source> = 0>
  void operator()(Tensor&& b, Source&& source) const {
    const auto target = view(b);
    if (!internal::is_finite(t_max) || t_max < 3) {
      internal::refuse("chrono_bias: t_max is ", t_max, "; pass a finite number of 3 or more");
    }
    const Index units = internal::units_of_gates("chrono_bias", target.axes[0].whole, 4);
    internal::with_compute_type(target, [&](auto type) {
      fill<decltype(type)>(target, internal::subview::block(target, 0, 0, units),
                           internal::subview::block(target, 0, units, units), source);
    });
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source, internal::IfDraws<Tensor, Source> = 0>
  void operator()(Tensor&& b, Fans, Source&& source) const {
    (*this)(b, source);
  }

  EIGENINIT_WRONG_CALLS_OF_DRAWING(any, any)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {}; }
  /// See initializer.hpp.
  [[nodiscard]] static Undistributed distribution_for(Fans) { return {}; }

 private:
  /// A shard may hold the input gates of other units than it holds the forget gates of: the times
  /// of both are drawn beside it, from one fill.
  template <class Time, class View, class Source>
  void fill(const View& target, const View& input, const View& forget, Source& source) const {
    auto times = internal::times_of<Time>(input, forget);
    const Index size = times.size();
    Index stride = 1;
    for (std::size_t k = 0; k < times.rank && size > 0; ++k) {
      times.axes[k].stride = stride;
      stride *= times.axes[k].extent;
    }
    std::vector<Time> memory(static_cast<std::size_t>(size));
    times.data = memory.data();
    internal::draw(times, Uniform{1, t_max - 1}, source);
    internal::fill_constant(target, 0);
    const auto put_log_times = [&](const View& gates, double sign) {
      internal::traversal::with_index(gates, [&](const auto& index, Index offset) {
        const Time time = times.data[internal::traversal::offset_of(times, index)];
        const Time log_time = Time(internal::elementary::log(double(time)));
        internal::traversal::put(gates, offset, sign * double(log_time));
      });
    };
    put_log_times(forget, 1);
    put_log_times(input, -1);
  }
};

/// −log((1 − p) / p): a sigmoid output that starts at the probability `p`, so that a rare class
/// does not drown the first steps (Lin et al. 2017, arXiv:1708.02002, who take 0.01).
struct [[nodiscard]] prior_bias {
  double p = 0.01;  ///< the probability at the start

  /// Fills a bias of any shape. Throws std::invalid_argument unless 0 < p < 1.
  template <class Tensor, internal::IfWeight<Tensor> = 0>
  void operator()(Tensor&& b) const {
    value()(b);
  }

  /// The same, for code that passes a source to every initializer; it is left as it is.
  template <class Tensor, class Source, internal::IfIgnores<Tensor, Source> = 0>
  void operator()(Tensor&& b, Source&&) const {
    (*this)(b);
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source, internal::IfIgnores<Tensor, Source> = 0>
  void operator()(Tensor&& b, Fans, Source&&) const {
    (*this)(b);
  }

  EIGENINIT_WRONG_CALLS_OF_FIXED(any)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {}; }
  /// See initializer.hpp.
  [[nodiscard]] constant distribution_for(Fans) const { return value(); }

 private:
  constant value() const {
    if (!(p > 0 && p < 1)) {
      internal::refuse("prior_bias: p is ", p, "; pass a probability above 0 and below 1");
    }
    return {internal::elementary::log(p / (1 - p))};
  }
};

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
