// What a plan tells: the mean, spread and bounds that are expected of each parameter, beside
// formulas of their own; and the plan as a table, as CSV and as JSON.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstddef>
#include <eigeninit/model.hpp>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace init = eigeninit;
namespace json = eigeninit::internal::json;
using init::Index;
using init::Parameters;
using init::Plan;
using init::PlannedParameter;
using init::Rules;
using init::Summary;

namespace {

/// A parameter of each scalar, called by it, and more axes than a bias has.
Parameters of_each_scalar(const std::vector<Index>& extents) {
  Parameters net;
  net.declare<float>("float32", extents).declare<double>("float64", extents);
  net.declare<Eigen::half>("float16", extents).declare<Eigen::bfloat16>("bfloat16", extents);
  net.declare<std::complex<float>>("complex64", extents);
  net.declare<std::complex<double>>("complex128", extents);
  return net;
}

bool is_complex(const PlannedParameter& row) { return row.name.substr(0, 7) == "complex"; }
bool is_wide(const PlannedParameter& row) {
  return row.name == "float64" || row.name == "complex128";
}

/// That each row expects these numbers.
void expect_summary(const PlannedParameter& row, const Summary& wanted) {
  SCOPED_TRACE(row.name);
  ASSERT_TRUE(row.expected);
  const double tiny = 1e-12 * (std::abs(wanted.mean) + wanted.std);
  EXPECT_NEAR(row.expected->mean, wanted.mean, tiny);
  EXPECT_NEAR(row.expected->std, wanted.std, tiny);
  EXPECT_NEAR(row.expected->low, wanted.low, 10 * tiny);
  EXPECT_NEAR(row.expected->high, wanted.high, 10 * tiny);
}

/// Uniform in an interval; complex ones in the disk of the same variance, whose radius is √2 std.
Summary uniform(double low, double high, bool complex) {
  const double mean = (low + high) / 2, std = (high - low) / std::sqrt(12.0);
  const double reach = complex ? std::sqrt(2.0) * std : (high - low) / 2;
  return {mean, std, mean - reach, mean + reach};
}

/// The mean and standard deviation of a normal between two bounds, by Simpson's rule.
Summary truncated(double mean, double std, double low, double high) {
  const int steps = 20000;
  double sums[3] = {};
  for (int i = 0; i <= steps; ++i) {
    const double x = low + (high - low) * i / steps;
    const double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
    const double density = weight * std::exp(-(x - mean) * (x - mean) / (2 * std * std));
    sums[0] += density;
    sums[1] += density * x;
    sums[2] += density * x * x;
  }
  const double m = sums[1] / sums[0];
  return {m, std::sqrt(sums[2] / sums[0] - m * m), low, high};
}

/// That a normal is expected: its bounds are beyond where words of 32 and 64 bits end, and not far.
void expect_normal(const PlannedParameter& row, double mean, double std) {
  SCOPED_TRACE(row.name);
  ASSERT_TRUE(row.expected);
  EXPECT_NEAR(row.expected->mean, mean, 1e-15);
  EXPECT_NEAR(row.expected->std, std, 1e-15);
  for (const double reach : {row.expected->high - mean, mean - row.expected->low}) {
    EXPECT_GT(reach, (is_wide(row) ? 8.2 : 6.2) * std * (is_complex(row) ? std::sqrt(0.5) : 1));
    EXPECT_LT(reach, (is_wide(row) ? 9.3 : 6.5) * std);
  }
}

/// Two layers: a convolution of tied names, and a bias that is kept.
Plan example() {
  Parameters net;
  net.declare<float>("conv.weight", {64, 3, 3, 3}).tie("tied", "conv.weight");
  net.tie("also.tied", "conv.weight");
  net.declare<Eigen::bfloat16>("fc, \"last\".weight", {10, 64}).declare<double>("fc.bias", {10});
  net.declare<float>("q", {4, 4});
  Rules rules;
  rules.keep("*.bias").on("conv*", init::normal{0, 0.02}).on("q", init::orthogonal{});
  rules.on("*last*", init::constant{std::numeric_limits<double>::infinity()});
  return rules.plan(net);
}

std::string printed(const Plan& plan) {
  std::ostringstream out;
  out << plan;
  return out.str();
}

}  // namespace

TEST(Expected, AreTheNumbersOfAUniformDistribution) {
  for (const auto& row : Rules().on("*", init::uniform{-0.3, 0.7}).plan(of_each_scalar({9}))) {
    expect_summary(row, uniform(-0.3, 0.7, is_complex(row)));
  }
}

TEST(Expected, AreTheNumbersOfANormalDistribution) {
  for (const auto& row : Rules().on("*", init::normal{0.5, 0.02}).plan(of_each_scalar({9, 4}))) {
    expect_normal(row, 0.5, 0.02);
  }
}

