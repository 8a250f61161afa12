// The console's report with a table of ratios below it, all from the same run: how much longer than
// memset a fill takes, and how much faster than something else it is.
//
// Ratios outlast a change of machine or a busy neighbour; nanoseconds don't.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

/// A cell of the table: benchmarks by name, and the line and column that they stand in. The roof is
/// what can't be beaten, the floor what must be; either may be empty. Without both the cell shows
/// nanoseconds.
struct Comparison {
  std::string line, column;
  std::string measured, roof, floor;
};

class RatioReporter : public benchmark::ConsoleReporter {
 public:
  RatioReporter(std::vector<Comparison> comparisons, std::string title)
      : ConsoleReporter(OO_Tabular),
        comparisons_(std::move(comparisons)),
        title_(std::move(title)) {
    for (const Comparison& cell : comparisons_) {
      width_ = std::max(width_, cell.line.size());
      column_width_ = std::max(column_width_, cell.column.size() + 2);
    }
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      // What was skipped took no time. The flag for it has another name from version 1.8 on.
      if (run.run_type != Run::RT_Iteration || run.cpu_accumulated_time <= 0) continue;
      const bool is_parallel = !run.run_name.time_type.empty();  // measured in real time
      const double seconds = (is_parallel ? run.real_accumulated_time : run.cpu_accumulated_time) /
                             double(run.iterations);
      double& least = seconds_.emplace(run.run_name.function_name, seconds).first->second;
      least = std::min(least, seconds);  // the least disturbed repetition
    }
  }

  void Finalize() override {
    std::ostream& out = GetOutputStream();
    std::string line;
    for (const Comparison& cell : comparisons_) {
      if (seconds_.count(cell.measured) == 0) continue;
      if (line.empty()) out << '\n' << title_ << '\n';
      if (line != cell.line) out << '\n' << padded(cell.line, -int(width_));
      line = cell.line;
      out << padded(cell.column, int(column_width_));
      if (!cell.roof.empty()) out << padded(ratio(cell.measured, cell.roof), 6);
      if (!cell.floor.empty()) out << padded(ratio(cell.floor, cell.measured), 6);
      if (cell.roof.empty() && cell.floor.empty()) {
        out << padded(three_digits(seconds_.at(cell.measured) * 1e9), 6);
      }
    }
    if (!line.empty()) out << std::endl;
  }

 private:
  static std::string padded(const std::string& text, int width) {
    char buffer[80];
    std::snprintf(buffer, sizeof buffer, "%*s", width, text.c_str());
    return buffer;
  }

  /// a / b to three digits, or a dash where one of them did not run.
  std::string ratio(const std::string& a, const std::string& b) const {
    if (seconds_.count(a) == 0 || seconds_.count(b) == 0) return "-";
    return three_digits(seconds_.at(a) / seconds_.at(b));
  }

  static std::string three_digits(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.*f", value < 10 ? 2 : value < 100 ? 1 : 0, value);
    return buffer;
  }

  std::vector<Comparison> comparisons_;
  std::string title_;
  std::size_t width_ = 0;  // of the longest line's name
  std::size_t column_width_ = 10;
  std::map<std::string, double> seconds_;  // of one iteration
};
