// What an orthogonal start is for: a recurrent network reads one number, then nothing for a hundred
// steps, and has to say the number. What it read must come through a hundred products with the
// recurrent weight, and so must the gradient on its way back.
//
// Three networks learn from the same numbers and differ in the start of that weight alone. Prints
// the mean squared error while they learn; a network that remembers nothing stays at 1/3, the
// variance of the numbers. Fails unless the orthogonal one learns and that of PyTorch's default
// does not.
//
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <vector>

namespace init = eigeninit;
using Eigen::Index;
using Eigen::MatrixXf;
using Eigen::RowVectorXf;

constexpr std::size_t steps = 100;
constexpr Index hidden = 64;
constexpr Index batch = 32;
constexpr int rounds = 3;
constexpr int updates_of_round = 100;

/// A weight, its gradient, and Adam's two moments (Kingma and Ba 2014, arXiv:1412.6980).
struct Parameter {
  MatrixXf value, gradient, mean, square;

  Parameter(Index rows, Index cols)
      : value(MatrixXf::Zero(rows, cols)), gradient(value), mean(value), square(value) {}

  void update(int number) {
    const float mean_bias = 1 - std::pow(0.9f, float(number));
    const float square_bias = 1 - std::pow(0.999f, float(number));
    mean = 0.9f * mean + 0.1f * gradient;
    square = 0.999f * square + 0.001f * gradient.cwiseAbs2();
    value.array() -=
        1e-3f * (mean.array() / mean_bias) / ((square.array() / square_bias).sqrt() + 1e-8f);
  }
};

/// h ← tanh(W h + U x + b) in each step, and v h + c at the end. Every matrix holds one sequence in
/// each column.
struct Network {
  Parameter w{hidden, hidden}, u{hidden, 1}, b{hidden, 1}, v{1, hidden}, c{1, 1};

  template <class Start>
  Network(const Start& start, const init::Generator& rng) {
    start(w.value, rng.stream("w"));
    init::normal{0, 0.3}(u.value, rng.stream("u"));
    init::lecun_normal{}(v.value, rng.stream("v"));
  }

  /// One update, by the numbers that are to be recalled. Returns the error before it.
  double learn(const RowVectorXf& numbers, int number_of_update) {
    std::vector<MatrixXf> h(steps + 1, MatrixXf::Zero(hidden, batch));
    for (std::size_t t = 0; t < steps; ++t) {
      MatrixXf sum = w.value * h[t];
      if (t == 0) sum += u.value * numbers;
      sum.colwise() += b.value.col(0);
      h[t + 1] = sum.array().tanh();
    }
    const RowVectorXf error = (v.value * h[steps]).array() + c.value(0) - numbers.array();

    const RowVectorXf slope = 2 / float(batch) * error;
    v.gradient = slope * h[steps].transpose();
    c.gradient(0) = slope.sum();
    w.gradient.setZero();
    b.gradient.setZero();
    MatrixXf back = v.value.transpose() * slope;
    for (std::size_t t = steps; t-- > 0;) {
      back.array() *= 1 - h[t + 1].array().square();
      w.gradient += back * h[t].transpose();
      b.gradient += back.rowwise().sum();
      if (t == 0) u.gradient = back * numbers.transpose();
      back = w.value.transpose() * back;
    }

    float norm = 0;  // clipped at 1
    for (const Parameter* p : {&w, &u, &b, &v, &c}) norm += p->gradient.squaredNorm();
    for (Parameter* p : {&w, &u, &b, &v, &c}) {
      p->gradient /= std::max(1.0f, std::sqrt(norm));
      p->update(number_of_update);
    }
    return double(error.squaredNorm()) / batch;
  }
};

/// The mean error of the last round.
template <class Start>
double train(const char* name, const Start& start) {
  const init::Generator rng(1);
  Network network(start, rng);
  init::Generator data = rng.stream("data");
  RowVectorXf numbers(batch);
  double error = 0;
  std::printf("  %-22s", name);
  for (int round = 0; round < rounds; ++round) {
    error = 0;
    for (int i = 1; i <= updates_of_round; ++i) {
      init::uniform{-1, 1}(numbers, data);
      error += network.learn(numbers, round * updates_of_round + i) / updates_of_round;
    }
    std::printf("  %6.4f", error);
  }
  std::printf("\n");
  return error;
}

int main() {
  std::printf("mean error over updates     1-100 101-200 201-300\n");
  // What torch.nn.RNN starts with: its largest eigenvalue is near 1/√3, and 1/√3^100 is 1e-24.
  const double by_default = train("torch_default", init::torch_default{});
  // Its largest eigenvalue is near 1: it learns too.
  train("lecun_normal", init::lecun_normal{});
  const double orthogonal = train("orthogonal", init::orthogonal{});
  return orthogonal < 0.15 && by_default > 0.25 ? 0 : 1;
}
