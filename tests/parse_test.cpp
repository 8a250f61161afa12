// Rules from text: what is read, that it is what C++ means by the same words, and what is refused.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <cstring>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/random/any_source.hpp>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "every_initializer.hpp"
#include "message.hpp"
#include "recorded_rules.hpp"

namespace init = eigeninit;
namespace syntax = eigeninit::internal::syntax;
using init::Activation;
using init::AnyInitializer;
using init::AnyView;
using init::FanMode;
using init::Generator;
using init::Index;
using init::Layout;
using init::internal::text_of;

namespace {

AnyInitializer parsed(const std::string& text) { return syntax::parse_initializer(text); }
RecordedRules rules(const std::string& text) { return syntax::parse_rules<RecordedRules>(text); }

/// The text that rules have once they are read.
std::string normalized(const std::string& text) { return rules(text).to_string(); }

/// What is said of rules, without "rules, " before it.
std::string refusal(const std::string& text) {
  const std::string message = message_of([&] { rules(text); });
  return message.substr(0, 7) == "rules, " ? message.substr(7) : "not of rules: " + message;
}

struct AnyGenerator : init::AnySource {
  std::vector<Index> permutation(Index n) override { return generator_.permutation(n); }
  init::SourceTraits run_time_traits() const override { return {}; }

 private:
  void draw(const AnyView& view, const init::AnyDistribution& distribution) override {
    generator_.fill(view, distribution);
  }
  Generator generator_{42};
};

/// What an initializer writes into a weight of these extents, or how it refuses to.
template <std::size_t rank>
std::string bytes(const AnyInitializer& initializer, const std::array<Index, rank>& extents) {
  std::vector<float> weight(400);
  init::View<float, rank> view{weight.data(), {}};
  Index stride = 1;
  for (std::size_t k = 0; k < rank; ++k) {
    view.axes[k] = {extents[k], stride, extents[k], 0};
    stride *= extents[k];
  }
  AnyGenerator source;
  const AnyView any(view, init::internal::operations<float>());
  const std::string message = message_of([&] { initializer(any, source); });
  return message + std::string(reinterpret_cast<const char*>(weight.data()), 4 * weight.size());
}

void expect_same_bits(const AnyInitializer& a, const AnyInitializer& b) {
  EXPECT_EQ(bytes<1>(a, {24}), bytes<1>(b, {24})) << a.to_string();
  EXPECT_EQ(bytes<2>(a, {24, 9}), bytes<2>(b, {24, 9})) << a.to_string();
  EXPECT_EQ(bytes<4>(a, {12, 3, 3, 2}), bytes<4>(b, {12, 3, 3, 2})) << a.to_string();
}

/// That C++ and a text mean the same.
void expect_same(const AnyInitializer& initializer, const std::string& text) {
  EXPECT_EQ(initializer.to_string(), text);
  EXPECT_EQ(parsed(text).to_string(), text);
  expect_same_bits(initializer, parsed(text));
}

/// Settings at random, many of which make no sense.
class Dice {
 public:
  std::size_t below(std::size_t limit) { return engine_() % limit; }

  double real() {
    const double infinity = std::numeric_limits<double>::infinity();
    const double special[] = {0, -0.0, 1, -1, infinity, -infinity, std::nan(""), 1e-310, 1e308};
    switch (below(4)) {
      case 0: return special[below(std::size(special))];
      case 1: return double(below(2000)) / 1000 - 0.5;
      case 2: return std::ldexp(double(engine_()), -int(below(130)));
      default: return double(below(5));
    }
  }

  Index integer() {
    const Index special[] = {0, -1, 1 << 30, (Index(1) << 53) - 1, -(Index(1) << 53) + 1};
    return below(3) == 0 ? special[below(std::size(special))] : Index(1 + below(6));
  }

  Activation activation() {
    const std::size_t kind = below(std::size(syntax::named_activations));
    if (below(4) == 0) return Activation::leaky_relu(real());
    return syntax::named_activations[kind].activation;
  }

  init::Axes axes() {
    const int n[] = {int(below(16)) - 8, int(below(16)) - 8, int(below(3))};
    switch (below(4)) {
      case 0: return {};
      case 1: return {n[0], n[1]};
      default: return {n[2]};
    }
  }

  Layout layout() {
    Layout result = syntax::named_layouts[below(3)].layout;
    if (below(2) == 0) result = Layout::axes({int(below(8))}, axes(), axes());
    return below(3) == 0 ? result.groups(std::int64_t(1 + below(4))) : result;
  }

  void set(const syntax::Setting& setting) {
    using Type = syntax::Setting::Type;
    switch (setting.type) {
      case Type::real: setting.as<double>() = real(); break;
      case Type::integer: setting.as<Index>() = integer(); break;
      case Type::truth: setting.as<bool>() = below(2) == 0; break;
      case Type::mode: setting.as<FanMode>() = FanMode(below(4)); break;
      case Type::activation: setting.as<Activation>() = activation(); break;
      case Type::layout: setting.as<Layout>() = layout(); break;
    }
  }

