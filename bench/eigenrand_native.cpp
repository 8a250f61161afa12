// SPDX-License-Identifier: MIT
#include "eigenrand_native.hpp"

#include <Eigen/Core>
#include <EigenRand/EigenRand>

struct EigenRandNative::State {
  Eigen::Rand::Vmt19937_64 engine{42};
  Eigen::MatrixXf w;
};

EigenRandNative::EigenRandNative(std::ptrdiff_t rows, std::ptrdiff_t columns) : state_(new State) {
  state_->w.setOnes(rows, columns);
}
EigenRandNative::~EigenRandNative() = default;

void EigenRandNative::fill_uniform() {
  state_->w = Eigen::Rand::uniformRealLike(state_->w, state_->engine);
}
void EigenRandNative::fill_normal() {
  state_->w = Eigen::Rand::normalLike(state_->w, state_->engine);
}
