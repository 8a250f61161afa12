// Views: which extents, strides and pointers come out of every kind of Eigen object, and both ways
// of crossing them.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <eigeninit/tensor/patches.hpp>
#include <eigeninit/tensor/shard.hpp>
#include <eigeninit/tensor/traversal.hpp>
#include <string>
#include <type_traits>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Index;

namespace {

/// "extent:stride extent:stride …"
template <class View>
std::string shape_of(const View& view) {
  std::string text;
  for (const init::Axis& axis : view.axes) {
    text +=
        (text.empty() ? "" : " ") + std::to_string(axis.extent) + ":" + std::to_string(axis.stride);
  }
  return text;
}

template <class T>
std::string shape_of_object(T&& object) {
  return shape_of(init::view(std::forward<T>(object)));
}

template <class Scalar>
using RowMajorMatrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Fills by element number, in place of random values.
template <class View>
void fill_with_element_numbers(const View& view) {
  using Scalar = typename View::Scalar;
  const auto make = [](std::uint64_t element, const init::internal::Patch& patch, Scalar* out) {
    for (Index c = 0; c < patch.columns; ++c) {
      for (Index r = 0; r < patch.rows; ++r) {
        out[patch.row_offsets[r] + patch.column_offsets[c]] =
            Scalar(element + std::uint64_t(r) + patch.column_elements[c]);
      }
    }
  };
  init::internal::traversal::by_patches(view, make, [](Index pieces, Index, const auto& body) {
    for (Index i = pieces; i-- > 0;) body(i, i + 1);  // in any order
  });
}

}  // namespace

TEST(View, OfAMatrixFollowsItsStorageOrder) {
  Eigen::MatrixXf column_major(3, 5);
  RowMajorMatrix<float> row_major(3, 5);
  EXPECT_EQ(shape_of_object(column_major), "3:1 5:3");
  EXPECT_EQ(shape_of_object(row_major), "3:5 5:1");
  Eigen::Array<double, 3, 5> fixed;
  EXPECT_EQ(shape_of_object(fixed), "3:1 5:3");
  EXPECT_EQ(init::view(column_major).data, column_major.data());
}

TEST(View, OfAVectorHasRankOne) {
  Eigen::VectorXf column(4);
  Eigen::RowVectorXd row(4);
  Eigen::MatrixXf matrix(3, 5);
  RowMajorMatrix<float> row_major(3, 5);
  EXPECT_EQ(shape_of_object(column), "4:1");
  EXPECT_EQ(shape_of_object(row), "4:1");
  EXPECT_EQ(shape_of_object(matrix.row(1)), "5:3");
  EXPECT_EQ(shape_of_object(matrix.col(1)), "3:1");
  EXPECT_EQ(shape_of_object(row_major.row(1)), "5:1");
  EXPECT_EQ(shape_of_object(row_major.col(1)), "3:5");
  EXPECT_EQ(shape_of_object(matrix.diagonal()), "3:4");
  EXPECT_EQ(init::view(matrix.row(1)).data, &matrix(1, 0));
}

TEST(View, OfPartsAndMapsKeepsTheirStrides) {
  Eigen::MatrixXf matrix(7, 5);
  EXPECT_EQ(shape_of_object(matrix.block(1, 2, 3, 2)), "3:1 2:7");
  EXPECT_EQ(shape_of_object(matrix.transpose()), "5:7 7:1");
  EXPECT_EQ(shape_of_object(matrix.array()), "7:1 5:7");
  Eigen::Ref<Eigen::MatrixXf> ref = matrix.topRows(2);
  EXPECT_EQ(shape_of_object(ref), "2:1 5:7");
  Eigen::Map<RowMajorMatrix<float>> map(matrix.data(), 5, 7);
  EXPECT_EQ(shape_of_object(map), "5:7 7:1");
  using Strided = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  Eigen::Map<Eigen::MatrixXf, 0, Strided> strided(matrix.data(), 2, 3, Strided(12, 2));
  EXPECT_EQ(shape_of_object(strided), "2:2 3:12");
  Eigen::Map<Eigen::VectorXf, 0, Eigen::InnerStride<>> every_third(matrix.data(), 5,
                                                                   Eigen::InnerStride<>(3));
  EXPECT_EQ(shape_of_object(every_third), "5:3");
}

