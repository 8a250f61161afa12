// Any bytes at all, read as a safetensors file: they are refused by std::invalid_argument and
// nothing else, or every tensor has its own bytes of the file, as many as it needs.
//
// SPDX-License-Identifier: MIT

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <eigeninit/checkpoint/header.hpp>
#include <stdexcept>
#include <string_view>

namespace checkpoint = eigeninit::internal::checkpoint;

namespace {

checkpoint::Header read(const std::uint8_t* data, std::size_t size) {
  if (size < checkpoint::length_bytes) throw std::invalid_argument("short");
  const std::size_t length = checkpoint::header_length(data, size);
  const auto* const json = reinterpret_cast<const char*>(data) + checkpoint::length_bytes;
  return checkpoint::parse_header({json, length}, size);
}

void require(bool is_true, const char* what) {
  if (is_true) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  checkpoint::Header header;
  try {
    header = read(data, size);
  } catch (const std::invalid_argument&) {
    return 0;
  }
  std::uint64_t next = 0;
  for (const checkpoint::StoredTensor& tensor : header.tensors) {
    require(tensor.dtype != nullptr, "a tensor has no dtype");
    require(tensor.begin == next && tensor.end >= next, "a tensor has bytes of another one");
    next = tensor.end;
    std::uint64_t bits = tensor.dtype->bits;
    for (const std::uint64_t extent : tensor.shape) bits *= extent;
    const bool is_counted = bits / 8 == tensor.end - tensor.begin;
    require(is_counted, "a tensor has not the bytes of its shape");
  }
  require(next <= size, "a tensor ends behind the file");
  return 0;
}
