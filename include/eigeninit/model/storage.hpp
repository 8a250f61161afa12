// The names of a model's parameters and the memory behind them: which names share it, and which
// must not.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "faults.hpp"
#include "name_index.hpp"
#include "overlap.hpp"
#include "parameters.hpp"
#include "pattern/nearest.hpp"
#include "shape.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// Finds out which parameters are one memory, and adds to the faults what is wrong with names, ties
/// and memory.
class Storage {
 public:
  static constexpr std::size_t none = NameIndex::none;

  Storage(const Parameters& parameters, Faults& faults)
      : entries_(parameters.entries()), faults_(faults) {
    index_names();
    resolve_ties(parameters.ties());
    compare_memory();
  }

  /// Whether a parameter is the one that its memory is filled as.
  bool is_root(std::size_t number) const { return root_of_[number] == number; }
  /// The other names of its memory.
  const std::vector<std::string>& aliases(std::size_t number) const { return aliases_[number]; }

  /// "; nearest: 'fc1.weight'", for a pattern or a name.
  template <class Wanted>
  std::string nearest_to(const Wanted& wanted) const {
    std::vector<std::string_view> names;
    for (const Entry& entry : entries_) {
      if (!entry.name.empty()) names.push_back(entry.name);
    }
    return pattern::nearest_phrase(wanted, names);
  }

 private:
  void index_names() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].name.empty()) {
        faults_.add({"parameter number ", text(i), " has no name; give it one"});
      }
      names_.add(entries_[i].name, i);
    }
    names_.sort();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (find(entries_[i].name) == i) continue;
      faults_.add({"the name '", entries_[i].name, "' is there twice; rename one"});
    }
  }

  std::size_t find(std::string_view name) const {
    return names_.find(name, [&](std::size_t number) { return entries_[number].name == name; });
  }

  void resolve_ties(const std::vector<Tie>& ties) {
    root_of_.resize(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) root_of_[i] = i;
    aliases_.resize(entries_.size());
    std::vector<std::string_view> names;  // that only tie
    for (const Tie& tie : ties) {
      const std::size_t to = find(tie.to), own = find(tie.name);
      if (to == none) {
        faults_.add({"'", tie.name, "' is tied to '", tie.to, "', which is no parameter",
                     nearest_to(std::string_view(tie.to))});
      } else if (tie.name.empty()) {
        faults_.add({"a tie to '", tie.to, "' has no name; give it one"});
      } else if (own == none) {
        names.push_back(tie.name);
        aliases_[root(to)].push_back(tie.name);
      } else {
        tie_entries(own, to);
      }
    }
    std::sort(names.begin(), names.end());
    for (std::size_t i = 1; i < names.size(); ++i) {
      if (names[i] == names[i - 1]) faults_.add({"'", names[i], "' is tied twice; tie it once"});
    }
    for (std::size_t i = 0; i < entries_.size(); ++i) root_of_[i] = root(i);
  }

  /// The end of a chain of ties.
  std::size_t root(std::size_t number) const {
    while (root_of_[number] != number) number = root_of_[number];
    return number;
  }

  void tie_entries(std::size_t own, std::size_t to) {
    const Entry &a = entries_[own], &b = entries_[to];
    const std::string both = "'" + a.name + "' is tied to '" + b.name + "'";
    if (own == to) {
      faults_.add({both, ", which is itself; name the other one"});
    } else if (shape_of(a.view) != shape_of(b.view)) {
      faults_.add({both, ", of another shape: ", text_of_shape(shape_of(a.view)), " and ",
                   text_of_shape(shape_of(b.view)), "; tie equal ones"});
    } else if (a.view.type() != b.view.type()) {
      faults_.add({both, ", of another scalar: ", name_of(a.view.type()), " and ",
                   name_of(b.view.type()), "; tie equal ones"});
    } else if (!a.is_declared && !is_same_memory(a.view, b.view)) {
      faults_.add({both, ", but has memory of its own; let both be one object"});
    } else if (const std::size_t from = root(own), into = root(to); from != into) {
      root_of_[from] = into;
      aliases_[into].push_back(entries_[from].name);
      aliases_[into].insert(aliases_[into].end(), aliases_[from].begin(), aliases_[from].end());
    }
  }

  void compare_memory() {
    std::vector<AnyView> views;
    for (const Entry& entry : entries_) views.push_back(entry.view);
    for (const auto& [a, b] : overlapping_pairs(views)) {
      if (root_of_[a] == root_of_[b]) continue;
      faults_.add({"'", entries_[a].name, "' and '", entries_[b].name,
                   is_same_memory(views[a], views[b])
                       ? "' are the same memory; tie() them, or add one"
                       : "' share a part of their memory; add what is filled only once"});
    }
  }

  const std::vector<Entry>& entries_;
  Faults& faults_;
  NameIndex names_;
  std::vector<std::size_t> root_of_;               // which entry an entry's memory is filled as
  std::vector<std::vector<std::string>> aliases_;  // of each entry
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