 private:
  std::mt19937_64 engine_{1};
};

}  // namespace

TEST(ParseInitializer, KnowsEveryInitializer) {
  every_initializer::for_each([](const auto& initializer, const std::string& text) {
    EXPECT_EQ(parsed(text).to_string(), text);
    expect_same_bits(initializer, parsed(text));
  });
}

TEST(ParseInitializer, MeansWhatCppMeans) {
  expect_same(init::normal{0, 0.02}, "normal(0, 0.02)");
  expect_same(init::kaiming_normal{Activation::leaky_relu(0.2), FanMode::fan_out},
              "kaiming_normal(leaky_relu(0.2), fan_out)");
  expect_same(init::xavier_uniform{1, Layout::in_out()}, "xavier_uniform(layout = in_out)");
  expect_same(init::orthogonal{1.4, Layout::axes({-1}, {0}).groups(3)},
              "orthogonal(1.4, groups(axes(out = [-1], in = [0]), 3))");
  expect_same(init::lecun_normal{Layout::axes({0}, {1, 2}, {3})},
              "lecun_normal(axes(out = [0], in = [1, 2], batch = [3]))");
  expect_same(init::siren{30, true}, "siren(first = true)");
  expect_same(init::gate_bias{2, 3, -1}, "gate_bias(2, 3, -1)");
  expect_same(init::truncated_normal::in_sigmas(0.02, -3, 3),
              "truncated_normal(0, 0.02, -0.06, 0.06)");
}

TEST(ParseInitializer, WrapsAsCppDoes) {
  using init::icnr, init::packed, init::scaled;
  expect_same(packed{init::xavier_uniform{}, 3}, "packed(xavier_uniform, 3)");
  expect_same(packed{packed{init::orthogonal{}, 2}, 3}, "packed(packed(orthogonal, 2), 3)");
  expect_same(packed{scaled{init::normal{0, 0.02}, 0.3}, 2},
              "packed(scaled(normal(0, 0.02), 0.3), 2)");
  expect_same(icnr{init::kaiming_normal{}, 2}, "icnr(kaiming_normal)");
  expect_same(icnr{init::lecun_normal{Layout::in_out()}, 1}, "icnr(lecun_normal(in_out), 1)");
  expect_same(scaled{packed{init::xavier_uniform{}, 3}, 0.3},
              "scaled(packed(xavier_uniform, 3), 0.3)");
  expect_same(scaled{icnr{init::normal{0, 2}, 2}, 0.3}, "scaled(icnr(normal(0, 2)), 0.3)");
  expect_same(scaled{packed{scaled{init::constant{2}, -0.3}, 3}, 0.7},
              "scaled(packed(scaled(constant(2), -0.3), 3), 0.7)");
}

// Not its values times the factor, which are rounded twice.
TEST(ParseInitializer, ScalesEveryInitializerAsCppDoes) {
  every_initializer::for_each([](const auto& initializer, const std::string& text) {
    if (text.substr(0, 7) == "scaled(") return;
    for (const double factor : {0.3, -0.3}) {
      expect_same(init::scaled{initializer, factor},
                  "scaled(" + text + ", " + init::internal::text(factor) + ")");
    }
  });
}

TEST(ParseInitializer, KnowsSecondNames) {
  const std::pair<const char*, const char*> names[] = {
      {"glorot_uniform", "xavier_uniform"},
      {"glorot_normal(2)", "xavier_normal(2)"},
      {"he_uniform", "kaiming_uniform"},
      {"he_normal(relu)", "kaiming_normal(relu)"},
      {"trunc_normal(0, 2)", "truncated_normal(0, 2)"},
      {"kaiming<normal>", "kaiming_normal"},
      {"xavier < uniform > (2)", "xavier_uniform(2)"},
      {"lecun<trunc_normal>", "lecun<truncated_normal>"},
      {"zeros()", "zeros"},
      {"packed(he_normal(), parts = 3)", "packed(kaiming_normal, 3)"}};
  for (const auto& [text, usual] : names) EXPECT_EQ(parsed(text).to_string(), usual);
}

