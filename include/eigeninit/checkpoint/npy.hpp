// Checkpoints as NumPy's files: one array each, or an archive of arrays.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../model/faults.hpp"
#include "arrangement.hpp"
#include "output.hpp"
#include "zip.hpp"

namespace eigeninit {
namespace internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// What NumPy calls a scalar; null where it has none like it.
inline const char* descr_of(ScalarType scalar) noexcept {
  switch (scalar) {
    case ScalarType::float32: return "<f4";
    case ScalarType::float64: return "<f8";
    case ScalarType::float16: return "<f2";
    case ScalarType::complex64: return "<c8";
    case ScalarType::complex128: return "<c16";
    default: return nullptr;
  }
}

/// The bytes before the elements of an array: NEP 1, version 1.0.
inline std::string npy_header(const PlannedParameter& plan) {
  std::string text =
      std::string("{'descr': '") + descr_of(plan.scalar) + "', 'fortran_order': False, 'shape': (";
  for (const Index extent : plan.shape) text += internal::text(extent) + ", ";
  if (plan.shape.size() > 1) text.resize(text.size() - 2);
  text += "), }";
  constexpr std::size_t fixed = 10, multiple = 64;
  const std::size_t all = (fixed + text.size() + 1 + multiple - 1) / multiple * multiple;
  text.resize(all - fixed - 1, ' ');
  text += '\n';
  return std::string("\x93NUMPY\x01\x00", 8) + little_endian(text.size(), 2) + text;
}

/// Adds what NumPy's files can't hold, or can't be named after.
inline void check_npy(const std::vector<PlannedParameter>& rows, model::Faults& faults) {
  for (const PlannedParameter& row : rows) {
    if (descr_of(row.scalar) == nullptr) {
      faults.add({"NumPy has no ", name_of(row.scalar), ", which '", row.name,
                  "' is; write safetensors, or another scalar"});
    }
    if (row.name.find_first_of(std::string_view("/\\:\0", 4)) != std::string::npos) {
      faults.add({"'", row.name, "' is no name of a file; rename it, or write safetensors"});
    }
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::checkpoint

inline namespace EIGENINIT_ABI {

/// A checkpoint as one file for each parameter, which numpy.load() reads: what Plan::write() takes.
/// "fc1.weight" is in fc1.weight.npy, row by row. NumPy has no bfloat16.
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
class npy {
 public:
  /// Names a folder that is there, in UTF-8.
  explicit npy(std::string folder) : folder_(std::move(folder)) {
    if (folder_.empty())
      internal::refuse("npy: the folder's name is empty; name one, such as \".\"");
  }

  /// For Plan::write(): what can't be written.
  static void check(const std::vector<PlannedParameter>& rows, internal::model::Faults& faults) {
    internal::checkpoint::check_npy(rows, faults);
  }

  /// For Plan::write(): the files of a model whose values need not be there yet.
  [[nodiscard]] internal::checkpoint::Arrangement arrange(const Report& report) const {
    internal::checkpoint::Arrangement result;
    for (std::size_t row = 0; row < report.rows().size(); ++row) {
      const PlannedParameter& plan = report.rows()[row].plan;
      const std::uint64_t header = internal::checkpoint::npy_header(plan).size();
      result.places.push_back({row, header});
      result.files.push_back({folder_ + "/" + plan.name + ".npy",
                              header + internal::checkpoint::whole_bytes(plan),
                              {row}});
    }
    return result;
  }

  /// For Plan::write(): what a file has beside its weights.
  [[nodiscard]] static std::vector<internal::checkpoint::Text> texts(
      const internal::checkpoint::PlannedFile& file, const internal::checkpoint::OutputFile&,
      const Report& report) {
    return {{0, internal::checkpoint::npy_header(report.rows()[file.rows[0]].plan)}};
  }

  /// For Plan::write(): there is no index.
  [[nodiscard]] static std::pair<std::string, std::string> index(
      const internal::checkpoint::Arrangement&, const Report&) {
    return {};
  }

 private:
  std::string folder_;
};

/// A checkpoint as one archive of arrays, which numpy.load() reads: what Plan::write() takes. NumPy
/// has no bfloat16. Reads what was written once more, for the archive's checksums.
/// Format: numpy.savez(), a zip archive of npy files that are not compressed; zip64 from 4 GiB on.
class npz {
 public:
  /// Names a file, in UTF-8.
  explicit npz(std::string path) : path_(std::move(path)) {
    if (path_.empty()) internal::refuse("npz: the path is empty; name a file");
  }

  /// For Plan::write(): what can't be written.
  static void check(const std::vector<PlannedParameter>& rows, internal::model::Faults& faults) {
    internal::checkpoint::check_npy(rows, faults);
  }

  /// For Plan::write(): the file of a model whose values need not be there yet.
  [[nodiscard]] internal::checkpoint::Arrangement arrange(const Report& report) const {
    internal::checkpoint::Arrangement result;
    internal::checkpoint::Zip zip;
    std::vector<std::size_t> rows;
    for (const ReportedParameter& row : report) {
      const std::uint64_t header = internal::checkpoint::npy_header(row.plan).size();
      const std::uint64_t begin =
          zip.add(row.plan.name + ".npy", header + internal::checkpoint::whole_bytes(row.plan));
      rows.push_back(result.places.size());
      result.places.push_back({0, begin + header});
    }
    result.files.push_back({path_, zip.size(), std::move(rows)});
    return result;
  }

  /// For Plan::write(): what the file has beside its weights.
  [[nodiscard]] static std::vector<internal::checkpoint::Text> texts(
      const internal::checkpoint::PlannedFile&, const internal::checkpoint::OutputFile& output,
      const Report& report) {
    std::vector<internal::checkpoint::Text> result;
    internal::checkpoint::Zip zip;
    for (const ReportedParameter& row : report) {
      std::string header = internal::checkpoint::npy_header(row.plan);
      const std::uint64_t bytes = internal::checkpoint::whole_bytes(row.plan);
      const std::uint64_t begin = zip.add(row.plan.name + ".npy", header.size() + bytes);
      zip.set_checksum(output.checksum(header, begin + header.size(), bytes));
      result.push_back({begin, std::move(header)});
    }
    for (internal::checkpoint::Text& text : zip.texts()) result.push_back(std::move(text));
    return result;
  }

  /// For Plan::write(): there is no index.
  [[nodiscard]] static std::pair<std::string, std::string> index(
      const internal::checkpoint::Arrangement&, const Report&) {
    return {};
  }

 private:
  std::string path_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
