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
#include "random/source.hpp"
#include "rounding.hpp"
#include "transform.hpp"
#include "view.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// U[low, high): never `high` where the scalar has a value in [low, high). Bounds are rounded
/// inward to the scalar; where it has no value inside them, so where low == high, every element is
/// `low`, rounded to nearest. Complex values are uniform over the disk of the same variance about
/// (low + high) / 2.
///
/// Values are rounded to nearest. Of k ≥ 2 adjacent numbers from `low` to below `high` the first
/// has therefore the probability ½/k and the last 1½/k, the others 1/k.
struct [[nodiscard]] uniform {
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

  template <class... Arguments>
  void operator()(Arguments&&...) const {
    wrong_call::refuse_arguments<Arguments...>();
  }

  template <class Scalar>
  kernel::Uniform<Scalar> parameters() const;
  template <class ComplexView, class Source>
  void fill_complex(const ComplexView& target, Source& source) const;
};

/// N(mean, std²), by the inverse of its distribution function: reaches 6.3 std (double: 9.1 std) to
/// either side, and its absolute error is at most 5e-7 std (double: 1e-14 std) before `mean` is
/// added. Complex values have independent parts of std / √2 about `mean`.
struct [[nodiscard]] normal {
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

  template <class... Arguments>
  void operator()(Arguments&&...) const {
    wrong_call::refuse_arguments<Arguments...>();
  }

  template <class Scalar>
  kernel::Normal<Scalar> parameters() const;
  template <class ComplexView, class Source>
  void fill_complex(const ComplexView& target, Source& source) const;
};

EIGENINIT_PINNED_BEGIN

namespace distribution_check {

inline void require_std(const char* name, const double& std) {
  if (!is_finite(std) || std < 0) {
    error::refuse(name, ": std is ", std, "; pass a finite number of 0 or more");
  }
}

/// `value` must be finite, also in the scalar that is filled.
template <class Scalar>
void require_range(const char* name, const char* parameter, const double& value) {
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
  if (!rounding::in_order(first, last)) {
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
  transform(target, [=](const std::complex<T>& u) {
    return complex_values::polar<T>(center, radius * std::sqrt(double(u.real())), double(u.imag()));
  });
}

template <class ComplexView, class Source>
void normal::fill_complex(const ComplexView& target, Source& source) const {
  random_source::fill(complex_values::parts(target), source, normal{0, std / std::sqrt(2.0)});
  if (mean == 0) return;
  using Scalar = typename ComplexView::Scalar;
  const auto shift = Scalar(typename Scalar::value_type(mean));
  transform(target, [=](const Scalar& z) { return z + shift; });
}

EIGENINIT_PINNED_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
