// The distributions that weights are drawn from: their parameters, their checks, and the one place
// where a standard deviation becomes a bound. Each is an initializer too.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <complex>
#include <type_traits>
#include <utility>

#include "complex.hpp"
#include "error.hpp"
#include "kernel/parameters.hpp"
#include "pinned.hpp"
#include "random/std_engine.hpp"
#include "rounding.hpp"
#include "view.hpp"

namespace eigeninit {

namespace random_source {

template <class Source, class View, class Distribution, class = void>
struct can_fill : std::false_type {};
template <class Source, class View, class Distribution>
struct can_fill<Source, View, Distribution,
                std::void_t<decltype(std::declval<Source&>().fill(
                    std::declval<View>(), std::declval<Distribution>()))>> : std::true_type {};

template <class>
inline constexpr bool never = false;

/// Whether a source has no complex values, which it says by a member `real_only`.
template <class Source, class = void>
struct is_real_only : std::false_type {};
template <class Source>
struct is_real_only<Source, std::void_t<decltype(Source::real_only)>> : std::true_type {};

/// The one way from a distribution to memory.
template <class Tensor, class Source, class Distribution>
void fill(Tensor&& w, Source& source, const Distribution& distribution) {
  const auto target = view(std::forward<Tensor>(w));
  using Scalar = typename decltype(target)::Scalar;
  if constexpr (complex_values::is_complex<Scalar>::value) {
    static_assert(!is_real_only<Source>::value,
                  "eigeninit: torch::Generator fills float and double. Fill a complex tensor from "
                  "an eigeninit::Generator.");
    (void)distribution.template parameters<typename Scalar::value_type>();
    distribution.fill_complex(target, source);
  } else if constexpr (is_engine<Source>::value) {
    // Refused before the engine moves on.
    (void)distribution.template parameters<Scalar>();
    Generator(draw_key(source)).fill(target, distribution);
  } else if constexpr (can_fill<Source, decltype(target), Distribution>::value) {
    source.fill(target, distribution);
  } else {
    static_assert(never<Source>,
                  "eigeninit: random values need a source that can be written to. Pass an "
                  "eigeninit::Generator or a std:: engine, not const, after the tensor.");
  }
}

template <class Source, class = void>
struct can_permute : std::false_type {};
template <class Source>
struct can_permute<Source, std::void_t<decltype(std::declval<Source&>().permutation(Index()))>>
    : std::true_type {};

/// The one way to a random order of 0 … n-1. A std:: engine gives a key for each.
template <class Source>
auto permutation(Source& source, Index n) {
  if constexpr (is_engine<Source>::value) {
    shuffle::require_length(n);
    return Generator(draw_key(source)).permutation(n);
  } else {
    static_assert(can_permute<Source>::value,
                  "eigeninit: a random order needs a source with permutation(n). Pass an "
                  "eigeninit::Generator or a std:: engine, not const, after the tensor.");
    return source.permutation(n);
  }
}

/// What a random initializer says when it is called without a source.
template <class Tensor>
void refuse_missing_source() {
  static_assert(never<Tensor>,
                "eigeninit: random values need a source. Pass an eigeninit::Generator or a std:: "
                "engine after the tensor: kaiming_normal{}(w, rng).");
}

}  // namespace random_source

/// U[low, high): never `high`, at any bounds, for every scalar. Bounds are rounded inward to the
/// scalar; where it has no value inside them every element is `low`, rounded to nearest. Complex
/// values are uniform over the disk of the same variance about (low + high) / 2.
struct uniform {
  double low = 0;
  double high = 1;

  /// The symmetric one of standard deviation `std`. Throws unless `std` is finite and not negative.
  static uniform with_std(double std);

  /// Fills `w`. One random word for each element (double: two). Throws std::invalid_argument where
  /// low > high or a bound is not finite in the scalar of `w`.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    random_source::fill(std::forward<Tensor>(w), source, *this);
  }

  template <class Tensor>
  void operator()(Tensor&&) const {
    random_source::refuse_missing_source<Tensor>();
  }

  template <class Scalar>
  kernel::Uniform<Scalar> parameters() const;
  template <class ComplexView, class Source>
  void fill_complex(const ComplexView& target, Source& source) const;
};

/// N(mean, std²), by the inverse of its distribution function: reaches 6.3 std (double: 9.1 std) to
/// either side, and its absolute error is at most 5e-7 std (double: 1e-14 std) before `mean` is
/// added. Complex values have independent parts of std / √2 about `mean`.
struct normal {
  double mean = 0;
  // Named as in the papers and in PyTorch. `std::` still means the namespace in here: what stands
  // before a :: is never looked up among data members.
  double std = 1;

