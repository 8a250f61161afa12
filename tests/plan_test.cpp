// What rules make of parameters: which one counts, and all that is refused before anything is
// written.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <eigeninit/model.hpp>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Generator;
using init::Index;
using init::Match;
using init::Parameters;
using init::Plan;
using init::PlannedParameter;
using init::Rules;

namespace {

using Action = PlannedParameter::Action;

/// Matrices that hold 5, and bias vectors beside them.
struct Model {
  Eigen::MatrixXf a = Eigen::MatrixXf::Constant(4, 3, 5), b = a, c = a;
  Eigen::VectorXf bias = Eigen::VectorXf::Constant(4, 5);

  bool is_untouched() const {
    return (a.array() == 5).all() && (b.array() == 5).all() && (c.array() == 5).all() &&
           (bias.array() == 5).all();
  }
};

/// What the plan is refused with. Nothing is written.
std::string refusal(const Rules& rules, const Parameters& net) {
  return message_of([&] { (void)rules.plan(net); });
}

const std::string one = "plan: 1 fault, and nothing was written\n  ";

/// The rule of each parameter, in order.
std::vector<std::string> rules_of(const Plan& plan) {
  std::vector<std::string> result;
  for (const PlannedParameter& row : plan) result.push_back(row.rule);
  return result;
}

/// Declared parameters of 4 × 3 of these names.
Parameters named(const std::vector<std::string>& names) {
  Parameters net;
  for (const std::string& name : names) net.declare<float>(name, {4, 3});
  return net;
}

}  // namespace

TEST(Plan, RefusesAParameterThatNoRuleMatches) {
  Model model;
  Parameters net;
  net.add("fc1.weight", model.a).add("fc1.bias", model.bias);
  EXPECT_EQ(refusal(Rules().on("*.weight", init::normal{}), net),
            one + "no rule matches 'fc1.bias' (float32 4); add one, keep() it, or say otherwise()");
  EXPECT_EQ(refusal(Rules(), net),
            "plan: 2 faults, and nothing was written\n"
            "  no rule matches 'fc1.weight' (float32 4 x 3); add one, keep() it, or say "
            "otherwise()\n"
            "  no rule matches 'fc1.bias' (float32 4); add one, keep() it, or say otherwise()");
  EXPECT_TRUE(model.is_untouched());
}

TEST(Plan, RefusesARuleThatMatchesNothingAndNamesTheNearest) {
  const Parameters net = named({"fc1.weight", "fc2.bias"});
  Rules rules;
  rules.on("*.wieght", init::normal{}).otherwise(init::zeros{});
  EXPECT_EQ(refusal(rules, net),
            one + "'*.wieght' matches none; nearest: 'fc1.weight'; correct it, or say optional()");
  EXPECT_EQ(refusal(Rules().keep("fc3.bias").otherwise(init::zeros{}), net),
            one + "'fc3.bias' matches none; nearest: 'fc2.bias'; correct it, or say optional()");
  EXPECT_EQ(refusal(Rules().on("x", init::zeros{}), Parameters()),
            one + "'x' matches none; correct it, or say optional()");
  Rules by_predicate;
  by_predicate.on([](std::string_view, const std::vector<Index>&) { return false; }, init::zeros{});
  by_predicate.otherwise(init::zeros{});
  EXPECT_EQ(refusal(by_predicate, net),
            one + "a predicate matches none; correct it, or say optional()");
}

TEST(Plan, TakesAnOptionalRuleThatMatchesNothing) {
  const Parameters net = named({"a"});
  Rules rules;
  rules.on("lora.*", init::zeros{}).optional().keep("head.*").except("x").optional();
  rules.on("*", init::normal{}).on("a", init::zeros{}).optional();
  EXPECT_EQ(rules_of(rules.plan(net)), std::vector<std::string>{"*"});
}

