// The sequences of numbers that PyTorch's uniform_ and normal_ write to a tensor, in both of the
// latter's algorithms. Each is called with (out, count) for its next `count` numbers.
//
// libm is used where PyTorch itself uses it: for normals that are made in double.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "../tensor/view.hpp"
#include "mersenne_twister.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

inline constexpr double two_pi = 6.283185307179586;

/// The engine of a generator, and the kernels that read it.
struct WordStream {
  MersenneTwister& engine;
  const kernel::TorchKernels& kernels;

  std::uint32_t word() { return engine.word(kernels); }

  /// The next elements of U(0, 1) as T, times `width` plus `low`.
  template <class T>
  void uniforms(T low, T width, T* out, Index count) {
    std::uint32_t words[1024];
    constexpr Index words_each = sizeof(T) / sizeof(std::uint32_t);
    while (count > 0) {
      const Index taken = (std::min)(count, Index(1024) / words_each);
      engine.words(kernels, taken * words_each, words);
      if constexpr (std::is_same_v<T, float>) {
        kernels.uniform_floats(words, taken, low, width, out);
      } else {
        kernels.uniform_doubles(words, taken, low, width, out);
      }
      out += taken;
      count -= taken;
    }
  }

  /// The inverse of erf, in place.
  template <class T>
  void inverse_erf(T* values, Index count) const {
    if constexpr (std::is_same_v<T, float>) {
      kernels.inverse_erf_floats(values, count);
    } else {
      kernels.inverse_erf_doubles(values, count);
    }
  }

  /// The next U(0, 1), of 53 bits.
  double fraction() {
    constexpr std::uint64_t mask = (std::uint64_t(1) << 53) - 1;
    return double(std::int64_t(engine.word_pair(kernels) & mask)) * 0x1p-53;
  }

  /// Draws `count` words for nothing.
  void skip(Index count) {
    for (; count > 0; --count) (void)word();
  }
};

/// U(low, high), as fma(u, high - low, low).
template <class T>
class UniformStream {
 public:
  UniformStream(const WordStream& words, T low, T high)
      : words_(words), low_(low), width_(high - low) {}

  void operator()(T* out, Index count) { words_.uniforms(low_, width_, out, count); }

  const WordStream& words() const noexcept { return words_; }

 private:
  WordStream words_;
  T low_, width_;
};

/// N(mean, std²) for a tensor of 16 elements or more: by blocks of 16, in the tensor's precision.
///
/// Where 16 does not divide the number of elements, PyTorch makes the last 16 anew from new words.
template <class T>
class BlockNormalStream {
 public:
  static constexpr Index block = 16;

  BlockNormalStream(const WordStream& words, Index size, T mean, T std)
      : words_(words), left_(size), mean_(mean), std_(std) {}

  void operator()(T* out, Index count) {
    while (count > 0) {
      if (ready_ < end_) {
        const Index taken = (std::min)(count, end_ - ready_);
        out = std::copy_n(buffer_ + ready_, taken, out);
        ready_ += taken;
        count -= taken;
        continue;
      }
      // Whole blocks that are kept; the last 16 elements of a ragged tensor are none.
      const Index kept = left_ % block == 0 ? left_ : (std::max)(left_ - block, Index(0));
      const Index taken = (std::min)(count, kept) / block * block;
      if (taken > 0) {
        make(out, taken);
        out += taken;
        count -= taken;
        left_ -= taken;
      } else {
        prepare_next();
      }
    }
  }

 private:
  void prepare_next() {
    make(buffer_, block);
    ready_ = 0;
    end_ = block;
    if (left_ > block && left_ < 2 * block) {  // the last 16 elements begin inside of this block
      end_ = left_ - block;
      words_.skip(end_ * words_each);
      left_ = block;
    } else {
      left_ -= block;
    }
  }

  void make(T* out, Index count) {
    if constexpr (std::is_same_v<T, float>) {
      std::uint32_t words[1024];
      for (Index done = 0; done < count; done += 1024) {
        const Index taken = (std::min)(count - done, Index(1024));
        words_.engine.words(words_.kernels, taken, words);
        words_.kernels.box_muller(words, taken / block, std_, mean_, out + done);
      }
    } else {
      words_.uniforms<T>(0, 1, out, count);
      for (Index first = 0; first < count; first += block) {
        for (Index j = first; j < first + block / 2; ++j) {
          // A volatile keeps compilers from other functions than log, cos and sin.
          const volatile double angle = two_pi * out[j + block / 2];
          const double radius = std::sqrt(-2.0 * std::log(1.0 - out[j]));
          out[j] = radius * std::cos(angle);
          out[j + block / 2] = radius * std::sin(angle);
        }
      }
      words_.kernels.scale_values(out, count, std_, mean_);
    }
  }

  static constexpr Index words_each = sizeof(T) / sizeof(std::uint32_t);

  WordStream words_;
  Index left_;
  T mean_, std_;
  T buffer_[std::size_t(block)];
  Index ready_ = 0, end_ = 0;  // what of it has not been handed out
};

/// N(mean, std²) for a tensor of fewer than 16 elements: one by one, in double whatever the scalar.
/// Numbers come in pairs, and the generator keeps the second one until it is asked for.
template <class T>
class SingleNormalStream {
 public:
  SingleNormalStream(const WordStream& words, std::optional<double>& second, double mean,
                     double std)
      : words_(words), second_(second), mean_(mean), std_(std) {}

  void operator()(T* out, Index count) {
    for (Index i = 0; i < count; ++i) out[i] = T(kernel::scalar::fused(standard(), std_, mean_));
  }

 private:
  double standard() {
    if (second_) {
      const double kept = *second_;
      second_.reset();
      return kept;
    }
    const volatile double angle = two_pi * words_.fraction();
    const double radius = std::sqrt(-2.0 * std::log(1.0 - words_.fraction()));
    second_ = radius * std::sin(angle);
    return radius * std::cos(angle);
  }

  WordStream words_;
  std::optional<double>& second_;
  double mean_, std_;
};

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
