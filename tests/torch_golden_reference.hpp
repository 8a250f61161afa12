// PyTorch's orthogonal_, sparse_, eye_ and dirac_ as plain loops, so that streams which contain
// them can be followed.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/QR>
#include <array>
#include <cmath>
#include <eigeninit/torch.hpp>

namespace torch_golden {

/// The element of a view at some indices.
template <class View, std::size_t Rank>
auto& element(const View& view, const std::array<Eigen::Index, Rank>& index) {
  Eigen::Index offset = 0;
  for (std::size_t k = 0; k < Rank; ++k) offset += index[k] * view.axes[k].stride;
  return view.data[offset];
}

struct eye {
  template <class Tensor>
  void operator()(Tensor& w, eigeninit::torch::Generator&) const {
    eigeninit::zeros{}(w);
    const auto view = eigeninit::view(w);
    if constexpr (view.rank == 2) {
      for (Eigen::Index d = 0; d < std::min(view.axes[0].extent, view.axes[1].extent); ++d) {
        element<decltype(view), 2>(view, {d, d}) = 1;
      }
    }
  }
};

struct dirac {
  Eigen::Index groups;

  template <class Tensor>
  void operator()(Tensor& w, eigeninit::torch::Generator&) const {
    eigeninit::zeros{}(w);
    const auto view = eigeninit::view(w);
    if constexpr (view.rank > 2) {
      const Eigen::Index outputs = view.axes[0].extent / groups;
      for (Eigen::Index g = 0; g < groups; ++g) {
        for (Eigen::Index d = 0; d < std::min(outputs, view.axes[1].extent); ++d) {
          std::array<Eigen::Index, view.rank> index{g * outputs + d, d};
          for (std::size_t k = 2; k < view.rank; ++k) index[k] = view.axes[k].extent / 2;
          element(view, index) = 1;
        }
      }
    }
  }
};

struct sparse {
  double sparsity, std;

  template <class Tensor>
  void operator()(Tensor& w, eigeninit::torch::Generator& rng) const {
    if constexpr (eigeninit::rank_of<Tensor&> == 2) {
      eigeninit::normal{0, std}(w, rng);
      const auto view = eigeninit::view(w);
      const Eigen::Index rows = view.axes[0].extent;
      const volatile double share = sparsity * double(rows);  // rounded to double on an x87 too
      for (Eigen::Index c = 0; c < view.axes[1].extent; ++c) {
        const auto order = rng.permutation(rows);
        for (std::size_t i = 0; i < std::size_t(std::ceil(share)); ++i) {
          element<decltype(view), 2>(view, {order[i], c}) = 0;
        }
      }
    }
  }
};

/// Householder's QR in double, made unique by a positive diagonal of R.
struct orthogonal {
  double gain;

  template <class Tensor>
  void operator()(Tensor& w, eigeninit::torch::Generator& rng) const {
    using Scalar = typename Tensor::Scalar;
    using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto view = eigeninit::view(w);
    const Eigen::Index rows = view.axes[0].extent, columns = view.size() / rows;
    Matrix normals(rows, columns);
    eigeninit::normal{0, 1}(normals, rng);
    const bool is_wide = rows < columns;
    Eigen::MatrixXd tall = normals.template cast<double>();
    if (is_wide) tall.transposeInPlace();
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(tall);
    Eigen::MatrixXd q = qr.householderQ() * Eigen::MatrixXd::Identity(tall.rows(), tall.cols());
    for (Eigen::Index c = 0; c < q.cols(); ++c) {
      if (qr.matrixQR()(c, c) < 0) q.col(c) *= -1;
    }
    if (is_wide) q.transposeInPlace();
    const Matrix values = (q * gain).template cast<Scalar>();
    eigeninit::torch::row_major::write(
        view, [next = values.data()](Scalar* out, Eigen::Index count) mutable {
          std::copy_n(next, count, out);
          next += count;
        });
  }
};

}  // namespace torch_golden
