// A distribution that is chosen when the program runs: what plans of whole models keep, and what
// their sources are given.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

#include "normal.hpp"
#include "truncated_normal.hpp"
#include "uniform.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// A Uniform, a Normal or a TruncatedNormal.
class AnyDistribution {
 public:
  /// Which one.
  enum class Kind { uniform, normal, truncated_normal };

  /// A uniform distribution.
  AnyDistribution(const Uniform& to) : kind_(Kind::uniform), uniform_(to) {}
  /// A normal distribution.
  AnyDistribution(const Normal& to) : kind_(Kind::normal), normal_(to) {}
  /// A normal distribution between bounds.
  AnyDistribution(const TruncatedNormal& to) : kind_(Kind::truncated_normal), truncated_(to) {}

  /// The one of this type, which it must be.
  template <class Distribution>
  [[nodiscard]] const Distribution& get() const {
    if constexpr (std::is_same_v<Distribution, Uniform>) {
      return uniform_;
    } else if constexpr (std::is_same_v<Distribution, Normal>) {
      return normal_;
    } else {
      return truncated_;
    }
  }

  /// Calls use(distribution) with the one that it is.
  template <class Use>
  decltype(auto) visit(const Use& use) const {
    switch (kind_) {
      case Kind::uniform: return use(uniform_);
      case Kind::normal: return use(normal_);
      default: return use(truncated_);
    }
  }

  /// Throws what that one's check does.
  template <class Scalar>
  void check() const {
    visit([](const auto& to) { to.template check<Scalar>(); });
  }

  /// What its values are in the scalar.
  template <class Scalar>
  [[nodiscard]] Summary summary() const {
    return visit([](const auto& to) { return to.template summary<Scalar>(); });
  }

 private:
  Kind kind_;
  Uniform uniform_;
  Normal normal_;
  TruncatedNormal truncated_;
};

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

/// What a kernel is told; of numbers that check() has passed.
template <class Scalar>
auto parameters(const AnyDistribution& to) {
  return to.visit([](const auto& it) {
    const auto told = parameters<Scalar>(it);
    if constexpr (is_complex<Scalar>::value) {
      return kernel::Complex<kernel::Any<Real<Scalar>>, AnyFinish>{told.parts, told.finish};
    } else {
      return kernel::Any<kernel::Compute<Scalar>>(told);
    }
  });
}

}  // namespace EIGENINIT_ABI
}  // namespace internal
}  // namespace eigeninit
