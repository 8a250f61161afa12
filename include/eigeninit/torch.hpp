// PyTorch's numbers without PyTorch: a random source with torch.manual_seed's stream, and the
// starting weights of torch.nn's layers. Included by itself.
//
//   eigeninit::torch::Generator rng(42);             // torch.manual_seed(42)
//   eigeninit::kaiming_normal{}(fc1, rng);           // torch.nn.init.kaiming_normal_(fc1)
//   eigeninit::torch::linear(weight, bias, rng);     // torch.nn.Linear(inputs, outputs)
//
// SPDX-License-Identifier: MIT
#pragma once

#include "eigeninit.hpp"
#include "torch/generator.hpp"
#include "torch/layers.hpp"
