// The checksum of zip archives: CRC-32 (ISO 3309, ITU-T V.42).
//
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "../abi/abi.hpp"

namespace eigeninit::internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// What each value of each of 8 bytes adds to the checksum, so that 8 are taken at a time (Kounavis
/// and Berry 2005, "A systematic approach to building high performance, software-based, CRC
/// generators").
struct CrcTables {
  std::array<std::array<std::uint32_t, 256>, 8> of{};

  constexpr CrcTables() {
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
      std::uint32_t rest = byte;
      for (int bit = 0; bit < 8; ++bit) rest = rest >> 1 ^ ((rest & 1) != 0 ? 0xedb88320 : 0);
      of[0][byte] = rest;
    }
    for (std::size_t k = 1; k < 8; ++k) {
      for (std::size_t byte = 0; byte < 256; ++byte) {
        const std::uint32_t rest = of[k - 1][byte];
        of[k][byte] = rest >> 8 ^ of[0][rest & 255];
      }
    }
  }
};

/// The checksum of what has the checksum `before` and these bytes behind it; of no bytes it is 0.
inline std::uint32_t crc32(std::uint32_t before, const void* data, std::size_t bytes) noexcept {
  static constexpr CrcTables tables;
  const auto* at = static_cast<const unsigned char*>(data);
  std::uint32_t crc = ~before;
  for (; bytes >= 8; bytes -= 8, at += 8) {
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < 4; ++i) next ^= tables.of[7 - i][at[i] ^ (crc >> 8 * i & 255)];
    for (std::size_t i = 4; i < 8; ++i) next ^= tables.of[7 - i][at[i]];
    crc = next;
  }
  for (; bytes > 0; --bytes, ++at) crc = crc >> 8 ^ tables.of[0][(crc ^ *at) & 255];
  return ~crc;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::checkpoint
