// What the two objects of the program know of each other.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/torch.hpp>
#include <type_traits>
#include <unsupported/Eigen/CXX11/Tensor>

// Exported where the other object is a shared library whose symbols are hidden.
#define EXPORTED __attribute__((visibility("default")))

EXPORTED std::uint64_t fills_of_other_object(eigeninit::Generator& rng);
EXPORTED void refuse_in_other_object();
EXPORTED void fill_much_in_other_object();
EXPORTED eigeninit::InstructionSet instruction_set_of_other_object();
EXPORTED void use_instruction_set_in_other_object(eigeninit::InstructionSet set);
