// Checkpoints as safetensors files (huggingface/safetensors): what Python's libraries read.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../model/faults.hpp"
#include "../model/manifest.hpp"
#include "../text/json_writer.hpp"
#include "arrangement.hpp"
#include "dtype.hpp"
#include "header.hpp"
#include "output.hpp"

namespace eigeninit {
namespace internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// Names in a header's "__metadata__" that are not those of ties.
inline constexpr std::string_view format_name = "format", manifest_name = "eigeninit.manifest";

/// The bytes before the weights of a file, which follow each other in the order of its rows.
///
/// "format" is for Hugging Face's transformers, which read no file without it, and the other name
/// of a tied parameter for safetensors.torch.load_model().
inline std::string safetensors_header(const PlannedFile& file, const Report& report) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().name(metadata_name).begin_object().member(format_name, "pt");
  writer.member(manifest_name, manifest_of(file, report));
  for (const std::size_t row : file.rows) {
    const PlannedParameter& plan = report.rows()[row].plan;
    for (const std::string& tie : plan.ties) writer.member(tie, plan.name);
  }
  writer.end_object();
  std::uint64_t begin = 0;
  for (const std::size_t row : file.rows) {
    const PlannedParameter& plan = report.rows()[row].plan;
    const std::uint64_t end = begin + whole_bytes(plan);
    writer.name(plan.name).begin_object().member("dtype", find_dtype(plan.scalar)->name);
    writer.name("shape").begin_array();
    for (const Index extent : plan.shape) writer.value(extent);
    writer.end_array().name("data_offsets").begin_array().value(begin).value(end);
    writer.end_array().end_object();
    begin = end;
  }
  writer.end_object();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  if (text.size() > most_header_bytes) {
    refuse("safetensors: the header of '", file.path, "' would have ", text.size(),
           " bytes, and no reader takes more than ", most_header_bytes,
           "; pass a number of bytes for each file, so that there are more");
  }
  return little_endian(text.size(), length_bytes) + text;
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::checkpoint

inline namespace EIGENINIT_ABI {

/// A checkpoint in one safetensors file, or in several: what Plan::write() takes.
///
/// Each parameter is stored row by row and little-endian, whatever its storage in memory; ordered
/// by the size of their scalars and by name, as the reference writer does. "__metadata__" holds the
/// manifest of the file's parameters, by which verify() finds what has changed, and whose
/// fingerprints add up to the model's; and the names of ties.
/// Format: https://huggingface.co/docs/safetensors
class safetensors {
 public:
  /// Names a file, in UTF-8. With a size, the weights of one file have at most that many bytes, or
  /// are one tensor: "model.safetensors" becomes model-00001-of-00003.safetensors, …, and
  /// model.safetensors.index.json says which parameter is in which, as Hugging Face's libraries
  /// write and read it. What needs one file alone is named as it is.
  explicit safetensors(std::string path,
                       std::uint64_t most_bytes = (std::numeric_limits<std::uint64_t>::max)())
      : path_(std::move(path)), most_bytes_(most_bytes) {
    if (path_.empty()) internal::refuse("safetensors: the path is empty; name a file");
    if (most_bytes == 0) {
      internal::refuse("safetensors: files of 0 bytes; pass how many a file may have");
    }
  }

  /// The path that was given.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

  /// For Plan::write(): what can't be written.
  static void check(const std::vector<PlannedParameter>& rows, internal::model::Faults& faults) {
    namespace checkpoint = internal::checkpoint;
    for (const PlannedParameter& row : rows) {
      if (checkpoint::find_dtype(row.scalar) == nullptr) {
        faults.add({"safetensors files have no ", name_of(row.scalar), ", which '", row.name,
                    "' is; write its real and imaginary parts as two parameters"});
      }
      if (row.name == checkpoint::metadata_name) {
        faults.add({"'", row.name, "' is no name of a tensor in safetensors files; rename it"});
      }
      for (const std::string& tie : row.ties) {
        if (tie != checkpoint::format_name && tie != checkpoint::manifest_name) continue;
        faults.add({"'", tie, "' is no name of a tie in safetensors files; rename it"});
      }
    }
  }

  /// For Plan::write(): the files of a model whose values need not be there yet.
  [[nodiscard]] internal::checkpoint::Arrangement arrange(const Report& report) const {
    internal::checkpoint::Arrangement result;
    result.places.resize(report.rows().size());
    divide(report, result);
    for (std::size_t number = 0; number < result.files.size(); ++number) {
      auto& file = result.files[number];
      file.path = path_of(number, result.files.size());
      std::stable_sort(file.rows.begin(), file.rows.end(), [&](std::size_t a, std::size_t b) {
        const PlannedParameter &one = report.rows()[a].plan, &other = report.rows()[b].plan;
        const std::size_t bits = internal::checkpoint::find_dtype(one.scalar)->bits;
        const std::size_t others = internal::checkpoint::find_dtype(other.scalar)->bits;
        return bits != others ? bits > others : one.name < other.name;
      });
      file.bytes = internal::checkpoint::safetensors_header(file, report).size();
      for (const std::size_t row : file.rows) {
        result.places[row] = {number, file.bytes};
        file.bytes += internal::checkpoint::whole_bytes(report.rows()[row].plan);
      }
    }
    return result;
  }

  /// For Plan::write(): what a file has beside its weights.
  [[nodiscard]] static std::vector<internal::checkpoint::Text> texts(
      const internal::checkpoint::PlannedFile& file, const internal::checkpoint::OutputFile&,
      const Report& report) {
    return {{0, internal::checkpoint::safetensors_header(file, report)}};
  }

  /// For Plan::write(): a last file, that is about the others; without bytes where there is none.
  [[nodiscard]] std::pair<std::string, std::string> index(
      const internal::checkpoint::Arrangement& arrangement, const Report& report) const {
    if (arrangement.files.size() < 2) return {};
    std::uint64_t bytes = 0;
    for (const ReportedParameter& row : report) {
      bytes += internal::checkpoint::whole_bytes(row.plan);
    }
    std::string text;
    internal::json::Writer writer(text, 2);
    writer.begin_object().name("metadata").begin_object().member("total_size", bytes);
    writer.end_object().name("weight_map").begin_object();
    for (std::size_t row = 0; row < report.rows().size(); ++row) {
      const std::string& path = arrangement.files[arrangement.places[row].file].path;
      writer.member(report.rows()[row].plan.name,
                    std::filesystem::u8path(path).filename().u8string());
    }
    writer.end_object().end_object();
    return {path_ + ".index.json", text += '\n'};
  }

 private:
  /// Files take what comes next until they are full.
  void divide(const Report& report, internal::checkpoint::Arrangement& into) const {
    std::uint64_t taken = 0;
    into.files.emplace_back();
    for (std::size_t row = 0; row < report.rows().size(); ++row) {
      const std::uint64_t bytes = internal::checkpoint::whole_bytes(report.rows()[row].plan);
      if (!into.files.back().rows.empty() && bytes > most_bytes_ - taken) {
        into.files.emplace_back();
        taken = 0;
      }
      into.files.back().rows.push_back(row);
      taken += (std::min)(bytes, most_bytes_ - taken);
    }
  }

  /// "model-00001-of-00003.safetensors".
  [[nodiscard]] std::string path_of(std::size_t number, std::size_t count) const {
    if (count == 1) return path_;
    const auto five_digits = [](std::size_t of) {
      const std::string digits = internal::text(of);
      return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
    };
    const std::string part = "-" + five_digits(number + 1) + "-of-" + five_digits(count);
    const std::string extension = std::filesystem::u8path(path_).extension().u8string();
    return path_.substr(0, path_.size() - extension.size()) + part + extension;
  }

  std::string path_;
  std::uint64_t most_bytes_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
