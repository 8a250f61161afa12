// What will become of every parameter of a model, before anything is written.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "faults.hpp"
#include "name_index.hpp"
#include "options.hpp"
#include "pattern/nearest.hpp"
#include "planned.hpp"
#include "report.hpp"
#include "rules.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

class Planner;

/// What fills a parameter, and its memory.
struct Filling {
  AnyView view;
  std::optional<AnyInitializer> initializer;  ///< none where it is kept
};

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

struct Share;

/// What Rules do to Parameters: a row for each parameter, in the order in which they were added.
///
/// Rules::plan() has refused, all at once: a name that is empty or there twice; a parameter that no
/// rule matches; a rule, or an exception of one, that matches nothing, or nothing that earlier
/// rules leave; memory of two parameters, wholly or partly, that are not tied; a tie of different
/// shapes or memory, or of names that different rules match; and what an initializer itself refuses
/// of a parameter's shape, scalar or part: each was asked with an empty part of the parameter, and
/// nothing was written.
class Plan {
 public:
  /// For Rules::plan().
  Plan(const Rules& rules, const Parameters& parameters);

  /// Leaves these parameters as they are, such as those that a checkpoint has brought. A tied
  /// parameter may be named by any of its names. Throws std::invalid_argument for names that the
  /// model does not have.
  template <class Names>
  Plan& skip(const Names& names) {
    internal::model::Faults faults;
    std::vector<std::size_t> found;
    for (const auto& name : names) found.push_back(find_row(name, faults));
    faults.refuse_any("skip");
    for (const std::size_t row : found) rows_[row].action = PlannedParameter::Action::skip;
    return *this;
  }
  /// The same: skip({"embed.weight"}).
  Plan& skip(std::initializer_list<std::string_view> names) {
    return skip<std::initializer_list<std::string_view>>(names);
  }

  /// Leaves all other parameters out of the plan, such as for a file of some parameters: what these
  /// get does not change, but from sources that draw in sequence. Throws std::invalid_argument for
  /// names that the model does not have.
  template <class Names>
  Plan& only(const Names& names) {
    internal::model::Faults faults;
    std::vector<std::size_t> wanted;
    for (const auto& name : names) wanted.push_back(find_row(name, faults));
    faults.refuse_any("only");
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    take(wanted);
    return *this;
  }
  /// The same: only({"embed.weight"}).
  Plan& only(std::initializer_list<std::string_view> names) {
    return only<std::initializer_list<std::string_view>>(names);
  }

  /// Fills the parameters, and measures them.
  ///
  /// With a Generator each parameter draws from rng.stream(name), by its own name: another
  /// parameter more or less, or another order, changes nothing, and `rng` stays as it is. Several
  /// threads share the work, those of OpenMP or of rng.on(device). A std:: engine gives one key for
  /// all. Another source, such as torch::Generator, is drawn from in the order in which the
  /// parameters were added.
  ///
  /// Options, in any order: Poison, and a function of a `const Progress&`, called after each
  /// part, by one thread at a time; what it throws ends the work early and is thrown on.
  ///
  /// Throws std::invalid_argument, before anything is written, for parameters without memory, and
  /// for what the source can't fill.
  template <class Source, class... Options>
  Report apply(Source&& source, Options&&... given) const;

  /// Writes the parameters to files, such as safetensors("model.safetensors"), and not to the
  /// model's memory: they may be declared alone, and models may be larger than any memory. What
  /// rules keep, or skip() names, is written as it is in memory. The values are those of apply(),
  /// and so are the arguments. Needs `eigeninit/checkpoint.hpp`.
  ///
  /// Takes memory for a tile of some 256 KiB for each thread; for a whole parameter where its
  /// initializer needs the whole (orthogonal, sparse) or the source does (torch::Generator); and 6
  /// bytes for each MiB of the model.
  ///
  /// A file has its name when all of it is on the disk; before that ".partial" stands behind it.
  /// After an end by force the same call goes on: it reads what is there and writes what differs.
  ///
  /// Throws std::invalid_argument, before anything is written, for what the format or the source
  /// can't hold and for parameters without values; and std::runtime_error, with the path, for what
  /// the system refuses, such as where no space is left.
  template <class Format, class Source, class... Options>
  Report write(const Format& format, Source&& source, Options&&... given) const;

