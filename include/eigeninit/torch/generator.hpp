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

#include "../distributions/normal.hpp"
#include "../distributions/truncated_normal.hpp"
#include "../distributions/uniform.hpp"
#include "../numeric/error.hpp"
#include "../random/source.hpp"
#include "../tensor/subview.hpp"
#include "row_major.hpp"
#include "streams.hpp"
#include "truncated_normals.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// Refuses what can't be filled as PyTorch does.
template <class Scalar, std::size_t Rank>
void require_whole_for_torch(const View<Scalar, Rank>& view) {
  const std::size_t k = subview::cut_axis(view);
  if (k == Rank) return;
  refuse("torch::Generator: axis ", k, " of a shard has ", view.axes[k].extent, " of ",
         view.axes[k].whole,
         " indices, and no part of PyTorch's sequential stream can be made alone; fill the whole "
         "tensor and copy the block, or use an eigeninit::Generator");
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal

namespace eigeninit::torch {

EIGENINIT_STRICT_BEGIN

/// PyTorch's CPU generator. A sequential stream: what a fill gives depends on everything that was
/// drawn before it, and one thread draws. Copyable (5 kB); copies continue independently. Not
/// synchronised.
///
/// Tensors are filled in row-major order of their logical shape, whatever Eigen's storage order is:
/// the elements of a contiguous torch.Tensor of that shape.
class Generator {
 public:
  /// A sequential stream has no parts. PyTorch's own half and bfloat16 normals differ between its
  /// versions. Its orthogonal_ takes the factors of normals.
  static constexpr SourceTraits traits{/*needs_whole=*/true,
                                       SourceTraits::Scalars::float_and_double,
                                       /*factorizes_normals=*/true};

  /// Where the stream stands, as plain values.
  struct State {
    std::uint64_t seed;  ///< what initial_seed() gives
    internal::MersenneTwister::State
        engine;                    ///< torch.get_rng_state()'s words, and how many are used up
    std::optional<double> normal;  ///< the second normal of a pair that is still to be handed out

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

  /// The seed that the generator was made with.
  [[nodiscard]] EIGENINIT_ABI_TAG std::uint64_t initial_seed() const noexcept { return seed_; }

  /// Everything that later draws depend on, as torch.get_rng_state() gives it.
  [[nodiscard]] EIGENINIT_ABI_TAG State get_state() const {
    return {seed_, engine_.state(), second_normal_};
  }

  /// Throws std::invalid_argument unless state.engine.position is at most 624.
  EIGENINIT_ABI_TAG void set_state(const State& state) {
    if (state.engine.position > internal::MersenneTwister::size) {
      internal::refuse("torch::Generator: the engine's position is ", state.engine.position, " of ",
                       internal::MersenneTwister::size,
                       " words; pass a state that get_state() gave");
    }
    seed_ = state.seed;
    engine_.set_state(state.engine);
    second_normal_ = state.normal;
  }

  /// torch.randperm(n): 0 … n-1 in random order. n - 1 words. Throws std::invalid_argument for a
  /// negative n. From n = 214,748,364 on PyTorch 2.6 and newer have another order.
  [[nodiscard]] EIGENINIT_ABI_TAG std::vector<Index> permutation(Index n) {
    if (n < 0) internal::refuse("permutation: of ", n, " numbers; pass 0 or more");
    internal::WordStream words = word_stream();
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
  EIGENINIT_ABI_TAG void fill(const View<Scalar, Rank>& view, const Uniform& distribution) {
    internal::require_whole_for_torch(view);
    distribution.template check<Scalar>();
    require_width<Scalar>(distribution);
    if (view.size() == 0) return;
    internal::row_major::write(
        view, internal::UniformStream<Scalar>(word_stream(), Scalar(distribution.low),
                                              Scalar(distribution.high)));
  }

  /// Tensor.normal_(mean, std). Throws std::invalid_argument where `distribution` does, and for a
  /// shard.
  template <class Scalar, std::size_t Rank>
  EIGENINIT_ABI_TAG void fill(const View<Scalar, Rank>& view, const Normal& distribution) {
    internal::require_whole_for_torch(view);
    distribution.template check<Scalar>();
    with_normals<Scalar>(view.size(), distribution.mean, distribution.std,
                         [&](auto& normals) { internal::row_major::write(view, normals); });
  }

  /// trunc_normal_(mean, std, low, high), by the method that the generator was made with. v2_12
  /// takes memory for the tensor a second time, and time without bound where hardly a number fits.
  ///
  /// Throws std::invalid_argument unless all four are finite in the scalar, std > 0 and low ≤ high,
  /// and for a shard.
  template <class Scalar, std::size_t Rank>
  EIGENINIT_ABI_TAG void fill(const View<Scalar, Rank>& view, const TruncatedNormal& distribution) {
    internal::require_whole_for_torch(view);
    distribution.template check<Scalar>();
    require_finite<Scalar>(distribution);
    if (view.size() == 0) return;
    if (method_ == TruncatedNormalMethod::v1_13) {
      internal::row_major::write(
          view, internal::InverseTruncatedNormalStream<Scalar>(word_stream(), distribution));
      return;
    }
    const Index size = view.size();
    const std::unique_ptr<Scalar[]> values(new Scalar[std::size_t(size)]);
    internal::resample_truncated_normals(
        distribution, values.get(), size,
        [&](const auto& use) {
          with_normals<Scalar>(size, distribution.mean, distribution.std,
                               [&](auto& normals) { visit<Scalar>(normals, size, use); });
        },
        [&](double low, double high, const auto& use) {
          internal::UniformStream<Scalar> uniforms(word_stream(), Scalar(low), Scalar(high));
          visit<Scalar>(uniforms, size, use);
        });
    internal::row_major::write(view, [next = values.get()](Scalar* out, Index count) mutable {
      std::copy_n(next, count, out);
      next += count;
    });
  }

 private:
  EIGENINIT_ABI_TAG internal::WordStream word_stream() {
    return {engine_, internal::kernel::torch_kernels_of(instruction_set())};
  }

  /// What PyTorch refuses beyond what the distribution itself does.
  template <class Scalar>
  EIGENINIT_ABI_TAG static void require_width(const Uniform& to) {
    const double width = to.high - to.low;
    const double limit = internal::rounding::largest<Scalar>();
    if (!(width <= limit)) {
      internal::refuse("uniform: from ", to.low, " to ", to.high,
                       " is farther than the scalar's largest number, ", limit,
                       ", which PyTorch refuses; pass closer bounds");
    }
  }
  template <class Scalar>
  EIGENINIT_ABI_TAG static void require_finite(const TruncatedNormal& to) {
    if (to.std <= 0) {
      internal::refuse("truncated_normal: std is ", to.std,
                       "; PyTorch needs a finite number above 0");
    }
    internal::require_range<Scalar>("truncated_normal", "low", to.low);
    internal::require_range<Scalar>("truncated_normal", "high", to.high);
  }

  /// Calls use(stream) with the algorithm that PyTorch takes for `size` elements.
  template <class Scalar, class Use>
  EIGENINIT_ABI_TAG void with_normals(Index size, double mean, double std, const Use& use) {
    if (size >= internal::BlockNormalStream<Scalar>::block) {
      internal::BlockNormalStream<Scalar> normals(word_stream(), size, Scalar(mean), Scalar(std));
      use(normals);
    } else if (size > 0) {
      internal::SingleNormalStream<Scalar> normals(word_stream(), second_normal_, mean, std);
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
  internal::MersenneTwister engine_;
  std::optional<double> second_normal_;
  TruncatedNormalMethod method_;
};

EIGENINIT_STRICT_END

}  // namespace eigeninit::torch
