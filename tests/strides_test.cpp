// Where the elements of Eigen's expressions lie: the addresses that a view computes, against those
// that follow from the memory and from what each expression means. Eigen's own strides are no
// oracle: some of them are wrong.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <complex>
#include <cstddef>
#include <eigeninit/initializers/constant.hpp>
#include <eigeninit/tensor/shard.hpp>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Index;

namespace {

struct Place {
  Index row, column;
};

/// An expression, and where its elements come from in the memory that it shows.
template <class Expression, class Origin>
struct Shown {
  std::string name;
  Expression expression;
  Origin origin;  ///< from a Place in the expression to an address
};

template <class Expression, class Origin>
Shown<Expression, Origin> shown(const std::string& name, Expression expression, Origin origin) {
  return {name, expression, origin};
}

template <class T>
constexpr bool is_vector = bool(T::IsVectorAtCompileTime);
template <class T>
constexpr bool is_array = std::is_base_of_v<Eigen::ArrayBase<T>, T>;
template <class T>
constexpr bool is_complex = bool(Eigen::NumTraits<typename T::Scalar>::IsComplex);

template <class T, class = void>
struct can_be_written : std::false_type {};
template <class T>
struct can_be_written<T, std::void_t<decltype(*std::declval<T&>().data())>>
    : std::bool_constant<
          bool(T::Flags& Eigen::DirectAccessBit) && bool(T::Flags& Eigen::LvalueBit) &&
          !std::is_const_v<std::remove_reference_t<decltype(*std::declval<T&>().data())>>> {};

// Each gives an expression of another one, or itself where there is none, with the place there of
// its own elements.

const auto same = [](const auto& of) { return of; };
const auto transposed = [](auto of) {
  return shown(of.name + ".transpose()", of.expression.transpose(), [of](Place at) {
    return of.origin({at.column, at.row});
  });
};
const auto corner = [](auto of) {
  const Index rows = of.expression.rows(), columns = of.expression.cols();
  const Index r = rows > 1 ? 1 : 0, c = columns > 1 ? 1 : 0;
  return shown(of.name + ".block()", of.expression.block(r, c, rows - r, columns - c),
               [=](Place at) {
                 return of.origin({at.row + r, at.column + c});
               });
};
const auto last_row = [](auto of) {
  const Index r = of.expression.rows() - 1;
  return shown(of.name + ".row()", of.expression.row(r), [=](Place at) {
    return of.origin({r, at.column});
  });
};
const auto last_column = [](auto of) {
  const Index c = of.expression.cols() - 1;
  return shown(of.name + ".col()", of.expression.col(c), [=](Place at) {
    return of.origin({at.row, c});
  });
};
const auto diagonal = [](auto of) {
  if constexpr (is_array<decltype(of.expression)>) {
    return of;
  } else {
    return shown(of.name + ".diagonal()", of.expression.diagonal(), [of](Place at) {
      return of.origin({at.row, at.row});
    });
  }
};
const auto upper_diagonal = [](auto of) {
  if constexpr (is_array<decltype(of.expression)>) {
    return of;
  } else {
    return shown(of.name + ".diagonal(1)", of.expression.diagonal(1), [of](Place at) {
      return of.origin({at.row, at.row + 1});
    });
  }
};
const auto lower_diagonal = [](auto of) {
  if constexpr (is_array<decltype(of.expression)>) {
    return of;
  } else {
    return shown(of.name + ".diagonal<-1>()", of.expression.template diagonal<-1>(),
                 [of](Place at) {
                   return of.origin({at.row + 1, at.row});
                 });
  }
};
const auto other_kind = [](auto of) {
  if constexpr (is_array<decltype(of.expression)>) {
    return shown(of.name + ".matrix()", of.expression.matrix(), of.origin);
  } else {
    return shown(of.name + ".array()", of.expression.array(), of.origin);
  }
};
const auto tail = [](auto of) {
  if constexpr (is_vector<decltype(of.expression)>) {
    const Index size = of.expression.size(), first = size > 1 ? 1 : 0;
    const bool is_row = decltype(of.expression)::RowsAtCompileTime == 1;
    return shown(of.name + ".tail()", of.expression.tail(size - first), [=](Place at) {
      return of.origin({is_row ? at.row : at.row + first, is_row ? at.column + first : at.column});
    });
  } else {
    return of;
  }
};
const auto reshaped = [](auto of) {
  const Index rows = of.expression.rows(), size = of.expression.size();
  const Index height = size % 2 == 0 ? 2 : 1;
  return shown(of.name + ".reshaped()", of.expression.reshaped(height, size / height),
               [=](Place at) {
                 const Index element = at.row + at.column * height;
                 return of.origin({element % rows, element / rows});
               });
};
const auto reshaped_by_rows = [](auto of) {
  const Index columns = of.expression.cols(), size = of.expression.size();
  const Index width = size % 2 == 0 ? 2 : 1;
  return shown(of.name + ".reshaped<RowMajor>()",
               of.expression.template reshaped<Eigen::RowMajor>(size / width, width),
               [=](Place at) {
                 const Index element = at.row * width + at.column;
                 return of.origin({element / columns, element % columns});
               });
};
const auto every_second = [](auto of) {
  const Index rows = (of.expression.rows() + 1) / 2, columns = of.expression.cols();
  const auto rows_taken = Eigen::seqN(0, rows, Eigen::fix<2>);
  using Taken = decltype(of.expression(rows_taken, Eigen::seqN(0, columns)));
  if constexpr (can_be_written<Taken>::value) {
    return shown(of.name + "(seqN, seqN)", of.expression(rows_taken, Eigen::seqN(0, columns)),
                 [=](Place at) {
                   return of.origin({at.row * 2, at.column});
                 });
  } else {
    return of;
  }
};
const auto row_backwards = [](auto of) {
  const Index columns = of.expression.cols();
  const auto columns_taken = Eigen::seqN(columns - 1, columns, -1);
  if constexpr (can_be_written<decltype(of.expression(0, columns_taken))>::value) {
    return shown(of.name + "(0, seqN)", of.expression(0, columns_taken), [=](Place at) {
      return of.origin({0, columns - 1 - at.column});
    });
  } else {
    return of;
  }
};
const auto imaginary = [](auto of) {
  if constexpr (is_complex<decltype(of.expression)>) {
    return shown(of.name + ".imag()", of.expression.imag(), [of](Place at) {
      return reinterpret_cast<typename decltype(of.expression)::RealScalar*>(of.origin(at)) + 1;
    });
  } else {
    return of;
  }
};

const auto steps = std::make_tuple(same, transposed, corner, last_row, last_column, diagonal,
                                   upper_diagonal, lower_diagonal, other_kind, tail, reshaped,
                                   reshaped_by_rows, every_second, row_backwards, imaginary);

template <class Derived>
auto* eigens_address(Eigen::DenseBase<Derived>& expression, Place at) {
  return &expression.coeffRef(at.row, at.column);
}

struct Count {
  int right = 0, refused = 0;
};

/// The view puts every element where it is, or refuses an expression that Eigen itself misplaces.
template <class Shown>
void expect_right_or_refused(Shown of, Count& count) {
  using Expression = decltype(of.expression);
  if constexpr (can_be_written<Expression>::value) {
    if (of.expression.size() == 0) return;
    const auto for_each_place = [&](const auto& visit) {
      for (Index r = 0; r < of.expression.rows(); ++r) {
        for (Index c = 0; c < of.expression.cols(); ++c) visit(Place{r, c});
      }
    };
    const std::string refusal = message_of([&] {
      const auto view = init::view(of.expression);
      int misplaced = 0;
      for_each_place([&](Place at) {
        auto* address = view.data;
        if constexpr (decltype(view)::rank == 1) {
          address += (at.row + at.column) * view.axes[0].stride;
        } else {
          address += at.row * view.axes[0].stride + at.column * view.axes[1].stride;
        }
        misplaced += address != of.origin(at);
      });
      EXPECT_EQ(misplaced, 0) << of.name;
      ++count.right;
    });
    if (refusal.empty()) return;
    EXPECT_EQ(refusal,
              "view: Eigen itself misses the elements of this part, because it takes the strides "
              "inside of it for others; pass a Map of them");
    int missed = 0;
    for_each_place([&](Place at) { missed += eigens_address(of.expression, at) != of.origin(at); });
    EXPECT_GT(missed, 0) << of.name;
    ++count.refused;
  }
}

using Strided = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
template <class Scalar, int Order>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Order>;
template <class Scalar, int Order>
using StridedMap = Eigen::Map<Matrix<Scalar, Order>, 0, Strided>;

/// A small expression as its whole self, whose element (r, c) lies at data + r · row + c · column.
template <class Expression, class Scalar>
auto whole(const Expression& expression, Scalar* data, Index row, Index column) {
  const std::string name = std::to_string(row) + ":" + std::to_string(column);
  return shown(name, expression,
               [=](Place at) { return data + at.row * row + at.column * column; });
}

template <class Visit>
void for_each_step(const Visit& visit) {
  std::apply([&](const auto&... step) { (visit(step), ...); }, steps);
}

template <class Shown>
void expect_every_step(const Shown& of, Count& count) {
  for_each_step([&](const auto& step) { expect_right_or_refused(step(of), count); });
}

template <class Shown>
void expect_every_pair_of_steps(const Shown& of, Count& count) {
  for_each_step([&](const auto& step) { expect_every_step(step(of), count); });
}

/// Calls visit(map, row stride, column stride) for maps of 4 × 5 elements that do not touch.
template <class Scalar, int Order, class Visit>
void for_each_map(const Visit& visit) {
  std::vector<Scalar> memory(1000);
  Scalar* const data = memory.data() + 500;
  for (const auto& [outer, inner] : std::vector<std::array<Index, 2>>{
           {12, 2}, {20, 3}, {2, 11}, {7, 1}, {-12, 2}, {13, -2}, {-40, -3}}) {
    const bool row_major = Order == Eigen::RowMajor;
    const StridedMap<Scalar, Order> map(data, 4, 5, Strided(outer, inner));
    visit(whole(map, data, row_major ? outer : inner, row_major ? inner : outer));
  }
}

}  // namespace

