// The files of a checkpoint while they are written: under another name, until they are whole.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "arrangement.hpp"
#include "crc32.hpp"
#include "file.hpp"

namespace eigeninit::internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// What a file is called until it is whole.
inline std::string partial_path(const std::string& path) { return path + ".partial"; }

/// A file that is written piece by piece. What an earlier attempt has left of it is kept where it
/// is what would be written, so that a write that was killed goes on: nothing is believed that is
/// not compared.
class OutputFile {
 public:
  /// With others: other processes write to it at the same time.
  OutputFile(const std::string& path, std::uint64_t bytes, bool with_others)
      : final_path_(path), file_(std::in_place, partial_path(path), File::Access::write) {
    if (!file_->lock(with_others)) {
      fail("'", file_->path(),
           "' is written by another process; wait for it, or name another file");
    }
    const std::uint64_t size = file_->size();
    is_resumed_ = size > 0;
    if (!is_resumed_) require_room(bytes);
    if (size != bytes) file_->resize(bytes);
  }

  void put(std::uint64_t offset, const void* data, std::size_t bytes) {
    if (is_resumed_ && has(offset, data, bytes)) return;
    const int error = file_->write_at(offset, data, bytes);
    if (error == ENOSPC) remove();  // whoever has no space has none for half a file
    if (error != 0) fail_at(final_path_, error);
  }

  /// The CRC-32 of a text and of what stands in the file from `offset` on.
  std::uint32_t checksum(const std::string& before, std::uint64_t offset,
                         std::uint64_t bytes) const {
    std::uint32_t crc = crc32(0, before.data(), before.size());
    read(offset, bytes, [&](const char* there, std::uint64_t, std::size_t size) {
      crc = crc32(crc, there, size);
      return true;
    });
    return crc;
  }

  void sync() { file_->sync(); }
  /// The last call, after sync().
  void finish() {
    file_.reset();  // Windows gives no open file another name
    rename_file(partial_path(final_path_), final_path_);
  }

 private:
  bool has(std::uint64_t offset, const void* data, std::size_t bytes) const {
    return read(offset, bytes, [&](const char* there, std::uint64_t done, std::size_t size) {
      return std::memcmp(there, static_cast<const char*>(data) + done, size) == 0;
    });
  }

  /// Calls use(bytes that are there, how many were before, how many they are) until it returns
  /// false.
  template <class Use>
  bool read(std::uint64_t offset, std::uint64_t bytes, const Use& use) const {
    constexpr std::size_t most = 1 << 16;
    std::unique_ptr<char[]> there(new char[most]);
    for (std::uint64_t done = 0; done < bytes;) {
      const std::size_t size = bytes - done < most ? std::uint32_t(bytes - done) : most;
      file_->read_at(offset + done, there.get(), size);
      if (!use(there.get(), done, size)) return false;
      done += size;
    }
    return true;
  }

  /// Rather now than when most of it is written.
  void require_room(std::uint64_t bytes) const {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path folder = fs::u8path(final_path_).parent_path();
    const fs::space_info space = fs::space(folder.empty() ? "." : folder, error);
    if (error || space.available >= bytes) return;
    remove();
    fail("'", final_path_, "': no space left: it has ", bytes, " bytes, and ",
         std::uint64_t(space.available), " are free; make room, or name another place");
  }

  void remove() const {
    std::error_code error;
    std::filesystem::remove(std::filesystem::u8path(partial_path(final_path_)), error);
  }

  std::string final_path_;
  std::optional<File> file_;
  bool is_resumed_ = false;
};

/// Writes a small file whole.
inline void write_small_file(const std::string& path, const std::string& text) {
  OutputFile file(path, text.size(), false);
  file.put(0, text.data(), text.size());
  file.sync();
  file.finish();
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::checkpoint
