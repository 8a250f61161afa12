// EigenRand as it is when its users ask for this very processor: with -O3 -march=native, which
// decides the vectors that Eigen and EigenRand use.
//
// In a shared library that hides its symbols. Eigen's inline functions have the same names whatever
// the flags, and linked into one program either of two would be used for both.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>

/// A matrix of float that EigenRand fills.
class __attribute__((visibility("default"))) EigenRandNative {
 public:
  EigenRandNative(std::ptrdiff_t rows, std::ptrdiff_t columns);
  ~EigenRandNative();

  void fill_uniform();
  void fill_normal();

 private:
  struct State;
  std::unique_ptr<State> state_;
};
