// A program one of whose objects is compiled with other flags than this one.
//
//   program           what this object alone does; it must run on every processor
//   program both      what both do, on a processor that has what the other object needs
//   program refusal   an error of the other object
//   program threads   how many threads this object's and the other one's fills have left running
//
// SPDX-License-Identifier: MIT
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "objects.hpp"

namespace init = eigeninit;

namespace {

#define FILLS fills_of_this_object
#include "fills.hpp"

bool refuses() {
  float memory[4];
  Eigen::Map<Eigen::Matrix2f> w(memory);
  init::Generator rng(42);
  try {
    init::uniform{1, -1}(w, rng);
  } catch (const std::invalid_argument&) {
    return true;
  }
  return false;
}

int check(bool holds, const char* what) {
  if (!holds) std::printf("not so: %s\n", what);
  return holds ? 0 : 1;
}

/// Both objects give the same bits, hand one generator to each other, and use one instruction set.
int compare_objects() {
  init::Generator here(5), there(5);
  int faults = check(fills_of_this_object(here) == fills_of_other_object(there), "the same bits");
  faults += check(here == there, "the generator counts the fills of both");
  for (const auto set : {init::InstructionSet::scalar, init::InstructionSet::avx2}) {
    if (!init::is_supported(set)) continue;
    init::use_instruction_set(set);
    faults += check(instruction_set_of_other_object() == set, "the other object's set is ours");
  }
  use_instruction_set_in_other_object(init::InstructionSet::scalar);
  faults += check(init::instruction_set() == init::InstructionSet::scalar, "our set is theirs");
  return faults;
}

long threads() {
  namespace fs = std::filesystem;
  return long(std::distance(fs::directory_iterator("/proc/self/task"), fs::directory_iterator()));
}

void count_threads() {
  static float memory[1 << 22];
  Eigen::Map<Eigen::MatrixXf> w(memory, 2048, 2048);
  init::Generator rng(42);
  init::normal{}(w, rng);
  std::printf("%ld ", threads());
  fill_much_in_other_object();
  std::printf("%ld\n", threads());
}

}  // namespace

int main(int argc, char** argv) {
  const char* const what = argc > 1 ? argv[1] : "";
  if (std::strcmp(what, "both") == 0) return compare_objects();
  if (std::strcmp(what, "threads") == 0) return count_threads(), 0;
  if (std::strcmp(what, "refusal") == 0) return refuse_in_other_object(), 0;
  init::Generator rng(5);
  std::printf("%016" PRIx64 "\n", fills_of_this_object(rng));
  return check(refuses(), "bad input is refused by an exception");
}
