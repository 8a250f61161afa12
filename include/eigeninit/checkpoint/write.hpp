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

/// The files of an arrangement, under the names that they have until they are whole.
inline std::vector<std::unique_ptr<OutputFile>> open_files(const Arrangement& arrangement,
                                                           bool with_others) {
  std::vector<std::unique_ptr<OutputFile>> files;
  for (const PlannedFile& file : arrangement.files) {
    files.push_back(std::make_unique<OutputFile>(file.path, file.bytes, with_others));
  }
  return files;
}

/// Writes what is known now that all weights are there, and gives the files their names.
template <class Format>
void finish(const Format& format, const Arrangement& arrangement, const Report& report,
            const std::vector<std::unique_ptr<OutputFile>>& files) {
  for (std::size_t number = 0; number < files.size(); ++number) {
    for (const Text& text : format.texts(arrangement.files[number], *files[number], report)) {
      files[number]->put(text.offset, text.bytes.data(), text.bytes.size());
    }
    files[number]->sync();
  }
  const auto [path, text] = format.index(arrangement, report);
  if (!path.empty()) {  // rather none than one that is about other files
    std::error_code is_not_there;
    std::filesystem::remove(std::filesystem::u8path(path), is_not_there);
  }
  for (const auto& file : files) file->finish();
  if (!path.empty()) write_small_file(path, text);
}

/// Adds what these parameters lack to be written.
inline void require_values(const std::vector<PlannedParameter>& rows,
                           const std::vector<model::Filling>& fillings, model::Faults& faults) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const AnyView& view = fillings[row].view;
    if (rows[row].action != PlannedParameter::Action::fill && rows[row].is_declared) {
      faults.add({"'", rows[row].name,
                  "' is not filled and has no memory to be written from; add() it, or give it a "
                  "rule"});
    }
    if (subview::cut_axis(view) != view.rank) {
      faults.add({"'", rows[row].name, "' is a shard, and the rest would be missing; declare it"});
    }
  }
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
    model::Faults faults;
    require_source_fills(internal::source_traits<S>(), faults);
    checkpoint::require_values(rows_, fillings_, faults);
    format.check(rows_, faults);
    faults.refuse_any("write");
    const model::Options options(given...);
    const auto begin = std::chrono::steady_clock::now();
    const Report::Origin origin = model::origin_of_source(source, rules_);
    const checkpoint::Arrangement arrangement =
        format.arrange(checkpoint::report_without_values(rows_, origin));
    const auto files = checkpoint::open_files(arrangement, false);
    checkpoint::FileTarget target(rows_, fillings_, arrangement.places, files);
    model::Work work(rows_, fillings_, target, options);
    work.run(source);
    const std::vector<ReportedParameter> rows = work.reported();
    checkpoint::finish(format, arrangement, Report(rows, origin, 0), files);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    return Report(rows, origin, seconds.count());
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
