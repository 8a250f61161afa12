// One value everywhere: constant, zeros, ones.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <utility>

#include "../error.hpp"
#include "../pinned.hpp"
#include "../rounding.hpp"
#include "../walk.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// `value` in every element, rounded to the scalar (half and bfloat16: by way of float). Infinities
/// and NaN are written as they are.
struct constant {
  double value = 0;

  /// Fills `w` at memory speed. Throws std::invalid_argument where `value` is finite and the scalar
  /// of `w` can't hold it.
  template <class Tensor>
  void operator()(Tensor&& w) const;

  /// The same, for code that passes a source to every initializer; it is left as it is.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&&) const {
    wrong_call::require_sources<Source>();
    (*this)(std::forward<Tensor>(w));
  }
};

/// 0 in every element.
struct zeros {
  template <class Tensor, class... Source>
  void operator()(Tensor&& w, Source&&...) const {
    wrong_call::require_sources<Source...>();
    constant{0}(std::forward<Tensor>(w));
  }
};

/// 1 in every element.
struct ones {
  template <class Tensor, class... Source>
  void operator()(Tensor&& w, Source&&...) const {
    wrong_call::require_sources<Source...>();
    constant{1}(std::forward<Tensor>(w));
  }
};

namespace constant_fill {

/// Throws where `value` is finite and Scalar can't hold it.
template <class Scalar>
void require_held(const char* name, const double& value) {
  const double limit = rounding::largest<Scalar>();
  if (is_finite(value) && (value > limit || value < -limit)) {
    error::refuse(name, ": ", value, " is beyond the scalar's largest number, ", limit,
                  "; pass a smaller one");
  }
}

/// Copies a block from the first cache level over and over: as fast as memory under plain -O2,
/// where a loop of single stores is not.
template <class Scalar>
void fill_contiguous(Scalar* out, Index count, Scalar value) {
  constexpr Index block = 1024;
  const Index first = (std::min)(block, count);
  std::fill_n(out, first, value);
  for (Index done = first; done < count; done += block) {
    std::memcpy(static_cast<void*>(out + done), out,
                std::size_t((std::min)(block, count - done)) * sizeof(Scalar));
  }
}

}  // namespace constant_fill

template <class Tensor>
void constant::operator()(Tensor&& w) const {
  const auto target = view(std::forward<Tensor>(w));
  using Scalar = typename decltype(target)::Scalar;
  constant_fill::require_held<Scalar>("constant", value);
  const auto rounded = Scalar(typename Eigen::NumTraits<Scalar>::Real(value));
  walk::in_memory_order(target, [rounded](Scalar* line, Index count, Index stride) {
    if (stride == 1) {
      constant_fill::fill_contiguous(line, count, rounded);
    } else {
      for (Index i = 0; i < count; ++i) line[i * stride] = rounded;
    }
  });
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
