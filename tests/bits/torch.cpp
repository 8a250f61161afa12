// PyTorch's numbers on any processor: compares the golden file that is its argument with every
// instruction set, and prints what differs. No test framework, so that it can be cross-compiled.
//
// SPDX-License-Identifier: MIT

#include <cstdio>

#include "../torch_golden_check.hpp"

int main(int count, char** arguments) {
  const auto file = torch_golden::read(count > 1 ? arguments[1] : "");
  if (file.streams.empty()) {
    std::fprintf(stderr, "pass the golden file\n");
    return 1;
  }
  bool has_failed = false;
  for (const auto set : eigeninit::internal::instruction_sets) {
    if (!eigeninit::is_supported(set)) continue;
    eigeninit::use_instruction_set(set);
    const auto outcome = torch_golden::check(file);
    std::printf("%s: %d streams, %d tensors bit for bit, %d within tolerance, %zu differences\n",
                eigeninit::name(set), outcome.streams, outcome.bitwise, outcome.within_tolerance,
                outcome.differences.size());
    for (const std::string& difference : outcome.differences) std::puts(difference.c_str());
    has_failed = has_failed || !outcome.differences.empty();
  }
  return has_failed ? 1 : 0;
}
