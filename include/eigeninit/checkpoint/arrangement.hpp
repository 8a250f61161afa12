// Which bytes of which files a checkpoint will be made of: known before a weight is.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "../model/manifest.hpp"
#include "../model/report.hpp"

namespace eigeninit::internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// Where a parameter's first byte is.
struct Place {
  std::size_t file;
  std::uint64_t offset;
};

/// A file as it will be.
struct PlannedFile {
  std::string path;
  std::uint64_t bytes;
  std::vector<std::size_t> rows;  ///< of the plan, that are in it
};

/// All files that hold weights.
struct Arrangement {
  std::vector<PlannedFile> files;
  std::vector<Place> places;  ///< of each row of the plan
};

/// Some bytes of a file that are no weights.
struct Text {
  std::uint64_t offset;
  std::string bytes;
};

/// A number as so many bytes, the lowest first.
inline std::string little_endian(std::uint64_t number, std::size_t bytes) {
  std::string result;
  for (; bytes > 0; --bytes, number >>= 8) result += static_cast<char>(number & 0xff);
  return result;
}

/// Of a whole tensor, also where a part of it is here.
inline std::uint64_t whole_bytes(const PlannedParameter& plan) {
  std::uint64_t bytes = bytes_of(plan.scalar);
  for (const Index extent : plan.shape) bytes *= std::uint64_t(extent);
  return bytes;
}

/// The manifest of the parameters of one file. It has the same length whatever the hashes are.
inline std::string manifest_of(const PlannedFile& file, const Report& report) {
  std::vector<ReportedParameter> rows;
  std::vector<std::size_t> in_order = file.rows;
  std::sort(in_order.begin(), in_order.end());
  rows.reserve(in_order.size());
  for (const std::size_t row : in_order) rows.push_back(report.rows()[row]);
  return Report(std::move(rows), report.origin(), 0).manifest();
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::checkpoint
