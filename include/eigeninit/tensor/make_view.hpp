// From an Eigen object to a view of its elements.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>

#include "strides.hpp"
#include "weight.hpp"

namespace eigeninit {
namespace internal {
inline namespace EIGENINIT_ABI {

template <class Derived>
auto view_dense(Derived& object) {
  const auto grid = strides::grid(object);
  const auto size = whole_extents(object);
  using Scalar = typename Derived::Scalar;
  if constexpr (size.size() == 1) {
    const Index stride = Derived::ColsAtCompileTime == 1 ? grid.row : grid.column;
    return View<Scalar, 1>{grid.data, {{{size[0], stride, size[0], 0}}}};
  } else {
    return View<Scalar, 2>{grid.data,
                           {{{size[0], grid.row, size[0], 0}, {size[1], grid.column, size[1], 0}}}};
  }
}

template <class Tensor>
auto view_tensor(Tensor& object) {
  const auto size = whole_extents(object);
  constexpr std::size_t rank = size.size();
  constexpr bool row_major = int(Plain<Tensor>::Layout) == int(Eigen::RowMajor);
  View<typename Plain<Tensor>::Scalar, rank> result{object.data(), {}};
  for (std::size_t k = 0; k < rank; ++k) result.axes[k] = {size[k], 0, size[k], 0};
  if (result.size() == 0) return result;
  Index stride = 1;
  for (std::size_t i = 0; i < rank; ++i) {
    const std::size_t k = row_major ? rank - 1 - i : i;
    result.axes[k].stride = stride;
    stride *= size[k];
  }
  return result;
}

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// The view of a weight (see weight.hpp). What is a vector when compiling has rank 1, every other
/// Matrix or Array rank 2, a Tensor its own rank. Constant time. Throws std::invalid_argument where
/// two indices reach one element, as with a stride of 0, for a part that Eigen itself misplaces
/// (one of a diagonal of a Map with an inner stride), and where elements are not at regular
/// distances.
template <class T, internal::IfWeight<T> = 0>
[[nodiscard]] auto view(T&& object) {
  if constexpr (internal::is_view<internal::Plain<T>>::value || internal::is_any_view<T>) {
    return object;
  } else if constexpr (internal::is_dense<T>::value) {
    return internal::view_dense(object.derived());
  } else {
    return internal::view_tensor(object);
  }
}
/// Does not compile: this is no weight.
View<float, 2> view(internal::NotAWeight<>);

/// The number of axes of view(object).
template <class T>
inline constexpr int rank_of = int(internal::axis_count<internal::Plain<T>>());

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

/// What view() makes of a weight.
template <class T>
struct ViewTypeOf {
  using Type = View<typename T::Scalar, axis_count<T>()>;
};
template <>
struct ViewTypeOf<AnyView> {
  using Type = AnyView;
};
template <class T>
using ViewOf = typename ViewTypeOf<Plain<T>>::Type;

}  // namespace EIGENINIT_ABI
}  // namespace internal
}  // namespace eigeninit
