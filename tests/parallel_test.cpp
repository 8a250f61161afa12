// Threads: any number of them gives one result, on OpenMP's threads and on an Eigen device's, and
// small fills stay on the calling thread.
//
// SPDX-License-Identifier: MIT

#define EIGEN_USE_THREADS

#include <gtest/gtest.h>

#include <chrono>
#include <complex>
#include <condition_variable>
#include <eigeninit/eigeninit.hpp>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>
#include <vector>

#if defined(_OPENMP) && defined(__linux__)
#include <sys/wait.h>
#include <unistd.h>
#endif

namespace init = eigeninit;
using init::Index;

namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Large enough for several threads, and no multiple of a tile.
constexpr Index rows = 777, cols = 1021;

template <class Matrix, class Source>
Matrix filled(Source&& source) {
  Matrix w(rows, cols);
  init::normal{0.1, 2}(w, source);
  return w;
}

/// A pool that counts the tasks that it is given.
class CountingPool : public Eigen::ThreadPoolInterface {
 public:
  explicit CountingPool(int threads) : pool_(threads) {}

  void Schedule(std::function<void()> task) override {
    ++tasks;
    pool_.Schedule(std::move(task));
  }
  int NumThreads() const override { return pool_.NumThreads(); }
  int CurrentThreadId() const override { return pool_.CurrentThreadId(); }

  int tasks = 0;

 private:
  Eigen::ThreadPool pool_;
};

/// That a complex fill of this scalar has the bits of one thread on any number of them, and that
/// they do share it: in both storage orders, and as a tensor and a shard.
template <class Scalar, class Initializer>
void expect_complex_on_threads(const Initializer& initializer) {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  using RowMajorMatrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Index height = 271, width = 521;  // as real numbers more than 4 · 2¹⁶
  Eigen::setNbThreads(1);
  init::Generator expected_rng(3);
  Matrix expected(height, width);
  initializer(expected, expected_rng);
  for (const int threads : {2, 7}) {
    CountingPool pool(threads);
    Eigen::ThreadPoolDevice device(&pool, threads);
    const auto on_device = [&](auto&& target) {
      pool.tasks = 0;
      init::Generator rng(3);
      initializer(target, rng.on(device));
      EXPECT_EQ(rng, expected_rng);
      EXPECT_GE(pool.tasks, 1);
    };
    const auto by_open_mp = [&](auto&& target) {
      Eigen::setNbThreads(threads);
      init::Generator rng(3);
      initializer(target, rng);
      EXPECT_EQ(rng, expected_rng);
      Eigen::setNbThreads(1);
    };
    const auto fill_each = [&](const auto& fill) {
      Matrix by_column = Matrix::Zero(height, width);
      RowMajorMatrix by_row = RowMajorMatrix::Zero(height, width);
      Eigen::Tensor<Scalar, 2> tensor(height, width);
      Matrix part = Matrix::Zero(height - 9, width - 7);
      tensor.setZero();
      fill(by_column);
      fill(by_row);
      fill(tensor);
      fill(init::shard(part, {height, width}, {4, 5}));
      // Not EXPECT_EQ, which would print all elements.
      EXPECT_TRUE(by_column == expected);
      EXPECT_TRUE(by_row == expected);
      EXPECT_TRUE(Eigen::Map<const Matrix>(tensor.data(), height, width) == expected);
      EXPECT_TRUE(part == expected.block(4, 5, height - 9, width - 7));
    };
    fill_each(on_device);
    fill_each(by_open_mp);  // on one thread where this is compiled without it
  }
  Eigen::setNbThreads(0);
}

/// Counts who calls.
struct Recorder {
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::vector<int> visits;

  explicit Recorder(Index pieces) : visits(std::size_t(pieces)) {}

  void operator()(Index first, Index last) {
    const std::lock_guard<std::mutex> lock(mutex);
    threads.insert(std::this_thread::get_id());
    for (Index i = first; i < last; ++i) ++visits[std::size_t(i)];
  }
};

}  // namespace

TEST(Parallel, GivesOneResultOnAnyNumberOfThreads) {
  init::Generator expected_rng(3);
  const Eigen::MatrixXf expected = filled<Eigen::MatrixXf>(expected_rng);
  for (const int threads : {1, 2, 3, 7}) {
    Eigen::ThreadPool pool(threads);
    Eigen::ThreadPoolDevice device(&pool, threads);
    init::Generator rng(3);
    EXPECT_EQ(filled<Eigen::MatrixXf>(rng.on(device)), expected);
    EXPECT_EQ(rng, expected_rng);
    EXPECT_EQ(Eigen::MatrixXf(filled<RowMajor>(init::Generator(3).on(device))), expected);
    Eigen::setNbThreads(threads);  // OpenMP's, where this is compiled with it
    init::Generator open_mp(3);
    EXPECT_EQ(filled<Eigen::MatrixXf>(open_mp), expected);
  }
  Eigen::setNbThreads(0);
}

// What draws nothing, and what multiplies, on the threads that fill.
TEST(Parallel, FillsConstantsAndProductsOnTheThreadsOfTheSource) {
  Eigen::ThreadPool pool(3);
  Eigen::ThreadPoolDevice device(&pool, 3);
  const Index height = 1000;
  const Index columns = 2 * init::internal::threads::elements_per_thread / height + 7;
  Eigen::MatrixXf w(height, columns), expected(height, columns);
  RowMajor row_major(height, columns);
  init::Generator rng(3), twin(3);
  init::constant{0.5}(w, rng.on(device));
  EXPECT_EQ(w, Eigen::MatrixXf::Constant(height, columns, 0.5f));
  init::constant{-2}(row_major.leftCols(columns - 1), rng.on(device));
  EXPECT_EQ(row_major.leftCols(columns - 1), Eigen::MatrixXf::Constant(height, columns - 1, -2));
  const init::scaled scaled{init::packed{init::xavier_uniform{}, 2}, 0.3};
  scaled(w, rng.on(device));
  init::packed{init::xavier_uniform{}, 2}(expected, twin);
  EXPECT_EQ(w, (expected.cast<double>() * 0.3).cast<float>());
}