TEST(Strides, OfPartsOfAMatrixAreRight) {
  Matrix<float, Eigen::ColMajor> m(4, 5);
  Matrix<double, Eigen::RowMajor> r(4, 5);
  Count count;
  expect_every_step(whole(m.block(0, 0, 4, 5), m.data(), 1, 4), count);
  expect_every_step(whole(r.block(0, 0, 4, 5), r.data(), 5, 1), count);
  EXPECT_GT(count.right, 20);
  EXPECT_EQ(count.refused, 0);
}

TEST(Strides, OfPartsOfAStridedMapAreRightOrRefused) {
  Count count;
  for_each_map<float, Eigen::ColMajor>(
      [&](const auto& map) { expect_every_pair_of_steps(map, count); });
  EXPECT_GT(count.right, 700);
  EXPECT_GT(count.refused, 0);
}

TEST(Strides, OfPartsOfARowMajorMapAreRightOrRefused) {
  Count count;
  for_each_map<float, Eigen::RowMajor>([&](const auto& map) { expect_every_step(map, count); });
  EXPECT_GT(count.right, 70);
}

TEST(Strides, OfImaginaryPartsAreRightOrRefused) {
  Count count;
  for_each_map<std::complex<double>, Eigen::ColMajor>([&](const auto& map) {
    for_each_step([&](const auto& step) { expect_right_or_refused(imaginary(step(map)), count); });
    // Eigen 3.4 has no blocks of these.
    expect_right_or_refused(transposed(imaginary(map)), count);
    expect_right_or_refused(diagonal(imaginary(map)), count);
    expect_right_or_refused(lower_diagonal(transposed(imaginary(map))), count);
    expect_right_or_refused(other_kind(imaginary(map)), count);
  });
  Eigen::MatrixXcf m(4, 5);
  const Eigen::Map<Eigen::MatrixXcf> contiguous(m.data(), 4, 5);
  expect_every_step(imaginary(whole(contiguous, m.data(), 1, 4)), count);
  EXPECT_GT(count.right, 100);
}

