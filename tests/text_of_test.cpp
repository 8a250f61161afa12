// Initializers as text: every one of the library, every kind of setting, and users' own.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/model/any_initializer.hpp>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>
#include <string>

#include "every_initializer.hpp"

namespace init = eigeninit;
using init::Activation;
using init::AnyInitializer;
using init::Axes;
using init::FanMode;
using init::Layout;
using init::internal::text_of;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Custom {
  template <class Tensor, class Source>
  void operator()(Tensor&&, Source&&) const {}
  template <class Tensor, class Source>
  void operator()(Tensor&&, init::Fans, Source&&) const {}
  static init::Description describe() { return {}; }
  static init::Undistributed distribution_for(init::Fans) { return {}; }
};

struct Named : Custom {
  std::string to_string() const { return "named(" + std::to_string(number) + ")"; }
  int number = 7;
};

/// It has no default, and draws otherwise than what it is derived from.
struct Derived : init::normal {
  explicit Derived(double width) : init::normal{0, width} {}
};

struct MyDistribution : init::normal {
  static MyDistribution with_std(double std) { return {init::normal{0, std}}; }
};

/// What is declared as an initializer in the library's headers.
std::set<std::string> names_in_headers() {
  std::set<std::string> names;
  const std::string declaration = "struct [[nodiscard]] ";
  const std::string folder = TEST_DATA "/../../include/eigeninit/initializers";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (line.compare(0, declaration.size(), declaration) != 0) continue;
      line.erase(0, declaration.size());
      names.insert(line.substr(0, line.find(' ')));
    }
  }
  return names;
}

/// The name at the begin of a text, without the distribution behind it.
std::string family(const std::string& text) {
  const std::string name = text.substr(0, text.find_first_of("(<"));
  for (const std::string suffix : {"_normal", "_uniform"}) {
    const auto rest = name.size() - suffix.size();
    if (name.size() > suffix.size() && name.substr(rest) == suffix && name != "truncated_normal") {
      return name.substr(0, rest);
    }
  }
  return name;
}

}  // namespace

TEST(TextOf, KnowsEveryInitializer) {
  std::set<std::string> families;
  every_initializer::for_each([&](const auto& initializer, const std::string& text) {
    EXPECT_EQ(text_of(initializer), text);
    EXPECT_EQ(AnyInitializer(initializer).to_string(), text);
    families.insert(family(text));
  });
  const std::set<std::string> declared = names_in_headers();
  EXPECT_GE(declared.size(), 23u);
  EXPECT_EQ(families, declared);
}

TEST(TextOf, WritesRealNumbersInTheirOrder) {
  EXPECT_EQ(text_of(init::normal{0, 0.02}), "normal(0, 0.02)");
  EXPECT_EQ(text_of(init::normal{3, 1}), "normal(3)");
  EXPECT_EQ(text_of(init::uniform{-0.05, 0.05}), "uniform(-0.05, 0.05)");
  EXPECT_EQ(text_of(init::truncated_normal{0, 1, -3, 3}), "truncated_normal(0, 1, -3, 3)");
  EXPECT_EQ(text_of(init::truncated_normal{0, 1, -3, 2}), "truncated_normal(0, 1, -3)");
  EXPECT_EQ(text_of(init::truncated_normal{1, 2, -infinity, infinity}),
            "truncated_normal(1, 2, -inf, inf)");
  EXPECT_EQ(text_of(init::sparse{0.1, 0.02}), "sparse(0.1, 0.02)");
  EXPECT_EQ(text_of(init::orthogonal{1.4}), "orthogonal(1.4)");
  EXPECT_EQ(text_of(init::constant{0.5}), "constant(0.5)");
  EXPECT_EQ(text_of(init::chrono_bias{50}), "chrono_bias(50)");
  EXPECT_EQ(text_of(init::prior_bias{0.02}), "prior_bias(0.02)");
}

TEST(TextOf, WritesAsManyDigitsAsReadBackTheSame) {
  const auto digits = [](double value) { return text_of(init::constant{value}); };
  EXPECT_EQ(digits(0.02), "constant(0.02)");
  EXPECT_EQ(digits(1.0 / 3), "constant(0.3333333333333333)");
  EXPECT_EQ(digits(0.1 + 0.2), "constant(0.30000000000000004)");
  EXPECT_EQ(digits(1e-300), "constant(1e-300)");
  EXPECT_EQ(digits(123456789012), "constant(123456789012)");
  EXPECT_EQ(digits(-0.0), "constant(-0)");
  EXPECT_EQ(digits(std::nan("")), "constant(nan)");
}

TEST(TextOf, NamesOtherSettingsFromTheFirstGapOn) {
  using init::kaiming_normal;
  EXPECT_EQ(text_of(kaiming_normal{Activation::relu(), FanMode::fan_out}),
            "kaiming_normal(relu, fan_out)");
  EXPECT_EQ(text_of(kaiming_normal{Activation::leaky_relu(0), FanMode::fan_out}),
            "kaiming_normal(mode = fan_out)");
  EXPECT_EQ(text_of(kaiming_normal{Activation::gelu(), FanMode::fan_in, Layout::in_out()}),
            "kaiming_normal(gelu, layout = in_out)");
  EXPECT_EQ(text_of(init::variance_scaling<init::normal>{2, FanMode::fan_avg}),
            "variance_scaling<normal>(2, fan_avg)");
  EXPECT_EQ(text_of(init::xavier_uniform{1, Layout::in_out()}), "xavier_uniform(layout = in_out)");
  EXPECT_EQ(text_of(init::lecun_normal{Layout::spatial_in_out()}), "lecun_normal(spatial_in_out)");
  EXPECT_EQ(text_of(init::orthogonal{2, Layout::in_out()}), "orthogonal(2, in_out)");
  EXPECT_EQ(text_of(init::siren{30, true}), "siren(first = true)");
  EXPECT_EQ(text_of(init::siren{20, true, Layout::in_out()}), "siren(20, true, in_out)");
  EXPECT_EQ(text_of(init::gate_bias{1, 4, 2}), "gate_bias(value = 2)");
  EXPECT_EQ(text_of(init::gate_bias{0, 3, -1}), "gate_bias(0, 3, -1)");
  EXPECT_EQ(text_of(init::dirac{4}), "dirac(4)");
}