TEST(ParseInitializer, TakesSettingsByPlaceAndByName) {
  const std::pair<const char*, const char*> texts[] = {
      {"normal(std = 2, mean = 1)", "normal(1, 2)"},
      {"kaiming_normal(gelu, layout = in_out, mode = fan_avg)",
       "kaiming_normal(gelu, fan_avg, in_out)"},
      {"kaiming_normal(nonlinearity = leaky_relu(slope = 0.01))", "kaiming_normal(leaky_relu)"},
      {"kaiming_normal(leaky_relu(0))", "kaiming_normal"},
      {"torch_default(groups(count = 2, layout = out_in))", "torch_default(groups(out_in, 2))"},
      {"torch_default(axes([1], [0]))", "torch_default(axes(out = [1], in = [0]))"},
      {"torch_default(axes(in = [1], out = [0]))", "torch_default"},
      {"torch_default(axes([], [-8, 7, 0]))", "torch_default(axes(out = [], in = [0, 7, -8]))"},
      {"eye(fixup_factor(layers_of_branch = 2, branches = 1))", "eye"}};
  for (const auto& [text, usual] : texts) EXPECT_EQ(parsed(text).to_string(), usual);
}

TEST(ParseInitializer, WorksNumbersOut) {
  const auto value = [](const std::string& text) {
    return parsed("constant(" + text + ")").to_string();
  };
  const auto expected = [](double number) { return text_of(init::constant{number}); };
  EXPECT_EQ(value("1 / 2"), expected(0.5));
  EXPECT_EQ(value("1 + 2 * 3 - 4 / 8"), expected(6.5));
  EXPECT_EQ(value("10 - 3 - 2"), expected(5));
  EXPECT_EQ(value("10 - (3 - 2)"), expected(9));
  EXPECT_EQ(value("8 / 2 / 2"), expected(2));
  EXPECT_EQ(value("-2 * -(1 + 2)"), expected(6));
  EXPECT_EQ(value("--2"), expected(2));
  EXPECT_EQ(value("0.02 / sqrt(24)"), expected(0.02 / std::sqrt(24.0)));
  EXPECT_EQ(value(".5e-1"), expected(0.05));
  EXPECT_EQ(value("5.E+2"), expected(500));
  EXPECT_EQ(value("-inf"), expected(-std::numeric_limits<double>::infinity()));
  EXPECT_EQ(value("inf - inf"), "constant(nan)");
  EXPECT_EQ(value("-nan"), "constant(nan)");
  EXPECT_EQ(value("-0"), "constant(-0)");
  EXPECT_EQ(value("0.1 + 0.2"), "constant(0.30000000000000004)");
  EXPECT_EQ(value("0.30000000000000004"), "constant(0.30000000000000004)");
  EXPECT_EQ(value("4.9406564584124654e-324"), expected(4.9406564584124654e-324));
}

// Not the sign that a processor gives it.
TEST(ParseInitializer, KnowsOneNan) {
  for (const char* text : {"constant(nan)", "constant(-nan)", "constant(inf - inf)",
                           "constant(sqrt(-1))", "constant(0 / 0)"}) {
    expect_same_bits(parsed(text), init::constant{std::nan("")});
  }
}

TEST(ParseInitializer, KnowsGainsAndFactors) {
  const auto value = [](const std::string& text) {
    return parsed("constant(" + text + ")").to_string();
  };
  const auto expected = [](double number) { return text_of(init::constant{number}); };
  EXPECT_EQ(value("gain(tanh)"), expected(5.0 / 3));
  EXPECT_EQ(value("gain(leaky_relu(0.2))"), expected(init::gain(Activation::leaky_relu(0.2))));
  EXPECT_EQ(value("exact_gain(gelu)"), expected(init::exact_gain(Activation::gelu())));
  EXPECT_EQ(value("exact_gain(tanh)"), expected(init::exact_gain(Activation::tanh())));
  EXPECT_EQ(value("depth_factor(3)"), expected(init::depth_factor(3)));
  EXPECT_EQ(value("gpt2_factor(12)"), expected(init::gpt2_factor(12)));
  EXPECT_EQ(value("fixup_factor(54, 3)"), expected(init::fixup_factor(54, 3)));
  EXPECT_EQ(value("tfixup_encoder_factor(6)"), expected(init::tfixup_encoder_factor(6)));
  EXPECT_EQ(value("tfixup_decoder_factor(6)"), expected(init::tfixup_decoder_factor(6)));
  EXPECT_EQ(value("deepnorm_factor(100)"), expected(init::deepnorm_factor(100)));
  EXPECT_EQ(value("mup_factor(1024, 256)"), expected(init::mup_factor(1024, 256)));
}

TEST(ParseInitializer, ReadsNumbersInEveryLocale) {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  bool is_set = false;
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fa_IR.UTF-8", "fa_IR"}) {
    is_set = is_set || std::setlocale(LC_NUMERIC, name) != nullptr;
  }
  if (!is_set) GTEST_SKIP() << "this system has no locale with a comma";
  const std::string text = parsed("normal(1.25, 0.5e-1)").to_string();
  std::setlocale(LC_NUMERIC, before.c_str());
  EXPECT_EQ(text, "normal(1.25, 0.05)");
}