  /// N(0, std²). Throws unless `std` is finite and not negative.
  static normal with_std(double std);

  /// Fills `w`. One random word for each element (double: two). Throws std::invalid_argument where
  /// std < 0, a parameter is not finite, or values would overflow the scalar of `w`.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    random_source::fill(std::forward<Tensor>(w), source, *this);
  }

  template <class Tensor>
  void operator()(Tensor&&) const {
    random_source::refuse_missing_source<Tensor>();
  }

  template <class Scalar>
  kernel::Normal<Scalar> parameters() const;
  template <class ComplexView, class Source>
  void fill_complex(const ComplexView& target, Source& source) const;
};

EIGENINIT_PINNED_BEGIN

namespace distribution_check {

inline void require_std(const char* name, double std) {
  if (!is_finite(std) || std < 0) {
    error::refuse(name, ": std is ", std, "; pass a finite number of 0 or more");
  }
}

/// `value` must be finite, also in the scalar that is filled.
template <class Scalar>
void require_range(const char* name, const char* parameter, double value) {
  if (!is_finite(value)) {
    error::refuse(name, ": ", parameter, " is ", value, "; pass a finite number");
  }
  const double limit = rounding::largest<Scalar>();
  if (std::abs(value) > limit) {
    error::refuse(name, ": ", parameter, " is ", value, " and the scalar holds at most ", limit,
                  "; pass a number in its range");
  }
}

/// Above the largest |z| that Φ⁻¹ of a word reaches.
template <class Scalar>
constexpr double farthest_normal() {
  return std::is_same_v<kernel::Compute<Scalar>, double> ? 9.2 : 6.4;
}

}  // namespace distribution_check

inline uniform uniform::with_std(double std) {
  distribution_check::require_std("uniform", std);
  const double bound = std::sqrt(3.0) * std;  // the variance of U(-b, b) is b²/3
  return {-bound, bound};
}

inline normal normal::with_std(double std) {
  distribution_check::require_std("normal", std);
  return {0, std};
}

template <class Scalar>
kernel::Uniform<Scalar> uniform::parameters() const {
  using T = kernel::Compute<Scalar>;
  distribution_check::require_range<Scalar>("uniform", "low", low);
  distribution_check::require_range<Scalar>("uniform", "high", high);
  if (low > high) {
    error::refuse("uniform: low ", low, " is above high ", high, "; pass them in order");
  }
  const Scalar first = rounding::up<Scalar>(low);
  const Scalar last = rounding::below<Scalar>(high);
  if (!(double(first) <= double(last))) {
    const T only = T(Scalar(T(low)));
    return {only, 0, only, 1, only};
  }
  const double least = double(rounding::up<T>(low));
  const bool overflows = high / 2 - least / 2 > rounding::largest<T>() / 2;
  const double unit = overflows ? 0.5 : 1;
  return {T(least * unit), T(high * unit - least * unit), T(double(last) * unit), T(1 / unit),
          T(first)};
}

template <class Scalar>
kernel::Normal<Scalar> normal::parameters() const {
  using T = kernel::Compute<Scalar>;
  distribution_check::require_std("normal", std);
  distribution_check::require_range<Scalar>("normal", "mean", mean);
  const double reach = std::abs(mean) + product(distribution_check::farthest_normal<Scalar>(), std);
  if (!(reach <= rounding::largest<Scalar>())) {
    error::refuse("normal: mean ", mean, " and std ", std, " reach ", reach,
                  " and the scalar holds at most ", rounding::largest<Scalar>(),
                  "; pass a smaller mean or std");
  }
  return {T(mean), T(std)};
}

template <class ComplexView, class Source>
void uniform::fill_complex(const ComplexView& target, Source& source) const {
  using T = typename ComplexView::Scalar::value_type;
  random_source::fill(complex_values::parts(target), source, uniform{0, 1});
  const double center = low / 2 + high / 2;
  const double radius =
      (high / 2 - low / 2) * complex_values::disk_in_interval;  // radius² / 2 = (high − low)² / 12
  complex_values::transform(target, [=](const std::complex<T>& u) {
    return complex_values::polar<T>(center, radius * std::sqrt(double(u.real())), double(u.imag()));
  });
}

template <class ComplexView, class Source>
void normal::fill_complex(const ComplexView& target, Source& source) const {
  random_source::fill(complex_values::parts(target), source, normal{0, std / std::sqrt(2.0)});
  if (mean == 0) return;
  using Scalar = typename ComplexView::Scalar;
  const auto shift = Scalar(typename Scalar::value_type(mean));
  complex_values::transform(target, [=](const Scalar& z) { return z + shift; });
}

EIGENINIT_PINNED_END

}  // namespace eigeninit
