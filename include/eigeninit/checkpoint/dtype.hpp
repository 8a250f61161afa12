// What safetensors files call the scalars of weights.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "../tensor/any_view.hpp"

namespace eigeninit::internal::checkpoint {
inline namespace EIGENINIT_ABI {

/// A scalar of safetensors files. Not all are those of weights.
struct Dtype {
  std::string_view name;
  std::size_t bits;
  std::optional<ScalarType> scalar;
};

inline constexpr std::array<Dtype, 20> dtypes = {{
    {"F32", 32, ScalarType::float32},
    {"F64", 64, ScalarType::float64},
    {"F16", 16, ScalarType::float16},
    {"BF16", 16, ScalarType::bfloat16},
    {"C64", 64, ScalarType::complex64},
    {"BOOL", 8, std::nullopt},
    {"U8", 8, std::nullopt},
    {"I8", 8, std::nullopt},
    {"I16", 16, std::nullopt},
    {"U16", 16, std::nullopt},
    {"I32", 32, std::nullopt},
    {"U32", 32, std::nullopt},
    {"I64", 64, std::nullopt},
    {"U64", 64, std::nullopt},
    {"F8_E5M2", 8, std::nullopt},
    {"F8_E4M3", 8, std::nullopt},
    {"F8_E8M0", 8, std::nullopt},
    {"F6_E2M3", 6, std::nullopt},
    {"F6_E3M2", 6, std::nullopt},
    {"F4", 4, std::nullopt},
}};

/// Null where there is none of that name, or for that scalar.
inline const Dtype* find_dtype(std::string_view name) {
  for (const Dtype& dtype : dtypes) {
    if (dtype.name == name) return &dtype;
  }
  return nullptr;
}
inline const Dtype* find_dtype(ScalarType scalar) {
  for (const Dtype& dtype : dtypes) {
    if (dtype.scalar == scalar) return &dtype;
  }
  return nullptr;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::checkpoint