TEST(ParseInitializer, ReadsBackAThousandRandomOnes) {
  Dice dice;
  for (int round = 0; round < 32; ++round) {
    every_initializer::for_each([&](auto initializer, const std::string&) {
      const syntax::Syntax settings = syntax::syntax_of(initializer);
      for (std::size_t k = 0; k < settings.size(); ++k) dice.set(settings.settings[k]);
      expect_same(initializer, text_of(initializer));
    });
  }
}

TEST(ParseInitializer, RefusesWhatIsBeforeAndBehindIt) {
  const auto message = [](const char* text) { return message_of([&] { parsed(text); }); };
  EXPECT_EQ(parsed("\n  zeros # nothing \n\n").to_string(), "zeros");
  EXPECT_EQ(message(""),
            "initializer, line 1, column 1: expected a name or a number, but found the end of the "
            "text");
  EXPECT_EQ(message("zeros ones"),
            "initializer, line 1, column 7: expected the end of the text, but found 'ones'");
  EXPECT_EQ(message("zeros\n\n  ;"),
            "initializer, line 3, column 3: expected the end of the text, but found ';'");
  EXPECT_EQ(message("normal(0, layer)"),
            "initializer, line 1, column 11: there is no number 'layer'; pass a number, or capture "
            "one in the pattern: {layer}");
}

TEST(ParseRules, ReadsEveryClause) {
  EXPECT_EQ(normalized("*.weight = kaiming_normal(mode=fan_out)\n"
                       "*.bias = zeros except *.gate.bias,head.bias optional; keep *.running_*\n"
                       "\n"
                       "  # The rest.\r\n"
                       ";; otherwise = xavier_uniform( gain( tanh ) )  # of Glorot\n"
                       "?.[ab] = ones optional"),
            "*.weight = kaiming_normal(mode = fan_out)\n"
            "*.bias = zeros except *.gate.bias, head.bias optional\n"
            "keep *.running_*\n"
            "otherwise = xavier_uniform(1.6666666666666667)\n"
            "?.[ab] = ones optional\n");
  EXPECT_EQ(normalized(""), "");
  EXPECT_EQ(normalized(" \n # nothing ;\n;;"), "");
  EXPECT_EQ(normalized("a=zeros"), "a = zeros\n");
  EXPECT_EQ(normalized("\xef\xbb\xbf"
                       "a = zeros"),
            "a = zeros\n");
}

TEST(ParseRules, QuotesPatterns) {
  const std::string texts[] = {"\"a b\" = zeros\n",
                               "a\\ b\\=c\\;d\\,e\\#f = zeros\n",
                               "\"a;,=#\\\"\\\\\" = zeros except \"b c\", d\n",
                               "\"keep\" = zeros\n",
                               "\"otherwise\" = zeros\n",
                               "keep \"keep\"\n",
                               "\\\"a = zeros\n",
                               "a\"b\" = zeros\n",
                               "\xc3\xa9.[!\\]] = zeros\n"};
  for (const std::string& text : texts) EXPECT_EQ(normalized(text), text);
  // Bytes that are no UTF-8 behind a sign.
  EXPECT_EQ(normalized("\"\x91\" = zeros"), "\x91 = zeros\n");
  EXPECT_EQ(normalized("\"\x91 b\" = zeros"), "\"\x91 b\" = zeros\n");
  EXPECT_EQ(normalized("\"a\" = zeros"), "a = zeros\n");
  EXPECT_EQ(normalized("\"a\\\"b\" = zeros"), "a\"b = zeros\n");
  EXPECT_EQ(normalized("keep = zeros; except = ones; optional = ones except optional optional"),
            "\"keep\" = zeros\nexcept = ones\noptional = ones except optional optional\n");
}

TEST(ParseRules, WritesPatternsOfCppSoThatTheyAreReadBack) {
  const std::pair<const char*, const char*> globs[] = {
      {"*.weight", "*.weight"},   {"a b", "\"a b\""},         {"a\\ b", "a\\ b"},
      {"a,b", "\"a,b\""},         {"a\"b c", "\"a\\\"b c\""}, {"a\\\" b", "\"a\\\" b\""},
      {"a\\\\ b", "\"a\\\\ b\""}, {"\"", "\"\\\"\""},         {"keep", "\"keep\""}};
  for (const auto& [glob, text] : globs) {
    EXPECT_EQ(syntax::text_of_pattern(glob), text);
    EXPECT_EQ(normalized(std::string(text) + " = zeros"), std::string(text) + " = zeros\n");
  }
}