TEST(Plan, RefusesARuleThatEarlierOnesLeaveNothing) {
  const Parameters net = named({"fc1.weight", "fc1.bias"});
  Rules rules;
  rules.on("*", init::normal{}).on("*.bias", init::zeros{});
  EXPECT_EQ(refusal(rules, net),
            one + "'*.bias' matches only what rule '*' has taken before; move it up, or drop it");
  rules = Rules();
  rules.on("fc1.*", init::normal{}).except("*.bias").on("*.weight", init::ones{});
  rules.on("*.bias", init::zeros{});
  EXPECT_EQ(refusal(rules, net),
            one +
                "'*.weight' matches only what rule 'fc1.*' has taken before; move it up, or drop "
                "it");
  rules = Rules();
  rules.on("*.bias", init::zeros{}).on("*", init::normal{});
  EXPECT_EQ(refusal(rules, net), "");
}

TEST(Plan, RefusesARuleThatKeepLeavesNothing) {
  Rules rules;
  rules.on("backbone.*", init::normal{}).keep("backbone.*").otherwise(init::zeros{});
  EXPECT_EQ(refusal(rules, named({"backbone.a", "b"})),
            one +
                "'backbone.*' matches only what keep 'backbone.*' has taken; drop one, or "
                "except() a part");
}

TEST(Plan, RefusesARuleWhoseExceptionsLeaveNothing) {
  Rules rules;
  rules.on("head.*", init::normal{}).except("head.weight").otherwise(init::zeros{});
  EXPECT_EQ(refusal(rules, named({"head.weight", "b"})),
            one + "'head.*' matches none that its exceptions leave; drop it, or an except()");
}

TEST(Plan, RefusesExceptionsThatMatchNothing) {
  Rules rules;
  rules.on("*.weight", init::normal{}).except("haed.*").except("fc1.*").otherwise(init::zeros{});
  EXPECT_EQ(refusal(rules, named({"fc1.weight", "fc2.weight", "head.bias"})),
            one +
                "the exception 'haed.*' of '*.weight' matches none; nearest: 'head.bias'; "
                "correct it, or drop it");
}

TEST(Plan, RefusesANameThatIsThereTwice) {
  Model model;
  Parameters net;
  net.add("w", model.a).add("other", model.b).add("w", model.c);
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), net),
            one + "the name 'w' is there twice; rename one");
  EXPECT_TRUE(model.is_untouched());
  Parameters tied;
  tied.add("w", model.a).add("other", model.b).tie("head", "w").tie("head", "other");
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), tied),
            one + "'head' is tied twice; tie it once");
}

TEST(Plan, RefusesAnEmptyName) {
  Model model;
  Parameters net;
  net.add("w", model.a).add("", model.b);
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), net),
            one + "parameter number 1 has no name; give it one");
  Parameters tied;
  tied.add("w", model.a).tie("", "w");
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), tied),
            one + "a tie to 'w' has no name; give it one");
}

TEST(Plan, RefusesMemoryThatIsThereTwice) {
  Model model;
  Parameters net;
  net.add("embed", model.a).add("head", model.a);
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), net),
            one + "'embed' and 'head' are the same memory; tie() them, or add one");
  Parameters parts;
  parts.add("whole", model.a).add("part", model.a.middleCols(1, 2));
  parts.add("row", model.a.row(2)).add("column", model.a.col(0)).add("other", model.b);
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), parts),
            "plan: 5 faults, and nothing was written\n"
            "  'whole' and 'part' share a part of their memory; add what is filled only once\n"
            "  'whole' and 'row' share a part of their memory; add what is filled only once\n"
            "  'whole' and 'column' share a part of their memory; add what is filled only once\n"
            "  'part' and 'row' share a part of their memory; add what is filled only once\n"
            "  'row' and 'column' share a part of their memory; add what is filled only once");
  Parameters kept;
  kept.add("a", model.a).add("b", model.a);
  EXPECT_NE(refusal(Rules().keep("*"), kept), "");
  EXPECT_TRUE(model.is_untouched());
}

TEST(Plan, TakesMatricesThatInterlockWithoutSharingAnElement) {
  Model model;
  Parameters net;
  net.add("upper", model.a.topRows(2)).add("lower", model.a.bottomRows(2));
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), net), "");
}

TEST(Plan, RefusesATieToWhatIsNotThere) {
  Model model;
  Parameters net;
  net.add("embed.weight", model.a).tie("head.weight", "embd.weight");
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), net),
            one +
                "'head.weight' is tied to 'embd.weight', which is no parameter; nearest: "
                "'embed.weight'");
}

