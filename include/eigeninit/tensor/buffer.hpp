// Memory for elements that are on their way to somewhere else.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "../abi/abi.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// So many bytes. Kernels are fastest where memory begins a line of the cache.
class Buffer {
 public:
  explicit Buffer(std::size_t bytes) : lines_((bytes + line) / line, Line()) {}
  void* data() { return lines_.data(); }

 private:
  static constexpr std::size_t line = 64;
  struct Line {
    alignas(line) unsigned char bytes[line];
  };
  std::vector<Line> lines_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