TEST(ParseRules, MakesAnInitializerOfTheNumbersInAName) {
  const RecordedRules model = rules(
      "h.{layer}.{head}.w = scaled(normal(0, .02), depth_factor(layer + head*2))\n"
      "h.{layer}.b = dirac(layer)\n"
      "{n}.c = kaiming_normal(leaky_relu(n), layout = groups(axes([n], [0]), n))\n"
      "{gain}.d = normal(-gain, -(gain + 1) / gain(relu))\n"
      "{n}.e = packed(constant(n), n)\n"
      "{n}.f = constant(2)\n");
  EXPECT_EQ(model.to_string(),
            "h.{layer}.{head}.w = scaled(normal(0, 0.02), depth_factor(layer + head * 2))\n"
            "h.{layer}.b = dirac(layer)\n"
            "{n}.c = kaiming_normal(leaky_relu(n), layout = groups(axes([n], [0]), n))\n"
            "{gain}.d = normal(-gain, -(gain + 1) / gain(relu))\n"
            "{n}.e = packed(constant(n), n)\n"
            "{n}.f = constant(2)\n");
  EXPECT_EQ(normalized(model.to_string()), model.to_string());
  const auto made = [&](std::size_t rule, const char* name) {
    return model.initializer(rule, name).to_string();
  };
  EXPECT_EQ(made(0, "h.3.2.w"), "scaled(normal(0, 0.02), 0.25)");
  EXPECT_EQ(made(0, "h.1.0.w"), "scaled(normal(0, 0.02), 0.5)");
  EXPECT_EQ(made(1, "h.7.b"), "dirac(7)");
  EXPECT_EQ(made(2, "3.c"),
            "kaiming_normal(leaky_relu(3), layout = groups(axes(out = [3], in = [0]), 3))");
  EXPECT_EQ(made(3, "4.d"), "normal(-4, " + init::internal::text(-5 / std::sqrt(2.0)) + ")");
  EXPECT_EQ(made(4, "5.e"), "packed(constant(5), 5)");
  EXPECT_EQ(made(5, "5.f"), "constant(2)");
  expect_same_bits(model.initializer(0, "h.3.2.w"),
                   init::scaled{init::normal{0, 0.02}, init::depth_factor(7)});
}

TEST(ParseRules, RefusesNumbersOfANameWhereTheyStand) {
  const RecordedRules model = rules(
      "a = zeros\n"
      "{n}.a = eye(gpt2_factor(n))\n"
      "{n}.b = packed(zeros, n / 2)\n"
      "{n}.c = lecun_normal(axes([0], [n]))\n"
      "{n}.d = lecun_normal(groups(out_in, n))\n"
      "{n}.e = constant(n * 1e308)\n");
  const auto message = [&](std::size_t rule, const char* name) {
    return message_of([&] { model.initializer(rule, name); });
  };
  EXPECT_EQ(message(1, "0.a"),
            "rules, line 2, column 13: gpt2_factor: layers is 0; pass 1 or more");
  EXPECT_EQ(message(1, "1.a"), "");
  EXPECT_EQ(message(2, "3.b"), "rules, line 3, column 23: parts is 1.5; pass a whole number");
  EXPECT_EQ(message(3, "8.c"),
            "rules, line 4, column 33: there is no axis 8; number axes 0 to 7 from the front or -1 "
            "to -8 from the back");
  EXPECT_EQ(message(4, "0.d"), "rules, line 5, column 37: Layout: 0 groups; pass 1 or more");
  EXPECT_EQ(model.initializer(5, "2.e").to_string(), "constant(inf)");
}

TEST(ParseRules, NamesLinesAndColumns) {
  EXPECT_EQ(refusal("a = zeros\nb = zero"),
            "line 2, column 5: there is no initializer 'zero'; nearest: 'zeros'");
  EXPECT_EQ(refusal("a = zeros;b = zero"),
            "line 1, column 15: there is no initializer 'zero'; nearest: 'zeros'");
  // Characters, of which the first is two bytes.
  EXPECT_EQ(refusal("\xc3\xa9 = zero"),
            "line 1, column 5: there is no initializer 'zero'; nearest: 'zeros'");
  EXPECT_EQ(refusal("# \xe2\x88\x92\r\n\t\tb = zero"),
            "line 2, column 7: there is no initializer 'zero'; nearest: 'zeros'");
}