TEST(Plan, RefusesATieOfAnotherShape) {
  Model model;
  Parameters net;
  net.add("embed", model.a).add("head", model.bias).tie("head", "embed");
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), net),
            one + "'head' is tied to 'embed', of another shape: 4 and 4 x 3; tie equal ones");
}

TEST(Plan, RefusesATieOfOtherMemory) {
  Model model;
  Parameters net;
  net.add("embed", model.a).add("head", model.b).tie("head", "embed");
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), net),
            one + "'head' is tied to 'embed', but has memory of its own; let both be one object");
  Parameters declared;
  declared.declare<float>("embed", {4, 3}).add("head", model.b).tie("head", "embed");
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), declared),
            one + "'head' is tied to 'embed', but has memory of its own; let both be one object");
}

TEST(Plan, RefusesATieOfAnotherScalar) {
  Parameters net;
  net.declare<float>("embed", {4, 3}).declare<double>("head", {4, 3}).tie("head", "embed");
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), net),
            one +
                "'head' is tied to 'embed', of another scalar: float64 and float32; tie equal "
                "ones");
}

TEST(Plan, RefusesATieToItself) {
  Model model;
  Parameters net;
  net.add("embed", model.a).tie("embed", "embed");
  EXPECT_EQ(refusal(Rules().on("*", init::normal{}), net),
            one + "'embed' is tied to 'embed', which is itself; name the other one");
}

TEST(Plan, RefusesTwoRulesForTiedNames) {
  Model model;
  Parameters net;
  net.add("embed", model.a).tie("head", "embed");
  Rules rules;
  rules.on("embed", init::normal{}).on("head", init::zeros{});
  EXPECT_EQ(refusal(rules, net),
            one +
                "'embed' and 'head' are one memory, and two rules match them: 'embed' and "
                "'head'; except() one of the names");
  EXPECT_EQ(refusal(Rules().keep("head").on("embed", init::normal{}), net),
            one +
                "'embed' and 'head' are one memory, and two rules match them: 'embed' and "
                "'head'; except() one of the names");
  EXPECT_EQ(refusal(Rules().on("head", init::zeros{}).otherwise(init::normal{}), net),
            one +
                "'embed' and 'head' are one memory, and two rules match them: otherwise and "
                "'head'; except() one of the names");
  EXPECT_TRUE(model.is_untouched());
}

TEST(Plan, RefusesARuleThatMatchesOnlyTheOtherNameOfAParameter) {
  Model model;
  Parameters net;
  net.add("embed", model.a).tie("head", "embed");
  EXPECT_EQ(refusal(Rules().on("head", init::normal{}), net),
            one +
                "no rule matches 'embed' (float32 4 x 3), though 'head' does 'head', its other "
                "name; add one, keep() it, or say otherwise()");
}

TEST(Plan, FillsTiedMemoryByOneRule) {
  Model model;
  Parameters net;
  net.add("embed", model.a).tie("head", "embed").tie("encoder.embed", "embed");
  const Plan plan = Rules().on("embed", init::normal{}).plan(net);
  ASSERT_EQ(plan.rows().size(), 1u);
  EXPECT_EQ(plan.rows()[0].name, "embed");
  EXPECT_EQ(plan.rows()[0].ties, (std::vector<std::string>{"head", "encoder.embed"}));
  EXPECT_EQ(rules_of(Rules().on("*e*", init::normal{}).plan(net)), std::vector<std::string>{"*e*"});
  EXPECT_EQ(rules_of(Rules().on("embed", init::normal{}).otherwise(init::zeros{}).plan(net)),
            std::vector<std::string>{"embed"});
}

