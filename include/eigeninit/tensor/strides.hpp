// Where the elements of an Eigen expression lie, by their addresses: what the expression itself
// says of its strides is not always true. (Up to Eigen 5.0 a diagonal's stride is the outer one
// plus 1, whatever the inner one is.)
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstdlib>
#include <numeric>
#include <type_traits>
#include <utility>

#include "extents.hpp"

namespace eigeninit::internal::strides {
inline namespace EIGENINIT_ABI {

/// Element (r, c) lies at data + r · row + c · column.
template <class Scalar>
struct Grid {
  Scalar* data;
  Index row, column;
};

template <class Derived>
typename Derived::Scalar* address(Eigen::DenseBase<Derived>& object, Index row, Index column) {
  return &object.coeffRef(row, column);
}

/// The first element and its neighbours, of an object that has elements. A stride that leads
/// nowhere is 0.
template <class Derived>
Grid<typename Derived::Scalar> grid_of(Eigen::DenseBase<Derived>& object) {
  auto* const first = address(object, 0, 0);
  return {first, object.rows() > 1 ? Index(address(object, 1, 0) - first) : 0,
          object.cols() > 1 ? Index(address(object, 0, 1) - first) : 0};
}

template <class Derived>
typename Derived::Scalar* last_address(Eigen::DenseBase<Derived>& object) {
  return address(object, object.rows() - 1, object.cols() - 1);
}

template <class T, class = void>
struct has_nested : std::false_type {};
template <class T>
struct has_nested<T, std::void_t<decltype(std::declval<T&>().nestedExpression())>>
    : std::true_type {};

template <class Derived>
std::true_type derives_from_map(const Eigen::MapBase<Derived, Eigen::ReadOnlyAccessors>*);
std::false_type derives_from_map(const void*);

/// Whether what an expression shows of another one is what it was asked for. Block and Reshaped
/// compute addresses by the strides that the other one claims; all else asks it for its elements.
template <class Derived>
bool shows_its_elements(Derived& object) {
  if constexpr (has_nested<Derived>::value) {
    using Nested = std::remove_const_t<
        std::remove_reference_t<decltype(std::declval<Derived&>().nestedExpression())>>;
    auto& nested = const_cast<Nested&>(object.nestedExpression());  // some have no other way
    if constexpr (decltype(derives_from_map(&object))::value) {
      if (nested.size() == object.size() && last_address(nested) != last_address(object)) {
        return false;
      }
      if constexpr (has_nested<Nested>::value) {
        const auto grid = grid_of(nested);
        if ((nested.rows() > 1 && nested.rowStride() != grid.row) ||
            (nested.cols() > 1 && nested.colStride() != grid.column)) {
          return false;
        }
      }
    }
    return shows_its_elements(nested);
  }
  return true;
}

/// Throws std::invalid_argument where two indices reach one element: threads would write it at the
/// same time.
template <class Scalar>
void require_distinct(const Grid<Scalar>& grid, Index rows, Index columns) {
  bool meet = (rows > 1 && grid.row == 0) || (columns > 1 && grid.column == 0);
  const Index row = std::abs(grid.row), column = std::abs(grid.column);
  if (!meet && row * rows > column && column * columns > row) {  // neither lies inside the other
    const Index common = std::gcd(row, column);  // column / common rows are row / common columns
    meet = column / common < rows && row / common < columns;
  }
  if (!meet) return;
  refuse("view: with strides of ", grid.row, " and ", grid.column, " two of ", rows, " x ", columns,
         " elements are the same memory; pass a Map that keeps them apart");
}

/// Where the elements of an expression lie. Throws std::invalid_argument where two of them are the
/// same, where they are on no grid, and where Eigen itself writes to others than it was asked for.
template <class Derived>
Grid<typename Derived::Scalar> grid(Derived& object) {
  const Index rows = object.rows(), columns = object.cols();
  if constexpr (std::is_base_of_v<Eigen::PlainObjectBase<Derived>, Derived>) {  // no gaps
    constexpr bool row_major = bool(Derived::IsRowMajor);
    return {object.data(), row_major ? columns : 1, row_major ? 1 : rows};
  }
  if (rows == 0 || columns == 0) return {nullptr, 0, 0};
  const auto result = grid_of(object);
  if (!shows_its_elements(object)) {
    refuse(
        "view: Eigen itself misses the elements of this part, because it takes the strides inside "
        "of it for others; pass a Map of them");
  }
  if (last_address(object) !=
      result.data + (rows - 1) * result.row + (columns - 1) * result.column) {
    refuse("view: these ", rows, " x ", columns,
           " elements do not lie at regular distances in memory; fill a Matrix and copy it");
  }
  require_distinct(result, rows, columns);
  return result;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::strides
