// The library's version: the one place that holds it. CMake reads it from these three lines.
//
// SPDX-License-Identifier: MIT
#pragma once

#define EIGENINIT_VERSION_MAJOR 0
#define EIGENINIT_VERSION_MINOR 1
#define EIGENINIT_VERSION_PATCH 0
