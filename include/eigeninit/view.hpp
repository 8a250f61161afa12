// From any Eigen object that owns or maps memory to what the library works on: data, and for each
// axis an extent and a stride.
//
// Only this file and strides.hpp know Eigen's classes. Tensors are recognised by their members: the
// unsupported Tensor module is never included here.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "error.hpp"
#include "extents.hpp"
#include "layout.hpp"
#include "strides.hpp"
#include "wrong_call.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

using Eigen::Index;

/// One axis of a view. Strides count elements, not bytes.
struct Axis {
  Index extent;  ///< how many indices the view has along this axis
  Index stride;  ///< from one index to the next in memory
  Index whole;   ///< how many indices the whole tensor has; `extent` unless the view is a shard
  Index origin;  ///< the view's first index in the whole tensor; 0 unless the view is a shard
};

/// A tensor of `Rank` axes in memory, or a part of one whose rest lives elsewhere (see shard()).
/// Small, copyable, and owns nothing. No two indices may reach the same element: view() refuses
/// Eigen objects that do, and who makes one by hand sees to it.
template <class Scalar_, std::size_t Rank>
struct View {
  using Scalar = Scalar_;
  static constexpr std::size_t rank = Rank;
  static_assert(
      Rank <= Axes::max_rank,
      "eigeninit: tensors have at most 8 axes here, complex ones 7. Pass a TensorMap that "
      "joins some.");

  Scalar* data;
  std::array<Axis, Rank> axes;

  Index size() const noexcept {
    Index product = 1;
    for (const Axis& axis : axes) {
      if (axis.extent == 0) return 0;  // first: the others may be anything
    }
    for (const Axis& axis : axes) product *= axis.extent;
    return product;
  }
};

