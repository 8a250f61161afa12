// The data of the picture `weights`: what initializers write, beside the density that their rule
// promises. The densities are the formulas of the textbook, and nothing of the library's.
//
// Prints two blocks for each initializer, with two empty lines between them, as gnuplot's `index`
// takes them: the middles of the histogram's bars with their heights, then points of the density.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <functional>

namespace init = eigeninit;
using Eigen::Index;
using Eigen::MatrixXf;

constexpr Index fan_in = 256, fan_out = 128;
constexpr int bars = 50;
constexpr double beyond = 25.0 / 16;  // puts a bound between two bars, on a point of the density

double normal_density(double x, double std) {
  const double pi = std::acos(-1.0);
  return std::exp(-x * x / (2 * std * std)) / (std * std::sqrt(2 * pi));
}

/// Of N(0, 1) that is cut at ±bound: what lies between is divided by its share.
double truncated_normal_density(double x, double bound) {
  return std::abs(x) > bound ? 0 : normal_density(x, 1) / std::erf(bound / std::sqrt(2.0));
}

double uniform_density(double x, double bound) { return std::abs(x) > bound ? 0 : 1 / (2 * bound); }

/// Bars and density from -reach to reach.
void print(const char* name, const MatrixXf& w, double reach,
           const std::function<double(double)>& density) {
  constexpr int points = 200;
  Eigen::ArrayXd counts = Eigen::ArrayXd::Zero(bars);
  for (const float value : w.reshaped()) {
    const double bar = std::floor((double(value) + reach) / (2 * reach) * bars);
    if (bar >= 0 && bar < bars) counts(Index(bar)) += 1;
  }
  const double bar_width = 2 * reach / bars;
  std::printf("# %s: middle of a bar, its height\n", name);
  for (int k = 0; k < bars; ++k) {
    std::printf("%.4g %.4g\n", (k + 0.5) * bar_width - reach,
                counts(k) / (double(w.size()) * bar_width));
  }
  std::printf("\n\n# %s: value, density\n", name);
  for (int k = 0; k <= points; ++k) {
    const double x = (2.0 * k / points - 1) * reach;
    // Where the density jumps, two points, so that its side is drawn upright.
    const double nearly = 1e-9 * reach;
    const double left = density(x - nearly), right = density(x + nearly);
    std::printf("%.4g %.4g\n", x, left);
    if (std::abs(right - left) > left / 2 + right / 2) std::printf("%.4g %.4g\n", x, right);
  }
  std::printf("\n\n");
}

int main() {
  const init::Generator rng(42);
  MatrixXf w(fan_out, fan_in);

  init::kaiming_normal{}(w, rng.stream("kaiming_normal"));
  const double kaiming = std::sqrt(2.0 / fan_in);
  print("kaiming_normal", w, 4 * kaiming, [&](double x) { return normal_density(x, kaiming); });

  init::xavier_uniform{}(w, rng.stream("xavier_uniform"));
  const double bound = std::sqrt(6.0 / (fan_in + fan_out));
  print("xavier_uniform", w, beyond * bound, [&](double x) { return uniform_density(x, bound); });

  init::truncated_normal{}(w, rng.stream("truncated_normal"));
  print("truncated_normal", w, beyond * 2, [](double x) { return truncated_normal_density(x, 2); });

  // An entry of a large orthogonal matrix is nearly normal.
  MatrixXf square(fan_in, fan_in);
  init::orthogonal{}(square, rng.stream("orthogonal"));
  const double entry = std::sqrt(1.0 / fan_in);
  print("orthogonal", square, 4 * entry, [&](double x) { return normal_density(x, entry); });
}
