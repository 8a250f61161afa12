// Whether a sample follows a distribution, asked in a way that may be asked thousands of times:
// every limit follows from how often a whole suite may raise a false alarm.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "oracle.hpp"

namespace statistics {

using Sample = std::vector<double>;

/// The probability that a right program fails any of a suite's checks, shared out evenly.
struct Budget {
  double false_alarm;
  std::size_t checks;

  double each() const { return false_alarm / double(checks); }
};

/// What |z| of a standard normal z exceeds with one check's share of the budget.
inline double z_limit(const Budget& budget) {
  return -double(oracle::normal_quantile(budget.each() / 2));
}

/// E[y], E[y²], … E[y⁸] of y = (x - mean) / std: the last four give the spread of the first four.
using StandardMoments = std::array<double, 8>;
inline constexpr StandardMoments normal_moments = {0, 1, 0, 3, 0, 15, 0, 105};
inline constexpr StandardMoments uniform_moments = {0, 1, 0, 9.0 / 5, 0, 27.0 / 7, 0, 9};

/// An estimate beside what it should be.
struct Moment {
  const char* name;
  double value;
  double expected;
  double standard_error;

  double z() const { return (value - expected) / standard_error; }
};

/// The mean, variance, skewness and kurtosis of y = (x - mean) / std. Mean and std are the
/// hypothesis's, not the sample's, so each estimate is a mean of independent terms whose spread is
/// known exactly.
inline std::array<Moment, 4> moments(const Sample& sample, double mean, double std,
                                     const StandardMoments& expected) {
  std::array<double, 4> sum{};
  for (const double x : sample) {
    const double y = (x - mean) / std;
    double power = 1;
    for (double& s : sum) s += power *= y;
  }
  const char* const names[] = {"mean", "variance", "skewness", "kurtosis"};
  const auto n = double(sample.size());
  std::array<Moment, 4> result{};
  for (std::size_t k = 0; k < result.size(); ++k) {
    const double variance = expected[2 * k + 1] - expected[k] * expected[k];
    result[k] = {names[k], sum[k] / n, expected[k], std::sqrt(variance / n)};
  }
  return result;
}

/// Kolmogorov and Smirnov's distance between an ascending sample and a distribution, given as
/// below(x) = P(X < x) and up_to(x) = P(X ≤ x), which differ where X takes single values, as
/// rounded numbers do.
template <class Below, class UpTo>
double kolmogorov_distance(const Sample& ascending, const Below& below, const UpTo& up_to) {
  const auto begin = ascending.begin(), end = ascending.end();
  const auto n = double(ascending.size());
  double distance = 0;
  for (auto first = begin; first != end;) {
    const auto next = std::find_if(first + 1, end, [&](double x) { return x != *first; });
    distance = std::max({distance, std::abs(below(*first) - double(first - begin) / n),
                         std::abs(up_to(*first) - double(next - begin) / n)});
    first = next;
  }
  return distance;
}

/// Dvoretzky, Kiefer, Wolfowitz and Massart: P(distance > d) ≤ 2 exp(-2nd²) for every n and every
/// distribution, discrete ones included.
inline double kolmogorov_limit(const Budget& budget, std::size_t n) {
  return std::sqrt(std::log(2 / budget.each()) / (2 * double(n)));
}

/// Inner edges of `bins` bins of equal probability, the outermost cut once more so that each tail
/// has a bin of probability `tail` < 1 / bins of its own.
template <class Quantile>
std::vector<double> bin_edges(const Quantile& quantile, int bins, double tail) {
  std::vector<double> edges = {quantile(tail)};
  for (int i = 1; i < bins; ++i) edges.push_back(quantile(double(i) / bins));
  edges.push_back(quantile(1 - tail));
  return edges;
}

/// Pearson's χ² of an ascending sample over the bins between ascending edges, with edges.size()
/// degrees of freedom.
template <class Cdf>
double chi_square(const Sample& ascending, const std::vector<double>& edges, const Cdf& cdf) {
  double sum = 0;
  auto first = ascending.begin();
  for (std::size_t i = 0; i <= edges.size(); ++i) {
    const bool is_last = i == edges.size();
    const auto end = is_last ? ascending.end() : std::lower_bound(first, ascending.end(), edges[i]);
    const double probability = (is_last ? 1 : cdf(edges[i])) - (i == 0 ? 0 : cdf(edges[i - 1]));
    const double expected = probability * double(ascending.size());
    const double excess = double(end - first) - expected;
    sum += excess * excess / expected;
    first = end;
  }
  return sum;
}

/// P(χ² > x): the incomplete gamma function, by its recurrence from one or two degrees of freedom
/// up.
inline double chi_square_tail(double x, std::size_t degrees) {
  const double half = x / 2;
  double tail = degrees % 2 == 1 ? std::erfc(std::sqrt(half)) : 0;
  for (double a = degrees % 2 == 1 ? 0.5 : 0; a < double(degrees) / 2; a += 1) {
    tail += std::exp(a * std::log(half) - half - std::lgamma(a + 1));
  }
  return tail;
}

/// What χ² exceeds with one check's share of the budget, if every bin expects a few dozen or more.
inline double chi_square_limit(const Budget& budget, std::size_t degrees) {
  double low = 0;
  double high = 1;
  while (chi_square_tail(high, degrees) > budget.each()) high *= 2;
  for (int bit = 0; bit < 50; ++bit) {
    const double middle = (low + high) / 2;
    (chi_square_tail(middle, degrees) > budget.each() ? low : high) = middle;
  }
  return high;
}

}  // namespace statistics
