// Checkpoints: models written to files that Python reads, part by part and without having them in
// memory; and read again.
//
//   eigeninit::Parameters net;
//   net.declare<Eigen::bfloat16>("wte.weight", {50257, 768});
//   eigeninit::Rules rules;
//   rules.on("wte.weight", eigeninit::normal{0, 0.02});
//   rules.plan(net).write(eigeninit::safetensors("model.safetensors"), eigeninit::Generator(42));
//
// SPDX-License-Identifier: MIT
#pragma once

// clang-format off
#include "model.hpp"
#include "checkpoint/safetensors.hpp"
#include "checkpoint/npy.hpp"
#include "checkpoint/write.hpp"
#include "checkpoint/load.hpp"
// clang-format on
