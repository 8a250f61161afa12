// Zip archives whose members are stored as they are (APPNOTE.TXT of PKWARE, version 6.3).
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "arrangement.hpp"

namespace eigeninit::internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// An archive of members whose lengths are known before their bytes are. Long ones, and what lies
/// behind 4 GiB, have numbers of 64 bits (zip64).
class Zip {
 public:
  /// Where the bytes of the next member begin.
  std::uint64_t add(std::string name, std::uint64_t bytes) {
    members_.push_back({std::move(name), bytes, end_, 0});
    end_ += local_header(members_.back()).size();
    const std::uint64_t begin = end_;
    end_ += bytes;
    return begin;
  }

  /// The CRC-32 of the last member.
  void set_checksum(std::uint32_t crc) { members_.back().crc = crc; }

  /// The length of the archive.
  std::uint64_t size() const { return end_ + directory().size(); }

  /// All that is no member.
  std::vector<Text> texts() const {
    std::vector<Text> result;
    for (const Member& member : members_) result.push_back({member.begin, local_header(member)});
    result.push_back({end_, directory()});
    return result;
  }

 private:
  struct Member {
    std::string name;
    std::uint64_t bytes, begin;
    std::uint32_t crc;

    bool has_long_size() const { return bytes >= instead; }
    bool has_long_place() const { return begin >= instead; }
  };

  // Stands where a number does not fit, which is then in the 64-bit record.
  static constexpr std::uint64_t instead = 0xffffffff;
  static constexpr std::uint64_t in_utf8 = 0x0800, first_of_1980 = 0x21, of_64_bits = 1;

  static std::string number(std::uint64_t value, std::size_t bytes) {
    return little_endian(value, bytes);
  }
  static std::string short_of(std::uint64_t value) {
    return number(value < instead ? value : instead, 4);
  }
  static std::string version(const Member& member) {
    return number(member.has_long_size() || member.has_long_place() ? 45 : 20, 2);
  }

  /// What a local header and the directory's entry have in common.
  static std::string about(const Member& member, std::size_t extra_bytes) {
    return version(member) + number(in_utf8, 2) + number(0, 2) + number(0, 2) +
           number(first_of_1980, 2) + number(member.crc, 4) + short_of(member.bytes) +
           short_of(member.bytes) + number(member.name.size(), 2) + number(extra_bytes, 2);
  }

  static std::string extra_of(const std::string& numbers) {
    if (numbers.empty()) return {};
    return number(of_64_bits, 2) + number(numbers.size(), 2) + numbers;
  }

  static std::string sizes_of(const Member& member) {
    if (!member.has_long_size()) return {};
    return number(member.bytes, 8) + number(member.bytes, 8);
  }

  static std::string local_header(const Member& member) {
    const std::string extra = extra_of(sizes_of(member));
    return "PK\x03\x04" + about(member, extra.size()) + member.name + extra;
  }

  std::string directory() const {
    std::string entries;
    for (const Member& member : members_) {
      const std::string place = member.has_long_place() ? number(member.begin, 8) : std::string();
      const std::string extra = extra_of(sizes_of(member) + place);
      // Without a comment, on the first disk, without attributes.
      entries += "PK\x01\x02" + version(member) + about(member, extra.size()) + number(0, 10) +
                 short_of(member.begin) + member.name + extra;
    }
    const std::uint64_t count = members_.size(), most = 0xffff;
    std::string end;
    if (count >= most || end_ >= instead || entries.size() >= instead) {
      end = "PK\x06\x06" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) +
            number(count, 8) + number(count, 8) + number(entries.size(), 8) + number(end_, 8) +
            "PK\x06\x07" + number(0, 4) + number(end_ + entries.size(), 8) + number(1, 4);
    }
    const std::string short_count = number(count < most ? count : most, 2);
    return entries + end + "PK\x05\x06" + number(0, 4) + short_count + short_count +
           short_of(entries.size()) + short_of(end_) + number(0, 2);
  }

  std::vector<Member> members_;
  std::uint64_t end_ = 0;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::checkpoint
