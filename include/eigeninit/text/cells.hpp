// What stands in the cells of tables: numbers and sizes as people read them, and fields of CSV.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

#include "../numeric/error.hpp"
#include "../numeric/strict.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// A number with so many significant digits, 1 to 17, as %g prints it in the locale "C".
inline std::string print_number(double value, int digits) {
  if (!is_finite(value)) return internal::text(value);
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
  return with_point(buffer);
}

/// A size in memory: 512 B, 1.50 MiB.
inline std::string print_bytes(double bytes) {
  if (!is_finite(bytes)) return internal::text(bytes) + " B";
  const char* const units[] = {" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"};
  std::size_t unit = 0;
  // What would be printed as 1024.00 is one of the next unit.
  while (unit + 1 < sizeof units / sizeof *units && bytes >= (unit == 0 ? 1023.5 : 1023.995)) {
    bytes /= 1024;
    ++unit;
  }
  char buffer[320];  // the largest double has 309 digits
  std::snprintf(buffer, sizeof buffer, "%.*f", unit == 0 ? 0 : 2, bytes);
  return with_point(buffer) + units[unit];
}

/// A field of CSV (RFC 4180): in quotes where it needs them.
inline std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string field = "\"";
  for (const char c : text) field.append(c == '"' ? 2 : 1, c);
  return field += '"';
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
