// Any Eigen expression as a matrix of numbers, with one unit in each row and one sample in each
// column.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <type_traits>

#include "../numeric/error.hpp"
#include "../tensor/eigen_object.hpp"

namespace Eigen {
// The unsupported module's, which a program that has tensors includes.
template <typename Scalar, int rank, int options, typename Index>
class Tensor;
}  // namespace Eigen

namespace eigeninit::internal::signal {
inline namespace EIGENINIT_ABI {

/// That a recorded object has an axis of units.
inline void require_unit_axis(std::size_t axis, std::size_t rank) {
  if (axis >= rank) {
    refuse("signal: the axis of units is ", axis, ", and what is recorded has ", rank,
           " axes; pass a smaller number to unit_axis()");
  }
}

template <class Scalar>
void require_real() {
  static_assert(!is_complex<Scalar>::value,
                "eigeninit: what is recorded is complex. Record its real part, its imaginary part "
                "or its cwiseAbs().");
}

template <class Derived>
Eigen::MatrixXd evaluate(const Eigen::MatrixBase<Derived>& expression, std::size_t unit_axis) {
  require_unit_axis(unit_axis, 2);
  if (unit_axis == 1) return expression.template cast<double>().transpose();
  return expression.template cast<double>();
}

template <class Derived>
Eigen::MatrixXd evaluate(const Eigen::ArrayBase<Derived>& expression, std::size_t unit_axis) {
  return evaluate(expression.matrix(), unit_axis);
}

/// A tensor whose elements are in memory, one after the other.
template <class Tensor>
Eigen::MatrixXd evaluate_tensor(const Tensor& tensor, std::size_t unit_axis) {
  const auto extents = whole_extents(tensor);
  require_unit_axis(unit_axis, extents.size());
  Index slower = 1, faster = 1;  // elements along the other axes
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    if (axis == unit_axis) continue;
    const bool is_faster =
        Tensor::Layout == int(Eigen::RowMajor) ? axis > unit_axis : axis < unit_axis;
    (is_faster ? faster : slower) *= extents[axis];
  }
  const Index units = extents[unit_axis];
  Eigen::MatrixXd values(units, slower * faster);
  const auto* next = tensor.data();
  for (Index i = 0; i < slower; ++i) {
    for (Index unit = 0; unit < units; ++unit) {
      for (Index j = 0; j < faster; ++j) values(unit, i * faster + j) = double(*next++);
    }
  }
  return values;
}

template <class T, class = void>
struct is_tensor_expression : std::false_type {};
/// What has axes and is no matrix.
template <class T>
struct is_tensor_expression<T, std::void_t<typename T::Scalar, typename T::StorageKind,
                                           decltype(Eigen::internal::traits<T>::NumDimensions)>>
    : std::bool_constant<!is_dense<T>::value && (Eigen::internal::traits<T>::NumDimensions > 0)> {};

/// The values of an expression.
template <class Expression>
Eigen::MatrixXd units_of(const Expression& expression, std::size_t unit_axis) {
  if constexpr (is_dense<Expression>::value) {
    require_real<typename Expression::Scalar>();
    return evaluate(expression, unit_axis);
  } else if constexpr (is_tensor<const Expression>::value) {
    require_real<typename Expression::Scalar>();
    return evaluate_tensor(expression, unit_axis);
  } else if constexpr (is_tensor_expression<Expression>::value) {
    using Traits = Eigen::internal::traits<Expression>;
    using Scalar = std::remove_const_t<typename Traits::Scalar>;
    require_real<Scalar>();
    return evaluate_tensor(
        Eigen::Tensor<Scalar, Traits::NumDimensions, Traits::Layout, Eigen::Index>(expression),
        unit_axis);
  } else {
    static_assert(
        never<Expression>,
        "eigeninit: only Eigen's matrices, arrays, tensors of one axis or more, and their "
        "expressions can be recorded.");
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::signal
