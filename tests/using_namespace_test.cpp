// `using namespace eigeninit` brings in what the reference lists, and nothing that other headers
// name too: glibc's error(), libtorch's torch.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#if defined(__GLIBC__)
#include <error.h>
#endif

#include <eigeninit/eigeninit.hpp>

namespace torch {
struct Tensor {
  float values[4];
};
}  // namespace torch

// Names that such a program may have for itself.
namespace kernel = Eigen;
namespace walk = Eigen;
namespace process = Eigen;
inline int product(int a, int b) { return a * b; }
inline int draw(int a) { return a; }
inline int text(int a) { return a; }
inline int unfolded(int a) { return a; }

using namespace eigeninit;

TEST(UsingNamespace, DoesNotCollide) {
  torch::Tensor tensor{};
  Eigen::Map<Eigen::Vector4f> w(tensor.values);
  Generator rng(42);
  normal{}(w, rng);
  EXPECT_NE(w.norm(), 0);
  EXPECT_EQ(product(2, 3) + draw(1) + text(1) + unfolded(1), 9);
  kernel::Vector2f other = walk::Vector2f::Zero();
  EXPECT_EQ(other, process::Vector2f::Zero());
#if defined(__GLIBC__)
  if (w.norm() < 0) error(1, 0, "this does not happen");
#endif
}
