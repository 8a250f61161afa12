// Files that several threads, or processes, write to and read from at places of their own.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include "../numeric/error.hpp"

#if defined(_WIN32)
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>
#else
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace eigeninit::internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// Throws std::runtime_error for what the system has refused.
[[noreturn]] inline void fail_at(const std::string& path, int error) {
  fail("'", path, "': ", std::generic_category().message(error),
       error == ENOSPC ? "; make room, or name another place" : "");
}

/// An open file. Throws std::runtime_error, with the path, for whatever the system refuses.
class File {
 public:
  enum class Access { read, write };

  /// Opens a file; one to be written to is made where it is not there.
  File(std::string path, Access access) : path_(std::move(path)) {
    const std::filesystem::path native = std::filesystem::u8path(path_);
#if defined(_WIN32)
    handle_ = access == Access::read
                  ? ::_wopen(native.c_str(), _O_RDONLY | _O_BINARY)
                  : ::_wopen(native.c_str(), _O_RDWR | _O_CREAT | _O_BINARY, _S_IREAD | _S_IWRITE);
#else
    handle_ = access == Access::read ? ::open(native.c_str(), O_RDONLY | O_CLOEXEC)
                                     : ::open(native.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
#endif
    if (handle_ < 0) fail_at(path_, errno);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
#if defined(_WIN32)
    ::_close(handle_);
#else
    ::close(handle_);
#endif
  }

  const std::string& path() const { return path_; }

  /// False where another process has it, or has just given it another name.
  bool lock(bool with_others) {
#if defined(_WIN32)
    (void)with_others;
    return true;
#else
    const int kind = with_others ? LOCK_SH : LOCK_EX;
    if (::flock(handle_, kind | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false;
    struct stat here, there;
    return ::fstat(handle_, &here) == 0 && ::stat(path_.c_str(), &there) == 0 &&
           here.st_ino == there.st_ino && here.st_dev == there.st_dev;
#endif
  }

  std::uint64_t size() const {
#if defined(_WIN32)
    const auto size = ::_filelengthi64(handle_);
    if (size < 0) fail_at(path_, errno);
#else
    struct stat about;
    if (::fstat(handle_, &about) != 0) fail_at(path_, errno);
    if (!S_ISREG(about.st_mode)) fail("'", path_, "' is no file");
    const auto size = about.st_size;
#endif
    return std::uint64_t(size);
  }

  void resize(std::uint64_t bytes) {
#if defined(_WIN32)
    const int error = ::_chsize_s(handle_, std::int64_t(bytes));
#else
    // A system of 32 bits may count no further than 2 GiB.
    const bool is_counted = std::uint64_t(off_t(bytes)) == bytes && off_t(bytes) >= 0;
    const int error = !is_counted ? EFBIG : ::ftruncate(handle_, off_t(bytes)) == 0 ? 0 : errno;
#endif
    if (error != 0) fail_at(path_, error);
  }

  /// Returns the system's error; 0 for none.
  int write_at(std::uint64_t offset, const void* data, std::size_t bytes) {
    return transfer(bytes, [&](std::size_t done, std::size_t most) {
      const auto* const from = static_cast<const char*>(data) + done;
#if defined(_WIN32)
      const std::lock_guard<std::mutex> lock(mutex_);
      return seek(offset + done) ? ::_write(handle_, from, unsigned(most)) : -1;
#else
      return ::pwrite(handle_, from, most, off_t(offset + done));
#endif
    });
  }

  void read_at(std::uint64_t offset, void* data, std::size_t bytes) const {
    const int error = transfer(bytes, [&](std::size_t done, std::size_t most) {
      auto* const to = static_cast<char*>(data) + done;
#if defined(_WIN32)
      const std::lock_guard<std::mutex> lock(mutex_);
      return seek(offset + done) ? ::_read(handle_, to, unsigned(most)) : -1;
#else
      return ::pread(handle_, to, most, off_t(offset + done));
#endif
    });
    if (error != 0) fail_at(path_, error);
  }

  /// All that was written is on the disk.
  void sync() {
#if defined(_WIN32)
    if (::_commit(handle_) != 0) fail_at(path_, errno);
#else
    // A file system that can't is one that has no more to do.
    if (::fsync(handle_) != 0 && errno != EINVAL && errno != EROFS) fail_at(path_, errno);
#endif
  }

 private:
#if defined(_WIN32)
  bool seek(std::uint64_t offset) const {
    return ::_lseeki64(handle_, std::int64_t(offset), SEEK_SET) >= 0;
  }
#endif

  /// Calls move(bytes done, at most so many) until all is done.
  template <class Move>
  int transfer(std::size_t bytes, const Move& move) const {
    constexpr std::size_t most = std::size_t(1) << 30;
    for (std::size_t done = 0; done < bytes;) {
      const auto moved = move(done, (std::min)(bytes - done, most));
      if (moved < 0 && errno == EINTR) continue;
      if (moved < 0) return errno;
      if (moved == 0) fail("'", path_, "' ends ", bytes - done, " bytes too early");
      done += std::size_t(moved);
    }
    return 0;
  }

  std::string path_;
  int handle_ = -1;
  mutable std::mutex mutex_;
};

/// Gives a file that is on the disk its final name, in the place of one that may have it, so that
/// this outlasts a loss of power.
inline void rename_file(const std::string& from, const std::string& to) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::rename(fs::u8path(from), fs::u8path(to), error);
  if (error) fail("'", from, "' can't be renamed to '", to, "': ", error.message());
#if !defined(_WIN32)
  const fs::path folder = fs::u8path(to).parent_path();
  const int handle = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return;  // one may write into it without reading it
  ::fsync(handle);
  ::close(handle);
#endif
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::checkpoint
