// A plan on several threads, OpenMP's or an Eigen device's: the same bits and the same report, and
// one thread at a time tells how far it is.
//
// SPDX-License-Identifier: MIT

#define EIGEN_USE_THREADS

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <complex>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <eigeninit/model.hpp>
#include <functional>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>
#include <vector>

namespace init = eigeninit;
using init::Generator;
using init::Index;
using init::Progress;

namespace {

template <class Scalar>
using RowMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Large and small weights, of one slab and of many.
struct Model {
  Eigen::MatrixXf wide = Eigen::MatrixXf::Constant(301, 1021, 5);
  RowMajor<double> rows = RowMajor<double>::Constant(513, 401, 5);
  RowMajor<Eigen::bfloat16> brain =
      RowMajor<Eigen::bfloat16>::Constant(700, 513, Eigen::bfloat16(5));
  Eigen::MatrixXcf complex = Eigen::MatrixXcf::Constant(120, 601, 5);
  Eigen::MatrixXf square = Eigen::MatrixXf::Constant(65, 40, 5);
  Eigen::MatrixXf kept = Eigen::MatrixXf::Constant(600, 500, 5);
  std::vector<Eigen::VectorXf> biases = std::vector<Eigen::VectorXf>(50, Eigen::VectorXf::Ones(9));
  init::Parameters net;

  Model() {
    net.add("wide", wide).add("rows", rows).add("brain", brain).add("complex", complex);
    net.add("square", square).add("kept", kept).add("biases", biases);
  }
};

init::Plan plan_of(Model& model) {
  init::Rules rules;
  rules.keep("kept").on("square", init::sparse{0.5});
  rules.on("rows", init::packed{init::xavier_uniform{}, 3});
  rules.on("brain", init::icnr{init::kaiming_normal{}, 2}).on("*", init::truncated_normal{});
  return rules.plan(model.net);
}

/// All that a report says of a parameter but the time and what depends on how sums are divided,
/// which must not: slabs are the same on every number of threads.
std::string text_of(const init::Report& report) {
  std::string text = std::to_string(report.fingerprint()) + "\n";
  for (const init::ReportedParameter& row : report) {
    text += row.plan.name;
    for (const double number :
         {row.mean, row.std, row.low, row.high, row.mean_z.value_or(0), row.std_z.value_or(0)}) {
      text += " " + init::internal::text(number);
    }
    text +=
        " " + std::to_string(row.hash) + " " + std::to_string(row.not_finite) + row.fault + "\n";
  }
  return text;
}

void expect_equal(const Model& a, const Model& b) {
  EXPECT_TRUE(a.wide == b.wide);
  EXPECT_TRUE(a.rows == b.rows);
  EXPECT_TRUE(a.brain == b.brain);
  EXPECT_TRUE(a.complex == b.complex);
  EXPECT_TRUE(a.square == b.square);
  EXPECT_TRUE(a.kept == b.kept);
  EXPECT_TRUE(a.biases == b.biases);
}

/// Zeros for every weight, but each takes its time once something `has_thrown`: where all threads
/// stopped at once, the last weights would not be reached in hundreds of milliseconds.
auto zeros_that_wait(const std::atomic<bool>& has_thrown) {
  return [&has_thrown](auto& w, auto&) {
    if (has_thrown) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    init::zeros{}(w);
  };
}

/// Calls use(source, number of threads) with generators of seed 3 on OpenMP's threads, where this
/// is compiled with it, and on a device's.
template <class Use>
void on_threads(const Use& use) {
  for (const int threads : {1, 2, 3, 7}) {
    SCOPED_TRACE(std::to_string(threads) + " threads");
    Eigen::ThreadPool pool(threads);
    Eigen::ThreadPoolDevice device(&pool, threads);
    use(Generator(3).on(device), threads);
    Generator rng(3);
    use(rng.on(device), threads);
    EXPECT_EQ(rng, Generator(3));
    Eigen::setNbThreads(threads);
    use(Generator(3), threads);
    Eigen::setNbThreads(0);
  }
}

}  // namespace

