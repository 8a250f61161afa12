// How a plan is carried out: which part of which parameter is made and measured when, and by whom.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "../random/draw.hpp"
#include "../random/threads.hpp"
#include "../tensor/buffer.hpp"
#include "../tensor/copy.hpp"
#include "../tensor/subview.hpp"
#include "judge.hpp"
#include "options.hpp"
#include "source_of.hpp"
#include "target.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// The work of a plan, in numbered pieces that any thread may do.
class Work {
 public:
  Work(const std::vector<PlannedParameter>& rows, const std::vector<Filling>& fillings,
       Target& target, const Options& options)
      : rows_(rows), fillings_(fillings), target_(target), options_(options) {
    first_piece_.reserve(rows.size() + 1);
    first_piece_.push_back(0);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      first_piece_.push_back(first_piece_.back() + (is_whole(row) ? 1 : target.pieces(row)));
      all_ += rows[row].bytes;
      elements_ += rows[row].elements;
    }
    pieces_.resize(first_piece_.back());
  }

  /// By streams of a generator, on the threads of `execute`; or from another source, one parameter
  /// after the other.
  template <class Source>
  void run(Source& source) {
    if constexpr (is_generator<std::remove_const_t<Source>>::value) {
      run_streams(generator_of(source), threads_of(source));
    } else {
      SourceOf<Source> any(source);
      run_sequence(any);
    }
  }

  std::vector<ReportedParameter> reported() const {
    std::vector<ReportedParameter> result;
    result.reserve(rows_.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      kernel::Measured measured;
      double seconds = 0;
      for (std::size_t i = first_piece_[row]; i < first_piece_[row + 1]; ++i) {
        measured.add(pieces_[i].measured);
        seconds += pieces_[i].seconds;
      }
      const auto& initializer = fillings_[row].initializer;
      const double copies = initializer ? double(initializer->describe().copies) : 1;
      result.push_back(judge(rows_[row], measured, copies, seconds));
    }
    return result;
  }

 private:
  struct Piece {
    kernel::Measured measured;
    double seconds = 0;
  };

  struct Clock {
    double seconds() const {
      return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  };

  bool is_whole(std::size_t row) const {
    return rows_[row].action == PlannedParameter::Action::fill &&
           fillings_[row].initializer->describe().needs_whole;
  }

  template <class Execute>
  void run_streams(const Generator& generator, const Execute& execute) {
    const auto count = Index(pieces_.size());
    // Not the share of the pieces that a thread is offered: their sizes differ.
    execute(count, elements_, [&](Index, Index) {
      for (std::size_t piece; (piece = next_.fetch_add(1)) < pieces_.size();) {
        if (!guarded([&] { run_piece(piece, generator); })) return;
      }
    });
    rethrow();
  }

  void run_sequence(AnySource& source) {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      Piece& piece = pieces_[first_piece_[row]];
      make(
          row, piece, [&](const MakePart& make_part) { target_.visit_whole(row, make_part); },
          [&](const AnyView& part) { fill(row, part, source); });
    }
  }

  void run_piece(std::size_t number, const Generator& generator) {
    const auto after = std::upper_bound(first_piece_.begin(), first_piece_.end(), number);
    const auto row = std::size_t(after - first_piece_.begin()) - 1;
    const Generator stream = generator.stream(rows_[row].name);
    const auto visit = [&](const MakePart& make_part) {
      if (is_whole(row)) return target_.visit_whole(row, make_part);
      target_.visit_piece(row, number - first_piece_[row], make_part);
    };
    make(row, pieces_[number], visit, [&](const AnyView& part) {
      Generator from_the_start = stream;
      GeneratorSource source(from_the_start);
      fill(row, part, source);
    });
  }

  /// Fills a part; where its initializer can make none alone it makes the whole, and the part is
  /// kept.
  void fill(std::size_t row, const AnyView& part, AnySource& source) {
    const auto fill_memory = [&](const AnyView& memory) {
      if (options_.poison()) internal::poison(memory);
      (*fillings_[row].initializer)(memory, source);
    };
    const bool is_part = part.size() > 0 && subview::cut_axis(part) != part.rank;
    if (!is_whole(row) || !is_part) return fill_memory(part);
    AnyView whole = whole_of(part);
    Buffer memory(bytes_of(whole));
    whole.data = memory.data();
    fill_memory(whole);
    copy_elements(part_of(whole, part), part);
  }

  /// Fills the parts of a piece, where that is planned, and measures them.
  template <class Visit, class Fill>
  void make(std::size_t row, Piece& piece, const Visit& visit, const Fill& fill_one) {
    Clock clock;
    std::uint64_t bytes = 0;
    visit(MakePart([&](const AnyView& part) {
      if (rows_[row].action == PlannedParameter::Action::fill) fill_one(part);
      internal::measure(part, origin_of(rows_[row]), piece.measured);
      bytes += bytes_of(part);
    }));
    piece.seconds = clock.seconds();
    tell(row, bytes);
  }

  void tell(std::size_t row, std::uint64_t bytes) {
    if (!options_.wants_progress()) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (is_stopped_ || has_thrown_) return;
    done_ += bytes;
    has_thrown_ = true;  // and so it stays if tell() does: nobody is told more meanwhile
    options_.tell({rows_[row].name, done_, all_});
    has_thrown_ = false;
  }

  /// False where use() throws, or another thread's has thrown.
  template <class Use>
  bool guarded(const Use& use) {
    if (is_stopped_) return false;
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
    try {
      use();
    } catch (...) {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!is_stopped_.exchange(true)) error_ = std::current_exception();
      return false;
    }
#else
    use();
#endif
    return true;
  }

  void rethrow() {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
    if (error_) std::rethrow_exception(error_);
#endif
  }

  const std::vector<PlannedParameter>& rows_;
  const std::vector<Filling>& fillings_;
  Target& target_;
  const Options& options_;
  std::vector<std::size_t> first_piece_;  // of each row, and behind the last
  std::vector<Piece> pieces_;
  std::uint64_t done_ = 0, all_ = 0;  // bytes
  Index elements_ = 0;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> is_stopped_{false};
  bool has_thrown_ = false;
  std::exception_ptr error_;
  std::mutex mutex_;
};

/// Where the numbers of a source come from.
template <class Source>
Report::Origin origin_of_source(const Source& source, const std::string& rules) {
  Report::Origin origin{"another source", std::nullopt, false, rules};
  if constexpr (is_generator<std::remove_const_t<Source>>::value) {
    origin.source = "eigeninit::Generator, stream format 1";
    origin.seed = generator_of(source).get_state().seed;
    origin.has_streams = true;
  } else if constexpr (has_initial_seed<const Source>::value) {
    origin.source = "torch::Generator";
    origin.seed = source.initial_seed();
  }
  return origin;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
