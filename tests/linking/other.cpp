// The object that is compiled with other flags than the rest of its program.
//
// SPDX-License-Identifier: MIT
#include "objects.hpp"

#define FILLS fills_of_other_object
#include "fills.hpp"

void refuse_in_other_object() {
  float memory[4];
  Eigen::Map<Eigen::Matrix2f> w(memory);
  eigeninit::Generator rng(42);
  eigeninit::uniform{1, -1}(w, rng);
}

void fill_much_in_other_object() {
  static float memory[1 << 22];
  Eigen::Map<Eigen::MatrixXf> w(memory, 2048, 2048);
  eigeninit::Generator rng(42);
  eigeninit::normal{}(w, rng);
}

eigeninit::InstructionSet instruction_set_of_other_object() { return eigeninit::instruction_set(); }

void use_instruction_set_in_other_object(eigeninit::InstructionSet set) {
  eigeninit::use_instruction_set(set);
}
