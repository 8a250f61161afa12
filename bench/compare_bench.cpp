// Other ways to fill a tensor, and ours, in one process on one thread: PyTorch's C++ library, Eigen
// itself, EigenRand (with this program's flags, and with -O3 -march=native) and the standard
// library, as far as they were found when this was built.
//
// Rows are named <who>/<what>/<size>; all are float. The table says how many times longer than
// memset ours takes, and how many times longer than ours the other one takes.
//
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <cstring>
#include <eigeninit/torch.hpp>
#include <iterator>
#include <random>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#if defined(HAS_LIBTORCH)
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/nn/init.h>
#endif
#if defined(HAS_EIGENRAND)
#include <EigenRand/EigenRand>

#include "eigenrand_native.hpp"
#endif

#include "ratio_reporter.hpp"

namespace {

using Eigen::Index;
namespace init = eigeninit;

struct Size {
  const char* name;
  Index rows, columns;
};
constexpr Size sizes[] = {
    {"8x8", 8, 8}, {"64x64", 64, 64}, {"1MiB", 512, 512}, {"64MiB", 4096, 4096}};
/// Of orthogonal matrices, whose time grows with the third power.
constexpr Size squares[] = {
    {"64x64", 64, 64}, {"512x512", 512, 512}, {"1024x1024", 1024, 1024}, {"2048x2048", 2048, 2048}};

/// Times write().
template <class Write>
void measure(benchmark::State& state, const Size& size, const Write& write) {
  using benchmark::Counter;
  for (auto _ : state) {
    write();
    benchmark::ClobberMemory();
  }
  state.counters["per_element"] = Counter(double(size.rows * size.columns),
                                          Counter::kIsIterationInvariantRate | Counter::kInvert);
}

/// A matrix whose memory has been touched.
Eigen::MatrixXf matrix(const Size& size) {
  return Eigen::MatrixXf::Constant(size.rows, size.columns, 1);
}

template <class Generator, class Initializer>
void run_ours(benchmark::State& state, const Size& size) {
  Generator rng(42);
  Eigen::MatrixXf w = matrix(size);
  measure(state, size, [&] { Initializer{}(w, rng); });
}

/// In the storage order that libtorch has.
template <class Initializer>
void run_ours_row_major(benchmark::State& state, const Size& size) {
  init::torch::Generator rng(42);
  Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> w = matrix(size);
  measure(state, size, [&] { Initializer{}(w, rng); });
}

void run_memset(benchmark::State& state, const Size& size) {
  Eigen::MatrixXf w = matrix(size);
  measure(state, size, [&] {
    std::memset(static_cast<void*>(w.data()), 0, std::size_t(w.size()) * sizeof(float));
  });
}

template <class Distribution>
void run_std(benchmark::State& state, const Size& size) {
  std::mt19937 engine(42);
  Distribution distribution;
  Eigen::MatrixXf w = matrix(size);
  measure(state, size, [&] {
    for (Index i = 0; i < w.size(); ++i) w.data()[i] = distribution(engine);
  });
}

void run_eigen_set_random(benchmark::State& state, const Size& size) {
  Eigen::MatrixXf w = matrix(size);
  measure(state, size, [&] { w.setRandom(); });
}

template <class EigenGenerator>
void run_eigen_tensor(benchmark::State& state, const Size& size) {
  Eigen::Tensor<float, 2> w(size.rows, size.columns);
  const EigenGenerator generator(42);
  measure(state, size, [&] { w = w.random(generator); });
}

#if defined(HAS_LIBTORCH)
template <class Fill>
void run_libtorch(benchmark::State& state, const Size& size, const Fill& fill) {
  at::NoGradGuard no_grad;
  at::Tensor w = at::ones({size.rows, size.columns});
  measure(state, size, [&] { fill(w); });
}
void run_libtorch_uniform(benchmark::State& state, const Size& size) {
  run_libtorch(state, size, [](at::Tensor& w) { w.uniform_(); });
}
void run_libtorch_normal(benchmark::State& state, const Size& size) {
  run_libtorch(state, size, [](at::Tensor& w) { w.normal_(); });
}
/// The calls that torch.nn.init.trunc_normal_ of 1.13 makes, with its defaults.
void run_libtorch_truncated_normal(benchmark::State& state, const Size& size) {
  const double bound = std::erf(std::sqrt(2.0));
  run_libtorch(state, size, [bound](at::Tensor& w) {
    w.uniform_(-bound, bound).erfinv_().mul_(std::sqrt(2.0)).add_(0.0).clamp_(-2, 2);
  });
}
void run_libtorch_orthogonal(benchmark::State& state, const Size& size) {
  run_libtorch(state, size, [](at::Tensor& w) { torch::nn::init::orthogonal_(w); });
}
void run_libtorch_kaiming_uniform(benchmark::State& state, const Size& size) {
  run_libtorch(state, size, [](at::Tensor& w) { torch::nn::init::kaiming_uniform_(w); });
}
#endif

#if defined(HAS_EIGENRAND)
void run_eigenrand_uniform(benchmark::State& state, const Size& size) {
  Eigen::Rand::Vmt19937_64 engine{42};
  Eigen::MatrixXf w = matrix(size);
  measure(state, size, [&] { w = Eigen::Rand::uniformRealLike(w, engine); });
}
void run_eigenrand_normal(benchmark::State& state, const Size& size) {
  Eigen::Rand::Vmt19937_64 engine{42};
  Eigen::MatrixXf w = matrix(size);
  measure(state, size, [&] { w = Eigen::Rand::normalLike(w, engine); });
}
template <void (EigenRandNative::*fill)()>
void run_eigenrand_native(benchmark::State& state, const Size& size) {
  EigenRandNative w(size.rows, size.columns);
  measure(state, size, [&] { (w.*fill)(); });
}
#endif

struct Row {
  const char* who;
  const char* what;
  void (*run)(benchmark::State&, const Size&);
};

constexpr Row ours[] = {
    {"Generator", "uniform", run_ours<init::Generator, init::uniform>},
    {"Generator", "normal", run_ours<init::Generator, init::normal>},
    {"Generator", "truncated_normal", run_ours<init::Generator, init::truncated_normal>},
    {"Generator", "kaiming_uniform", run_ours<init::Generator, init::kaiming_uniform>},
    {"Generator", "orthogonal", run_ours<init::Generator, init::orthogonal>},
    {"torch::Generator", "uniform", run_ours<init::torch::Generator, init::uniform>},
    {"torch::Generator", "normal", run_ours<init::torch::Generator, init::normal>},
    {"torch::Generator", "truncated_normal",
     run_ours<init::torch::Generator, init::truncated_normal>},
    {"torch::Generator", "kaiming_uniform",
     run_ours<init::torch::Generator, init::kaiming_uniform>},
    {"torch::Generator, row-major", "uniform", run_ours_row_major<init::uniform>},
    {"torch::Generator, row-major", "normal", run_ours_row_major<init::normal>},
};

constexpr Row others[] = {
#if defined(HAS_LIBTORCH)
    {"libtorch", "uniform", run_libtorch_uniform},
    {"libtorch", "normal", run_libtorch_normal},
    {"libtorch", "truncated_normal", run_libtorch_truncated_normal},
    {"libtorch", "kaiming_uniform", run_libtorch_kaiming_uniform},
    {"libtorch", "orthogonal", run_libtorch_orthogonal},
#endif
#if defined(HAS_EIGENRAND)
    {"EigenRand", "uniform", run_eigenrand_uniform},
    {"EigenRand", "normal", run_eigenrand_normal},
    {"EigenRand native", "uniform", run_eigenrand_native<&EigenRandNative::fill_uniform>},
    {"EigenRand native", "normal", run_eigenrand_native<&EigenRandNative::fill_normal>},
#endif
    {"Eigen setRandom", "uniform", run_eigen_set_random},
    {"Eigen Tensor", "uniform", run_eigen_tensor<Eigen::internal::UniformRandomGenerator<float>>},
    {"Eigen Tensor", "normal", run_eigen_tensor<Eigen::internal::NormalRandomGenerator<float>>},
    {"std::mt19937", "uniform", run_std<std::uniform_real_distribution<float>>},
    {"std::mt19937", "normal", run_std<std::normal_distribution<float>>},
};

const Size (&sizes_of(const Row& row))[4] {
  return row.what == std::string("orthogonal") ? squares : sizes;
}

std::string name_of(const Row& row, const Size& size) {
  return row.who + std::string("/") + row.what + "/" + size.name;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
#if defined(HAS_LIBTORCH)
  at::set_num_threads(1);
#endif
  constexpr Row roof{"roof", "memset", run_memset};
  std::vector<Comparison> comparisons;
  for (std::size_t i = 0; i < std::size(sizes); ++i) {
    const auto add = [i](const Row& row) {
      const Size& size = sizes_of(row)[i];
      benchmark::RegisterBenchmark(name_of(row, size).c_str(), row.run, size);
    };
    add(roof);
    for (const Row& row : ours) add(row);
    for (const Row& row : others) add(row);
  }
  for (const Row& our : ours) {
    for (const Row& other : others) {
      if (our.what != std::string(other.what)) continue;
      for (const Size& size : sizes_of(our)) {
        comparisons.push_back({our.what + std::string(": ") + other.who + " / " + our.who,
                               size.name, name_of(our, size), name_of(roof, size),
                               name_of(other, size)});
      }
    }
  }
  benchmark::AddCustomContext("Instruction set", init::name(init::instruction_set()));
  RatioReporter reporter(comparisons, "Our time / memset's, and the other's time / ours:");
  benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::Shutdown();
}
