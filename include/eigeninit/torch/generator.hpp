// torch::Generator: a random source whose numbers are those of torch.manual_seed(seed) on the CPU,
// bit for bit, so that every initializer gives what torch.nn.init gives.
//
// The flavour is PyTorch's on x86-64 with AVX2, which this one has on every machine and with every
// compiler flag.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "../distributions.hpp"
#include "../error.hpp"
#include "../subview.hpp"
#include "../truncated_normal.hpp"
#include "row_major.hpp"
#include "streams.hpp"
#include "truncated_normals.hpp"

namespace eigeninit::torch {
inline namespace EIGENINIT_ABI {

EIGENINIT_PINNED_BEGIN

/// Refuses what can't be filled as PyTorch does.
template <class Scalar, std::size_t Rank>
void require_whole(const View<Scalar, Rank>& view) {
  static_assert(std::is_same_v<Scalar, float> || std::is_same_v<Scalar, double>,
                "eigeninit: torch::Generator fills float and double. PyTorch's own half and "
                "bfloat16 normals differ between its versions: fill a float tensor and cast.");
  const std::size_t k = subview::cut_axis(view);
  if (k == Rank) return;
  error::refuse("torch::Generator: axis ", k, " of a shard has ", view.axes[k].extent, " of ",
                view.axes[k].whole,
                " indices, and no part of PyTorch's sequential stream can be made alone; fill the "
                "whole tensor and copy the block, or use an eigeninit::Generator");
}

}  // namespace EIGENINIT_ABI

/// PyTorch's CPU generator. A sequential stream: what a fill gives depends on everything that was
/// drawn before it, and one thread draws. Copyable (5 kB); copies continue independently. Not
/// synchronised.
///
/// Tensors are filled in row-major order of their logical shape, whatever Eigen's storage order is:
/// the elements of a contiguous torch.Tensor of that shape.
class Generator {
 public:
  /// PyTorch's orthogonal_ takes the factors of normals: see initializers/orthogonal.hpp.
  static constexpr bool factorizes_normals = true;
  static constexpr bool needs_whole = true;  ///< a sequential stream has no parts
  static constexpr bool real_only = true;

  /// Where the stream stands, as plain values.
  struct State {
    std::uint64_t seed;             ///< what initial_seed() gives
    MersenneTwister::State engine;  ///< torch.get_rng_state()'s words, and how many are used up
    std::optional<double> normal;   ///< the second normal of a pair that is still to be handed out

    EIGENINIT_ABI_TAG friend bool operator==(const State& a, const State& b) noexcept {
      return a.seed == b.seed && a.engine == b.engine && a.normal == b.normal;
    }
    EIGENINIT_ABI_TAG friend bool operator!=(const State& a, const State& b) noexcept {
      return !(a == b);
    }
  };

  /// torch.manual_seed(seed): any integer of 64 bits, also a negative one, of which PyTorch uses
  /// the lower 32.
  template <class Integer, std::enable_if_t<std::is_integral_v<Integer>, int> = 0>
  EIGENINIT_ABI_TAG explicit Generator(
      Integer seed, TruncatedNormalMethod method = TruncatedNormalMethod::v1_13) noexcept
      : seed_(std::uint64_t(seed)), engine_(std::uint32_t(seed_)), method_(method) {}

  EIGENINIT_ABI_TAG std::uint64_t initial_seed() const noexcept { return seed_; }

  EIGENINIT_ABI_TAG State get_state() const { return {seed_, engine_.state(), second_normal_}; }

  /// Throws std::invalid_argument unless state.engine.position is at most 624.
  EIGENINIT_ABI_TAG void set_state(const State& state) {
    if (state.engine.position > MersenneTwister::size) {
      error::refuse("torch::Generator: the engine's position is ", state.engine.position, " of ",
                    MersenneTwister::size, " words; pass a state that get_state() gave");
    }
    seed_ = state.seed;
    engine_.set_state(state.engine);
    second_normal_ = state.normal;
  }

  /// torch.randperm(n): 0 … n-1 in random order. n - 1 words. Throws std::invalid_argument for a
  /// negative n. From n = 214,748,364 on PyTorch 2.6 and newer have another order.
  EIGENINIT_ABI_TAG std::vector<Index> permutation(Index n) {
    if (n < 0) error::refuse("permutation: of ", n, " numbers; pass 0 or more");
    WordStream words = word_stream();
    auto order = std::vector<Index>(std::size_t(n));
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = Index(i);
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
      std::swap(order[i], order[i + words.word() % (order.size() - i)]);
    }
    return order;
  }