TEST(ApplyOnThreads, GivesOneResultAndOneReportOnAnyNumberOfThem) {
  Model expected;
  Eigen::setNbThreads(1);
  const init::Report report = plan_of(expected).apply(Generator(3));
  EXPECT_TRUE(report.ok());
  on_threads([&](auto&& source, int) {
    Model model;
    EXPECT_EQ(text_of(plan_of(model).apply(source)), text_of(report));
    expect_equal(model, expected);
    Model poisoned;
    EXPECT_EQ(text_of(plan_of(poisoned).apply(source, init::Poison)), text_of(report));
    expect_equal(poisoned, expected);
  });
}

TEST(ApplyOnThreads, TellsOfEveryByteOnceAndOneAtATime) {
  on_threads([](auto&& source, int) {
    Model model;
    std::uint64_t last = 0, all = 0;
    std::atomic<int> inside{0};
    (void)plan_of(model).apply(source, [&](const Progress& progress) {
      EXPECT_EQ(++inside, 1);
      EXPECT_GT(progress.done, last);
      last = progress.done;
      all = progress.all;
      --inside;
    });
    EXPECT_EQ(last, all);
  });
}

TEST(ApplyOnThreads, StopsWhereACallThrowsAndPassesItOn) {
  on_threads([](auto&& source, int) {
    Model model;
    std::atomic<bool> has_thrown{false};
    init::Rules rules;
    rules.on("*", zeros_that_wait(has_thrown));
    int calls = 0;
    EXPECT_THROW((void)rules.plan(model.net).apply(source,
                                                   [&](const Progress&) {
                                                     if (++calls != 4) return;
                                                     has_thrown = true;
                                                     throw std::domain_error("stop");
                                                   }),
                 std::domain_error);
    EXPECT_EQ(calls, 4);  // nobody is told of what other threads still did
    EXPECT_EQ(model.biases.back(), Eigen::VectorXf::Ones(9));
  });
}

TEST(ApplyOnThreads, StopsWhereAnInitializerThrowsAndPassesItOn) {
  on_threads([](auto&& source, int) {
    Model model;
    std::atomic<bool> has_thrown{false};
    const auto fail = [&](auto&, auto&) {
      has_thrown = true;
      throw std::domain_error("stop");
    };
    const auto wait = zeros_that_wait(has_thrown);
    init::Rules rules;
    rules.on("wide", fail).on("*", [&](auto& w, auto& rng) {
      while (!has_thrown) std::this_thread::yield();  // "wide" comes first, on one thread, too
      wait(w, rng);
    });
    EXPECT_THROW((void)rules.plan(model.net).apply(source), std::domain_error);
    EXPECT_EQ(model.biases.back(), Eigen::VectorXf::Ones(9));
  });
}

#if !defined(_OPENMP)
// Wherever OpenMP has taken threads, they are not the device's.
TEST(ApplyOnThreads, SharesTheWorkAmongThreadsOfTheDevice) {
  Eigen::ThreadPool pool(2);
  Eigen::ThreadPoolDevice device(&pool, 2);
  std::set<std::thread::id> threads;
  // Each waits for the other, for a while.
  std::mutex mutex;
  std::condition_variable both;
  Model model;
  const init::Plan plan = [&] {
    init::Rules rules;
    const auto meet = [&](auto& w, auto&) {
      std::unique_lock<std::mutex> lock(mutex);
      threads.insert(std::this_thread::get_id());
      both.notify_all();
      both.wait_for(lock, std::chrono::seconds(20), [&] { return threads.size() == 2; });
      init::zeros{}(w);
    };
    rules.on("wide", meet).on("rows", meet).on("*", init::zeros{});
    return rules.plan(model.net);
  }();
  (void)plan.apply(Generator(3).on(device));
  EXPECT_EQ(threads.size(), 2u);
}
#endif