TEST(TextOf, NamesActivationsAndModes) {
  const std::pair<Activation, const char*> activations[] = {
      {Activation::linear(), "linear"},
      {Activation::sigmoid(), "sigmoid"},
      {Activation::tanh(), "tanh"},
      {Activation::relu(), "relu"},
      {Activation::leaky_relu(), "leaky_relu"},
      {Activation::leaky_relu(0.2), "leaky_relu(0.2)"},
      {Activation::selu(), "selu"},
      {Activation::gelu(), "gelu"},
      {Activation::gelu_tanh(), "gelu_tanh"},
      {Activation::silu(), "silu"},
      {Activation::mish(), "mish"},
      {Activation::elu(), "elu"},
      {Activation::hardswish(), "hardswish"},
      {Activation::softplus(), "softplus"},
      {Activation::softsign(), "softsign"},
      {Activation::relu_squared(), "relu_squared"}};
  for (const auto& [activation, name] : activations) {
    EXPECT_EQ(text_of(init::kaiming_uniform{activation}),
              "kaiming_uniform(" + std::string(name) + ")");
  }
  const std::pair<FanMode, const char*> modes[] = {{FanMode::fan_out, "fan_out"},
                                                   {FanMode::fan_avg, "fan_avg"},
                                                   {FanMode::fan_geo_avg, "fan_geo_avg"}};
  for (const auto& [mode, name] : modes) {
    EXPECT_EQ(text_of(init::variance_scaling<init::uniform>{2, mode}),
              "variance_scaling<uniform>(2, " + std::string(name) + ")");
  }
}

TEST(TextOf, WritesLayoutsByNameOrByAxes) {
  const auto layout = [](const Layout& of) { return text_of(init::torch_default{of}); };
  EXPECT_EQ(layout(Layout::out_in()), "torch_default");
  EXPECT_EQ(layout(Layout::axes({0}, {1})), "torch_default");
  EXPECT_EQ(layout(Layout::in_out()), "torch_default(in_out)");
  // Groups divide the outputs here and the inputs there.
  EXPECT_EQ(layout(Layout::axes({1}, {0})), "torch_default(axes(out = [1], in = [0]))");
  EXPECT_EQ(layout(Layout::spatial_in_out().groups(2)), "torch_default(groups(spatial_in_out, 2))");
  EXPECT_EQ(layout(Layout::out_in().groups(4)), "torch_default(groups(out_in, 4))");
  EXPECT_EQ(layout(Layout::axes({0}, {2, 1}, {3})),
            "torch_default(axes(out = [0], in = [1, 2], batch = [3]))");
  EXPECT_EQ(layout(Layout::axes({}, {7, -1, -8, 0}).groups(3)),
            "torch_default(groups(axes(out = [], in = [0, 7, -1, -8]), 3))");
}

TEST(TextOf, WritesWhatIsWrappedFirst) {
  using init::packed, init::scaled, init::icnr;
  EXPECT_EQ(text_of(packed{init::xavier_uniform{}, 3}), "packed(xavier_uniform, 3)");
  EXPECT_EQ(text_of(scaled{init::normal{0, 0.02}, 0.5}), "scaled(normal(0, 0.02), 0.5)");
  EXPECT_EQ(text_of(icnr{init::kaiming_normal{}, 3}), "icnr(kaiming_normal, 3)");
  EXPECT_EQ(text_of(icnr{init::kaiming_normal{}, 2}), "icnr(kaiming_normal)");
  EXPECT_EQ(text_of(scaled{packed{scaled{init::zeros{}, 2}, 3}, 4}),
            "scaled(packed(scaled(zeros, 2), 3), 4)");
  EXPECT_EQ(text_of(packed<AnyInitializer>{init::orthogonal{1.4}, 2}),
            "packed(orthogonal(1.4), 2)");
}

TEST(TextOf, AsksAUsersInitializer) {
  EXPECT_EQ(text_of(Custom()), "custom initializer");
  EXPECT_EQ(text_of(Named()), "named(7)");
  EXPECT_EQ(AnyInitializer(Named()).to_string(), "named(7)");
  EXPECT_EQ(text_of(AnyInitializer(Named())), "named(7)");
  EXPECT_EQ(text_of(init::packed<Named>{{}, 3}), "packed(named(7), 3)");
  EXPECT_EQ(text_of(init::scaled<Custom>{{}, 2}), "scaled(custom initializer, 2)");
  EXPECT_EQ(text_of(Derived(2)), "custom initializer");
  EXPECT_EQ(text_of(init::scaled{Derived(2), 3}), "scaled(custom initializer, 3)");
  EXPECT_EQ(text_of(init::kaiming<MyDistribution>{}), "kaiming<custom distribution>");
}
