// A thousand million values of each distribution against theory: χ² and Kolmogorov-Smirnov over
// 2¹⁶ bins of equal probability, and how many values lie in each tail. Prints a line for each, and
// fails where one is less likely than one in a million.
//
// SPDX-License-Identifier: MIT

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <eigeninit/eigeninit.hpp>
#include <vector>

#include "../oracle.hpp"
#include "../statistics.hpp"

namespace init = eigeninit;

namespace {

constexpr double least_likely = 1e-6;
constexpr Eigen::Index block = 1 << 20;

/// Counts of values by the probability below them.
class Histogram {
 public:
  void add(double below) {
    ++bins_[std::size_t(below * double(bins_.size()))];
    ++count_;
    for (std::size_t k = first_tail; below < std::ldexp(1, -int(k)) && k < lower_.size(); ++k) {
      ++lower_[k];
    }
    for (std::size_t k = first_tail; 1 - below <= std::ldexp(1, -int(k)) && k < upper_.size();
         ++k) {
      ++upper_[k];
    }
  }

  /// Whether every statistic is likely enough.
  bool report(const char* name) const {
    const auto n = double(count_);
    const double expected = n / double(bins_.size());
    double square = 0, below = 0, distance = 0;
    for (const std::uint64_t bin : bins_) {
      square += (double(bin) - expected) * (double(bin) - expected) / expected;
      below += double(bin) - expected;
      distance = std::max(distance, std::abs(below) / n);
    }
    // χ² of so many degrees is normal after a cube root (Wilson and Hilferty 1931).
    const double degrees = double(bins_.size() - 1), spread = 2 / (9 * degrees);
    const double z = (std::cbrt(square / degrees) - (1 - spread)) / std::sqrt(spread);
    const double chi_square_p = 2 * oracle::normal_cdf(-std::abs(z));
    const double kolmogorov_p = std::min(1.0, 2 * std::exp(-2 * n * distance * distance));
    double tail_z = 0;
    std::size_t tail = first_tail;
    for (std::size_t k = first_tail; k < lower_.size(); ++k) {
      const double mean = std::ldexp(n, -int(k));
      for (const std::uint64_t seen : {lower_[k], upper_[k]}) {
        const double deviation = std::abs(double(seen) - mean) / std::sqrt(mean);
        if (deviation > tail_z) {
          tail_z = deviation;
          tail = k;
        }
      }
    }
    const double tail_p =
        std::min(1.0, 2 * double(lower_.size() - first_tail) * 2 * oracle::normal_cdf(-tail_z));
    std::printf(
        "%-28s %.2g values: chi-square p %.3g, Kolmogorov-Smirnov p <= %.3g, tails p %.3g"
        " (worst beyond 2^-%zu)\n",
        name, n, chi_square_p, kolmogorov_p, tail_p, tail);
    return std::min({chi_square_p, kolmogorov_p, tail_p}) > least_likely;
  }

 private:
  static constexpr std::size_t first_tail = 8;
  std::vector<std::uint64_t> bins_ = std::vector<std::uint64_t>(1 << 16);
  std::uint64_t count_ = 0;
  std::vector<std::uint64_t> lower_ = std::vector<std::uint64_t>(25), upper_ = lower_;
};

template <class Scalar, class Distribution, class Cdf>
bool judge(const char* name, double count, const Distribution& distribution, const Cdf& below) {
  init::Generator rng(42);
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> values(block);
  Histogram histogram;
  for (double done = 0; done < count; done += double(block)) {
    distribution(values, rng);
    for (const Scalar value : values) histogram.add(below(double(value)));
  }
  return histogram.report(name);
}

}  // namespace

/// samples [count]
int main(int argc, char** argv) {
  const double count = argc > 1 ? std::atof(argv[1]) : 1e9;
  const auto normal = [](double x) { return oracle::normal_cdf(x); };
  const double tail = oracle::normal_cdf(-2.0);
  const auto truncated = [tail](double x) {
    return (oracle::normal_cdf(x) - tail) / (1 - 2 * tail);
  };
  // A value stands for the interval up to the next: its middle is where it lies.
  bool good =
      judge<float>("uniform, float", count, init::uniform{}, [](double x) { return x + 0x1p-25; });
  good &= judge<float>("normal, float", count, init::normal{}, normal);
  good &= judge<float>("truncated_normal, float", count, init::truncated_normal{}, truncated);
  good &= judge<double>("uniform, double", count, init::uniform{}, [](double x) { return x; });
  good &= judge<double>("normal, double", count, init::normal{}, normal);
  return good ? 0 : 1;
}
