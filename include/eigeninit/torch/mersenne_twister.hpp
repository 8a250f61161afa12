// MT19937, the engine behind PyTorch's CPU generator: std::mt19937's words, made 624 at a time by
// vector instructions, with a state of plain numbers.
//
// Matsumoto and Nishimura 1998, "Mersenne twister", ACM TOMACS 8(1).
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "kernels.hpp"

namespace eigeninit::internal {

class MersenneTwister {
 public:
  static constexpr std::size_t size = 624;

  /// The state before tempering, and how many of its words have been drawn. In the bytes of
  /// torch.get_rng_state(): 624 words of 64 bits from byte 24 on, and 32 bits at byte 16, which
  /// stand for 624 where those at byte 8 are 1.
  struct State {
    std::array<std::uint32_t, size> words;
    std::size_t position;

    EIGENINIT_ABI_TAG friend bool operator==(const State& a, const State& b) noexcept {
      return a.words == b.words && a.position == b.position;
    }
  };

  EIGENINIT_ABI_TAG explicit MersenneTwister(std::uint32_t seed) noexcept {
    state_.words[0] = seed;
    for (std::uint32_t i = 1; i < size; ++i) {
      const std::uint32_t last = state_.words[i - 1];
      state_.words[i] = 1812433253u * (last ^ (last >> 30)) + i;
    }
    state_.position = size;
  }

  EIGENINIT_ABI_TAG const State& state() const noexcept { return state_; }
  EIGENINIT_ABI_TAG void set_state(const State& state) noexcept { state_ = state; }

  /// The next word.
  EIGENINIT_ABI_TAG std::uint32_t word(const kernel::TorchKernels& kernels) {
    if (state_.position == size) renew(kernels);
    return kernel::scalar::tempered(state_.words[state_.position++]);
  }

  /// The next two words, the earlier one high.
  EIGENINIT_ABI_TAG std::uint64_t word_pair(const kernel::TorchKernels& kernels) {
    const std::uint64_t high = word(kernels);
    return high << 32 | word(kernels);
  }

  /// The next `count` words.
  EIGENINIT_ABI_TAG void words(const kernel::TorchKernels& kernels, std::ptrdiff_t count,
                               std::uint32_t* out) {
    while (count > 0) {
      if (state_.position == size) renew(kernels);
      const auto taken = (std::min)(count, std::ptrdiff_t(size - state_.position));
      kernels.temper(state_.words.data() + state_.position, taken, out);
      state_.position += std::size_t(taken);
      out += taken;
      count -= taken;
    }
  }

 private:
  EIGENINIT_ABI_TAG void renew(const kernel::TorchKernels& kernels) {
    kernels.twist(state_.words.data());
    state_.position = 0;
  }

  State state_;
};

}  // namespace eigeninit::internal