TEST(Expected, AreTheNumbersOfATruncatedNormalDistribution) {
  const Summary usual = truncated(0, 1, -2, 2);
  for (const auto& row : Rules().on("*", init::truncated_normal{}).plan(of_each_scalar({9, 4}))) {
    SCOPED_TRACE(row.name);
    ASSERT_TRUE(row.expected);
    EXPECT_NEAR(row.expected->mean, 0, 1e-12);
    EXPECT_NEAR(row.expected->std, usual.std, 1e-12);
    if (is_complex(row)) continue;  // within a circle
    EXPECT_EQ(row.expected->low, -2);
    EXPECT_EQ(row.expected->high, 2);
  }
  const init::truncated_normal off_centre{0.25, 0.07, 0.2, 0.5};
  Rules rules;
  rules.on("float*", off_centre).on("bfloat16", off_centre).otherwise(init::zeros{});
  const Plan plan = rules.plan(of_each_scalar({9, 4}));
  for (const char* name : {"float32", "float64", "float16", "bfloat16"}) {
    const Summary wanted = truncated(0.25, 0.07, 0.2, 0.5);
    ASSERT_TRUE(plan[name].expected);
    EXPECT_NEAR(plan[name].expected->mean, wanted.mean, 1e-10);
    EXPECT_NEAR(plan[name].expected->std, wanted.std, 1e-10);
    EXPECT_EQ(plan[name].expected->low, 0.2);
    EXPECT_EQ(plan[name].expected->high, 0.5);
  }
}

TEST(Expected, IsTheConstantAsTheScalarHoldsIt) {
  const Plan plan = Rules().on("*", init::constant{0.1}).plan(of_each_scalar({9}));
  const auto expect_value = [&](const char* name, double value) {
    const Summary& expected = plan[name].expected.value();
    EXPECT_EQ(expected.mean, value);
    EXPECT_EQ(expected.low, value);
    EXPECT_EQ(expected.high, value);
    EXPECT_EQ(expected.std, 0);
  };
  expect_value("float32", 0x1.99999ap-4);
  expect_value("float64", 0.1);
  expect_value("float16", 0x1.998p-4);
  expect_value("bfloat16", 0x1.9ap-4);
  expect_value("complex64", 0x1.99999ap-4);
  expect_value("complex128", 0.1);
}

TEST(Expected, FollowsTheFansOfSchemes) {
  const Parameters net = of_each_scalar({12, 10, 3});  // fan_in 30, fan_out 36
  const auto each = [&](const auto& initializer, const auto& check) {
    for (const auto& row : Rules().on("*", initializer).plan(net)) check(row);
  };
  const auto is_normal = [](double std) {
    return [std](const PlannedParameter& row) { expect_normal(row, 0, std); };
  };
  const auto is_uniform = [](double bound) {
    return [bound](const PlannedParameter& row) {
      expect_summary(row, uniform(-bound, bound, is_complex(row)));
    };
  };
  each(init::xavier_normal{}, is_normal(std::sqrt(2.0 / 66)));
  each(init::xavier_uniform{}, is_uniform(std::sqrt(6.0 / 66)));
  each(init::kaiming_normal{}, is_normal(std::sqrt(2.0 / 30)));
  each(init::kaiming_uniform{init::Activation::linear(), init::FanMode::fan_out},
       is_uniform(std::sqrt(3.0 / 36)));
  each(init::lecun_normal{}, [](const PlannedParameter& row) {
    ASSERT_TRUE(row.expected);
    EXPECT_NEAR(row.expected->std, std::sqrt(1.0 / 30), 1e-15);
  });
  each(init::torch_default{}, is_uniform(std::sqrt(1.0 / 30)));
  each(init::siren{}, is_uniform(std::sqrt(6.0 / 30) / 30));
  each(init::scaled{init::kaiming_normal{}, 0.5}, is_normal(std::sqrt(2.0 / 30) / 2));
  each(init::scaled{init::normal{1, 2}, -0.5},
       [](const PlannedParameter& row) { expect_normal(row, -0.5, 1); });
  each(init::packed{init::xavier_normal{}, 3}, is_normal(std::sqrt(2.0 / 42)));
  each(init::packed{init::scaled{init::xavier_normal{}, 0.5}, 2}, is_normal(std::sqrt(0.5 / 48)));
  each(init::icnr{init::xavier_uniform{}, 2}, is_uniform(std::sqrt(6.0 / 39)));
}

TEST(Expected, IsNothingWhereNothingCanBeTold) {
  struct of_ones_own {
    void operator()(const init::AnyView&, init::AnySource&) const {}
    void operator()(const init::AnyView&, init::Fans, init::AnySource&) const {}
    static init::Description describe() { return {}; }
    static init::Undistributed distribution_for(init::Fans) { return {}; }
  };
  Parameters net;
  net.declare<float>("q", {4, 4}).declare<float>("sparse", {4, 4}).declare<float>("bias", {8});
  net.declare<float>("kept", {3}).declare<float>("function", {3}).declare<float>("own", {3, 2});
  Rules rules;
  rules.on("q", init::orthogonal{}).on("sparse", init::sparse{}).on("bias", init::chrono_bias{});
  rules.on("function", [](auto&, auto&) {}).on("own", of_ones_own{}).keep("kept");
  for (const auto& row : rules.plan(net)) EXPECT_FALSE(row.expected) << row.name;
}

