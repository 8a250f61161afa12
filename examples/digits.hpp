// The task that examples train on: handwritten digits as Eigen matrices, and how answers are
// judged. data/README.md says where the digits are from and describes the file.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace digits {

/// One sample in each column.
struct Samples {
  Eigen::MatrixXf images;  // 64 pixels from -1 (paper) to 1 (ink)
  Eigen::MatrixXf labels;  // a 1 in the row of the digit and nine times 0

  Eigen::Index size() const { return images.cols(); }
};

/// The samples in random order, by Fisher and Yates: std::shuffle gives another order on each
/// standard library.
inline Samples shuffled(const Samples& samples, std::mt19937& engine) {
  Eigen::PermutationMatrix<Eigen::Dynamic> order(samples.size());
  order.setIdentity();
  for (auto last = std::uint32_t(samples.size()) - 1; last > 0; --last) {
    order.applyTranspositionOnTheRight(last, std::uint32_t(engine()) % (last + 1));
  }
  return {samples.images * order, samples.labels * order};
}

/// What to learn from, and what to be judged by.
struct Task {
  Samples training, test;
};

/// The samples of the file, shuffled and split 4 to 1, always in the same way.
/// Throws std::runtime_error where the file can't be read or a line is not in its format.
inline Task read(const std::string& path) {
  const std::string levels = "0123456789abcdefg";
  constexpr std::size_t pixels = 64;
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.size() != 2 + pixels || line[0] < '0' || line[0] > '9' || line[1] != ' ' ||
        line.find_first_not_of(levels, 2) != std::string::npos) {
      throw std::runtime_error(path + ", line " + std::to_string(lines.size() + 1) +
                               ": expected a digit, a space and 64 characters of " + levels);
    }
    lines.push_back(line);
  }
  if (lines.empty()) throw std::runtime_error("can't read any digits from '" + path + "'");

  const auto count = Eigen::Index(lines.size());
  Samples all{{Eigen::Index(pixels), count}, Eigen::MatrixXf::Zero(10, count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    const std::string& line = lines[std::size_t(i)];
    all.labels(line[0] - '0', i) = 1;
    for (std::size_t k = 0; k < pixels; ++k) {
      all.images(Eigen::Index(k), i) = float(levels.find(line[2 + k])) / 8 - 1;
    }
  }
  std::mt19937 engine;
  all = shuffled(all, engine);
  const Eigen::Index tested = count / 5, trained = count - tested;
  return {{all.images.leftCols(trained), all.labels.leftCols(trained)},
          {all.images.rightCols(tested), all.labels.rightCols(tested)}};
}

struct Loss {
  double value;
  Eigen::MatrixXf gradient;  // with respect to the logits
};

/// Softmax cross-entropy, the mean over the samples. Logits are 10 × samples, as the labels are.
inline Loss cross_entropy(const Eigen::MatrixXf& logits, const Eigen::MatrixXf& labels) {
  const auto count = float(labels.cols());
  Eigen::MatrixXf log_p = logits.rowwise() - logits.colwise().maxCoeff();
  log_p.rowwise() -= Eigen::RowVectorXf(log_p.array().exp().colwise().sum().log());
  return {-log_p.cwiseProduct(labels).sum() / count,
          (log_p.array().exp().matrix() - labels) / count};
}

/// The share of samples whose own logit is above the other nine; one that is NaN never is.
inline double accuracy(const Eigen::MatrixXf& logits, const Eigen::MatrixXf& labels) {
  const Eigen::RowVectorXf own = logits.cwiseProduct(labels).colwise().sum();
  Eigen::Index right = 0;
  for (Eigen::Index i = 0; i < labels.cols(); ++i) {
    right += (logits.col(i).array() < own(i)).count() == 9;
  }
  return double(right) / double(labels.cols());
}

}  // namespace digits
