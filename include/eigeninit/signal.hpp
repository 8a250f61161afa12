// The signal that flows through a network, before it is trained: measured, predicted, repaired.
//
//   std::cout << eigeninit::measure_signal([&](eigeninit::Recorder& record) {
//     record("fc1", w1 * x);
//   });
//   eigeninit::lsuv(net, forward, rng);
//
// SPDX-License-Identifier: MIT
#pragma once

// clang-format off
#include "model.hpp"
#include "signal/recorder.hpp"
#include "signal/signal.hpp"
#include "signal/measure_signal.hpp"
#include "signal/predict_signal.hpp"
#include "signal/print_signal.hpp"
#include "signal/lsuv.hpp"
// clang-format on
