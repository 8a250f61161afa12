// Whole models: names for parameters, rules for names, a plan before anything is written, and a
// report of what was.
//
//   eigeninit::Parameters net;
//   net.add("fc1.weight", w1).add("fc1.bias", b1);
//   eigeninit::Rules rules;
//   rules.on("*.bias", eigeninit::zeros{}).on("*.weight", eigeninit::kaiming_normal{});
//   rules.plan(net).apply(eigeninit::Generator(42)).require_ok();
//
// SPDX-License-Identifier: MIT
#pragma once

// clang-format off
#include "eigeninit.hpp"
#include "model/parameters.hpp"
#include "model/rules.hpp"
#include "model/depth_scaled.hpp"
#include "model/presets.hpp"
#include "model/parse.hpp"
#include "model/plan.hpp"
#include "model/planner.hpp"
#include "model/apply.hpp"
#include "model/report.hpp"
#include "model/print.hpp"
#include "model/export.hpp"
#include "model/manifest.hpp"
// clang-format on