TEST(Plan, TakesTiesInAnyOrderAndInChains) {
  Model model;
  const auto names_of = [&](auto add_ties) {
    Parameters net;
    net.add("a", model.a).add("b", model.a).add("c", model.a);
    add_ties(net);
    const Plan plan = Rules().on("*", init::normal{}).plan(net);
    std::vector<std::string> names = plan.rows().at(0).ties;
    std::sort(names.begin(), names.end());
    names.insert(names.begin(), plan.rows()[0].name);
    EXPECT_EQ(plan.rows().size(), 1u);
    return names;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names_of([](Parameters& net) { net.tie("b", "a").tie("c", "a"); }),
            (Names{"a", "b", "c"}));
  EXPECT_EQ(names_of([](Parameters& net) { net.tie("c", "b").tie("b", "a"); }),
            (Names{"a", "b", "c"}));
  EXPECT_EQ(names_of([](Parameters& net) { net.tie("a", "b").tie("b", "c"); }),
            (Names{"c", "a", "b"}));
  EXPECT_EQ(names_of([](Parameters& net) { net.tie("b", "a").tie("a", "b").tie("c", "b"); }),
            (Names{"a", "b", "c"}));
  EXPECT_EQ(names_of([](Parameters& net) { net.tie("c", "a").tie("c", "b"); }).size(), 3u);
}

TEST(Plan, RefusesWhatAnInitializerRefusesOfARank) {
  Model model;
  Eigen::Tensor<double, 3> t(2, 3, 4);
  Parameters net;
  net.add("bias", model.bias).add("t", t);
  EXPECT_EQ(refusal(Rules().on("bias", init::kaiming_normal{}).on("t", init::sparse{}), net),
            "plan: 2 faults, and nothing was written\n"
            "  'bias' (float32 4) by rule 'bias': fans: a vector has no fan_in and fan_out; "
            "pass Fans{in, out}, or give it a rule of its own, such as zeros\n"
            "  't' (float64 2 x 3 x 4) by rule 't': sparse: the weight has 3 axes; name a matrix, "
            "which has two");
  EXPECT_EQ(refusal(Rules().on("*", init::dirac{}), net),
            one +
                "'bias' (float32 4) by rule '*': dirac: the weight has 1 axes; name a "
                "convolution's, which has three to five");
}

TEST(Plan, RefusesWhatAnInitializerRefusesOfAScalar) {
  Parameters net;
  net.declare<Eigen::half>("half", {4, 3}).declare<float>("float", {4, 3});
  EXPECT_EQ(refusal(Rules().on("*", init::normal{0, 20000}), net),
            one +
                "'half' (float16 4 x 3) by rule '*': normal: mean 0 and std 20000 reach "
                "128000 and the scalar holds at most 65504; pass a smaller mean or std");
  EXPECT_EQ(refusal(Rules().on("*", init::constant{1e5}), net),
            one +
                "'half' (float16 4 x 3) by rule '*': constant: 100000 is beyond the scalar's "
                "largest number, 65504; pass a smaller one");
}

TEST(Plan, RefusesWhatAnInitializerRefusesOfAShape) {
  const Parameters net = named({"w"});
  EXPECT_EQ(refusal(Rules().on("w", init::packed{init::normal{}, 3}), net),
            one +
                "'w' (float32 4 x 3) by rule 'w': packed: 3 parts do not divide 4 outputs; pass "
                "a number that divides them");
  EXPECT_EQ(
      refusal(Rules().on("w", init::xavier_uniform{1, init::Layout::out_in().groups(3)}), net),
      one +
          "'w' (float32 4 x 3) by rule 'w': fans: 3 groups do not divide 4 outputs; pass a "
          "Layout whose groups divide the output axis");
  EXPECT_EQ(refusal(Rules().on("w", init::icnr{init::normal{}, 3}), net),
            one +
                "'w' (float32 4 x 3) by rule 'w': icnr: upscale 3 makes 9 outputs of each "
                "kernel, which do not divide 4 outputs; pass an upscale whose square divides "
                "them");
}