namespace eigen_object {

using wrong_call::Plain;

template <class T>
struct is_view : std::false_type {};
template <class Scalar, std::size_t Rank>
struct is_view<View<Scalar, Rank>> : std::true_type {};

template <class Derived>
std::true_type derives_from_dense(const Eigen::DenseBase<Derived>*);
std::false_type derives_from_dense(const void*);

/// Matrix, Array and every expression of them, also when named by their base MatrixBase<Derived>.
template <class T>
using is_dense = decltype(derives_from_dense(static_cast<Plain<T>*>(nullptr)));

template <class T, class = void>
struct is_tensor : std::false_type {};
/// Tensor, TensorMap, TensorFixedSize: a rank, extents, a storage order and a pointer.
template <class T>
struct is_tensor<T, std::void_t<decltype(Plain<T>::NumIndices), decltype(Plain<T>::Layout),
                                decltype(std::declval<T&>().dimensions()[0]),
                                decltype(*std::declval<T&>().data())>> : std::true_type {};

template <class T, class = void>
struct has_data : std::false_type {};
template <class T>
struct has_data<T, std::void_t<decltype(*std::declval<T&>().data())>> : std::true_type {};

/// Whether writing through `T` reaches memory that outlives the call and that may be written to.
template <class T>
constexpr bool is_writable() {
  if constexpr (has_data<T>::value) {
    return !std::is_const_v<std::remove_reference_t<decltype(*std::declval<T&>().data())>>;
  }
  return false;
}

/// Matrix, Array, Tensor and TensorFixedSize hold their elements; Map, Block and TensorMap do not.
template <class T>
constexpr bool owns_elements() {
  if constexpr (is_dense<T>::value) {
    return std::is_base_of_v<Eigen::PlainObjectBase<Plain<T>>, Plain<T>>;
  } else {
    return !std::is_same_v<decltype(std::declval<const T&>().data()),
                           decltype(std::declval<T&>().data())>;
  }
}

template <class Scalar>
inline constexpr bool is_supported_scalar =
    std::is_same_v<Scalar, float> || std::is_same_v<Scalar, double> ||
    std::is_same_v<Scalar, Eigen::half> || std::is_same_v<Scalar, Eigen::bfloat16> ||
    std::is_same_v<Scalar, std::complex<float>> || std::is_same_v<Scalar, std::complex<double>>;

// By constants, which convert without a warning to the index types of Eigen's Sizes and DSizes.
template <class Dimensions, std::size_t... k>
std::array<Index, sizeof...(k)> to_array([[maybe_unused]] const Dimensions& dimensions,
                                         std::index_sequence<k...>) {
  return {Index(dimensions[k])...};
}

/// The extents of any Eigen object, one number for each axis that view() would give it; of a view,
/// those of the whole tensor.
template <class T>
EIGEN_ALWAYS_INLINE auto whole_extents(const T& object) {
  if constexpr (is_view<T>::value) {
    std::array<Index, T::rank> result{};
    for (std::size_t k = 0; k < T::rank; ++k) result[k] = object.axes[k].whole;
    return result;
  } else if constexpr (is_tensor<T>::value) {
    using Dimensions = Plain<decltype(object.dimensions())>;
    const Dimensions sizes = std::is_empty_v<Dimensions> ? Dimensions() : object.dimensions();
    return to_array(sizes, std::make_index_sequence<std::size_t(T::NumIndices)>{});
  } else if constexpr (bool(T::IsVectorAtCompileTime)) {
    return std::array<Index, 1>{object.size()};
  } else {
    return std::array<Index, 2>{object.rows(), object.cols()};
  }
}

template <class Derived>
auto view_dense(Derived& object) {
  static_assert(
      bool(Derived::Flags & Eigen::DirectAccessBit) && bool(Derived::Flags & Eigen::LvalueBit) &&
          is_writable<Derived>(),
      "eigeninit: this expression can't be written to. Pass a non-const Matrix, Array, Map, "
      "Ref or Block whose elements are in memory.");
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
  static_assert(
      is_writable<Tensor>(),
      "eigeninit: this tensor can't be written to. Pass a non-const Tensor or TensorMap.");
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

}  // namespace eigen_object

/// The view of an Eigen object: Matrix, Array, Map, Ref, Block, row(), col(), transpose(), Tensor,
/// TensorMap or TensorFixedSize, in either storage order. What is a vector when compiling has rank
/// 1, every other Matrix or Array rank 2, a Tensor its own rank. Constant time. Throws
/// std::invalid_argument where two indices reach one element, as with a stride of 0, for a part
/// that Eigen itself misplaces (one of a diagonal of a Map with an inner stride), and where
/// elements are not at regular distances.
///
/// Does not compile for a scalar that is not floating-point, for what can't be written to, and for
/// a temporary that owns its elements, whose values would be lost.
template <class T>
auto view(T&& object) {
  using namespace eigen_object;
  if constexpr (is_view<Plain<T>>::value) {
    return object;
  } else if constexpr (!is_dense<T>::value && !is_tensor<T>::value) {
    wrong_call::refuse_object<T>();
    return View<float, 2>{};
  } else if constexpr (!is_supported_scalar<typename Plain<T>::Scalar>) {
    static_assert(wrong_call::never<T>,
                  "eigeninit: weights are float, double, Eigen::half, Eigen::bfloat16 or "
                  "std::complex of the first two. Fill one of these and cast.");
    return View<float, 2>{};
  } else {
    static_assert(std::is_lvalue_reference_v<T> || !owns_elements<T>(),
                  "eigeninit: this temporary owns its elements, and they would be lost. Pass the "
                  "tensor itself, or a Map or Block of it.");
    if constexpr (is_dense<T>::value) {
      return view_dense(object.derived());
    } else {
      return view_tensor(object);
    }
  }
}

/// The number of axes of view(object).
template <class T>
inline constexpr int rank_of = decltype(view(std::declval<T>()))::rank;

/// The part of a larger tensor that `local` holds: it is filled with the values that the whole
/// tensor would have there, and fans come from the whole.
///
/// `whole` are the extents of the whole tensor and `origin` the first index of `local` in it, one
/// number for each axis. Throws std::invalid_argument where the part leaves the whole.
template <class T, std::size_t Rank = rank_of<T>>
auto shard(T&& local, const std::array<Index, Rank>& whole, const std::array<Index, Rank>& origin) {
  auto part = view(std::forward<T>(local));
  std::int64_t size = 1;  // of the whole, which need not fit into this machine's memory
  const bool is_empty = std::find(whole.begin(), whole.end(), 0) != whole.end();
  for (std::size_t k = 0; k < Rank; ++k) {
    Axis& axis = part.axes[k];
    if (origin[k] < 0 || axis.extent > whole[k] || origin[k] > whole[k] - axis.extent) {
      error::refuse("shard: axis ", k, " has ", axis.extent, " indices from ", origin[k],
                    " on, of a whole of ", whole[k],
                    "; pass the whole tensor's extents and the part's first index");
    }
    if (!is_empty) size = multiply_extents(size, std::int64_t(whole[k]));
    axis.whole = whole[k];
    axis.origin = origin[k];
  }
  return part;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