TEST(ParseRules, RefusesWhatIsNoRule) {
  const std::pair<const char*, const char*> cases[] = {
      {"= zeros", "line 1, column 1: expected a pattern, but found '='"},
      {"a", "line 1, column 2: expected =, but found the end of the text"},
      {"a zeros", "line 1, column 3: expected =, but found 'zeros'"},
      {"a\n= zeros", "line 1, column 2: expected =, but found the end of the line"},
      {"a; b = zeros", "line 1, column 2: expected =, but found ';'"},
      {"a =", "line 1, column 4: expected a name or a number, but found the end of the text"},
      {"a = zeros exept b",
       "line 1, column 11: expected except, optional or the end of the rule, but found 'exept'"},
      {"a = zeros except b c",
       "line 1, column 20: expected optional or the end of the rule, but found 'c'"},
      {"a = zeros except", "line 1, column 17: expected a pattern, but found the end of the text"},
      {"a = zeros except b,\nc",
       "line 1, column 20: expected a pattern, but found the end of the line"},
      {"a = zeros "
       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
       "line 1, column 11: expected except, optional or the end of the rule, but found "
       "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'"},
      {"a = zeros optional except b",
       "line 1, column 20: expected the end of the rule, but found 'except'"},
      {"a = zeros,",
       "line 1, column 10: expected except, optional or the end of the rule, but "
       "found ','"},
      {"keep", "line 1, column 5: expected a pattern, but found the end of the text"},
      {"keep a b",
       "line 1, column 8: expected except, optional or the end of the rule, but found 'b'"},
      {"otherwise zeros", "line 1, column 11: expected =, but found 'zeros'"},
      {"otherwise = zeros optional",
       "line 1, column 19: expected the end of the rule, but found 'optional'"},
      {"\"a = zeros\nb\" = zeros", "line 1, column 1: the \" is not closed; add a \""},
      {"a[ = zeros",
       "line 1, column 1: pattern \"a[\": position 2: the [ is not closed; add a ], "
       "or write \\[ for itself"},
      {"a = zeros except b, {",
       "line 1, column 21: pattern \"{\": position 1: the { is not "
       "closed; add a }, or write \\{ for itself"},
      {"a\\\nb = zeros", "line 1, column 3: expected =, but found the end of the line"}};
  for (const auto& [text, message] : cases) EXPECT_EQ(refusal(text), message) << text;
}

TEST(ParseRules, RefusesWhatIsNotWellWritten) {
  const std::pair<const char*, const char*> cases[] = {
      {"zeros{}",
       "column 10: braces are C++; write settings in parentheses, normal(0, 0.02), or "
       "leave them out"},
      {"normal{0, 1}",
       "column 11: braces are C++; write settings in parentheses, normal(0, 0.02), "
       "or leave them out"},
      {"packed(zeros{}, 2)",
       "column 17: braces are C++; write settings in parentheses, "
       "normal(0, 0.02), or leave them out"},
      {"normal(0", "column 11: the ( is not closed; add a )"},
      {"normal(0, (1 + 2\nb = zeros", "column 15: the ( is not closed; add a )"},
      {"lecun_normal(axes([0, 1", "column 23: the [ is not closed; add a ]"},
      {"normal(0 1)", "column 14: expected , or ), but found '1'"},
      {"lecun_normal(axes([0 1]))", "column 26: expected , or ], but found '1'"},
      {"normal((0, 1))", "column 14: expected an operator or ), but found ','"},
      {"normal(0,)", "column 14: expected a name or a number, but found ')'"},
      {"normal(0))", "column 14: expected except, optional or the end of the rule, but found ')'"},
      {"normal(0, std = = 1)", "column 21: expected a name or a number, but found '='"},
      {"constant(+1)", "column 14: expected a name or a number, but found '+'"},
      {"constant(1 *)", "column 17: expected a name or a number, but found ')'"},
      {"constant(\xe2\x88\x92"
       "1)",
       "column 14: expected a name or a number, but found '\xe2\x88\x92'"},
      {"constant(\x01)", "column 14: expected a name or a number, but found '\\x01'"},
      {"constant(0.02f)", "column 18: expected , or ), but found 'f'"},
      {"constant(1e400)", "column 14: '1e400' is beyond a double; write inf for infinity"},
      {"kaiming<normal", "column 19: expected >, but found the end of the text"},
      {"kaiming<>", "column 13: expected a distribution, but found '>'"}};
  for (const auto& [text, message] : cases) {
    EXPECT_EQ(refusal(std::string("a = ") + text), std::string("line 1, ") + message) << text;
  }
}

TEST(ParseRules, RefusesWhatIsNoInitializer) {
  const std::pair<const char*, const char*> cases[] = {
      {"kaimign_normal",
       "column 5: there is no initializer 'kaimign_normal'; nearest: "
       "'kaiming_normal'"},
      {"kaiming<norml>",
       "column 5: there is no initializer 'kaiming<norml>'; nearest: "
       "'kaiming_normal'"},
      {"truncated<normal>",
       "column 5: there is no initializer 'truncated<normal>'; nearest: "
       "'truncated_normal'"},
      {"glorot_norml",
       "column 5: there is no initializer 'glorot_norml'; nearest: "
       "'glorot_normal'"},
      {"foo",
       "column 5: there is no initializer 'foo'; there are constant, zeros, ones, uniform, "
       "normal, truncated_normal, xavier_uniform, xavier_normal, xavier<truncated_normal>, "
       "kaiming_uniform, kaiming_normal, kaiming<truncated_normal>, lecun_uniform, "
       "lecun_normal, lecun<truncated_normal>, variance_scaling<uniform>, "
       "variance_scaling<normal>, variance_scaling<truncated_normal>, torch_default, siren, "
       "orthogonal, delta_orthogonal, eye, dirac, sparse, bilinear, gate_bias, chrono_bias, "
       "prior_bias, packed, icnr, scaled, glorot_uniform, glorot_normal, he_uniform, "
       "he_normal, trunc_normal"},
      {"kaiming", "column 5: kaiming needs a distribution; write kaiming<normal>"},
      {"variance_scaling(2)",
       "column 5: variance_scaling needs a distribution; write "
       "variance_scaling<normal>"},
      {"0.5", "column 5: '0.5' is no initializer; write constant(0.5) for a number"},
      {"normal * 2",
       "column 5: 'normal * 2' is no initializer; write scaled(normal, 0.5) for a "
       "product"},
      {"packed(3, zeros)", "column 12: '3' is no initializer; write constant(0.5) for a number"},
      {"packed",
       "column 5: packed wraps another initializer, which stands first: "
       "packed(xavier_uniform, …)"},
      {"scaled(factor = 2)",
       "column 5: scaled wraps another initializer, which stands first: "
       "scaled(xavier_uniform, …)"},
      {"scaled(scaled(zeros, 2), 3)",
       "column 12: scaled wraps scaled; write it once, with the "
       "product of the factors"}};
  for (const auto& [text, message] : cases) {
    EXPECT_EQ(refusal(std::string("a = ") + text), std::string("line 1, ") + message) << text;
  }
}

