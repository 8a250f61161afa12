// The choice of an instruction set: the best one by default, any supported one on request.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <eigeninit/eigeninit.hpp>

#include "message.hpp"

namespace init = eigeninit;
using init::InstructionSet;

namespace {

constexpr InstructionSet all_sets[] = {InstructionSet::scalar, InstructionSet::neon,
                                       InstructionSet::avx2, InstructionSet::avx512};

/// Parameters of a distribution that note how wide the vectors are that it is asked for. The
/// kernels of every set find its functions by its type.
struct Probe {
  static inline std::size_t bytes = 0;

  /// By pointers: how a vector is handed over depends on the instruction set.
  template <std::size_t vectors, class Words, class Value>
  friend void transform(const Probe&, const Words*, Value* values) {
    bytes = sizeof(Words);
    std::fill_n(reinterpret_cast<float*>(values), vectors * sizeof(Value) / sizeof(float), 1.0f);
  }
};

void set_environment(const char* value) {
#if defined(_WIN32)
  _putenv_s("EIGENINIT_INSTRUCTION_SET", value);
#else
  setenv("EIGENINIT_INSTRUCTION_SET", value, 1);
#endif
}

/// Puts the environment and the choice back as they were.
struct InstructionSetTest : testing::Test {
  InstructionSet before = init::instruction_set();
  ~InstructionSetTest() override {
    set_environment("");
    init::use_instruction_set(before);
  }
};

}  // namespace

TEST_F(InstructionSetTest, IsTheBestThatIsSupported) {
  set_environment("");
  const InstructionSet best = init::internal::instruction_set_from_environment();
  EXPECT_TRUE(init::is_supported(best));
  for (const InstructionSet set : all_sets) {
    if (init::is_supported(set)) {
      EXPECT_LE(int(set), int(best));
    }
  }
}

TEST_F(InstructionSetTest, FollowsTheEnvironment) {
  for (const InstructionSet set : all_sets) {
    set_environment(init::name(set));
    if (init::is_supported(set)) {
      EXPECT_EQ(init::internal::instruction_set_from_environment(), set);
    } else {
      EXPECT_EQ(
          message_of([] { init::internal::instruction_set_from_environment(); }),
          std::string("EIGENINIT_INSTRUCTION_SET is \"") + init::name(set) +
              "\", which this processor or program does not have; set it to avx512, avx2, neon or "
              "scalar, or unset it");
    }
  }
  set_environment("");
  EXPECT_NO_THROW(init::internal::instruction_set_from_environment());
}

TEST_F(InstructionSetTest, IsTheOneThatAFillRuns) {
  const auto bytes = [](InstructionSet set) -> std::size_t {
    switch (set) {
      case InstructionSet::neon: return 16;
      case InstructionSet::avx2: return 32;
      case InstructionSet::avx512: return 64;
      default: return sizeof(float);
    }
  };
  for (const InstructionSet set : all_sets) {
    if (!init::is_supported(set)) continue;
    init::use_instruction_set(set);
    Probe::bytes = 0;
    Eigen::MatrixXf w(100, 100);
    init::internal::kernel::kernel_of<Probe, float>(init::instruction_set())(
        Probe{}, {}, {100, 100, {1}, {100}, {100}}, w.data());
    EXPECT_EQ(Probe::bytes, bytes(set)) << init::name(set);
    EXPECT_TRUE((w.array() == 1).all());
  }
}

TEST_F(InstructionSetTest, CanBeForcedAndChangesNoBit) {
  Eigen::MatrixXf expected(100, 100);
  init::use_instruction_set(InstructionSet::scalar);
  init::Generator rng(6);
  init::kaiming_normal{}(expected, rng);
  for (const InstructionSet set : all_sets) {
    if (init::is_supported(set)) {
      init::use_instruction_set(set);
      EXPECT_EQ(init::instruction_set(), set);
      Eigen::MatrixXf w(100, 100);
      init::Generator twin(6);
      init::kaiming_normal{}(w, twin);
      EXPECT_EQ(w, expected) << init::name(set);
    } else {
      EXPECT_EQ(message_of([set] { init::use_instruction_set(set); }),
                std::string("use_instruction_set: this processor or program does not have ") +
                    init::name(set) + "; ask is_supported() first");
    }
  }
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(_WIN32)
// The compiler's own library is the oracle; clang++ 14's knows no F16C, which came before AVX2.
TEST_F(InstructionSetTest, IsSupportedWhereTheCompilerFindsItsFeatures) {
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512vl");
  EXPECT_EQ(init::is_supported(InstructionSet::avx2), avx2);
  EXPECT_EQ(init::is_supported(InstructionSet::avx512), avx512);
}
#endif
