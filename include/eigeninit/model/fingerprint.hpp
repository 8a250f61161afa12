// One number for all values of a model.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../random/name_hash.hpp"
#include "../tensor/any_view.hpp"
#include "report.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

/// A bijection of 64 bits in which every bit depends on all (Stafford's thirteenth variant of
/// MurmurHash3's last step).
constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// What a parameter adds to the fingerprint.
inline std::uint64_t term_of(std::string_view name, const std::vector<Index>& shape,
                             ScalarType scalar, std::uint64_t values) noexcept {
  std::uint64_t term = mix(hash_of(name));
  term = mix(term ^ std::uint64_t(scalar));
  for (const Index extent : shape) term = mix(term + std::uint64_t(extent));
  return mix(term ^ values);
}

/// 16 hexadecimal digits.
inline std::string hex(std::uint64_t number) {
  std::string digits(16, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, number >>= 4) {
    *digit = "0123456789abcdef"[number & 15];
  }
  return digits;
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

inline std::uint64_t Report::fingerprint() const noexcept {
  std::uint64_t sum = 0;
  for (const ReportedParameter& row : rows_) {
    sum += internal::model::term_of(row.plan.name, row.plan.shape, row.plan.scalar, row.hash);
  }
  return sum;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
