// Which rule counts for a name, and which rules count for none.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "faults.hpp"
#include "rules.hpp"
#include "storage.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// Matches names, and keeps count of what every rule has been good for.
class Matching {
 public:
  static constexpr std::size_t none = std::size_t(-1);

  explicit Matching(const std::vector<Rule>& rules) : rules_(rules), found_(rules.size()) {}

  /// The first rule that matches a name; none where no rule does.
  std::size_t rule_for(Match& match) {
    std::size_t first = none;
    for (const bool kept : {true, false}) {
      for (std::size_t i = 0; i < rules_.size(); ++i) {
        const Rule& rule = rules_[i];
        if ((rule.kind == Rule::Kind::keep) != kept || rule.kind == Rule::Kind::otherwise) continue;
        if (first != none && found_[i].matches && found_[i].exceptions.empty()) continue;
        if (!is_about(i, match)) continue;
        if (first == none) {
          first = i;
          found_[i].counts = true;
        } else if (!found_[i].counts) {
          found_[i].earlier = first;
        }
      }
    }
    for (std::size_t i = 0; i < rules_.size() && first == none; ++i) {
      if (rules_[i].kind == Rule::Kind::otherwise) first = i;
    }
    return first;
  }

  /// Adds to the faults the rules, and the exceptions of rules, that are good for nothing.
  void check(const Storage& storage, Faults& faults) const {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const Rule& rule = rules_[i];
      const Found& found = found_[i];
      if (rule.kind == Rule::Kind::otherwise || rule.is_optional) continue;
      if (!found.names) {
        faults.add({rule.name(), " matches none",
                    rule.glob ? storage.nearest_to(*rule.glob) : std::string(),
                    "; correct it, or say optional()"});
        continue;
      }
      if (!found.matches) {
        faults.add(
            {rule.name(), " matches none that its exceptions leave; drop it, or an except()"});
      } else if (!found.counts && rules_[found.earlier].kind == Rule::Kind::keep) {
        faults.add({rule.name(), " matches only what keep ", rules_[found.earlier].name(),
                    " has taken; drop one, or except() a part"});
      } else if (!found.counts) {
        faults.add({rule.name(), " matches only what rule ", rules_[found.earlier].name(),
                    " has taken before; move it up, or drop it"});
      }
      for (std::size_t k = 0; k < rule.exceptions.size(); ++k) {
        if (found.exceptions[k]) continue;
        faults.add({"the exception '", rule.exceptions[k].text(), "' of ", rule.name(),
                    " matches none", storage.nearest_to(rule.exceptions[k]),
                    "; correct it, or drop it"});
      }
    }
  }

 private:
  /// What is known of a rule so far.
  struct Found {
    bool names = false;            ///< whether it is about a parameter, exceptions aside
    bool matches = false;          ///< whether it is about one
    bool counts = false;           ///< whether it was the first for one
    std::size_t earlier = 0;       ///< a rule that was before it
    std::vector<bool> exceptions;  ///< which have taken a parameter away
  };

  bool is_about(std::size_t number, Match& match) {
    const Rule& rule = rules_[number];
    Found& found = found_[number];
    if (!rule.names(match)) return false;
    found.names = true;
    found.exceptions.resize(rule.exceptions.size());
    bool is_taken = false;
    for (std::size_t k = 0; k < rule.exceptions.size(); ++k) {
      if (!rule.exceptions[k].matches(match.name())) continue;
      found.exceptions[k] = true;
      is_taken = true;
    }
    if (!is_taken) found.matches = true;
    return !is_taken;
  }

  const std::vector<Rule>& rules_;
  std::vector<Found> found_;  // one for each rule
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
