// A random source that is chosen when the program runs, so that an initializer is compiled once for
// all of them.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "../distributions/any_distribution.hpp"
#include "../tensor/any_view.hpp"
#include "scalar_operations.hpp"
#include "source.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// Any source: what the rules of a whole model are called with. See source.hpp for what a source
/// is.
class AnySource {
 public:
  /// What the compiler can be told; the rest is known when the program runs.
  static constexpr SourceTraits traits{};

  AnySource() = default;
  AnySource(const AnySource&) = delete;
  AnySource& operator=(const AnySource&) = delete;
  virtual ~AnySource() = default;

  /// Draws every element of `view` from a Uniform, Normal or TruncatedNormal.
  template <class Distribution>
  void fill(const AnyView& view, const Distribution& distribution) {
    draw(view, distribution);
  }
  /// The same, of numbers that an initializer needs beside the weight.
  template <class Scalar, std::size_t Rank, class Distribution>
  void fill(const View<Scalar, Rank>& view, const Distribution& distribution) {
    draw(AnyView(view, internal::drawing_operations<Scalar, Distribution>()), distribution);
  }

  /// 0 … n-1 in random order.
  [[nodiscard]] virtual std::vector<Index> permutation(Index n) = 0;

  /// What the source can't do.
  [[nodiscard]] virtual SourceTraits run_time_traits() const = 0;

  /// The Generator that this is; null where it is another source.
  [[nodiscard]] virtual Generator* generator() { return nullptr; }

 private:
  virtual void draw(const AnyView& view, const AnyDistribution& distribution) = 0;
};

}  // namespace EIGENINIT_ABI

}  // namespace eigeninit
