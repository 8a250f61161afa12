// The library's random source: a Philox stream that is addressed, not advanced, so that every
// element of every fill can be made alone, on any machine, in any order.
//
// Stream format 1. The seed is the key, low word first. Word i of fill number f is word i mod 4 of
// philox({i / 4 low, i / 4 high, f low, f high}, key). Element e of a tensor, counted column-major
// over its logical extents, takes word e; a double takes words 2e (low) and 2e + 1 (high). A
// permutation takes the words of one fill in order: see permutation.hpp.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

#include "../kernel/dispatch.hpp"
#include "../walk.hpp"
#include "parallel.hpp"
#include "permutation.hpp"
#include "philox.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

template <class Holder, class Device>
class GeneratorOn;

}  // namespace EIGENINIT_ABI

/// A reproducible source of random fills: the same seed and the same calls give the same bits on
/// every machine, compiler, flag and storage order. Small, copyable; copies continue independently.
///
/// A generator counts its fills, so that two fills never share a random word. It is not
/// synchronised: threads that fill at the same time take a stream each.
class Generator {
 public:
  EIGENINIT_ABI_TAG explicit constexpr Generator(std::uint64_t seed) noexcept
      : key_{low_word(seed), high_word(seed)} {}

  /// An independent generator that depends only on this one's seed and on `number`, not on what has
  /// been filled: one for each layer, thread or process. Asked for twice it begins anew, with the
  /// same numbers.
  EIGENINIT_ABI_TAG constexpr Generator stream(std::uint64_t number) const noexcept {
    const PhiloxCounter words = stream_block(number);
    return Generator(join_words(words[0], words[1]));
  }

  /// The same, by name. The name is hashed with FNV-1a (64 bits).
  EIGENINIT_ABI_TAG constexpr Generator stream(std::string_view name) const noexcept {
    std::uint64_t hash = 14695981039346656037u;
    for (const char letter : name) {
      hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211u;
    }
    const PhiloxCounter words = stream_block(hash);
    return Generator(join_words(words[2], words[3]));
  }

  /// Writes `distribution` to every element of `view`, and counts one fill, also where the view is
  /// empty: every part of a sharded tensor then leaves its generator in the same state.
  ///
  /// `distribution.parameters<Scalar>()` must give what the kernels take; it throws before anything
  /// is written. Large fills use OpenMP's threads in a program that is compiled with OpenMP.
  template <class View, class Distribution>
  EIGENINIT_ABI_TAG void fill(const View& view, const Distribution& distribution) {
    fill_by(parallel::OpenMp(), view, distribution);
  }

  /// 0 … n-1 in random order, each order equally likely; counts as one fill. Linear in n.
  /// Throws std::invalid_argument for n below 0 or above 2³².
  EIGENINIT_ABI_TAG std::vector<Index> permutation(Index n) {
    shuffle::require_length(n);
    return shuffle::permutation(n, {key_, fills_++});
  }

  /// This generator, with large fills shared among the threads of an Eigen::ThreadPoolDevice:
  /// `kaiming_normal{}(w, rng.on(device))`. Takes an Eigen::DefaultDevice too. The bits are the
  /// same. The device, and its pool, must outlive the result; a generator that is not a temporary,
  /// too.
  template <class Device>
  EIGENINIT_ABI_TAG auto on(Device& device) & {
    return GeneratorOn<Generator&, Device>{*this, device};
  }
  template <class Device>
  EIGENINIT_ABI_TAG auto on(Device& device) && {
    return GeneratorOn<Generator, Device>{*this, device};
  }

  EIGENINIT_ABI_TAG friend constexpr bool operator==(const Generator& a,
                                                     const Generator& b) noexcept {
    return a.key_[0] == b.key_[0] && a.key_[1] == b.key_[1] && a.fills_ == b.fills_;
  }
  EIGENINIT_ABI_TAG friend constexpr bool operator!=(const Generator& a,
                                                     const Generator& b) noexcept {
    return !(a == b);
  }

 private:
  template <class Holder, class Device>
  friend class EIGENINIT_ABI::GeneratorOn;

  template <class Execute, class Scalar, std::size_t Rank, class Distribution>
  EIGENINIT_ABI_TAG void fill_by(const Execute& execute, const View<Scalar, Rank>& view,
                                 const Distribution& distribution) {
    const auto parameters = distribution.template parameters<Scalar>();
    using Parameters = std::remove_const_t<decltype(parameters)>;
    const auto fill_tile = kernel::kernel_of<Parameters, Scalar>(instruction_set());
    walk::in_element_order(
        view,
        [&](std::uint64_t element, const kernel::Tile& tile, Scalar* out) {
          fill_tile(parameters, {{key_[0], key_[1]}, fills_, element}, tile, out);
        },
        execute);
    ++fills_;
  }

  /// Keys of streams come from the last fill number, which counting fills never reaches.
  EIGENINIT_ABI_TAG constexpr PhiloxCounter stream_block(std::uint64_t number) const noexcept {
    return philox({low_word(number), high_word(number), 0xffffffff, 0xffffffff}, key_);
  }

  PhiloxKey key_;
  std::uint64_t fills_ = 0;
};

inline namespace EIGENINIT_ABI {

/// A generator whose large fills run on a device's threads. See Generator::on().
template <class Holder, class Device>
class GeneratorOn {
  static_assert(parallel::is_device<Device>::value,
                "eigeninit: on() takes an Eigen device. Pass an Eigen::ThreadPoolDevice or an "
                "Eigen::DefaultDevice.");

 public:
  GeneratorOn(Holder generator, Device& device) : generator_(generator), device_(device) {}

  template <class View, class Distribution>
  void fill(const View& view, const Distribution& distribution) {
    generator_.fill_by(parallel::OnDevice<Device>{device_}, view, distribution);
  }

  /// Generator::permutation().
  std::vector<Index> permutation(Index n) { return generator_.permutation(n); }

 private:
  Holder generator_;
  Device& device_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
