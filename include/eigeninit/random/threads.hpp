// Who does the work of a large fill: OpenMP's threads where the program is compiled with it, the
// threads of an Eigen device, or the calling thread. The bits do not depend on it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(_OPENMP)
#include <omp.h>
#endif

#include "../tensor/index.hpp"

namespace eigeninit::internal::threads {
inline namespace EIGENINIT_ABI {

/// What a thread has to get before waking it is worth the while: some 50 µs of work.
inline constexpr Index elements_per_thread = 1 << 16;

/// How many of `available` threads are worth using.
inline Index useful_threads(Index available, Index pieces, Index elements) noexcept {
  return (std::max)(Index(1), (std::min)({available, pieces, elements / elements_per_thread}));
}

/// Where the share of thread `thread` begins, of pieces that `threads` have between them.
inline Index share_begin(Index pieces, Index threads, Index thread) noexcept {
  return pieces / threads * thread + pieces % threads * thread / threads;  // can't overflow
}

/// body(first, last) on the calling thread, or on as many of OpenMP's as Eigen::nbThreads() allows.
/// Inside a parallel region every thread keeps its own fills.
///
/// A process that was forked after OpenMP's threads had been used, by a large fill or by anything
/// else, must not use them again where the runtime is libgomp, that of g++: it would wait for ever
/// for threads that only the parent has. Eigen::setNbThreads(1) in the child keeps its fills on the
/// calling thread; or fork first. LLVM's libomp has no such limit.
struct OpenMp {
  template <class Body>
  void operator()(Index pieces, Index elements, const Body& body) const {
#if defined(_OPENMP)
    const Index available = omp_in_parallel() ? 1 : Index(Eigen::nbThreads());
    const Index threads = useful_threads(available, pieces, elements);
    if (threads > 1) {
#pragma omp parallel for schedule(static, 1) num_threads(int(threads))
      for (Index i = 0; i < threads; ++i) {
        body(share_begin(pieces, threads, i), share_begin(pieces, threads, i + 1));
      }
      return;
    }
#endif
    (void)elements;
    body(Index(0), pieces);
  }
};

template <class Device, class = void>
struct is_device : std::false_type {};
/// An Eigen device counts its threads.
template <class Device>
struct is_device<Device, std::void_t<decltype(std::declval<Device&>().numThreads())>>
    : std::true_type {};

template <class Device, class = void>
struct has_pool : std::false_type {};
template <class Device>
struct has_pool<Device, std::void_t<decltype(std::declval<Device&>().getPool())>> : std::true_type {
};

/// body(first, last) on the threads of an Eigen::ThreadPoolDevice and on the calling one; on the
/// calling one alone for a device without a pool, such as Eigen::DefaultDevice.
template <class Device>
struct OnDevice {
  Device& device;

  template <class Body>
  void operator()(Index pieces, Index elements, const Body& body) const {
    if constexpr (has_pool<Device>::value) {
      const Index threads = useful_threads(Index(device.numThreads()), pieces, elements);
      if (threads > 1) {
        share(threads, pieces, body);
        return;
      }
    }
    (void)elements;
    body(Index(0), pieces);
  }

 private:
  /// How many pieces of a share are taken. Atomics alone begin with any value in C++17.
  struct Share {
    std::atomic<Index> taken{0};
  };
  struct Progress {
    explicit Progress(Index threads) : shares(std::size_t(threads)) {}

    std::vector<Share> shares;
    Index done = 0;
    std::mutex mutex;
    std::condition_variable all_done;
  };

  /// Fewer helpers where there is no memory for more: the caller does the work of those.
  template <class Work>
  void schedule(Index helpers, const Work& work) const noexcept {
    const auto schedule_all = [&] {
      for (Index i = 1; i <= helpers; ++i) device.getPool()->Schedule([work, i] { work(i); });
    };
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
    try {
      schedule_all();
    } catch (...) {
    }
#else
    schedule_all();
#endif
  }

  // Every thread has a share of neighbouring pieces, as with OpenMP, so that less memory moves from
  // cache to cache, and then takes pieces of the others' shares. The caller waits for pieces rather
  // than for threads: a pool that is busy, or whose own thread calls, can't block the fill. A task
  // that comes too late finds nothing to do, and what it touches outlives the call.
  template <class Body>
  void share(Index threads, Index pieces, const Body& body) const {
    const auto progress = std::make_shared<Progress>(threads);
    const auto work = [progress, threads, pieces, &body](Index thread) {
      Index finished = 0;
      for (Index i = 0; i < threads; ++i) {
        const Index owner = (thread + i) % threads;
        const Index begin = share_begin(pieces, threads, owner);
        const Index end = share_begin(pieces, threads, owner + 1);
        std::atomic<Index>& taken = progress->shares[std::size_t(owner)].taken;
        for (Index piece; (piece = begin + taken.fetch_add(1)) < end; ++finished) {
          body(piece, piece + 1);
        }
      }
      if (finished == 0) return;
      const std::lock_guard<std::mutex> lock(progress->mutex);
      progress->done += finished;
      if (progress->done == pieces) progress->all_done.notify_one();
    };
    schedule(threads - 1, work);
    work(0);
    std::unique_lock<std::mutex> lock(progress->mutex);
    progress->all_done.wait(lock, [&] { return progress->done == pieces; });
  }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::threads