TEST(Parallel, GivesOneResultForComplexNumbersToo) {
  expect_complex_on_threads<std::complex<float>>(init::normal{0.1, 2});
  expect_complex_on_threads<std::complex<float>>(init::xavier<init::truncated_normal>{});
  expect_complex_on_threads<std::complex<double>>(init::kaiming_uniform{});
}

TEST(Parallel, TakesADeviceWithoutThreads) {
  Eigen::DefaultDevice device;
  init::Generator rng(3), twin(3);
  EXPECT_EQ(filled<Eigen::MatrixXf>(rng.on(device)), filled<Eigen::MatrixXf>(twin));
  EXPECT_EQ(rng, twin);
}

TEST(Parallel, CountsFillsThroughADevice) {
  Eigen::ThreadPool pool(2);
  Eigen::ThreadPoolDevice device(&pool, 2);
  init::Generator rng(4), twin(4);
  Eigen::VectorXf small(5), other(5);
  init::uniform{}(small, rng.on(device));
  init::uniform{}(small, rng.on(device));
  init::uniform{}(other, twin);
  init::uniform{}(other, twin);
  EXPECT_EQ(small, other);
  EXPECT_EQ(rng, twin);
}

TEST(Parallel, CoversEveryPieceOnce) {
  Eigen::ThreadPool pool(3);
  Eigen::ThreadPoolDevice device(&pool, 3);
  const Index pieces = 101;
  for (int i = 0; i < 50; ++i) {
    Recorder recorder(pieces);
    init::internal::threads::OnDevice<Eigen::ThreadPoolDevice>{device}(
        pieces, 10 * init::internal::threads::elements_per_thread,
        [&](Index first, Index last) { recorder(first, last); });
    EXPECT_EQ(recorder.visits, std::vector<int>(std::size_t(pieces), 1));
  }
}

/// With which of four pieces two threads begin. The first two pieces wait for each other, and that
/// ends only where two threads are at work.
template <class Execute>
std::set<Index> first_pieces_of_two(const Execute& execute) {
  std::mutex mutex;
  std::condition_variable both;
  std::set<Index> first_pieces;
  execute(4, 10 * init::internal::threads::elements_per_thread, [&](Index first, Index) {
    std::unique_lock<std::mutex> lock(mutex);
    if (first_pieces.size() == 2) return;
    first_pieces.insert(first);
    both.notify_all();
    both.wait_for(lock, std::chrono::seconds(20), [&] { return first_pieces.size() == 2; });
  });
  return first_pieces;
}

TEST(Parallel, SharesPiecesAmongTheThreadsOfTheDevice) {
  Eigen::ThreadPool pool(2);
  Eigen::ThreadPoolDevice device(&pool, 2);
  const init::internal::threads::OnDevice<Eigen::ThreadPoolDevice> on_device{device};
  EXPECT_EQ(first_pieces_of_two(on_device), (std::set<Index>{0, 2}));
}

#if defined(_OPENMP)
TEST(Parallel, UsesAsManyThreadsOfOpenMpAsEigen) {
  Eigen::setNbThreads(2);
  EXPECT_EQ(first_pieces_of_two(init::internal::threads::OpenMp()), (std::set<Index>{0, 2}));
  Eigen::setNbThreads(1);
  Recorder recorder(8);
  init::internal::threads::OpenMp()(8, 10 * init::internal::threads::elements_per_thread,
                                    [&](Index first, Index last) { recorder(first, last); });
  EXPECT_EQ(recorder.threads, std::set<std::thread::id>{std::this_thread::get_id()});
  Eigen::setNbThreads(0);
}
#endif

TEST(Parallel, KeepsSmallFillsOnTheCallingThread) {
  Eigen::ThreadPool pool(3);
  Eigen::ThreadPoolDevice device(&pool, 3);
  Recorder recorder(8);
  init::internal::threads::OnDevice<Eigen::ThreadPoolDevice>{device}(
      8, init::internal::threads::elements_per_thread,
      [&](Index first, Index last) { recorder(first, last); });
  EXPECT_EQ(recorder.threads, std::set<std::thread::id>{std::this_thread::get_id()});
}

// A pool whose only thread makes the fill must not wait for itself.
TEST(Parallel, WorksOnAThreadOfItsOwnPool) {
  Eigen::ThreadPool pool(1);
  Eigen::ThreadPoolDevice device(&pool, 4);
  init::Generator twin(5);
  const Eigen::MatrixXf expected = filled<Eigen::MatrixXf>(twin);
  Eigen::MatrixXf w;
  Eigen::Barrier done(1);
  pool.Schedule([&] {
    w = filled<Eigen::MatrixXf>(init::Generator(5).on(device));
    done.Notify();
  });
  done.Wait();
  EXPECT_EQ(w, expected);
}

#if defined(_OPENMP) && defined(__linux__)
// libgomp's threads are not there in the child of a fork, and it would wait for them.
TEST(Parallel, FillsOnOneThreadInAForkedChild) {
  Eigen::setNbThreads(2);
  const auto expected = filled<Eigen::MatrixXf>(init::Generator(3));
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    Eigen::setNbThreads(1);
    _exit(filled<Eigen::MatrixXf>(init::Generator(3)) == expected ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  Eigen::setNbThreads(0);
}
#endif
