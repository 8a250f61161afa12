// How rules and parameters become a plan, and what is refused on the way.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ask.hpp"
#include "faults.hpp"
#include "matching.hpp"
#include "plan.hpp"
#include "storage.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

/// Makes the rows of a plan.
class Planner {
 public:
  Planner(const Rules& rules, const Parameters& parameters)
      : rules_(rules.all()),
        entries_(parameters.entries()),
        storage_(parameters, faults_),
        matching_(rules_) {}

  void fill(Plan& plan) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (storage_.is_root(i)) add_row(i, plan);
    }
    Faults of_rules;  // first: a rule that is misspelt leaves many parameters without one
    matching_.check(storage_, of_rules);
    of_rules.append(faults_);
    of_rules.refuse_any("plan");
    plan.index_names();
  }

 private:
  static constexpr std::size_t none = Matching::none;

  void add_row(std::size_t number, Plan& plan) {
    const Entry& entry = entries_[number];
    PlannedParameter row = row_of(entry);
    row.ties = storage_.aliases(number);
    Match match(entry.name, row.shape);
    const std::size_t rule = matching_.rule_for(match);
    if (rule == none) return refuse_unmatched(row);
    if (!is_one_rule(entry.name, rule, row)) return;
    Filling filling{entry.view, std::nullopt};
    row.rule = rules_[rule].glob ? rules_[rule].glob->text() : rules_[rule].name();
    if (rules_[rule].kind == Rule::Kind::keep) {
      row.action = PlannedParameter::Action::keep;
    } else {
      rules_[rule].names(match);  // the numbers of this rule's pattern
      const std::string refusal = refusal_of([&] {
        filling.initializer = rules_[rule].maker->make(match);
        ask(*filling.initializer, entry.view, row);
      });
      if (!refusal.empty()) {
        faults_.add({"'", entry.name, "' (", name_of(row.scalar), " ", text_of_shape(row.shape),
                     ") by rule ", rules_[rule].name(), ": ", refusal});
      }
    }
    plan.rows_.push_back(std::move(row));
    plan.fillings_.push_back(std::move(filling));
  }

  void refuse_unmatched(const PlannedParameter& row) {
    std::string other;
    for (const std::string& tie : row.ties) {
      Match match(tie, row.shape);
      const std::size_t rule = matching_.rule_for(match);
      if (rule != none)
        other = ", though " + rules_[rule].name() + " does '" + tie + "', its other name";
    }
    faults_.add({"no rule matches '", row.name, "' (", name_of(row.scalar), " ",
                 text_of_shape(row.shape), ")", other, "; add one, keep() it, or say otherwise()"});
  }

  /// Whether all names of a parameter have the same rule. A name that only ties gives the memory
  /// that rule or none.
  bool is_one_rule(const std::string& name, std::size_t rule, const PlannedParameter& row) {
    for (const std::string& tie : row.ties) {
      Match match(tie, row.shape);
      const std::size_t other = matching_.rule_for(match);
      if (other == rule || other == none || rules_[other].kind == Rule::Kind::otherwise) continue;
      faults_.add({"'", name, "' and '", tie,
                   "' are one memory, and two rules match them: ", rules_[rule].name(), " and ",
                   rules_[other].name(), "; except() one of the names"});
      return false;
    }
    return true;
  }

  const std::vector<Rule>& rules_;
  const std::vector<Entry>& entries_;
  Faults faults_;
  Storage storage_;
  Matching matching_;
};

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

inline Plan::Plan(const Rules& rules, const Parameters& parameters) : rules_(rules.to_string()) {
  internal::model::Planner(rules, parameters).fill(*this);
}

inline Plan Rules::plan(const Parameters& parameters) const { return Plan(*this, parameters); }

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
