// How a plan is carried out: which part of which parameter is filled and measured when, and by
// whom.
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
#include <string>
#include <utility>
#include <vector>

#include "../random/draw.hpp"
#include "../random/std_engine.hpp"
#include "../random/threads.hpp"
#include "judge.hpp"
#include "plan.hpp"
#include "slabs.hpp"
#include "source_of.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

/// The work of a plan, in numbered pieces that any thread may do.
class Work {
 public:
  Work(const std::vector<PlannedParameter>& rows, const std::vector<Filling>& fillings,
       const Options& options)
      : rows_(rows), fillings_(fillings), options_(options) {
    first_piece_.reserve(rows.size() + 1);
    first_piece_.push_back(0);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      first_piece_.push_back(first_piece_.back() +
                             (is_whole(row) ? 1 : std::size_t(Slabs(fillings[row].view).count())));
      all_ += rows[row].bytes;
      elements_ += rows[row].elements;
    }
    pieces_.resize(first_piece_.back());
  }

  /// By streams of a generator, on the threads of `execute`.
  template <class Execute>
  void run(const Generator& generator, const Execute& execute) {
    const auto count = Index(pieces_.size());
    // Not the share of the pieces that a thread is offered: their sizes differ.
    execute(count, elements_, [&](Index, Index) {
      for (std::size_t piece; (piece = next_.fetch_add(1)) < pieces_.size();) {
        if (!guarded([&] { run_piece(piece, generator); })) return;
      }
    });
    rethrow();
  }

  /// From a source, one parameter after the other.
  void run(AnySource& source) {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      run_part(row, fillings_[row].view, source, pieces_[first_piece_[row]]);
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

  void run_piece(std::size_t number, const Generator& generator) {
    const auto after = std::upper_bound(first_piece_.begin(), first_piece_.end(), number);
    const auto row = std::size_t(after - first_piece_.begin()) - 1;
    const AnyView& whole = fillings_[row].view;
    Generator stream = generator.stream(rows_[row].name);
    GeneratorSource source(stream);
    run_part(row, is_whole(row) ? whole : Slabs(whole)[Index(number - first_piece_[row])], source,
             pieces_[number]);
  }

  /// Fills a part of a parameter, or all of it, and measures it.
  void run_part(std::size_t row, const AnyView& view, AnySource& source, Piece& piece) {
    Clock clock;
    if (rows_[row].action == PlannedParameter::Action::fill) {
      if (options_.poison()) internal::poison(view);
      (*fillings_[row].initializer)(view, source);
    }
    internal::measure(view, origin_of(rows_[row]), piece.measured);
    piece.seconds = clock.seconds();
    tell(row, std::uint64_t(view.size()) * view.operations->size);
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

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

inline void Plan::require_memory(const SourceTraits& traits) const {
  internal::model::Faults faults;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const PlannedParameter& plan = rows_[row];
    if (plan.is_declared) {
      faults.add({"'", plan.name, "' is declared and has no memory; add() it"});
    }
    if (plan.action != PlannedParameter::Action::fill) continue;
    if (!internal::model::fills(traits, plan.scalar)) {
      faults.add({"the source does not fill ", name_of(plan.scalar), ", which '", plan.name,
                  "' is; keep() it, or apply an eigeninit::Generator"});
    }
    const AnyView& view = fillings_[row].view;
    if (traits.needs_whole && internal::subview::cut_axis(view) != view.rank) {
      faults.add({"the source fills no parts, and '", plan.name,
                  "' is a shard; apply an eigeninit::Generator"});
    }
  }
  faults.refuse_any("apply");
}

template <class Source, class... Options>
Report Plan::apply(Source&& source, Options&&... given) const {
  using S = std::remove_reference_t<Source>;
  namespace model = internal::model;
  // A generator is only asked for streams, and may be const.
  using Asked = std::conditional_t<model::is_generator<std::remove_const_t<S>>::value,
                                   std::remove_const_t<S>, S>;
  static_assert(is_source_v<Asked&>,
                "eigeninit: apply() takes a random source: an eigeninit::Generator, a std:: engine "
                "or a torch::Generator, not const.");
  if constexpr (internal::is_engine<S>::value) {
    require_memory({});
    return apply(Generator(internal::draw_key(source)), given...);
  } else {
    require_memory(internal::source_traits<S>());
    const model::Options options(given...);
    const auto begin = std::chrono::steady_clock::now();
    model::Work work(rows_, fillings_, options);
    Report::Origin origin{"another source", std::nullopt, false, rules_};
    if constexpr (model::is_generator<Asked>::value) {
      const Generator& generator = internal::generator_of(source);
      origin.source = "eigeninit::Generator, stream format 1";
      origin.seed = generator.get_state().seed;
      origin.has_streams = true;
      work.run(generator, internal::threads_of(source));
    } else {
      if constexpr (model::has_initial_seed<S>::value) {
        origin.source = "torch::Generator";
        origin.seed = source.initial_seed();
      }
      model::SourceOf<S> any(source);
      work.run(any);
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    return Report(work.reported(), std::move(origin), seconds.count());
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