TEST(PlanTable, HasARowForEachParameterAndTheSums) {
  EXPECT_EQ(printed(example()),
            "parameter                       shape           scalar    fans     initializer      "
            "mean   std     low   high     bytes\n"
            "---------------------------------------------------------------------------------"
            "--------------------------------------\n"
            "conv.weight = tied = also.tied  64 x 3 x 3 x 3  float32   27, 576  normal(0, 0.02)  "
            "   0  0.02  -0.128  0.128  6.75 KiB\n"
            "fc, \"last\".weight               10 x 64         bfloat16  64, 10   constant(inf)    "
            " inf     0     inf    inf  1.25 KiB\n"
            "fc.bias                         10              float64            kept             "
            "                               80 B\n"
            "q                               4 x 4           float32   4, 4     orthogonal       "
            "                               64 B\n"
            "---------------------------------------------------------------------------------"
            "--------------------------------------\n"
            "4 parameters                    2394 elements                                       "
            "                           8.14 KiB\n");
}

TEST(PlanTable, CountsOneParameterOfOneElement) {
  Parameters net;
  net.declare<float>("a", {1});
  const std::string text = printed(Rules().on("*", init::zeros{}).plan(net));
  EXPECT_EQ(text.substr(text.rfind("\n", text.size() - 2) + 1),
            "1 parameter  1 element                                                      4 B\n");
}

TEST(PlanCsv, HasALineOfTitlesAndOneForEachParameter) {
  EXPECT_EQ(
      example().csv(),
      "name,ties,shape,scalar,elements,bytes,makes_whole,action,rule,initializer,fan_in,fan_out,"
      "expected_mean,expected_std,expected_low,expected_high\r\n"
      "conv.weight,tied also.tied,64 x 3 x 3 x 3,float32,1728,6912,0,fill,conv*,\"normal(0, "
      "0.02)\",27,576,0,0.02,-0.128,0.128\r\n"
      "\"fc, \"\"last\"\".weight\",,10 x 64,bfloat16,640,1280,0,fill,*last*,constant(inf),64,"
      "10,inf,0,inf,inf\r\n"
      "fc.bias,,10,float64,10,80,0,keep,*.bias,,,,,,,\r\n"
      "q,,4 x 4,float32,16,64,64,fill,q,orthogonal,4,4,,,,\r\n");
}

TEST(PlanCsv, HasTitlesWithoutParameters) {
  EXPECT_EQ(
      Rules().plan(Parameters()).csv(),
      "name,ties,shape,scalar,elements,bytes,makes_whole,action,rule,initializer,fan_in,fan_out,"
      "expected_mean,expected_std,expected_low,expected_high\r\n");
}

TEST(PlanJson, HasAnObjectForEachParameter) {
  const json::Value rows = json::parse(example().json());
  ASSERT_EQ(rows.as_array().size(), 4u);
  const json::Value& conv = rows.as_array()[0];
  const std::vector<std::string> names = {
      "name",          "ties",         "shape",        "scalar",       "elements", "bytes",
      "makes_whole",   "action",       "rule",         "initializer",  "fan_in",   "fan_out",
      "expected_mean", "expected_std", "expected_low", "expected_high"};
  for (const json::Value& row : rows.as_array()) EXPECT_EQ(row.names(), names);
  EXPECT_EQ(conv["name"].as_string(), "conv.weight");
  EXPECT_EQ(conv["ties"].as_string(), "tied also.tied");
  EXPECT_EQ(conv["shape"].as_string(), "64 x 3 x 3 x 3");
  EXPECT_EQ(conv["scalar"].as_string(), "float32");
  EXPECT_EQ(conv["elements"].as_integer<int>(), 1728);
  EXPECT_EQ(conv["bytes"].as_integer<int>(), 6912);
  EXPECT_EQ(conv["action"].as_string(), "fill");
  EXPECT_EQ(conv["rule"].as_string(), "conv*");
  EXPECT_EQ(conv["fan_in"].as_number(), 27);
  EXPECT_EQ(conv["fan_out"].as_number(), 576);
  EXPECT_EQ(conv["expected_std"].as_number(), 0.02);
  const json::Value& last = rows.as_array()[1];
  EXPECT_EQ(last["name"].as_string(), "fc, \"last\".weight");
  EXPECT_EQ(last["expected_mean"].as_number(), std::numeric_limits<double>::infinity());
  const json::Value& bias = rows.as_array()[2];
  EXPECT_EQ(bias["action"].as_string(), "keep");
  EXPECT_EQ(bias["fan_in"].type(), json::Type::null);
  EXPECT_EQ(bias["expected_low"].type(), json::Type::null);
  EXPECT_EQ(json::parse(Rules().plan(Parameters()).json()).as_array().size(), 0u);
}

TEST(PlanJson, TellsWhatIsSkipped) {
  Plan plan = example();
  plan.skip({"q"});
  const json::Value rows = json::parse(plan.json());
  EXPECT_EQ(rows.as_array()[3]["action"].as_string(), "skip");
  EXPECT_EQ(rows.as_array()[3]["initializer"].as_string(), "orthogonal");
}