TEST(Plan, SaysWhatMemoryTheWholeOfAPartTakes) {
  Eigen::MatrixXf part = Eigen::MatrixXf::Constant(4, 3, 5), whole(8, 3);
  Parameters net;
  net.add("part", init::shard(part, {8, 3}, {4, 0})).add("whole", whole);
  net.declare<double>("declared", {8, 3});
  const auto expect = [&](init::AnyInitializer initializer, std::size_t bytes) {
    const init::Plan plan = Rules().on("*", initializer).plan(net);
    EXPECT_EQ(plan["part"].makes_whole, bytes);
    EXPECT_EQ(plan["whole"].makes_whole, bytes);
    EXPECT_EQ(plan["declared"].makes_whole, 2 * bytes);
    std::ostringstream text;
    text << plan;
    const std::string phrase = ", of all " + std::to_string(bytes) + " B";
    EXPECT_EQ(text.str().find(phrase) != std::string::npos, bytes > 0) << text.str();
  };
  expect(init::orthogonal{}, 96);
  expect(init::sparse{}, 96);
  expect(init::packed{init::orthogonal{}, 2}, 96);
  expect(init::kaiming_normal{}, 0);
  EXPECT_TRUE((part.array() == 5).all());
}

TEST(Plan, LeavesOutAllButWhatOnlyNames) {
  Eigen::MatrixXf a(3, 4), b(5, 4), c(2, 2), alone(5, 4);
  a.setZero();
  Parameters net;
  net.add("a", a).add("b", b).add("c", c).tie("tied", "b");
  init::Plan plan = Rules().on("[abc]", init::kaiming_normal{}).plan(net);
  plan.only({"c", "tied", "c"});
  ASSERT_EQ(plan.rows().size(), 2u);
  EXPECT_EQ(plan.rows()[0].name, "b");
  EXPECT_EQ(plan["c"].elements, 4);
  EXPECT_EQ(plan["tied"].name, "b");
  EXPECT_EQ(plan.elements(), 24);
  EXPECT_TRUE(plan.apply(init::Generator(7)).ok());
  init::Generator stream = init::Generator(7).stream("b");
  init::kaiming_normal{}(alone, stream);
  EXPECT_EQ(b, alone);
  EXPECT_EQ(a, Eigen::MatrixXf::Zero(3, 4));
  EXPECT_EQ(message_of([&] {
              plan.only({"a", "d"});
            }),
            "only: 2 faults, and nothing was written\n"
            "  there is no parameter 'a'; nearest: 'b'\n"
            "  there is no parameter 'd'; nearest: 'b'");
  EXPECT_EQ(plan.rows().size(), 2u);
}

TEST(Plan, RefusesSettingsThatAreWrongForEveryWeight) {
  const Parameters net = named({"w"});
  EXPECT_EQ(refusal(Rules().on("w", init::normal{0, -1}), net),
            one +
                "'w' (float32 4 x 3) by rule 'w': normal: std is -1; pass a finite number of 0 "
                "or more");
  EXPECT_EQ(refusal(Rules().on("w", init::gate_bias{5}), net),
            one +
                "'w' (float32 4 x 3) by rule 'w': gate_bias: there is no gate 5 of 4; number "
                "them from 0 to 3");
}

TEST(Plan, NamesAllFaultsInOneMessage) {
  Model model;
  Parameters net;
  net.add("fc1.weight", model.a).add("fc1.weight", model.b).add("", model.c);
  net.add("same", model.a).add("bias", model.bias).tie("head", "embed");
  Rules rules;
  rules.on("fc*", init::dirac{}).on("fc1.*", init::normal{});
  rules.on("same", init::zeros{}).except("x").on("*.biass", init::zeros{});
  EXPECT_EQ(refusal(rules, net),
            "plan: 11 faults, and nothing was written\n"
            "  'fc1.*' matches only what rule 'fc*' has taken before; move it up, or drop it\n"
            "  the exception 'x' of 'same' matches none; nearest: 'same'; correct it, or drop it\n"
            "  '*.biass' matches none; nearest: 'bias'; correct it, or say optional()\n"
            "  parameter number 2 has no name; give it one\n"
            "  the name 'fc1.weight' is there twice; rename one\n"
            "  'head' is tied to 'embed', which is no parameter; nearest: 'same'\n"
            "  'fc1.weight' and 'same' are the same memory; tie() them, or add one\n"
            "  'fc1.weight' (float32 4 x 3) by rule 'fc*': dirac: the weight has 2 axes; name a "
            "convolution's, which has three to five\n"
            "  'fc1.weight' (float32 4 x 3) by rule 'fc*': dirac: the weight has 2 axes; name a "
            "convolution's, which has three to five\n"
            "  no rule matches '' (float32 4 x 3); add one, keep() it, or say otherwise()\n"
            "  no rule matches 'bias' (float32 4); add one, keep() it, or say otherwise()");
  EXPECT_TRUE(model.is_untouched());
}