#if EIGEN_VERSION_AT_LEAST(5, 0, 0)
TEST(Strides, OfARealViewWithoutRegularDistancesAreRefused) {
  std::vector<std::complex<float>> memory(40);
  const Eigen::Map<Eigen::VectorXcf, 0, Eigen::InnerStride<>> map(memory.data(), 4,
                                                                  Eigen::InnerStride<>(3));
  auto parts = Eigen::Map<Eigen::VectorXcf, 0, Eigen::InnerStride<>>(map).realView();
  EXPECT_EQ(message_of([&] { (void)init::view(parts); }),
            "view: these 8 x 1 elements do not lie at regular distances in memory; fill a Matrix "
            "and copy it");
}
#endif

// What goes wrong in Eigen: the second of two writes to the diagonal hit what lies beside it.
TEST(Strides, OfADiagonalCountBothStrides) {
  std::vector<float> memory(100);
  Eigen::Map<Eigen::MatrixXf, 0, Strided> map(memory.data(), 4, 5, Strided(12, 2));
  EXPECT_EQ(init::view(map.diagonal()).axes[0].stride, 14);
}

// Two threads would write one element at the same time.
TEST(Strides, AreRefusedWhereTwoIndicesReachOneElement) {
  std::vector<float> memory(400);
  float* const data = memory.data() + 200;
  int legal = 0, refused = 0;
  for (Index rows = 0; rows < 5; ++rows) {
    for (Index columns = 0; columns < 5; ++columns) {
      for (Index row = -7; row < 8; ++row) {
        for (Index column = -7; column < 8; ++column) {
          std::set<Index> places;
          for (Index r = 0; r < rows; ++r) {
            for (Index c = 0; c < columns; ++c) places.insert(r * row + c * column);
          }
          StridedMap<float, Eigen::ColMajor> map(data, rows, columns, Strided(column, row));
          const bool is_distinct = Index(places.size()) == rows * columns;
          ASSERT_EQ(message_of([&] { (void)init::view(map); }).empty(), is_distinct)
              << rows << " x " << columns << " by " << row << " and " << column;
          ++(is_distinct ? legal : refused);
        }
      }
    }
  }
  EXPECT_GT(legal, 1000);
  EXPECT_GT(refused, 500);
}

TEST(Strides, OfZeroAreRefusedBeforeAnythingIsWritten) {
  std::vector<float> memory(9, 7);
  Eigen::Map<Eigen::VectorXf, 0, Eigen::InnerStride<>> one(memory.data(), 9,
                                                           Eigen::InnerStride<>(0));
  EXPECT_EQ(message_of([&] { init::zeros{}(one); }),
            "view: with strides of 0 and 0 two of 9 x 1 elements are the same memory; pass a Map "
            "that keeps them apart");
  StridedMap<float, Eigen::RowMajor> map(memory.data(), 3, 4, Strided(2, 1));
  EXPECT_EQ(message_of([&] { init::zeros{}(map); }),
            "view: with strides of 2 and 1 two of 3 x 4 elements are the same memory; pass a Map "
            "that keeps them apart");
  EXPECT_EQ(memory, std::vector<float>(9, 7));
}
