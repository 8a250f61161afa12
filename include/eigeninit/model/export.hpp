// Plans and reports as CSV and JSON, for programs.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "../text/rows.hpp"
#include "fingerprint.hpp"
#include "plan.hpp"
#include "print.hpp"
#include "report.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

inline const char* name_of(PlannedParameter::Action action) {
  constexpr const char* names[] = {"fill", "keep", "skip"};
  return names[std::size_t(action)];
}

template <class Writer>
void write_row(Writer& to, const PlannedParameter& row) {
  const auto told = [&row](double Summary::*part) {
    return row.expected ? std::optional<double>((*row.expected).*part) : std::nullopt;
  };
  to.field("name", row.name);
  std::string ties;
  for (const std::string& tie : row.ties) ties += (ties.empty() ? "" : " ") + tie;
  to.field("ties", ties);
  to.field("shape", text_of_shape(row.shape));
  to.field("scalar", std::string(eigeninit::name_of(row.scalar)));
  to.field("elements", std::uint64_t(row.elements));
  to.field("bytes", std::uint64_t(row.bytes));
  to.field("makes_whole", std::uint64_t(row.makes_whole));
  to.field("action", std::string(name_of(row.action)));
  to.field("rule", row.rule);
  to.field("initializer", row.initializer);
  to.field("fan_in", row.fans ? std::optional<double>(double(row.fans->in)) : std::nullopt);
  to.field("fan_out", row.fans ? std::optional<double>(double(row.fans->out)) : std::nullopt);
  to.field("expected_mean", told(&Summary::mean));
  to.field("expected_std", told(&Summary::std));
  to.field("expected_low", told(&Summary::low));
  to.field("expected_high", told(&Summary::high));
}

template <class Writer>
void write_row(Writer& to, const ReportedParameter& row) {
  write_row(to, row.plan);
  to.field("mean", row.mean);
  to.field("mean_z", row.mean_z);
  to.field("std", row.std);
  to.field("std_z", row.std_z);
  to.field("low", row.low);
  to.field("high", row.high);
  to.field("not_finite", row.not_finite);
  to.field("never_written", row.never_written);
  to.field("hash", hex(row.hash));
  to.field("seconds", row.seconds);
  to.field("fault", row.fault);
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

inline std::string Plan::csv() const {
  return internal::model::write_rows<internal::model::CsvWriter>(*this);
}
inline std::string Plan::json() const {
  return internal::model::write_rows<internal::model::JsonRows>(*this);
}
inline std::string Report::csv() const {
  return internal::model::write_rows<internal::model::CsvWriter>(*this);
}
inline std::string Report::json() const {
  return internal::model::write_rows<internal::model::JsonRows>(*this);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