TEST(ParseRules, RefusesSettingsThatAreNotThere) {
  const std::pair<const char*, const char*> cases[] = {
      {"normal(1, 2, 3)", "column 18: there are too many settings; normal takes mean, std"},
      {"normal(sdt = 2)", "column 12: normal has no setting 'sdt'; nearest: 'std'"},
      {"normal(layout = 2)", "column 12: normal has no setting 'layout'; there are mean, std"},
      {"normal(0, mean = 2)", "column 15: mean is given twice; give it once"},
      {"normal(std = 1, std = 2)", "column 21: std is given twice; give it once"},
      {"normal(mean = 2, 3)",
       "column 22: a setting without a name stands behind one with a name; "
       "name it too"},
      {"zeros(1)", "column 11: zeros takes no settings; write zeros"},
      {"zeros(a = 1)", "column 11: zeros takes no settings; write zeros"},
      {"packed(zeros, 2, 3)", "column 22: there are too many settings; packed takes parts"},
      {"packed(zeros, base = zeros)", "column 19: packed has no setting 'base'; there are parts"},
      {"kaiming_normal(relu(2))", "column 25: relu takes no settings; write relu"},
      {"kaiming_normal(leaky_relu(1, 2))",
       "column 34: there are too many settings; leaky_relu takes slope"},
      {"kaiming_normal(mode = fan_in(2))", "column 34: fan_in takes no settings; write fan_in"},
      {"siren(first = true(1))", "column 24: true takes no settings; write true"},
      {"lecun_normal(in_out(1))", "column 25: in_out takes no settings; write in_out"},
      {"lecun_normal(groups(out_in))", "column 18: count is missing; write groups(layout, count)"},
      {"lecun_normal(axes([0]))", "column 18: in is missing; write axes(out, in)"},
      {"constant(gpt2_factor())", "column 14: layers is missing; write gpt2_factor(layers)"},
      {"constant(fixup_factor(3))",
       "column 14: layers_of_branch is missing; write "
       "fixup_factor(branches, layers_of_branch)"},
      {"constant(sqrt(2, 3))", "column 22: there are too many settings; sqrt takes x"},
      {"constant(gain)", "column 14: nonlinearity is missing; write gain(nonlinearity)"},
      {"constant(inf(2))", "column 18: inf takes no settings; write inf"}};
  for (const auto& [text, message] : cases) {
    EXPECT_EQ(refusal(std::string("a = ") + text), std::string("line 1, ") + message) << text;
  }
}

