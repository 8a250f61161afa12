// The tensors that a checkpoint has, in one file or in several.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../model/faults.hpp"
#include "../text/json.hpp"
#include "file.hpp"
#include "header.hpp"

namespace eigeninit::internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// A safetensors file, open.
struct StoredFile {
  explicit StoredFile(const std::string& path) : file(path, File::Access::read) {
    const std::string refusal = model::refusal_of([&] { read_header(); });
    if (!refusal.empty()) refuse("load: '", path, "': ", refusal);
  }

  File file;
  Header header;
  std::uint64_t data_begin = 0;  ///< where the first tensor is

 private:
  void read_header() {
    const std::uint64_t bytes = file.size();
    if (bytes < length_bytes) {
      refuse("it has ", bytes, " bytes; a safetensors file has 8 or more");
    }
    unsigned char first[length_bytes];
    file.read_at(0, first, sizeof first);
    std::string json(header_length(first, bytes), ' ');
    file.read_at(length_bytes, json.data(), json.size());
    header = parse_header(json, bytes);
    data_begin = length_bytes + json.size();
  }
};

/// The whole of a small file.
inline std::string read_small_file(const std::string& path, std::uint64_t most) {
  const File file(path, File::Access::read);
  const std::uint64_t bytes = file.size();
  if (bytes > most)
    refuse("load: '", path, "' has ", bytes, " bytes; expected ", most, " or fewer");
  std::string text(static_cast<std::uint32_t>(bytes), ' ');
  file.read_at(0, text.data(), text.size());
  return text;
}

/// The files that an index names, each once.
inline std::vector<std::string> files_of_index(const std::string& path) {
  constexpr std::uint64_t most = 16 << 20;  // of JSON, which takes some 30 times its length
  const json::Value index = json::parse(read_small_file(path, most));
  std::vector<std::string> names;
  for (const json::Value& name : index["weight_map"].values()) names.push_back(name.as_string());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const std::filesystem::path folder = std::filesystem::u8path(path).parent_path();
  for (std::string& name : names) {
    if (name.empty() || name.find_first_of("/\\:") != std::string::npos) {
      refuse("load: '", path, "' names the file '", name,
             "'; expected the name of one beside it, without a folder");
    }
    name = (folder / std::filesystem::u8path(name)).u8string();
  }
  return names;
}

/// The files of a checkpoint: one, or those of an index, whose name ends in ".json".
inline std::vector<std::unique_ptr<StoredFile>> open_checkpoint(const std::string& path) {
  std::vector<std::unique_ptr<StoredFile>> files;
  const bool is_index = std::filesystem::u8path(path).extension() == ".json";
  const std::vector<std::string> paths = is_index ? files_of_index(path) : std::vector{path};
  files.reserve(paths.size());
  for (const std::string& one : paths) files.push_back(std::make_unique<StoredFile>(one));
  return files;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::checkpoint
