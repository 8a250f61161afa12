// What the shape of a tensor costs: each beside a column-major matrix of as many elements, which is
// the simplest that can be asked for; complex numbers beside twice as many real ones. And what
// small calls cost, passes over memory, and two threads.
//
//   bench/shapes.sh --benchmark_filter=row_major/normal
//
// Rows are named <group>/<what>/<shape>, and the peer that a row is compared with has the same name
// and one word more. Everything is float that does not say otherwise.
//
// SPDX-License-Identifier: MIT
#define EIGEN_USE_THREADS

#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <complex>
#include <cstddef>
#include <cstring>
#include <eigeninit/eigeninit.hpp>
#include <string>
#include <type_traits>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "ratio_reporter.hpp"

namespace {

using Eigen::Index;
namespace init = eigeninit;

template <class Scalar>
using ColumnMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>;
template <class Scalar>
using RowMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::vector<Comparison> comparisons;

/// Registers write(w, rng) for the w that make() makes.
template <class Make, class Write>
benchmark::internal::Benchmark* add(const std::string& name, const Make& make, const Write& write) {
  return benchmark::RegisterBenchmark(name.c_str(), [make, write](benchmark::State& state) {
    using benchmark::Counter;
    auto w = make();
    using Scalar = typename decltype(w)::Scalar;
    std::memset(static_cast<void*>(w.data()), 0, std::size_t(w.size()) * sizeof(Scalar));
    init::Generator rng(42);
    for (auto _ : state) {
      write(w, rng);
      benchmark::ClobberMemory();
    }
    state.counters["per_element"] =
        Counter(double(w.size()), Counter::kIsIterationInvariantRate | Counter::kInvert);
  });
}

/// Fills part(w) of the w that make() makes, beside as many real numbers in a column-major matrix.
template <class Make, class Part, class Initializer>
void add_fill(const std::string& group, const std::string& shape, const Make& make,
              const Part& part, const std::string& what, const Initializer& initializer) {
  auto w = make();
  using Scalar = typename decltype(w)::Scalar;
  using Real = typename Eigen::NumTraits<Scalar>::Real;
  const Index reals = Index(part(w).size()) * Index(sizeof(Scalar) / sizeof(Real));
  const std::string name = group + "/" + what + "/" + shape;
  add(name, make, [=](auto& whole, auto& rng) { initializer(part(whole), rng); });
  add(
      name + "/peer", [reals] { return ColumnMajor<Real>(reals, 1); },
      [initializer](auto& whole, auto& rng) { initializer(whole, rng); });
  comparisons.push_back({group + " " + shape, what, name, name + "/peer", ""});
}

template <class Make, class Part>
void add_shape(const std::string& group, const std::string& shape, const Make& make,
               const Part& part) {
  add_fill(group, shape, make, part, "uniform", init::uniform{});
  add_fill(group, shape, make, part, "normal", init::normal{});
  if constexpr (Eigen::NumTraits<typename decltype(make())::Scalar>::IsComplex) {
    add_fill(group, shape, make, part, "truncated_normal", init::truncated_normal{});
  }
}

constexpr auto all = [](auto& w) -> auto& { return w; };

std::string joined(Index rows, Index columns) {
  return std::to_string(rows) + "x" + std::to_string(columns);
}

template <class Matrix>
void add_matrix(const std::string& group, Index rows, Index columns) {
  add_shape(
      group, joined(rows, columns), [=] { return Matrix(rows, columns); }, all);
}

template <class... Extents>
void add_tensor(const std::string& name, Extents... extents) {
  using Tensor = Eigen::Tensor<float, sizeof...(Extents), Eigen::RowMajor>;
  add_shape(
      "tensor", name, [=] { return Tensor(extents...); }, all);
}

/// An odd block of a matrix: nothing in it is aligned.
template <class Matrix>
void add_block(const std::string& group, Index rows, Index columns) {
  add_shape(
      group, joined(rows, columns), [] { return Matrix(512, 512); },
      [=](auto& w) { return w.block(1, 1, rows, columns); });
}

/// Every `step`-th element of memory.
template <class Matrix>
void add_map(const std::string& group, Index step) {
  using Strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  add_shape(
      group, "256x256_by_" + std::to_string(step), [=] { return Matrix(256, 256 * step); },
      [=](auto& w) {
        return Eigen::Map<Matrix, 0, Strides>(w.data(), 256, 256, Strides(256 * step, step));
      });
}

void add_shapes() {
  constexpr Index matrices[][2] = {{512, 512}, {511, 511}, {10, 84}, {10, 840},
                                   {1000, 9},  {3, 4096},  {4096, 3}};
  for (const auto& [rows, columns] : matrices) {
    add_matrix<RowMajor<float>>("row_major", rows, columns);
  }
  for (const Index rows : {512, 511}) {
    add_matrix<RowMajor<double>>("row_major_double", rows, rows);
    add_matrix<RowMajor<Eigen::half>>("row_major_half", rows, rows);
    add_matrix<RowMajor<Eigen::bfloat16>>("row_major_bfloat16", rows, rows);
  }
  add_tensor("64x64x3x3", 64, 64, 3, 3);
  add_tensor("keras_3x3x64x64", 3, 3, 64, 64);
  add_tensor("depthwise_32x1x3x3", 32, 1, 3, 3);
  add_tensor("depthwise_512x1x3x3", 512, 1, 3, 3);
  add_tensor("63x65x3x5", 63, 65, 3, 5);
  add_tensor("16x8x3x5x7", 16, 8, 3, 5, 7);
  constexpr Index blocks[][2] = {{509, 301}, {8, 500}, {500, 9}};
  for (const auto& [rows, columns] : blocks) {
    add_block<ColumnMajor<float>>("block", rows, columns);
    add_block<RowMajor<float>>("row_major_block", rows, columns);
  }
  add_map<ColumnMajor<float>>("map", 2);
  add_map<ColumnMajor<float>>("map", 3);
  add_map<RowMajor<float>>("row_major_map", 2);
  add_map<RowMajor<float>>("row_major_map", 3);
  for (const Index rows : {512, 511}) {
    add_matrix<ColumnMajor<std::complex<float>>>("complex", rows, rows);
    add_matrix<RowMajor<std::complex<float>>>("row_major_complex", rows, rows);
    add_matrix<ColumnMajor<std::complex<double>>>("complex_double", rows, rows);
    add_matrix<RowMajor<std::complex<double>>>("row_major_complex_double", rows, rows);
  }
}

/// In nanoseconds.
void add_small_calls() {
  const auto add_call = [](const std::string& what, const auto& initializer) {
    const std::string name = "small/" + what + "/8x8";
    add(
        name, [] { return ColumnMajor<float>(8, 8); },
        [=](auto& w, auto& rng) { initializer(w, rng); });
    comparisons.push_back({"small 8x8, ns", what, name, "", ""});
  };
  add_call("uniform", init::uniform{});
  add_call("normal", init::normal{});
  add_call("kaiming_uniform", init::kaiming_uniform{});
}

/// What writes memory without drawing, beside memset, or once more after drawing, beside the draw.
void add_passes() {
  const auto add_pass = [](const std::string& what, const auto& write, const auto& peer) {
    const auto make = [] { return ColumnMajor<float>(512, 512); };
    const std::string name = "pass/" + what + "/512x512";
    add(name, make, write);
    add(name + "/peer", make, peer);
    comparisons.push_back({"pass 512x512", what, name, name + "/peer", ""});
  };
  const auto fill = [](const auto& initializer) {
    return [=](auto& w, auto& rng) { initializer(w, rng); };
  };
  add_pass("constant", fill(init::constant{0.5}),
           [](auto& w, auto&) { std::memset(w.data(), 0, std::size_t(w.size()) * sizeof(float)); });
  add_pass("scaled_kaiming", fill(init::scaled{init::kaiming_normal{}, 0.5}),
           fill(init::kaiming_normal{}));
  add_pass("scaled_packed", fill(init::scaled{init::packed{init::normal{}, 2}, 0.5}),
           fill(init::packed{init::normal{}, 2}));
}

/// How many times faster two threads are than one: OpenMP's, and those of an Eigen device.
void add_threads() {
  static Eigen::ThreadPool pool(2);
  static Eigen::ThreadPoolDevice device(&pool, 2);
  const auto add_two = [](const std::string& what, const auto& make, const auto& initializer) {
    const std::string name = "threads/" + what + "/16MiB";
    const auto add_way = [&](const std::string& way, const auto& write) {
      add(name + "/" + way, make, write)->UseRealTime();
      if (way == "one") return;
      comparisons.push_back({"two threads, " + what, way, name + "/" + way, "", name + "/one"});
    };
    add_way("one", [=](auto& w, auto& rng) { initializer(w, rng); });
#if defined(_OPENMP)
    add_way("openmp", [=](auto& w, auto& rng) {
      Eigen::setNbThreads(2);
      initializer(w, rng);
      Eigen::setNbThreads(1);
    });
#endif
    add_way("pool", [=](auto& w, auto& rng) { initializer(w, rng.on(device)); });
  };
  const auto reals = [] { return ColumnMajor<float>(2048, 2048); };
  const auto row_major = [] { return RowMajor<float>(2048, 2048); };
  const auto complex = [] { return ColumnMajor<std::complex<float>>(2048, 1024); };
  add_two("uniform", reals, init::uniform{});
  add_two("normal", reals, init::normal{});
  add_two("row_major_normal", row_major, init::normal{});
  add_two("complex_normal", complex, init::normal{});
  add_two("constant", reals, init::constant{0.5});
  add_two("scaled_packed", reals, init::scaled{init::packed{init::normal{}, 2}, 0.5});
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  Eigen::setNbThreads(1);
  add_shapes();
  add_small_calls();
  add_passes();
  add_threads();
  benchmark::AddCustomContext("Instruction set", init::name(init::instruction_set()));
  RatioReporter reporter(comparisons,
                         "Time / the peer's time, and how many times faster two threads are:");
  benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::Shutdown();
}