TEST(Plan, NamesTheFirstFiftyFaults) {
  Parameters net;
  for (int i = 0; i < 60; ++i) net.declare<float>("w" + std::to_string(i), {2});
  const std::string message = refusal(Rules(), net);
  EXPECT_EQ(message.substr(0, 39), "plan: 60 faults, and nothing was writte");
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 51);
  EXPECT_NE(message.find("'w49'"), std::string::npos);
  EXPECT_EQ(message.find("'w50'"), std::string::npos);
  EXPECT_EQ(message.substr(message.rfind('\n')), "\n  … and 10 more");
}

TEST(Plan, LetsTheFirstRuleThatMatchesCount) {
  Rules rules;
  rules.on("fc1.*", init::zeros{}).on("*.weight", init::normal{}).on("*", init::ones{});
  EXPECT_EQ(rules_of(rules.plan(named({"fc1.weight", "fc2.weight", "fc2.bias"}))),
            (std::vector<std::string>{"fc1.*", "*.weight", "*"}));
}

TEST(Plan, KeepsWhatIsKeptWhereverThatStands) {
  const Parameters net = named({"backbone.a", "backbone.head", "b"});
  for (const bool is_first : {true, false}) {
    Rules rules;
    if (is_first) rules.keep("backbone.*").except("*.head");
    rules.on("*", init::normal{});
    if (!is_first) rules.keep("backbone.*").except("*.head");
    const Plan plan = rules.plan(net);
    EXPECT_EQ(rules_of(plan), (std::vector<std::string>{"backbone.*", "*", "*"}));
    EXPECT_EQ(plan["backbone.a"].action, Action::keep);
    EXPECT_EQ(plan["backbone.head"].action, Action::fill);
    EXPECT_EQ(plan["backbone.a"].expected, std::nullopt);
    EXPECT_EQ(plan["backbone.a"].initializer, "");
  }
}

TEST(Plan, FillsTheRestByOtherwise) {
  Rules rules;
  rules.otherwise(init::normal{}).on("a", init::zeros{});
  const Plan plan = rules.plan(named({"a", "b"}));
  EXPECT_EQ(rules_of(plan), (std::vector<std::string>{"a", "otherwise"}));
  EXPECT_EQ(rules_of(Rules().on("*", init::zeros{}).otherwise(init::ones{}).plan(named({"a"}))),
            std::vector<std::string>{"*"});
}

TEST(Plan, TakesExceptionsFromARuleAlone) {
  Rules rules;
  rules.on("*.weight", init::normal{}).except("head.*").except("embed.*");
  rules.on("*", init::zeros{});
  EXPECT_EQ(rules_of(rules.plan(named({"fc.weight", "head.weight", "embed.weight"}))),
            (std::vector<std::string>{"*.weight", "*", "*"}));
}

TEST(Plan, MatchesByAPredicate) {
  Eigen::Tensor<float, 4> kernel(8, 4, 3, 3);
  Eigen::MatrixXf part(2, 3);
  Parameters net;
  net.add("conv", kernel).add("fc", init::shard(part, {4, 3}, {2, 0}));
  std::vector<std::string> asked;
  std::vector<std::vector<Index>> shapes;
  Rules rules;
  rules.on(
      [&](std::string_view name, const std::vector<Index>& shape) {
        asked.emplace_back(name);
        shapes.push_back(shape);
        return shape.size() == 4;
      },
      init::kaiming_normal{});
  rules.otherwise(init::zeros{});
  EXPECT_EQ(rules_of(rules.plan(net)), (std::vector<std::string>{"a predicate", "otherwise"}));
  EXPECT_EQ(asked[0], "conv");
  EXPECT_EQ(shapes[0], (std::vector<Index>{8, 4, 3, 3}));
  EXPECT_EQ(asked.back(), "fc");
  EXPECT_EQ(shapes.back(), (std::vector<Index>{4, 3}));  // of the whole
}