TEST(ParseRules, RefusesSettingsOfAnotherKind) {
  const std::pair<const char*, const char*> cases[] = {
      {"kaiming_normal(0.2)", "column 20: '0.2' is no activation; pass one, such as linear"},
      {"kaiming_normal(rellu)", "column 20: there is no activation 'rellu'; nearest: 'relu'"},
      {"constant(gain(swish))",
       "column 19: there is no activation 'swish'; there are linear, "
       "sigmoid, tanh, relu, leaky_relu, selu, gelu, gelu_tanh, silu, "
       "mish, elu, hardswish, softplus, softsign, relu_squared"},
      {"kaiming_normal(mode = 1 + 2)",
       "column 27: '1 + 2' is no fan mode; pass one, such as "
       "fan_in"},
      {"kaiming_normal(mode = fanout)",
       "column 27: there is no fan mode 'fanout'; nearest: 'fan_out'"},
      {"lecun_normal(outin)", "column 18: there is no layout 'outin'; nearest: 'out_in'"},
      {"lecun_normal([0])", "column 18: '[0]' is no layout; pass one, such as out_in"},
      {"siren(30, 1)", "column 15: first is '1'; pass true or false"},
      {"siren(30, yes)", "column 15: first is 'yes'; pass true or false"},
      {"packed(zeros, 2.5)", "column 19: parts is 2.5; pass a whole number"},
      {"packed(zeros, inf)", "column 19: parts is inf; pass a whole number"},
      {"packed(zeros, 1e16)",
       "column 19: parts is 1e+16; pass a number of at most "
       "9007199254740991"},
      {"constant(gpt2_factor(2.5))", "column 26: layers is 2.5; pass a whole number"},
      {"constant([2])", "column 14: '[2]' is no number; pass one"},
      {"constant(relu)",
       "column 14: there is no number 'relu'; pass a number, or capture one in "
       "the pattern: {layer}"},
      {"constant(sqr(2))", "column 14: there is no function 'sqr'; nearest: 'sqrt'"},
      {"constant(layer(2))", "column 14: there is no function 'layer'"},
      {"constant(gpt2_factor(0))", "column 14: gpt2_factor: layers is 0; pass 1 or more"},
      {"constant(gain(leaky_relu(1e200)))",
       "column 14: gain: leaky_relu's slope is 1e+200; pass a number whose square is finite"},
      {"lecun_normal(axes(0, [1]))", "column 23: '0' is no list of axes; pass one, such as [0]"},
      {"lecun_normal(axes([8], [1]))",
       "column 24: there is no axis 8; number axes 0 to 7 from the "
       "front or -1 to -8 from the back"},
      {"lecun_normal(axes([-9], [1]))",
       "column 24: there is no axis -9; number axes 0 to 7 from "
       "the front or -1 to -8 from the back"},
      {"lecun_normal(axes([0, 0], [1]))", "column 27: axis 0 is given twice; give it once"},
      {"lecun_normal(axes([a = 0], [1]))", "column 24: an axis has no name; pass its number"},
      {"lecun_normal(axes([0.5], [1]))", "column 24: an axis is 0.5; pass a whole number"},
      {"lecun_normal(axes([], []))",
       "column 18: Layout: neither an output nor an input axis is "
       "named; name one, or pass Fans{in, out}"},
      {"lecun_normal(groups(out_in, 0))", "column 33: Layout: 0 groups; pass 1 or more"}};
  for (const auto& [text, message] : cases) {
    EXPECT_EQ(refusal(std::string("a = ") + text), std::string("line 1, ") + message) << text;
  }
}

TEST(ParseRules, RefusesNumbersThatThePatternDoesNotCapture) {
  EXPECT_EQ(refusal("h.{layer} = normal(0, layr)"),
            "line 1, column 23: there is no number 'layr'; nearest: 'layer'");
  EXPECT_EQ(refusal("h.{layer} = normal(0, 1 / heads)"),
            "line 1, column 27: there is no number 'heads'; pass a number, or capture one in the "
            "pattern: {layer}");
  EXPECT_EQ(refusal("otherwise = normal(0, layer)"),
            "line 1, column 23: there is no number 'layer'; pass a number, or capture one in the "
            "pattern: {layer}");
  EXPECT_EQ(refusal("h.{layer} = normal(0, layer(2))"),
            "line 1, column 23: there is no function 'layer'; nearest: 'layer'");
  EXPECT_EQ(refusal("{inf} = constant(inf)"),
            "line 1, column 18: inf is a number and {inf} is another; give that another name");
  // What does not depend on the number is checked at once.
  EXPECT_EQ(refusal("{n} = constant(n * gpt2_factor(0))"),
            "line 1, column 20: gpt2_factor: layers is 0; pass 1 or more");
  EXPECT_EQ(refusal("{n} = packed(constant(n), 1.5)"),
            "line 1, column 27: parts is 1.5; pass a whole number");
}

TEST(ParseRules, RefusesDeepNesting) {
  const auto nested = [](std::size_t depth) {
    return "a = constant(" + std::string(depth - 1, '(') + "1" + std::string(depth, ')');
  };
  EXPECT_EQ(normalized(nested(32)), "a = constant(1)\n");
  EXPECT_EQ(refusal(nested(33)),
            "line 1, column 45: parentheses are nested deeper than 32; take some away");
  EXPECT_EQ(refusal("a = constant(" + std::string(1000, '-') + "1)"),
            "line 1, column 45: parentheses are nested deeper than 32; take some away");
  std::string packed;
  for (int i = 0; i < 33; ++i) packed += "packed(";
  EXPECT_EQ(refusal("a = " + packed),
            "line 1, column 235: parentheses are nested deeper than 32; take some away");
  // A long sum is not deep.
  std::string sum = "1";
  for (int i = 1; i < 100000; ++i) sum += "+1";
  EXPECT_EQ(normalized("a = constant(" + sum + ")"), "a = constant(100000)\n");
}
