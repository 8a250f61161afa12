// How a plan becomes a checkpoint, without a model in memory.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "../model/apply.hpp"
#include "../model/plan.hpp"
#include "../random/std_engine.hpp"
#include "file_target.hpp"
#include "output.hpp"

namespace eigeninit {
namespace internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// What a report will be, but for what is measured.
inline Report report_without_values(const std::vector<PlannedParameter>& plan,
                                    Report::Origin origin) {
  std::vector<ReportedParameter> rows(plan.size());
  for (std::size_t row = 0; row < plan.size(); ++row) rows[row].plan = plan[row];
  return Report(std::move(rows), std::move(origin), 0);
}

/// The files of a checkpoint, from the first byte to their final names.
template <class Format>
class Writing {
 public:
  /// Opens them under the names that they have until they are whole. The values of the report need
  /// not be there yet.
  Writing(const Format& format, const Report& report, bool with_others)
      : format_(format), arrangement_(format.arrange(report)) {
    for (const PlannedFile& file : arrangement_.files) {
      files_.push_back(std::make_unique<OutputFile>(file.path, file.bytes, with_others));
    }
  }

  /// Makes the values of a plan, and writes them.
  template <class Source>
  std::vector<ReportedParameter> write_values(const std::vector<PlannedParameter>& rows,
                                              const std::vector<model::Filling>& fillings,
                                              const Share& share, Source& source,
                                              const model::Options& options) {
    FileTarget target(rows, fillings, arrangement_.places, files_, share);
    model::Work work(rows, fillings, target, options);
    work.run(source);
    return work.reported();
  }

  void sync() {
    for (const auto& file : files_) file->sync();
  }

  /// Writes what is known now that all values are there, and gives the files their names.
  void finish(const Report& report) {
    for (std::size_t number = 0; number < files_.size(); ++number) {
      for (const Text& text : format_.texts(arrangement_.files[number], *files_[number], report)) {
        files_[number]->put(text.offset, text.bytes.data(), text.bytes.size());
      }
    }
    sync();
    const auto [path, text] = format_.index(arrangement_, report);
    if (!path.empty()) {  // rather none than one that is about other files
      std::error_code is_not_there;
      std::filesystem::remove(std::filesystem::u8path(path), is_not_there);
    }
    for (const auto& file : files_) file->finish();
    if (!path.empty()) write_small_file(path, text);
  }

 private:
  const Format& format_;
  Arrangement arrangement_;
  std::vector<std::unique_ptr<OutputFile>> files_;
};

/// Adds what these parameters lack to be written.
inline void require_values(const std::vector<PlannedParameter>& rows,
                           const std::vector<model::Filling>& fillings, bool is_part,
                           model::Faults& faults) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const AnyView& view = fillings[row].view;
    if (rows[row].action != PlannedParameter::Action::fill && rows[row].is_declared) {
      faults.add({"'", rows[row].name,
                  "' is not filled and has no memory to be written from; add() it, or give it a "
                  "rule"});
    }
    if (is_shard(view) && !is_part) {
      faults.add({"'", rows[row].name,
                  "' is a shard, and the rest would be missing; declare it, or write_part()"});
    }
  }
}

/// Refuses files of which parts are missing.
template <class Format>
void require_parts(const Format& format, const Report& report) {
  model::Faults faults;
  for (const ReportedParameter& row : report) {
    std::uint64_t elements = 1;
    for (const Index extent : row.plan.shape) elements *= std::uint64_t(extent);
    if (row.count == elements) continue;
    faults.add({"of '", row.plan.name, "' ", text(row.count), " elements were written, and it has ",
                text(elements), "; let each be written once, and add up the sums of all"});
  }
  for (const PlannedFile& file : format.arrange(report).files) {
    std::error_code error;
    const std::string path = partial_path(file.path);
    const auto bytes = std::filesystem::file_size(std::filesystem::u8path(path), error);
    if (!error && std::uint64_t(bytes) == file.bytes) continue;
    faults.add({"'", path, "' is not there, or has not ", text(file.bytes), " bytes"});
  }
  faults.refuse_any("finish_checkpoint");
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::checkpoint

inline namespace EIGENINIT_ABI {

template <class Format, class Source, class... Options>
Report Plan::write(const Format& format, Source&& source, Options&&... given) const {
  using S = std::remove_reference_t<Source>;
  namespace model = internal::model;
  namespace checkpoint = internal::checkpoint;
  model::require_source<S>();
  if constexpr (internal::is_engine<S>::value) {
    return write(format, Generator(internal::draw_key(source)), given...);
  } else {
    const auto begin = std::chrono::steady_clock::now();
    model::Faults faults;
    require_source_fills(internal::source_traits<S>(), faults);
    checkpoint::require_values(rows_, fillings_, false, faults);
    format.check(rows_, faults);
    faults.refuse_any("write");
    const model::Options options(given...);
    const Report::Origin origin = model::origin_of_source(source, rules_);
    const Report before = checkpoint::report_without_values(rows_, origin);
    checkpoint::Writing<Format> writing(format, before, false);
    const auto rows = writing.write_values(rows_, fillings_, Share{}, source, options);
    writing.finish(Report(rows, origin, 0));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    return Report(rows, origin, seconds.count());
  }
}

template <class Format, class Source, class... Options>
Report Plan::write_part(const Format& format, const Share& share, Source&& source,
                        Options&&... given) const {
  using S = std::remove_reference_t<Source>;
  namespace model = internal::model;
  namespace checkpoint = internal::checkpoint;
  static_assert(model::is_generator<std::remove_const_t<S>>::value,
                "eigeninit: write_part() takes an eigeninit::Generator: other sources make all "
                "numbers in one order. Let one process write() with them.");
  const auto begin = std::chrono::steady_clock::now();
  share.check();
  model::Faults faults;
  checkpoint::require_values(rows_, fillings_, true, faults);
  format.check(rows_, faults);
  faults.refuse_any("write_part");
  const model::Options options(given...);
  const Report::Origin origin = model::origin_of_source(source, rules_);
  const Report before = checkpoint::report_without_values(rows_, origin);
  checkpoint::Writing<Format> writing(format, before, true);
  const auto rows = writing.write_values(rows_, fillings_, share, source, options);
  writing.sync();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  return Report(rows, origin, seconds.count());
}

/// Completes the files of which processes have written their parts (Plan::write_part()), and gives
/// them their names. For one process, when all others are done; `report` is that of one part, with
/// the sums of all: see Report::with_sums(). Throws std::invalid_argument where elements were not
/// written, or more than once, and std::runtime_error, with the path, for what the system refuses,
/// such as where another process still writes.
template <class Format>
void finish_checkpoint(const Format& format, const Report& report) {
  internal::checkpoint::require_parts(format, report);
  internal::checkpoint::Writing<Format>(format, report, false).finish(report);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