  /// Writes the part of one of several processes, which need not know of each other: what the
  /// process has shards of it writes itself; the rest, which all have whole or declared, they
  /// share. All lay out the same file, under its name with ".partial" behind it, from plans of the
  /// same parameters in the same order; a process without a part of one has a shard without
  /// elements. When all are done, one of them calls finish_checkpoint(). The file is the one that
  /// write() makes. Takes a Generator.
  ///
  /// The report is that of the part. See write() for all else.
  template <class Format, class Source, class... Options>
  Report write_part(const Format& format, const Share& share, Source&& source,
                    Options&&... given) const;

  /// How many elements are here, of all parameters.
  [[nodiscard]] Index elements() const noexcept {
    Index sum = 0;
    for (const PlannedParameter& row : rows_) sum += row.elements;
    return sum;
  }
  /// And of how many bytes.
  [[nodiscard]] std::size_t bytes() const noexcept {
    std::size_t sum = 0;
    for (const PlannedParameter& row : rows_) sum += row.bytes;
    return sum;
  }

  /// The rows.
  [[nodiscard]] const std::vector<PlannedParameter>& rows() const noexcept { return rows_; }
  /// The first row.
  [[nodiscard]] auto begin() const noexcept { return rows_.begin(); }
  /// Behind the last row.
  [[nodiscard]] auto end() const noexcept { return rows_.end(); }
  /// The rules, as Rules::to_string() has them.
  [[nodiscard]] const std::string& rules() const noexcept { return rules_; }

  /// The rows as comma-separated values (RFC 4180), with a line of titles.
  [[nodiscard]] std::string csv() const;
  /// The rows as a JSON array of objects.
  [[nodiscard]] std::string json() const;

  /// The row of a parameter, by any of its names. Throws std::invalid_argument where there is none.
  [[nodiscard]] const PlannedParameter& operator[](std::string_view name) const {
    const std::size_t row = find(name);
    if (row == internal::model::NameIndex::none) {
      internal::refuse("plan: there is no parameter '", std::string(name), "'", nearest_to(name));
    }
    return rows_[row];
  }

 private:
  friend class internal::model::Planner;

  [[nodiscard]] std::size_t find(std::string_view name) const;
  [[nodiscard]] std::string nearest_to(std::string_view name) const;
  [[nodiscard]] std::size_t find_row(std::string_view name, internal::model::Faults& faults) const;
  void take(const std::vector<std::size_t>& wanted);
  void index_names();
  void require_source_fills(const SourceTraits& traits, internal::model::Faults& faults) const;
  void require_memory(const SourceTraits& traits) const;

  std::vector<PlannedParameter> rows_;
  std::vector<internal::model::Filling> fillings_;  // one for each row
  internal::model::NameIndex by_name_;              // ties included
  std::string rules_;
};

inline std::size_t Plan::find(std::string_view name) const {
  return by_name_.find(name, [&](std::size_t number) {
    const PlannedParameter& row = rows_[number];
    return row.name == name || std::find(row.ties.begin(), row.ties.end(), name) != row.ties.end();
  });
}

inline std::string Plan::nearest_to(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const PlannedParameter& row : rows_) {
    names.push_back(row.name);
    names.insert(names.end(), row.ties.begin(), row.ties.end());
  }
  return internal::pattern::nearest_phrase(name, names);
}

inline std::size_t Plan::find_row(std::string_view name, internal::model::Faults& faults) const {
  const std::size_t row = find(name);
  if (row == internal::model::NameIndex::none) {
    faults.add({"there is no parameter '", name, "'", nearest_to(name)});
  }
  return row;
}

inline void Plan::take(const std::vector<std::size_t>& wanted) {
  std::vector<PlannedParameter> rows;
  std::vector<internal::model::Filling> fillings;
  for (const std::size_t row : wanted) {
    rows.push_back(std::move(rows_[row]));
    fillings.push_back(std::move(fillings_[row]));
  }
  rows_ = std::move(rows);
  fillings_ = std::move(fillings);
  index_names();
}

inline void Plan::index_names() {
  by_name_ = {};
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    by_name_.add(rows_[row].name, row);
    for (const std::string& tie : rows_[row].ties) by_name_.add(tie, row);
  }
  by_name_.sort();
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
