// What an orthogonal start is for: the adding problem of Hochreiter and Schmidhuber 1997. A
// recurrent network reads a hundred numbers from 0 to 1, two of which are marked, and has to say
// the sum of those two. The first may lie a hundred steps back: what was read must come through as
// many products with the recurrent weight, and so must the gradient on its way back.
//
// Three networks learn from the same sequences and differ in the start of that weight alone. Prints
// the mean squared error while they learn; one that remembers nothing says 1 and stays at 1/6, the
// variance of the sum. Fails unless the orthogonal one learns and N(0, 0.01²) does not.
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

constexpr Index steps = 100;
constexpr Index hidden = 48;
constexpr Index batch = 32;
constexpr int rounds = 5;
constexpr int updates_of_round = 500;

/// The sequences of one update, each in a column.
struct Sequences {
  MatrixXf numbers = MatrixXf(steps, batch);
  MatrixXf marks = MatrixXf(steps, batch);
  RowVectorXf sums = RowVectorXf(batch);

  /// Marks one number of the first half and one of the second.
  void draw(init::Generator& rng) {
    MatrixXf places(2, batch);
    init::uniform{0, 1}(numbers, rng);
    init::uniform{0, steps / 2}(places, rng);
    init::zeros{}(marks);
    for (Index i = 0; i < batch; ++i) {
      marks(Index(places(0, i)), i) = 1;
      marks(steps / 2 + Index(places(1, i)), i) = 1;
    }
    sums = numbers.cwiseProduct(marks).colwise().sum();
  }

  /// What is read in step t: the numbers, and their marks below them.
  MatrixXf input(Index t) const {
    MatrixXf x(2, batch);
    x << numbers.row(t), marks.row(t);
    return x;
  }
};

/// A weight, its gradient, and the direction in which it moves.
struct Parameter {
  MatrixXf value, gradient, velocity;

  Parameter(Index rows, Index cols)
      : value(MatrixXf::Zero(rows, cols)), gradient(value), velocity(value) {}

  void update(float clipping) {
    velocity = 0.9f * velocity + 0.1f * clipping * gradient;
    value -= 0.03f * velocity;
  }
};

/// h ← relu(W h + U x + b) in each step, and v h + c at the end.
struct Network {
  Parameter w{hidden, hidden}, u{hidden, 2}, b{hidden, 1}, v{1, hidden}, c{1, 1};
  std::vector<MatrixXf> h{std::size_t(steps) + 1, MatrixXf::Zero(hidden, batch)};

  template <class Start>
  Network(const Start& start, const init::Generator& rng) {
    start(w.value, rng.stream("w"));
    init::lecun_normal{}(u.value, rng.stream("u"));
    init::lecun_normal{}(v.value, rng.stream("v"));
  }

  /// One update. Returns the error before it.
  double learn(const Sequences& data) {
    for (Index t = 0; t < steps; ++t) {
      const MatrixXf sum = w.value * h[std::size_t(t)] + u.value * data.input(t);
      h[std::size_t(t) + 1] = (sum.colwise() + b.value.col(0)).cwiseMax(0);
    }
    const RowVectorXf error = (v.value * h.back()).array() + c.value(0) - data.sums.array();

    const RowVectorXf slope = 2 / float(batch) * error;
    v.gradient = slope * h.back().transpose();
    c.gradient(0) = slope.sum();
    for (Parameter* p : {&w, &u, &b}) p->gradient.setZero();
    MatrixXf back = v.value.transpose() * slope;
    for (Index t = steps; t-- > 0;) {
      back = (h[std::size_t(t) + 1].array() > 0).select(back, 0);
      w.gradient += back * h[std::size_t(t)].transpose();
      u.gradient += back * data.input(t).transpose();
      b.gradient += back.rowwise().sum();
      back = w.value.transpose() * back;
    }

    float norm = 0;  // of the whole gradient, clipped at 1
    for (const Parameter* p : {&w, &u, &b, &v, &c}) norm += p->gradient.squaredNorm();
    for (Parameter* p : {&w, &u, &b, &v, &c}) p->update(1 / std::max(1.0f, std::sqrt(norm)));
    return double(error.squaredNorm()) / batch;
  }
};

/// The lowest mean error of a round.
template <class Start>
double train(const char* name, const Start& start) {
  const init::Generator rng(3);
  Network network(start, rng);
  init::Generator source = rng.stream("data");
  Sequences data;
  double lowest = 1;
  std::printf("  %-18s", name);
  for (int round = 0; round < rounds; ++round) {
    double error = 0;
    for (int i = 0; i < updates_of_round; ++i) {
      data.draw(source);
      error += network.learn(data) / updates_of_round;
    }
    std::printf("  %6.4f", error);
    std::fflush(stdout);
    lowest = std::min(lowest, error);
  }
  std::printf("\n");
  return lowest;
}

int main() {
  std::printf("mean error until update    500    1000    1500    2000    2500\n");
  // A hundred products with it leave nothing.
  const double small = train("normal{0, 0.01}", init::normal{0, 0.01});
  // Its largest eigenvalue is near 1: it mostly learns too, and later.
  train("lecun_normal", init::lecun_normal{});
  const double orthogonal = train("orthogonal", init::orthogonal{});
  return orthogonal < 0.12 && small > 0.15 ? 0 : 1;
}