  /// Tensor.uniform_(low, high): one word for each float, two for each double. As there, `high` can
  /// come out where rounding leads to it.
  ///
  /// Throws std::invalid_argument where `distribution` does, where high - low is beyond the scalar,
  /// and for a shard.
  template <class Scalar, std::size_t Rank>
  EIGENINIT_ABI_TAG void fill(const View<Scalar, Rank>& view, const uniform& distribution) {
    require_whole(view);
    (void)distribution.parameters<Scalar>();
    const double width = distribution.high - distribution.low;
    const double limit = rounding::largest<Scalar>();
    if (!(width <= limit)) {
      error::refuse("uniform: from ", distribution.low, " to ", distribution.high,
                    " is farther than the scalar's largest number, ", limit,
                    ", which PyTorch refuses; pass closer bounds");
    }
    if (view.size() == 0) return;
    row_major::write(view, UniformStream<Scalar>(word_stream(), Scalar(distribution.low),
                                                 Scalar(distribution.high)));
  }

  /// Tensor.normal_(mean, std). Throws std::invalid_argument where `distribution` does, and for a
  /// shard.
  template <class Scalar, std::size_t Rank>
  EIGENINIT_ABI_TAG void fill(const View<Scalar, Rank>& view, const normal& distribution) {
    require_whole(view);
    (void)distribution.parameters<Scalar>();
    with_normals<Scalar>(view.size(), distribution.mean, distribution.std,
                         [&](auto& normals) { row_major::write(view, normals); });
  }

  /// trunc_normal_(mean, std, low, high), by the method that the generator was made with. v2_12
  /// takes memory for the tensor a second time, and time without bound where hardly a number fits.
  ///
  /// Throws std::invalid_argument unless all four are finite in the scalar, std > 0 and low ≤ high,
  /// and for a shard.
  template <class Scalar, std::size_t Rank>
  EIGENINIT_ABI_TAG void fill(const View<Scalar, Rank>& view,
                              const truncated_normal& distribution) {
    require_whole(view);
    require_truncated<Scalar>(distribution);
    if (view.size() == 0) return;
    if (method_ == TruncatedNormalMethod::v1_13) {
      row_major::write(view, InverseTruncatedNormalStream<Scalar>(word_stream(), distribution));
      return;
    }
    const Index size = view.size();
    const std::unique_ptr<Scalar[]> values(new Scalar[std::size_t(size)]);
    resample_truncated_normals(
        distribution, values.get(), size,
        [&](const auto& use) {
          with_normals<Scalar>(size, distribution.mean, distribution.std,
                               [&](auto& normals) { visit<Scalar>(normals, size, use); });
        },
        [&](double low, double high, const auto& use) {
          UniformStream<Scalar> uniforms(word_stream(), Scalar(low), Scalar(high));
          visit<Scalar>(uniforms, size, use);
        });
    row_major::write(view, [next = values.get()](Scalar* out, Index count) mutable {
      std::copy_n(next, count, out);
      next += count;
    });
  }

  template <class View, class Distribution>
  EIGENINIT_ABI_TAG void fill(const View&, const Distribution&) {
    static_assert(wrong_call::never<Distribution>,
                  "eigeninit: torch::Generator makes uniform, normal and truncated_normal, which "
                  "PyTorch has. Fill with one of these, or use an eigeninit::Generator.");
  }

 private:
  EIGENINIT_ABI_TAG WordStream word_stream() {
    return {engine_, kernel::torch_kernels_of(instruction_set())};
  }

  template <class Scalar>
  EIGENINIT_ABI_TAG static void require_truncated(const truncated_normal& to) {
    constexpr const char* name = "truncated_normal";
    if (!is_finite(to.std) || to.std <= 0) {
      error::refuse(name, ": std is ", to.std, "; PyTorch needs a finite number above 0");
    }
    distribution_check::require_range<Scalar>(name, "mean", to.mean);
    distribution_check::require_range<Scalar>(name, "low", to.low);
    distribution_check::require_range<Scalar>(name, "high", to.high);
    if (to.low > to.high) {
      error::refuse(name, ": low ", to.low, " is above high ", to.high, "; pass them in order");
    }
  }

  /// Calls use(stream) with the algorithm that PyTorch takes for `size` elements.
  template <class Scalar, class Use>
  EIGENINIT_ABI_TAG void with_normals(Index size, double mean, double std, const Use& use) {
    if (size >= BlockNormalStream<Scalar>::block) {
      BlockNormalStream<Scalar> normals(word_stream(), size, Scalar(mean), Scalar(std));
      use(normals);
    } else if (size > 0) {
      SingleNormalStream<Scalar> normals(word_stream(), second_normal_, mean, std);
      use(normals);
    }
  }

  /// Calls use(index, value) for the next `size` values of a stream.
  template <class Scalar, class Stream, class Use>
  EIGENINIT_ABI_TAG static void visit(Stream& stream, Index size, const Use& use) {
    Scalar values[1024];
    for (Index done = 0; done < size; done += 1024) {
      const Index taken = (std::min)(size - done, Index(1024));
      stream(values, taken);
      for (Index i = 0; i < taken; ++i) use(done + i, values[i]);
    }
  }

  std::uint64_t seed_;
  MersenneTwister engine_;
  std::optional<double> second_normal_;
  TruncatedNormalMethod method_;
};

EIGENINIT_PINNED_END

}  // namespace eigeninit::torch