TEST(Plan, TellsAFunctionOfTheMatch) {
  Eigen::MatrixXf part(2, 3);
  Parameters net = named({"blocks.0.proj", "blocks.11.proj", "blocks.2.head.7"});
  net.add("blocks.3.proj", init::shard(part, {4, 3}, {2, 0}));
  Rules rules;
  std::vector<std::string> seen;
  rules.on("blocks.{layer}.head.{number}", [&](const Match& m) {
    seen.push_back(std::string(m.name()) + " " + std::to_string(m["layer"]) + " " +
                   std::to_string(m["number"]));
    return init::zeros{};
  });
  rules.on("blocks.{layer}.proj", [&](const Match& m) {
    EXPECT_EQ(m.shape(), (std::vector<Index>{4, 3}));
    seen.push_back(std::string(m.name()) + " " + std::to_string(m["layer"]));
    return init::scaled{init::normal{0, 0.02}, init::gpt2_factor(m["layer"] + 1)};
  });
  const Plan plan = rules.plan(net);
  EXPECT_EQ(seen, (std::vector<std::string>{"blocks.0.proj 0", "blocks.11.proj 11",
                                            "blocks.2.head.7 2 7", "blocks.3.proj 3"}));
  // 1/√(2(l + 1))
  EXPECT_NEAR(plan["blocks.0.proj"].expected->std, 0.02 / std::sqrt(2.0), 1e-15);
  EXPECT_NEAR(plan["blocks.11.proj"].expected->std, 0.02 / std::sqrt(24.0), 1e-15);
  EXPECT_NEAR(plan["blocks.3.proj"].expected->std, 0.02 / std::sqrt(8.0), 1e-15);
  EXPECT_EQ(plan["blocks.2.head.7"].expected->std, 0);
}

TEST(Plan, RefusesANumberThatThePatternDoesNotHave) {
  Rules rules;
  rules.on("blocks.{layer}.*", [](const Match& m) { return init::constant{double(m["depth"])}; });
  EXPECT_EQ(refusal(rules, named({"blocks.3.w"})),
            one +
                "'blocks.3.w' (float32 4 x 3) by rule 'blocks.{layer}.*': rules: the pattern "
                "that matched 'blocks.3.w' has no {depth}; take a number's name that stands in "
                "the pattern");
}

TEST(Plan, RefusesAWeightThatAFunctionDoesNotTake) {
  Parameters net = named({"w"});
  net.declare<double>("d", {4, 3}).declare<float>("t", {2, 3, 4});
  Rules rules;
  rules.on("*", [](init::View<float, 2>, Generator&) {});
  EXPECT_EQ(refusal(rules, net),
            "plan: 2 faults, and nothing was written\n"
            "  'd' (float64 4 x 3) by rule '*': the function does not take a float64 weight of 2 "
            "axes; let it take an eigeninit::View of that scalar and rank\n"
            "  't' (float32 2 x 3 x 4) by rule '*': the function does not take a float32 weight of "
            "3 axes; let it take an eigeninit::View of that scalar and rank");
  EXPECT_EQ(refusal(Rules().on("*", [](auto&, auto&) {}), net), "");
}

TEST(Plan, SkipsWhatACheckpointHasBrought) {
  Model model;
  Parameters net;
  net.add("a", model.a).add("b", model.b).tie("head", "b").add("bias", model.bias);
  Rules rules;
  rules.on("*", init::normal{});
  Plan plan = rules.plan(net);
  EXPECT_EQ(&plan.skip({"a"}), &plan);
  EXPECT_EQ(plan["a"].action, Action::skip);
  EXPECT_EQ(plan["b"].action, Action::fill);
  plan.skip(std::vector<std::string>{"head"});
  EXPECT_EQ(plan["b"].action, Action::skip);
  EXPECT_EQ(plan["bias"].action, Action::fill);
}

