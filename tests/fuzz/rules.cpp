// Any text at all, read as rules: it is refused by std::invalid_argument and nothing else, or the
// text that the rules print is read as the same rules.
//
// SPDX-License-Identifier: MIT

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <eigeninit/model/parse.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "../recorded_rules.hpp"

namespace {

RecordedRules read(std::string_view text) {
  return eigeninit::internal::syntax::parse_rules<RecordedRules>(text);
}

/// Asks every rule that has captured numbers for an initializer.
void make(const RecordedRules& rules) {
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    if (!rules.has_initializer(rule)) continue;
    for (const eigeninit::Index number : {0, 1, 7, 1 << 30}) {
      try {
        (void)rules.initializer(rule, number).to_string();
      } catch (const std::invalid_argument&) {
        // A factor of layer 0, for one.
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  RecordedRules rules;
  try {
    rules = read({reinterpret_cast<const char*>(data), size});
  } catch (const std::invalid_argument&) {
    return 0;
  }
  const std::string once = rules.to_string();
  const std::string twice = read(once).to_string();
  if (once != twice) {
    std::fprintf(stderr, "read:\n%s\nread again:\n%s\n", once.c_str(), twice.c_str());
    std::abort();
  }
  make(rules);
  return 0;
}
