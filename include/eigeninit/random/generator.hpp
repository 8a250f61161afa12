// The library's random source: a Philox stream that is addressed, not advanced, so that every
// element of every fill can be made alone, on any machine, in any order.
//
// Stream format 1. The seed is the key, low word first. Word i of fill number f is word i mod 4 of
// philox({i / 4 low, i / 4 high, f low, f high}, key). Element e of a tensor, counted column-major
// over its logical extents, takes word e; a double takes words 2e (low) and 2e + 1 (high); a
// complex number those of two real ones. A permutation takes the words of one fill in order: see
// permutation.hpp.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

#include "../distributions/any_distribution.hpp"
#include "../distributions/normal.hpp"
#include "../distributions/truncated_normal.hpp"
#include "../distributions/uniform.hpp"
#include "../kernel/dispatch.hpp"
#include "../kernel/philox.hpp"
#include "../tensor/any_view.hpp"
#include "../tensor/patches.hpp"
#include "name_hash.hpp"
#include "permutation.hpp"
#include "source.hpp"
#include "threads.hpp"

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
  /// It fills parts, and every scalar.
  static constexpr SourceTraits traits{};

  /// Where a generator stands, as plain values.
  struct State {
    std::uint64_t seed;   ///< of this generator; of a stream, the one that its parent gave it
    std::uint64_t fills;  ///< how many have been made
  };

  /// The generator of a seed, before its first fill.
  EIGENINIT_ABI_TAG explicit constexpr Generator(std::uint64_t seed) noexcept
      : key_{internal::low_word(seed), internal::high_word(seed)} {}

  /// Everything that later fills depend on: write both numbers down to resume a run.
  [[nodiscard]] EIGENINIT_ABI_TAG constexpr State get_state() const noexcept {
    return {internal::join_words(key_[0], key_[1]), fills_};
  }

  /// Goes on from where a generator stood that gave this state. Throws std::invalid_argument for
  /// 2⁶⁴ − 1 fills, which no generator makes: keys of streams stand there.
  EIGENINIT_ABI_TAG constexpr void set_state(const State& state) {
    if (state.fills == ~std::uint64_t(0)) {
      internal::refuse("Generator: a state of ", state.fills,
                       " fills is none; pass one that get_state() gave");
    }
    key_ = {internal::low_word(state.seed), internal::high_word(state.seed)};
    fills_ = state.fills;
  }

  /// An independent generator that depends only on this one's seed and on `number`, not on what has
  /// been filled: one for each layer, thread or process. Asked for twice it begins anew, with the
  /// same numbers.
  [[nodiscard]] EIGENINIT_ABI_TAG constexpr Generator stream(std::uint64_t number) const noexcept {
    const PhiloxCounter words = stream_block(number);
    return Generator(internal::join_words(words[0], words[1]));
  }

  /// The same, by name. The name is hashed with FNV-1a (64 bits).
  [[nodiscard]] EIGENINIT_ABI_TAG constexpr Generator stream(std::string_view name) const noexcept {
    const PhiloxCounter words = stream_block(internal::hash_of(name));
    return Generator(internal::join_words(words[2], words[3]));
  }

  /// Draws every element of `view` from a Uniform, Normal or TruncatedNormal, and counts one fill,
  /// also where the view is empty: every part of a sharded tensor then leaves its generator in the
  /// same state. Throws std::invalid_argument, before anything is written, where the distribution's
  /// check() does. Large fills use OpenMP's threads in a program that is compiled with OpenMP.
  template <class Scalar, std::size_t Rank, class Distribution>
  EIGENINIT_ABI_TAG void fill(const View<Scalar, Rank>& view, const Distribution& distribution) {
    fill_on(internal::threads::OpenMp(), view, distribution);
  }

  /// The same for a weight whose scalar is known when the program runs.
  EIGENINIT_ABI_TAG void fill(const AnyView& view, const AnyDistribution& distribution) {
    view.operations->draw(*this, view, distribution);
  }

  /// The same, of a weight that has this scalar.
  template <class Scalar>
  EIGENINIT_ABI_TAG void fill_as(const AnyView& view, const AnyDistribution& distribution) {
    fill_on(internal::traversal::OneThread(), internal::typed<Scalar, internal::max_rank>(view),
            distribution);
  }

  /// 0 … n-1 in random order, each order equally likely; counts as one fill. Linear in n.
  /// Throws std::invalid_argument for n below 0 or above 2³².
  [[nodiscard]] EIGENINIT_ABI_TAG std::vector<Index> permutation(Index n) {
    internal::shuffle::require_length(n);
    return internal::shuffle::permutation(n, {key_, fills_++});
  }

  /// This generator, with large fills shared among the threads of an Eigen::ThreadPoolDevice:
  /// `kaiming_normal{}(w, rng.on(device))`. Takes an Eigen::DefaultDevice too. The bits are the
  /// same. The device, and its pool, must outlive the result; a generator that is not a temporary,
  /// too.
  template <class Device>
  [[nodiscard]] EIGENINIT_ABI_TAG auto on(Device& device) & {
    return GeneratorOn<Generator&, Device>{*this, device};
  }
  /// The same, of a temporary, which the result holds.
  template <class Device>
  [[nodiscard]] EIGENINIT_ABI_TAG auto on(Device& device) && {
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
  EIGENINIT_ABI_TAG void fill_on(const Execute& execute, const View<Scalar, Rank>& view,
                                 const Distribution& distribution) {
    distribution.template check<Scalar>();
    const auto parameters = internal::parameters<Scalar>(distribution);
    const auto kernel =
        internal::kernel::kernel_of<std::decay_t<decltype(parameters)>, Scalar>(instruction_set());
    internal::traversal::by_patches(
        view,
        [&](std::uint64_t element, const internal::Patch& patch, Scalar* out) {
          kernel(parameters, {{key_[0], key_[1]}, fills_, element}, patch, out);
        },
        execute);
    ++fills_;
  }

  /// Keys of streams come from the last fill number, which counting fills never reaches.
  EIGENINIT_ABI_TAG constexpr PhiloxCounter stream_block(std::uint64_t number) const noexcept {
    return philox({internal::low_word(number), internal::high_word(number), 0xffffffff, 0xffffffff},
                  key_);
  }

  PhiloxKey key_;
  std::uint64_t fills_ = 0;
};

inline namespace EIGENINIT_ABI {

/// A generator whose large fills run on a device's threads. See Generator::on().
template <class Holder, class Device>
class GeneratorOn {
  static_assert(internal::threads::is_device<Device>::value,
                "eigeninit: on() takes an Eigen device. Pass an Eigen::ThreadPoolDevice or an "
                "Eigen::DefaultDevice.");

 public:
  /// It fills parts, and every scalar.
  static constexpr SourceTraits traits{};

  /// What Generator::on() makes.
  GeneratorOn(Holder generator, Device& device) : generator_(generator), device_(device) {}

  /// Generator::fill() on the device's threads.
  template <class Scalar, std::size_t Rank, class Distribution>
  void fill(const View<Scalar, Rank>& view, const Distribution& distribution) {
    generator_.fill_on(threads(), view, distribution);
  }

  /// Generator::permutation().
  [[nodiscard]] std::vector<Index> permutation(Index n) { return generator_.permutation(n); }

  /// What it fills with.
  [[nodiscard]] const Generator& generator() const noexcept { return generator_; }

  /// For initializers that draw nothing.
  [[nodiscard]] internal::threads::OnDevice<Device> threads() const { return {device_}; }

 private:
  Holder generator_;
  Device& device_;
};

}  // namespace EIGENINIT_ABI

}  // namespace eigeninit
