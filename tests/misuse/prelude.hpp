// What every program of this folder begins with; compiled once.
//
// SPDX-License-Identifier: MIT
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/torch.hpp>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

namespace init = eigeninit;

/// A source of one's own.
struct Source {
  static constexpr init::SourceTraits traits{};
  template <class View, class Distribution>
  void fill(const View&, const Distribution&) {}
  std::vector<Eigen::Index> permutation(Eigen::Index) { return {}; }
};

/// An initializer of one's own.
struct Initializer {
  template <class Tensor, class Source>
  void operator()(Tensor&&, Source&&) const {}
  static init::Description describe() { return {}; }
  static init::Undistributed distribution_for(init::Fans) { return {}; }
};
