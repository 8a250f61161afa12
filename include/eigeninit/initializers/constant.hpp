// One value everywhere: constant, zeros, ones.
//
// SPDX-License-Identifier: MIT
#pragma once

#include "../distributions/summary.hpp"
#include "../random/draw.hpp"
#include "../tensor/constant_fill.hpp"
#include "algorithm/call.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// `value` in every element, rounded to the scalar (half and bfloat16: by way of float). Infinities
/// and NaN are written as they are.
struct [[nodiscard]] constant {
  double value = 0;  ///< of every element

  /// Fills `w` at memory speed, on the threads of a large fill. Throws std::invalid_argument where
  /// `value` is finite and the scalar of `w` can't hold it.
  template <class Tensor, internal::IfWeight<Tensor> = 0>
  void operator()(Tensor&& w) const {
    fill(view(w), internal::threads::OpenMp());
  }

  /// The same, for code that passes a source to every initializer: nothing is drawn from it, but
  /// its threads do the work.
  template <class Tensor, class Source, internal::IfIgnores<Tensor, Source> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    fill(view(w), internal::threads_of(source));
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source, internal::IfIgnores<Tensor, Source> = 0>
  void operator()(Tensor&& w, Fans, Source&& source) const {
    (*this)(w, source);
  }

  EIGENINIT_WRONG_CALLS_OF_FIXED(any)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {}; }
  /// See initializer.hpp.
  [[nodiscard]] constant distribution_for(Fans) const { return *this; }
  /// The value, rounded.
  template <class Scalar>
  [[nodiscard]] Summary summary() const {
    const auto rounded = double(internal::Real<Scalar>(value));
    return {rounded, 0, rounded, rounded};
  }

 private:
  template <class View, class Execute>
  void fill(const View& target, const Execute& execute) const {
    internal::require_held("constant", target, value);
    internal::fill_constant(target, value, execute);
  }
};

/// The value times a factor.
inline constant operator*(const constant& values, double factor) { return {values.value * factor}; }

/// 0 in every element.
struct [[nodiscard]] zeros {
  /// Fills `w` at memory speed.
  template <class Tensor, internal::IfWeight<Tensor> = 0>
  void operator()(Tensor&& w) const {
    constant{0}(w);
  }

  /// The same, for code that passes a source to every initializer.
  template <class Tensor, class Source, internal::IfIgnores<Tensor, Source> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    constant{0}(w, source);
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source, internal::IfIgnores<Tensor, Source> = 0>
  void operator()(Tensor&& w, Fans, Source&& source) const {
    constant{0}(w, source);
  }

  EIGENINIT_WRONG_CALLS_OF_FIXED(any)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {}; }
  /// See initializer.hpp.
  [[nodiscard]] static constant distribution_for(Fans) { return {0}; }
};

/// 1 in every element.
struct [[nodiscard]] ones {
  /// Fills `w` at memory speed.
  template <class Tensor, internal::IfWeight<Tensor> = 0>
  void operator()(Tensor&& w) const {
    constant{1}(w);
  }

  /// The same, for code that passes a source to every initializer.
  template <class Tensor, class Source, internal::IfIgnores<Tensor, Source> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    constant{1}(w, source);
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source, internal::IfIgnores<Tensor, Source> = 0>
  void operator()(Tensor&& w, Fans, Source&& source) const {
    constant{1}(w, source);
  }

  EIGENINIT_WRONG_CALLS_OF_FIXED(any)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {}; }
  /// See initializer.hpp.
  [[nodiscard]] static constant distribution_for(Fans) { return {1}; }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
