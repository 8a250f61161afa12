// Plans and reports as tables, for people.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "../text/cells.hpp"
#include "../text/print_table.hpp"
#include "../text/table.hpp"
#include "plan.hpp"
#include "report.hpp"
#include "shape.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

/// The name, and the other names of the same memory.
inline std::string names_of(const PlannedParameter& row) {
  std::string names = row.name;
  for (const std::string& tie : row.ties) names += " = " + tie;
  return names;
}

/// A text whose numbers have no more digits than a table has room for.
inline std::string with_short_numbers(const std::string& text) {
  constexpr const char* digits = "0123456789.";
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = (std::min)(text.find_first_not_of(digits, at), text.size());
    if (end - at > 6) {
      result += print_number(std::strtod(text.c_str() + at, nullptr), 4);
      at = (std::min)(text.find_first_of(",)", end), text.size());  // behind its exponent
    } else {
      result += text.substr(at, end - at + 1);
      at = end + 1;
    }
  }
  return result;
}

/// What is done with a parameter.
inline std::string text_of_action(const PlannedParameter& row) {
  switch (row.action) {
    case PlannedParameter::Action::keep: return "kept";
    case PlannedParameter::Action::skip: return "skipped";
    default: break;
  }
  if (row.makes_whole <= row.bytes) return with_short_numbers(row.initializer);
  return with_short_numbers(row.initializer) + ", of all " + print_bytes(double(row.makes_whole));
}

inline std::string number(double value) { return print_number(value, 4); }
inline std::string number(const std::optional<double>& value) {
  return value ? print_number(*value, 3) : "";
}

/// "1 parameter", "3 parameters".
inline std::string counted(std::size_t count, std::string_view thing) {
  return text(count) + " " + std::string(thing) + (count == 1 ? "" : "s");
}

inline Table table_of(const Plan& plan) {
  Table table;
  table.column("parameter").column("shape").column("scalar").column("fans").column("initializer");
  table.column("mean", Align::right).column("std", Align::right).column("low", Align::right);
  table.column("high", Align::right).column("bytes", Align::right);
  for (const PlannedParameter& row : plan) {
    const auto told = [&row](double Summary::*part) {
      return row.expected ? number((*row.expected).*part) : "";
    };
    table.row({names_of(row), text_of_shape(row.shape), name_of(row.scalar),
               row.fans ? text(row.fans->in) + ", " + text(row.fans->out) : "", text_of_action(row),
               told(&Summary::mean), told(&Summary::std), told(&Summary::low), told(&Summary::high),
               print_bytes(double(row.bytes))});
  }
  return table.sums({counted(plan.rows().size(), "parameter"),
                     counted(std::size_t(plan.elements()), "element"), "", "", "", "", "", "", "",
                     print_bytes(double(plan.bytes()))});
}

inline Table table_of(const Report& report) {
  Table table;
  table.column("parameter").column("initializer").column("mean", Align::right);
  table.column("z", Align::right).column("std", Align::right);
  table.column("expected", Align::right).column("z", Align::right).column("low", Align::right);
  table.column("high", Align::right).column("ms", Align::right).column("");
  for (const ReportedParameter& row : report) {
    const bool is_known = row.plan.expected && row.plan.action == PlannedParameter::Action::fill;
    table.row({names_of(row.plan), text_of_action(row.plan), number(row.mean), number(row.mean_z),
               number(row.std), is_known ? number(row.plan.expected->std) : "", number(row.std_z),
               number(row.low), number(row.high), print_number(row.seconds * 1e3, 3), row.fault});
  }
  const std::string outcome = report.ok() ? "all as the rules say" : "NOT as the rules say";
  return table.sums({counted(report.rows().size(), "parameter"), outcome, "", "", "", "", "", "",
                     "", print_number(report.seconds() * 1e3, 3), ""});
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

/// A table: name, shape, scalar, fan_in and fan_out, initializer, what is expected of the values,
/// bytes. Plain ASCII unless it goes to a terminal.
inline std::ostream& operator<<(std::ostream& out, const Plan& plan) {
  return internal::model::print(out, internal::model::table_of(plan), plan,
                                [](const PlannedParameter&) { return false; });
}

/// A table: what was expected, what is, and by how many standard errors they differ (z); the time
/// of filling and measuring. On a terminal, and without NO_COLOR, what is not as the rules say is
/// red.
inline std::ostream& operator<<(std::ostream& out, const Report& report) {
  return internal::model::print(out, internal::model::table_of(report), report,
                                [](const ReportedParameter& row) { return !row.ok(); });
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