TEST(Plan, RefusesToSkipWhatIsNotThere) {
  Model model;
  Parameters net;
  net.add("fc1.weight", model.a).tie("head", "fc1.weight");
  Plan plan = Rules().on("*", init::normal{}).plan(net);
  EXPECT_EQ(message_of([&] {
              plan.skip({"fc2.weight", "fc1.weight", "haed"});
            }),
            "skip: 2 faults, and nothing was written\n"
            "  there is no parameter 'fc2.weight'; nearest: 'fc1.weight'\n"
            "  there is no parameter 'haed'; nearest: 'head'");
  EXPECT_EQ(plan["fc1.weight"].action, Action::fill);
}

TEST(Plan, HasARowForEachNameAParameterHas) {
  Model model;
  Parameters net;
  net.add("w", model.a).tie("head", "w");
  const Plan plan = Rules().on("*", init::normal{}).plan(net);
  EXPECT_EQ(&plan["w"], &plan.rows()[0]);
  EXPECT_EQ(&plan["head"], &plan.rows()[0]);
  EXPECT_EQ(message_of([&] { (void)plan["hesd"]; }),
            "plan: there is no parameter 'hesd'; nearest: 'head'");
}

TEST(Plan, DescribesEachParameter) {
  Eigen::Tensor<std::complex<double>, 3, Eigen::RowMajor> t(2, 3, 4);
  Eigen::Matrix<Eigen::bfloat16, Eigen::Dynamic, Eigen::Dynamic> part(5, 7);
  Parameters net;
  net.add("t", t).add("part", init::shard(part, {50, 7}, {10, 0}));
  net.declare<Eigen::half>("wte", {50257, 768});
  const Plan plan = Rules().on("*", init::normal{0, 0.02}).plan(net);
  EXPECT_EQ(plan["t"].shape, (std::vector<Index>{2, 3, 4}));
  EXPECT_EQ(plan["t"].scalar, init::ScalarType::complex128);
  EXPECT_EQ(plan["t"].elements, 24);
  EXPECT_EQ(plan["t"].bytes, 24u * 16);
  EXPECT_FALSE(plan["t"].is_declared);
  EXPECT_EQ(plan["part"].shape, (std::vector<Index>{50, 7}));
  EXPECT_EQ(plan["part"].elements, 35);
  EXPECT_EQ(plan["part"].bytes, 70u);
  EXPECT_EQ(plan["wte"].elements, 50257 * 768);
  EXPECT_TRUE(plan["wte"].is_declared);
  EXPECT_EQ(plan["wte"].action, Action::fill);
}

TEST(Plan, TellsTheFansOfOnePart) {
  Parameters net;
  net.declare<float>("qkv", {36, 10})
      .declare<float>("conv", {16, 3, 5, 5})
      .declare<float>("b", {9});
  net.declare<float>("up", {16, 3, 5, 5}).declare<float>("keras", {5, 5, 3, 16});
  Eigen::MatrixXf part(6, 10);
  net.add("part", init::shard(part, {36, 10}, {12, 0}));
  Rules rules;
  rules.on("qkv", init::packed{init::xavier_uniform{}, 3}).on("b", init::zeros{});
  rules.on("up", init::icnr{init::kaiming_normal{}, 2});
  rules.on("keras", init::xavier_normal{1, init::Layout::spatial_in_out()});
  rules.on("part", init::packed{init::icnr{init::xavier_normal{}, 2}, 3});
  rules.on("conv", init::kaiming_normal{});
  const Plan plan = rules.plan(net);
  const auto expect_fans = [&](const char* name, Index in, Index out) {
    ASSERT_TRUE(plan[name].fans) << name;
    EXPECT_EQ(plan[name].fans->in, in) << name;
    EXPECT_EQ(plan[name].fans->out, out) << name;
  };
  expect_fans("qkv", 10, 12);
  expect_fans("conv", 75, 400);
  expect_fans("up", 75, 100);
  expect_fans("keras", 75, 400);
  expect_fans("part", 10, 3);
  EXPECT_FALSE(plan["b"].fans);
  EXPECT_NEAR(plan["qkv"].expected->std, std::sqrt(2.0 / 22), 1e-15);
  EXPECT_NEAR(plan["up"].expected->std, std::sqrt(2.0 / 75), 1e-15);
  EXPECT_NEAR(plan["part"].expected->std, std::sqrt(2.0 / 13), 1e-15);
}
