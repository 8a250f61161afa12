// What can be filled: the first of the library's three protocols.
//
// A weight is an Eigen object whose elements are in memory and can be written to (Matrix, Array,
// Map, Ref, Block, row(), transpose(), Tensor, TensorMap, TensorFixedSize, in either storage
// order), or a View or AnyView. It is passed as an lvalue, or as a temporary that only points to
// its elements. Its scalar is float, double, Eigen::half, Eigen::bfloat16 or std::complex of the
// first two, and it has at most 8 axes, 7 where it is complex.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <complex>
#include <cstddef>
#include <type_traits>
#include <utility>

#include "../numeric/sentence.hpp"
#include "any_view.hpp"
#include "eigen_object.hpp"

namespace eigeninit {
namespace internal {
inline namespace EIGENINIT_ABI {

/// The weights that a function takes, by their rank.
enum class Ranks {
  any,
  fans,        ///< not a vector, which has no fans
  matrix,      ///< 2
  convolution  ///< 3 to 5
};

enum class WeightFault {
  none,
  no_object,
  no_strides,
  scalar,
  temporary,
  read_only_expression,
  read_only_tensor,
  axes,
  no_fans,
  no_matrix,
  no_convolution
};

template <class Scalar>
inline constexpr bool is_weight_scalar =
    std::is_same_v<Scalar, float> || std::is_same_v<Scalar, double> ||
    std::is_same_v<Scalar, Eigen::half> || std::is_same_v<Scalar, Eigen::bfloat16> ||
    std::is_same_v<Scalar, std::complex<float>> || std::is_same_v<Scalar, std::complex<double>>;

template <class T>
constexpr WeightFault rank_fault(Ranks ranks) {
  constexpr std::size_t rank = axis_count<T>();
  constexpr bool is_complex_scalar = is_complex<typename T::Scalar>::value;
  if (rank > max_rank - (is_complex_scalar ? 1 : 0)) return WeightFault::axes;
  if (ranks == Ranks::fans && rank == 1) return WeightFault::no_fans;
  if (ranks == Ranks::matrix && rank != 2) return WeightFault::no_matrix;
  if (ranks == Ranks::convolution && (rank < 3 || rank > 5)) return WeightFault::no_convolution;
  return WeightFault::none;
}

/// Why an argument of type T&& is no weight of these ranks.
template <class T>
constexpr WeightFault weight_fault(Ranks ranks = Ranks::any) {
  using Object = Plain<T>;
  if constexpr (is_any_view<T>) {
    return WeightFault::none;  // what can be refused is refused when the program runs
  } else if constexpr (is_view<Object>::value) {
    return is_weight_scalar<typename Object::Scalar> ? rank_fault<Object>(ranks)
                                                     : WeightFault::scalar;
  } else if constexpr (!is_dense<T>::value && !is_tensor<T>::value) {
    return is_eigen_expression<Object>::value ? WeightFault::no_strides : WeightFault::no_object;
  } else if constexpr (!is_weight_scalar<typename Object::Scalar>) {
    return WeightFault::scalar;
  } else if constexpr (!std::is_lvalue_reference_v<T> && owns_elements<T>()) {
    return WeightFault::temporary;
  } else if constexpr (is_dense<T>::value) {
    using Derived = std::remove_reference_t<decltype(std::declval<T&>().derived())>;
    return is_writable_dense<Derived>() ? rank_fault<Object>(ranks)
                                        : WeightFault::read_only_expression;
  } else {
    return is_writable<std::remove_reference_t<T>>() ? rank_fault<Object>(ranks)
                                                     : WeightFault::read_only_tensor;
  }
}

template <class T, Ranks ranks = Ranks::any>
inline constexpr bool is_weight_of = weight_fault<T>(ranks) == WeightFault::none;

template <class T, Ranks ranks = Ranks::any>
using IfWeight = std::enable_if_t<is_weight_of<T, ranks>, int>;

/// Takes the place of a weight for all that is none, and says why (see sentence.hpp).
template <Ranks ranks = Ranks::any>
struct NotAWeight {
  template <class T, WeightFault fault>
  using If = std::enable_if_t<weight_fault<T>(ranks) == fault, int>;

  template <class T, If<T, WeightFault::no_object> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: only Eigen objects can be filled. Pass one whose elements are in memory, before "
      "the source, or wrap raw memory in an Eigen::Map.")
  NotAWeight(T&&);
  template <class T, If<T, WeightFault::no_strides> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: this Eigen expression has no strides in memory. Fill a Matrix or Tensor of its "
      "shape and assign that to it, or pass a Map.")
  NotAWeight(T&&);
  template <class T, If<T, WeightFault::scalar> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: weights are float, double, Eigen::half, Eigen::bfloat16 or std::complex of the "
      "first two. Fill one of these and cast.")
  NotAWeight(T&&);
  template <class T, If<T, WeightFault::temporary> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: this temporary owns its elements, and they would be lost. Pass the tensor "
      "itself, or a Map or Block of it.")
  NotAWeight(T&&);
  template <class T, If<T, WeightFault::read_only_expression> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: this expression can't be written to. Pass a non-const Matrix, Array, Map, Ref or "
      "Block whose elements are in memory.")
  NotAWeight(T&&);
  template <class T, If<T, WeightFault::read_only_tensor> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: this tensor can't be written to. Pass a non-const Tensor or TensorMap.")
  NotAWeight(T&&);
  template <class T, If<T, WeightFault::axes> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: tensors have at most 8 axes here, complex ones 7. Pass a TensorMap that joins "
      "some.")
  NotAWeight(T&&);
  template <class T, If<T, WeightFault::no_fans> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: a vector has no fan_in and fan_out. Pass Fans{in, out}, or weights in a Matrix "
      "or Tensor.")
  NotAWeight(T&&);
  template <class T, If<T, WeightFault::no_matrix> = 0>
  EIGENINIT_SENTENCE("eigeninit: this initializer fills a matrix. Pass a weight of two axes.")
  NotAWeight(T&&);
  template <class T, If<T, WeightFault::no_convolution> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: this initializer fills a convolution. Pass a weight of three to five axes: two "
      "of channels, then the kernel's.")
  NotAWeight(T&&);
  ~NotAWeight() = delete;
};

/// The same for the rank of an AnyView, in the name of who fills it. A known one was asked when
/// compiling.
template <class View>
void require_rank(const char*, const View&, Ranks) {}
inline void require_rank(const char* name, const AnyView& weight, Ranks ranks) {
  if (ranks == Ranks::matrix && weight.rank != 2) {
    refuse(name, ": the weight has ", weight.rank, " axes; name a matrix, which has two");
  }
  if (ranks == Ranks::convolution && (weight.rank < 3 || weight.rank > 5)) {
    refuse(name, ": the weight has ", weight.rank,
           " axes; name a convolution's, which has three to five");
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// Whether an argument of type T&& can be filled: is_weight_v<Eigen::MatrixXf&> is true,
/// is_weight_v<Eigen::MatrixXf>, of a temporary, is false.
template <class T>
inline constexpr bool is_weight_v = internal::is_weight_of<T>;

#if defined(__cpp_concepts) && __cpp_concepts >= 201907L
/// is_weight_v, as a concept.
template <class T>
concept Weight = is_weight_v<T>;
#endif

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