TEST(View, OfAMatrixNamedByItsBaseIsTheSame) {
  Eigen::MatrixXf matrix(3, 5);
  Eigen::MatrixBase<Eigen::MatrixXf>& base = matrix;
  EXPECT_EQ(shape_of_object(base), "3:1 5:3");
  EXPECT_EQ(init::view(base).data, matrix.data());
}

TEST(View, OfATensorHasItsRank) {
  Eigen::Tensor<float, 4> column_major(2, 3, 4, 5);
  Eigen::Tensor<float, 4, Eigen::RowMajor> row_major(2, 3, 4, 5);
  Eigen::Tensor<double, 1> line(9);
  Eigen::Tensor<float, 8> eight(2, 2, 2, 2, 2, 2, 2, 3);
  Eigen::Tensor<float, 0> point;
  Eigen::TensorMap<Eigen::Tensor<float, 2>> map(column_major.data(), 6, 20);
  Eigen::TensorFixedSize<float, Eigen::Sizes<3, 5>> fixed;
  EXPECT_EQ(shape_of_object(column_major), "2:1 3:2 4:6 5:24");
  EXPECT_EQ(shape_of_object(row_major), "2:60 3:20 4:5 5:1");
  EXPECT_EQ(shape_of_object(line), "9:1");
  EXPECT_EQ(shape_of_object(eight), "2:1 2:2 2:4 2:8 2:16 2:32 2:64 3:128");
  EXPECT_EQ(shape_of_object(point), "");
  EXPECT_EQ(init::view(point).size(), 1);
  EXPECT_EQ(shape_of_object(map), "6:1 20:6");
  EXPECT_EQ(shape_of_object(fixed), "3:1 5:3");
  EXPECT_EQ(init::view(map).data, column_major.data());
}

TEST(View, OfAViewIsItself) {
  Eigen::MatrixXf matrix(3, 5);
  const auto view = init::view(matrix);
  EXPECT_EQ(shape_of_object(view), "3:1 5:3");
}

TEST(Traversal, NumbersElementsColumnMajorWhateverTheStorage) {
  // Larger than a tile in both directions, and no multiple of one.
  const Index rows = 45, cols = 70;
  Eigen::MatrixXf column_major(rows, cols);
  RowMajorMatrix<float> row_major(rows, cols);
  Eigen::MatrixXf surroundings = Eigen::MatrixXf::Constant(rows + 3, cols + 2, -1);
  auto block = surroundings.block(2, 1, rows, cols);
  Eigen::MatrixXf transposed(cols, rows);
  fill_with_element_numbers(init::view(column_major));
  fill_with_element_numbers(init::view(row_major));
  fill_with_element_numbers(init::view(block));
  fill_with_element_numbers(init::view(transposed.transpose()));
  for (Index c = 0; c < cols; ++c) {
    for (Index r = 0; r < rows; ++r) {
      const auto number = float(r + c * rows);
      ASSERT_EQ(column_major(r, c), number);
      ASSERT_EQ(row_major(r, c), number);
      ASSERT_EQ(block(r, c), number);
      ASSERT_EQ(transposed(c, r), number);
    }
  }
  EXPECT_EQ((surroundings.array() == -1).count(), surroundings.size() - block.size());
}

TEST(Traversal, NumbersTensorsWithTheFirstIndexFastest) {
  Eigen::Tensor<double, 4> column_major(3, 2, 5, 4);
  Eigen::Tensor<double, 4, Eigen::RowMajor> row_major(3, 2, 5, 4);
  fill_with_element_numbers(init::view(column_major));
  fill_with_element_numbers(init::view(row_major));
  for (Index d = 0; d < 4; ++d) {
    for (Index c = 0; c < 5; ++c) {
      for (Index b = 0; b < 2; ++b) {
        for (Index a = 0; a < 3; ++a) {
          const auto number = double(a + 3 * (b + 2 * (c + 5 * d)));
          ASSERT_EQ(column_major(a, b, c, d), number);
          ASSERT_EQ(row_major(a, b, c, d), number);
        }
      }
    }
  }
}

