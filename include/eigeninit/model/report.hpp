// What has become of every parameter of a model, beside what was expected.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../distributions/summary.hpp"
#include "../numeric/error.hpp"
#include "../tensor/any_view.hpp"
#include "planned.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// What has become of one parameter.
struct ReportedParameter {
  PlannedParameter plan;        ///< what was to become of it
  double mean;                  ///< of its finite values; of complex ones of the sum of both parts
  double std;                   ///< about `mean`
  double low;                   ///< the smallest finite value
  double high;                  ///< the largest finite value
  std::uint64_t not_finite;     ///< how many are infinite or NaN; complex ones by pairs of parts
  std::uint64_t never_written;  ///< how many are still as Poison left them
  /// By how many standard errors `mean` is farther from what was expected than rounding to the
  /// scalar explains, where that is known and varies.
  std::optional<double> mean_z;
  /// The same of `std`, by Wilson and Hilferty's approximation of χ².
  std::optional<double> std_z;
  std::uint64_t count;  ///< how many elements were looked at
  std::uint64_t hash;   ///< of the values: see Report::manifest()
  double seconds;       ///< of filling and measuring, all threads together
  std::string fault;    ///< what is not as the rule says; empty where all is

  /// Whether it is as its rule says.
  [[nodiscard]] bool ok() const noexcept { return fault.empty(); }
};

/// What Plan::apply() has done. A row for each parameter, in the plan's order.
class Report {
 public:
  /// Where the numbers came from.
  struct Origin {
    std::string source;                 ///< "eigeninit::Generator, stream format 1"
    std::optional<std::uint64_t> seed;  ///< where the source has one
    bool has_streams = false;           ///< whether each parameter had a stream of its own
    std::string rules;                  ///< as Rules::to_string() has them
  };

  /// For Plan::apply().
  Report(std::vector<ReportedParameter> rows, Origin origin, double seconds)
      : rows_(std::move(rows)), origin_(std::move(origin)), seconds_(seconds) {}

  /// The rows.
  [[nodiscard]] const std::vector<ReportedParameter>& rows() const noexcept { return rows_; }
  /// The first row.
  [[nodiscard]] auto begin() const noexcept { return rows_.begin(); }
  /// Behind the last row.
  [[nodiscard]] auto end() const noexcept { return rows_.end(); }
  /// Where the numbers came from.
  [[nodiscard]] const Origin& origin() const noexcept { return origin_; }
  /// How long apply() took.
  [[nodiscard]] double seconds() const noexcept { return seconds_; }

  /// Whether every parameter is what its rule says: finite where it was filled, all written, inside
  /// the bounds, and mean and standard deviation within 7 standard errors. A model of 100,000
  /// parameters that is right fails with a probability below 10⁻⁶, where the distributions' tails
  /// are no heavier than a normal's.
  [[nodiscard]] bool ok() const noexcept {
    return std::all_of(rows_.begin(), rows_.end(),
                       [](const ReportedParameter& row) { return row.ok(); });
  }

  /// Throws std::runtime_error, with all that is wrong, unless ok().
  void require_ok() const;

  /// A 64-bit hash of all names, shapes, scalars and values, which does not depend on the order of
  /// the parameters.
  [[nodiscard]] std::uint64_t fingerprint() const noexcept;

  /// For each row its hash and the number of its elements, which add up, modulo 2⁶⁴: the sums over
  /// the parts of a model that several processes have are those of the whole.
  [[nodiscard]] std::vector<std::uint64_t> sums() const {
    std::vector<std::uint64_t> result;
    for (const ReportedParameter& row : rows_) {
      result.push_back(row.hash);
      result.push_back(row.count);
    }
    return result;
  }
  /// The same report with the sums of all processes: its fingerprint and its manifest are those of
  /// the whole model. Throws std::invalid_argument for another number of them.
  [[nodiscard]] Report with_sums(const std::vector<std::uint64_t>& sums) const {
    if (sums.size() != 2 * rows_.size()) {
      internal::refuse("with_sums: ", sums.size(), " sums for ", rows_.size(),
                       " rows; pass two for each");
    }
    Report result = *this;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      result.rows_[row].hash = sums[2 * row];
      result.rows_[row].count = sums[2 * row + 1];
    }
    return result;
  }

  /// JSON that says how these values came about, and what they are: the library's version, the
  /// source and its seed, the rules, and for each parameter its name, shape, scalar, rule, stream
  /// and a hash of its values; and the fingerprint. See verify().
  ///
  /// The hash of a parameter is the sum of a 64-bit number for each element, made of its place in
  /// column-major order and of its bits: it depends on neither storage order nor threads, and the
  /// hashes of a tensor's parts add up to its own.
  [[nodiscard]] std::string manifest() const;

  /// The rows as comma-separated values (RFC 4180), with a line of titles.
  [[nodiscard]] std::string csv() const;
  /// The rows as a JSON array of objects.
  [[nodiscard]] std::string json() const;

 private:
  std::vector<ReportedParameter> rows_;
  Origin origin_;
  double seconds_;
};

inline void Report::require_ok() const {
  std::string message;
  for (const ReportedParameter& row : rows_) {
    if (!row.ok())
      message += "\n  '" + row.plan.name + "' by rule '" + row.plan.rule + "': " + row.fault;
  }
  if (!message.empty()) internal::fail("report: these are not what their rules say", message);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
