// What an object of Eigen's is: a matrix or an expression of one, a tensor, or neither. Tensors are
// recognised by their members: the unsupported Tensor module is never included here.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <array>
#include <complex>
#include <cstddef>
#include <type_traits>
#include <utility>

#include "view.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

template <class T>
using Plain = std::remove_cv_t<std::remove_reference_t<T>>;

template <class T>
struct is_view : std::false_type {};
template <class Scalar, std::size_t Rank>
struct is_view<View<Scalar, Rank>> : std::true_type {};

template <class T>
struct is_complex : std::false_type {};
template <class T>
struct is_complex<std::complex<T>> : std::true_type {};

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
struct is_eigen_expression : std::false_type {};
template <class T>
struct is_eigen_expression<T, std::void_t<typename T::StorageKind>> : std::true_type {};

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

/// The same for an expression, which may also have its elements nowhere.
template <class Derived>
constexpr bool is_writable_dense() {
  return bool(Derived::Flags & Eigen::DirectAccessBit) && bool(Derived::Flags & Eigen::LvalueBit) &&
         is_writable<Derived>();
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

/// The number of axes that view() sees.
template <class T>
constexpr std::size_t axis_count() {
  if constexpr (is_view<T>::value) {
    return T::rank;
  } else if constexpr (is_tensor<T>::value) {
    return std::size_t(T::NumIndices);
  } else {
    return bool(T::IsVectorAtCompileTime) ? 1 : 2;
  }
}

// By constants, which convert without a warning to the index types of Eigen's Sizes and DSizes.
template <class Dimensions, std::size_t... k>
std::array<Index, sizeof...(k)> to_array([[maybe_unused]] const Dimensions& dimensions,
                                         std::index_sequence<k...>) {
  return {Index(dimensions[k])...};
}

/// The extents of an Eigen object, one number for each axis that view() sees; of a view, those of
/// the whole tensor.
template <class T>
EIGEN_ALWAYS_INLINE auto whole_extents(const T& object) {
  if constexpr (is_view<T>::value) {
    std::array<Index, T::rank> result{};
    for (std::size_t k = 0; k < T::rank; ++k) result[k] = object.axes[k].whole;
    return result;
  } else if constexpr (is_tensor<T>::value) {
    using Dimensions = Plain<decltype(object.dimensions())>;
    const Dimensions sizes = std::is_empty_v<Dimensions> ? Dimensions() : object.dimensions();
    return to_array(sizes, std::make_index_sequence<axis_count<T>()>{});
  } else if constexpr (axis_count<T>() == 1) {
    return std::array<Index, 1>{object.size()};
  } else {
    return std::array<Index, 2>{object.rows(), object.cols()};
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