TEST(Traversal, NumbersAShardAsThatPartOfTheWhole) {
  const Index rows = 40, cols = 50;
  for (const auto& [r0, c0, height, width] : std::vector<std::array<Index, 4>>{{0, 0, 40, 50},
                                                                               {7, 0, 33, 50},
                                                                               {0, 9, 40, 41},
                                                                               {3, 4, 5, 6},
                                                                               {39, 0, 1, 50},
                                                                               {0, 49, 40, 1},
                                                                               {5, 5, 1, 1},
                                                                               {5, 5, 0, 3}}) {
    Eigen::MatrixXf column_major(height, width);
    RowMajorMatrix<float> row_major(height, width);
    fill_with_element_numbers(init::shard(column_major, {rows, cols}, {r0, c0}));
    fill_with_element_numbers(init::shard(row_major, {rows, cols}, {r0, c0}));
    for (Index c = 0; c < width; ++c) {
      for (Index r = 0; r < height; ++r) {
        const auto number = float(r0 + r + (c0 + c) * rows);
        ASSERT_EQ(column_major(r, c), number);
        ASSERT_EQ(row_major(r, c), number);
      }
    }
  }
}

TEST(Traversal, VisitsAViewInTheFewestLines) {
  const auto lines_of = [](const auto& view) {
    Index lines = 0, elements = 0;
    init::internal::traversal::in_memory_order(
        view,
        [&](auto*, std::ptrdiff_t count, std::ptrdiff_t) {
          ++lines;
          elements += count;
        },
        init::internal::traversal::OneThread());
    EXPECT_EQ(elements, view.size());
    return lines;
  };
  Eigen::MatrixXf matrix(8, 6);
  RowMajorMatrix<float> row_major(8, 6);
  Eigen::Tensor<float, 5, Eigen::RowMajor> tensor(2, 3, 4, 5, 6);
  Eigen::MatrixXf empty(0, 6);
  EXPECT_EQ(lines_of(init::view(matrix)), 1);
  EXPECT_EQ(lines_of(init::view(row_major)), 1);
  EXPECT_EQ(lines_of(init::view(tensor)), 1);
  EXPECT_EQ(lines_of(init::view(matrix.topRows(3))), 6);
  EXPECT_EQ(lines_of(init::view(matrix.leftCols(3))), 1);
  EXPECT_EQ(lines_of(init::view(row_major.topRows(3))), 1);
  EXPECT_EQ(lines_of(init::view(matrix.row(2))), 1);
  EXPECT_EQ(lines_of(init::view(empty)), 0);
}

TEST(Shard, RefusesAPartThatLeavesTheWhole) {
  Eigen::MatrixXf part(16, 8);
  EXPECT_EQ(message_of([&] {
              (void)init::shard(part, {64, 32}, {50, 0});
            }),
            "shard: axis 0 has 16 indices from 50 on, of a whole of 64; pass the whole tensor's "
            "extents and the "
            "part's first index");
  EXPECT_EQ(message_of([&] {
              (void)init::shard(part, {64, 32}, {0, -1});
            }),
            "shard: axis 1 has 8 indices from -1 on, of a whole of 32; pass the whole tensor's "
            "extents and the "
            "part's first index");
  EXPECT_EQ(message_of([&] {
              (void)init::shard(part, {64, 4}, {0, 0});
            }),
            "shard: axis 1 has 8 indices from 0 on, of a whole of 4; pass the whole tensor's "
            "extents and the "
            "part's first index");
  EXPECT_EQ(
      message_of([&] {
        (void)init::shard(part, {Index(1) << 62, 8}, {0, 0});
      }),
      "shape: extents of 4611686018427387904 times 8 exceed 9223372036854775807; pass smaller "
      "ones");
}
