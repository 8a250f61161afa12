// How fast tensors are filled, between a roof and a floor: memset, faster than which no memory can
// be written, and the standard library's distributions, slower than which no fill may be.
//
//   bench/run.sh --benchmark_filter=normal/float
//
// Rows are named <group>/<what>/<scalar>/<size>. A fill's roof and floor write as many bytes.
//
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <cstddef>
#include <cstring>
#include <eigeninit/eigeninit.hpp>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "ratio_reporter.hpp"

namespace {

using Eigen::Index;
namespace init = eigeninit;

struct Size {
  const char* name;
  Index rows;
  Index bytes;  ///< of the whole matrix; 0 makes it square

  template <class Scalar>
  Index columns() const {
    return bytes == 0 ? rows : bytes / rows / Index(sizeof(Scalar));
  }
};

constexpr Size sizes[] = {
    {"8x8", 8, 0},
    {"64x64", 64, 0},
    {"1MiB", 512, Index(1) << 20},
    {"64MiB", 4096, Index(1) << 26},
};

/// A matrix whose memory has been touched.
template <class Scalar, int Order = Eigen::ColMajor>
auto matrix(Index rows, Index columns) {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Order>;
  return Matrix(Matrix::Constant(rows, columns, Scalar(1)));
}

/// Times write(w).
template <class Tensor, class Write>
void measure(benchmark::State& state, Tensor&& w, const Write& write) {
  using benchmark::Counter;
  for (auto _ : state) {
    write(w);
    benchmark::ClobberMemory();
  }
  const auto scalar_size = Index(sizeof(typename std::decay_t<Tensor>::Scalar));
  state.SetBytesProcessed(state.iterations() * w.size() * scalar_size);
  state.counters["per_element"] =
      Counter(double(w.size()), Counter::kIsIterationInvariantRate | Counter::kInvert);
}

template <class Scalar>
void run_memset(benchmark::State& state, const Size& size) {
  measure(state, matrix<Scalar>(size.rows, size.columns<Scalar>()), [](auto& w) {
    std::memset(static_cast<void*>(w.data()), 0, std::size_t(w.size()) * sizeof(Scalar));
  });
}

/// The loop that one writes without a library. Scalars of 16 bits are rounded from float.
template <template <class> class Distribution, class Scalar>
void run_std(benchmark::State& state, const Size& size) {
  std::mt19937 engine(42);
  Distribution<std::conditional_t<std::is_same_v<Scalar, double>, double, float>> distribution;
  measure(state, matrix<Scalar>(size.rows, size.columns<Scalar>()), [&](auto& w) {
    for (Index i = 0; i < w.size(); ++i) w.data()[i] = Scalar(distribution(engine));
  });
}

template <class Initializer, class Scalar, int Order = Eigen::ColMajor>
void run_fill(benchmark::State& state, const Size& size) {
  init::Generator rng(42);
  measure(state, matrix<Scalar, Order>(size.rows, size.columns<Scalar>()),
          [&](auto& w) { Initializer{}(w, rng); });
}

/// All rows but the first: columns are neither adjacent nor aligned.
template <class Initializer, class Scalar>
void run_fill_block(benchmark::State& state, const Size& size) {
  init::Generator rng(42);
  auto whole = matrix<Scalar>(size.rows + 1, size.columns<Scalar>());
  measure(state, whole.bottomRows(size.rows), [&](auto& w) { Initializer{}(w, rng); });
}

struct Row {
  const char* group;
  const char* what;
  const char* floor;  ///< which row of group "floor" it must not be slower than
  void (*run)(benchmark::State&, const Size&);
};

template <class Scalar>
constexpr Row rows[] = {
    {"roof", "memset", "", run_memset<Scalar>},
    {"floor", "std_uniform", "", run_std<std::uniform_real_distribution, Scalar>},
    {"floor", "std_normal", "", run_std<std::normal_distribution, Scalar>},
    {"fill", "constant", "", run_fill<init::constant, Scalar>},
    {"fill", "uniform", "std_uniform", run_fill<init::uniform, Scalar>},
    {"fill", "uniform_row_major", "std_uniform", run_fill<init::uniform, Scalar, Eigen::RowMajor>},
    {"fill", "normal", "std_normal", run_fill<init::normal, Scalar>},
    {"fill", "normal_row_major", "std_normal", run_fill<init::normal, Scalar, Eigen::RowMajor>},
    {"fill", "truncated_normal", "std_normal", run_fill<init::truncated_normal, Scalar>},
    {"fill", "normal_block", "std_normal", run_fill_block<init::normal, Scalar>},
    {"fill", "kaiming_normal", "std_normal", run_fill<init::kaiming_normal, Scalar>},
};

/// Registers every row of a scalar at every size, and appends how the fills compare.
template <class Scalar>
void add_rows(const std::string& scalar, std::vector<Comparison>& comparisons) {
  for (const Row& row : rows<Scalar>) {
    for (const Size& size : sizes) {
      const auto name = [&](const std::string& group, const std::string& what) {
        return group + "/" + what + "/" + scalar + "/" + size.name;
      };
      const std::string measured = name(row.group, row.what);
      benchmark::RegisterBenchmark(measured.c_str(), row.run, size);
      if (row.group == std::string("fill")) {
        comparisons.push_back({row.what + ("/" + scalar), size.name, measured,
                               name("roof", "memset"), name("floor", row.floor)});
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  std::vector<Comparison> comparisons;
  add_rows<float>("float", comparisons);
  add_rows<double>("double", comparisons);
  add_rows<Eigen::half>("half", comparisons);
  add_rows<Eigen::bfloat16>("bfloat16", comparisons);
  benchmark::AddCustomContext("Instruction set", init::name(init::instruction_set()));
  RatioReporter reporter(comparisons, "Time / memset's time, and std's time / our time:");
  benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::Shutdown();
}
