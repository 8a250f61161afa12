// What a report says of values beside what is there, and that wrong initializers are found. That
// right ones are not: false_alarms_test.cpp.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <eigeninit/model.hpp>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace init = eigeninit;
namespace json = eigeninit::internal::json;
using init::Fans;
using init::Generator;
using init::Index;
using init::Parameters;
using init::Plan;
using init::Report;
using init::ReportedParameter;
using init::Rules;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const double nan_value = std::numeric_limits<double>::quiet_NaN();

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

/// An initializer of a user's own that does one thing and says another.
template <class Fill, class Claim>
struct claiming {
  Fill fill;
  Claim claim;  // of fans

  void operator()(const init::AnyView& w, init::AnySource& source) const { fill(w, source); }
  void operator()(const init::AnyView& w, Fans, init::AnySource& source) const { fill(w, source); }
  static init::Description describe() { return {init::Layout::out_in(), true}; }
  auto distribution_for(Fans fans) const { return claim(fans); }
};

/// What an initializer makes of a matrix of Scalar, if it says that its values are from `claim`.
template <class Scalar, class Fill, class Claim>
ReportedParameter judged(const Fill& fill, const Claim& claim, Index rows = 200,
                         Index columns = 301) {
  const auto claimed = [claim](Fans fans) {
    if constexpr (std::is_invocable_v<Claim, Fans>) {
      return claim(fans);
    } else {
      return (void)fans, claim;
    }
  };
  Matrix<Scalar> w = Matrix<Scalar>::Zero(rows, columns);
  Parameters net;
  net.add("w", w);
  Rules rules;
  rules.on("*", claiming<Fill, decltype(claimed)>{fill, claimed});
  return rules.plan(net).apply(Generator(11)).rows().at(0);
}

/// Fills like `initializer`, and puts `value` in the place of the first `count` elements.
template <class Initializer>
auto with_some(const Initializer& initializer, double value, Index count = 1) {
  return [=](const init::AnyView& w, init::AnySource& source) {
    initializer(w, source);
    if (w.size() == 0) return;  // where a plan asks
    auto some = w;
    some.axes[0].extent = some.axes[0].whole = count;
    some.axes[1].extent = some.axes[1].whole = 1;
    init::constant{value}(some);
  };
}

std::string fault(const char* what, double is, double expected) {
  return what + init::internal::text(is) + ", not " + init::internal::text(expected);
}
std::string wrong_mean(const ReportedParameter& row) {
  return fault("the mean is ", row.mean, row.plan.expected->mean);
}
std::string wrong_std(const ReportedParameter& row) {
  return fault("the standard deviation is ", row.std, row.plan.expected->std);
}

/// The moments of values, by their definition.
struct Moments {
  double mean = 0;           // of complex ones of the sum of both parts
  double from_expected = 0;  // E|x - expected|²
  double low = infinity, high = -infinity;
};

template <class Scalar>
Moments moments(const Matrix<Scalar>& w, double expected) {
  Moments result;
  long double sum = 0, squares = 0;
  const auto take = [&](double part, double expected_part) {
    result.low = std::min(result.low, part);
    result.high = std::max(result.high, part);
    const auto value = static_cast<long double>(part);
    sum += value;
    squares += std::pow(value - static_cast<long double>(expected_part), 2);
  };
  for (Index i = 0; i < w.size(); ++i) {
    if constexpr (Eigen::NumTraits<Scalar>::IsComplex) {
      take(double(w.data()[i].real()), expected);
      take(double(w.data()[i].imag()), 0);
    } else {
      take(double(w.data()[i]), expected);
    }
  }
  result.mean = double(sum / static_cast<long double>(w.size()));
  result.from_expected = double(squares / static_cast<long double>(w.size()));
  return result;
}

/// That a report of a matrix of Scalar has its moments and standard errors. Those of a scalar of
/// few digits are a little smaller, because some is left to rounding.
template <class Scalar>
void expect_moments(double mean, double std, double tolerance) {
  Matrix<Scalar> w(57, 43);
  Parameters net;
  net.add("w", w);
  const Report report = Rules().on("*", init::normal{mean, std}).plan(net).apply(Generator(7));
  const ReportedParameter& row = report.rows().at(0);
  SCOPED_TRACE(init::name_of(row.plan.scalar));
  const Moments is = moments(w, mean);
  // Of less than double precision, because tiles are summed up in float.
  EXPECT_NEAR(row.mean, is.mean, 1e-7 * std);
  EXPECT_NEAR(row.std, std::sqrt(is.from_expected - std::pow(is.mean - mean, 2)), 1e-7 * std);
  EXPECT_EQ(row.low, is.low);
  EXPECT_EQ(row.high, is.high);
  const double n = 57 * 43, error = 2 / (9 * n);
  EXPECT_NEAR(*row.mean_z, (is.mean - mean) / (std / std::sqrt(n)), tolerance);
  EXPECT_NEAR(*row.std_z,
              (std::cbrt(is.from_expected / (std * std)) - (1 - error)) / std::sqrt(error),
              tolerance);
  EXPECT_EQ(row.not_finite, 0u);
  EXPECT_EQ(row.fault, "");
  EXPECT_GE(row.seconds, 0);
}

constexpr int seeds = 200;

}  // namespace

TEST(Report, HasTheMomentsOfTheValues) {
  expect_moments<float>(0, 0.02, 1e-5);
  expect_moments<float>(3, 0.02, 1e-3);
  expect_moments<double>(-1, 2, 1e-9);
  expect_moments<Eigen::half>(0.5, 2, 0.01);
  expect_moments<Eigen::bfloat16>(0, 0.02, 0.02);
  expect_moments<std::complex<float>>(0, 0.02, 1e-5);
  expect_moments<std::complex<double>>(2, 0.5, 1e-6);
}

TEST(Report, HasStandardErrorsThatSpreadLikeAStandardNormal) {
  Matrix<float> memory(1000, 20);
  Parameters net;
  for (int i = 0; i < 20; ++i) net.add(std::to_string(i), memory.col(i));
  const Plan plan = Rules().on("*", init::normal{1, 0.1}).plan(net);
  double mean_squares = 0, std_squares = 0, count = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    for (const auto& row : plan.apply(Generator(std::uint64_t(seed)))) {
      mean_squares += *row.mean_z * *row.mean_z;
      std_squares += *row.std_z * *row.std_z;
      ++count;
    }
  }
  // E z² = 1, with a standard error of √(2 / count): 7 of them.
  const double limit = 7 * std::sqrt(2 / count);
  EXPECT_NEAR(mean_squares / count, 1, limit);
  EXPECT_NEAR(std_squares / count, 1, limit);
}

TEST(Report, HasFewerStandardErrorsWhereElementsAreCopies) {
  Matrix<float> w(400, 30);
  Parameters net;
  net.add("w", w);
  const Plan plan = Rules().on("*", init::icnr{init::normal{}, 2}).plan(net);
  double squares = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    const Report report = plan.apply(Generator(std::uint64_t(seed)));
    squares += *report.rows()[0].mean_z * *report.rows()[0].mean_z;
  }
  EXPECT_NEAR(squares / seeds, 1, 7 * std::sqrt(2.0 / seeds));
}

TEST(Report, TellsOfWhatIsKeptWithoutJudgingIt) {
  Matrix<float> kept(2, 3);
  kept << 1, 2, float(nan_value), 4, 5, float(infinity);
  Parameters net;
  net.add("kept", kept);
  const Report report = Rules().keep("*").plan(net).apply(Generator(1));
  const ReportedParameter& row = report.rows()[0];
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(row.mean, 3);
  EXPECT_NEAR(row.std, std::sqrt(2.5), 1e-15);
  EXPECT_EQ(row.low, 1);
  EXPECT_EQ(row.high, 5);
  EXPECT_EQ(row.not_finite, 2u);
  EXPECT_EQ(row.mean_z, std::nullopt);
  EXPECT_EQ(row.std_z, std::nullopt);
  Matrix<float> skipped = Matrix<float>::Constant(2, 3, 100);
  Parameters other;
  other.add("skipped", skipped);
  Plan plan = Rules().on("*", init::normal{}).plan(other);
  const Report skipping = plan.skip({"skipped"}).apply(Generator(1));
  EXPECT_TRUE(skipping.ok());
  EXPECT_EQ(skipping.rows()[0].mean, 100);
  EXPECT_EQ(skipping.rows()[0].mean_z, std::nullopt);
}

TEST(Report, FindsAWrongStandardDeviation) {
  const auto expect_fault = [](auto scalar) {
    using Scalar = decltype(scalar);
    const init::normal wanted{0, 0.02};
    for (const double factor : {std::sqrt(2.0), 1.05, 0.95, 0.5}) {
      const ReportedParameter row = judged<Scalar>(init::normal{0, 0.02 * factor}, wanted);
      EXPECT_EQ(row.fault, wrong_std(row)) << init::name_of(row.plan.scalar) << factor;
      EXPECT_NEAR(row.std, 0.02 * factor, 0.0005);
      EXPECT_EQ(*row.std_z > 0, factor > 1);
    }
    EXPECT_EQ(judged<Scalar>(wanted, wanted).fault, "");
  };
  expect_fault(float());
  expect_fault(double());
  expect_fault(Eigen::half());
  expect_fault(Eigen::bfloat16());
  expect_fault(std::complex<float>());
  expect_fault(std::complex<double>());
}

TEST(Report, FindsAWrongMean) {
  const auto expect_fault = [](auto scalar) {
    using Scalar = decltype(scalar);
    for (const double mean : {0.002, -0.002}) {
      const ReportedParameter row = judged<Scalar>(init::normal{mean, 0.02}, init::normal{0, 0.02});
      EXPECT_EQ(row.fault, wrong_mean(row)) << init::name_of(row.plan.scalar);
      EXPECT_EQ(*row.mean_z > 0, mean > 0);
    }
    const ReportedParameter row = judged<Scalar>(init::normal{}, init::normal{0.1, 1});
    EXPECT_EQ(row.fault, wrong_mean(row)) << init::name_of(row.plan.scalar);
  };
  expect_fault(float());
  expect_fault(double());
  expect_fault(Eigen::half());
  expect_fault(Eigen::bfloat16());
  expect_fault(std::complex<float>());
  expect_fault(std::complex<double>());
}

TEST(Report, FindsFansThatAreExchanged) {
  const auto by_fan_in = [](Fans fans) {
    return init::normal{0, std::sqrt(2.0 / double(fans.in))};
  };
  const init::kaiming_normal by_fan_out{init::Activation::relu(), init::FanMode::fan_out};
  const ReportedParameter row = judged<float>(by_fan_out, by_fan_in);
  EXPECT_EQ(row.fault, wrong_std(row));
  EXPECT_EQ(judged<float>(init::kaiming_normal{}, by_fan_in).fault, "");
}

TEST(Report, FindsValuesThatWereNotWritten) {
  const auto forgets = [](const init::AnyView&, init::AnySource&) {};
  EXPECT_EQ(judged<float>(forgets, init::normal{0, 0.02}).fault,
            "the standard deviation is 0, not 0.02");
  EXPECT_EQ(judged<float>(forgets, init::ones{}.distribution_for({1, 1})).fault,
            "the smallest value is 0, below 1");
}

TEST(Report, FindsValuesOutsideTheBounds) {
  const init::uniform unit{-1, 1};
  EXPECT_EQ(judged<float>(with_some(unit, 1.25), unit).fault, "the largest value is 1.25, above 1");
  EXPECT_EQ(judged<Eigen::bfloat16>(with_some(unit, -1.25), unit).fault,
            "the smallest value is -1.25, below -1");
  EXPECT_EQ(judged<Eigen::half>(with_some(unit, -1.25), unit).fault,
            "the smallest value is -1.25, below -1");
  EXPECT_EQ(judged<double>(with_some(unit, 1.25), unit).fault,
            "the largest value is 1.25, above 1");
  EXPECT_EQ(judged<float>(with_some(unit, 1), unit).fault, "");  // which rounding leads to
  const init::truncated_normal cut{};
  EXPECT_EQ(judged<float>(with_some(cut, 2.25), cut).fault, "the largest value is 2.25, above 2");
  const init::normal standard{};
  EXPECT_EQ(judged<float>(with_some(standard, -30), standard, 1000, 1000).fault,
            "the smallest value is -30, below -6.4");
  // A complex number's imaginary part is about 0.
  const init::uniform about_two{1, 3};
  EXPECT_EQ(judged<std::complex<float>>(about_two, about_two).fault, "");
  EXPECT_EQ(judged<std::complex<double>>(with_some(about_two, 4), about_two).fault.substr(0, 30),
            "the largest value is 4, above ");
}

TEST(Report, FindsValuesThatAreNotFinite) {
  const init::normal standard{};
  EXPECT_EQ(judged<float>(with_some(standard, nan_value), standard).fault,
            "1 elements are not finite");
  EXPECT_EQ(judged<Eigen::half>(with_some(standard, infinity, 2), standard).fault,
            "2 elements are not finite");
  EXPECT_EQ(judged<double>(init::constant{nan_value}, standard).fault,
            "60200 elements are not finite");
  EXPECT_EQ(judged<double>(with_some(standard, -infinity, 7), init::Undistributed()).fault,
            "7 elements are not finite");
  EXPECT_EQ(judged<double>(init::constant{infinity}, init::constant{1}).fault,
            "60200 elements are not finite");
}

TEST(Report, FindsAWrongConstant) {
  EXPECT_EQ(judged<float>(init::constant{1.001}, init::constant{1}).fault,
            "the largest value is 1.0010000467300415, above 1");
  EXPECT_EQ(judged<double>(init::constant{0.999999}, init::constant{1}).fault,
            "the smallest value is 0.999999, below 1");
  EXPECT_EQ(judged<std::complex<float>>(init::constant{3}, init::constant{2}).fault,
            "the mean is 3, not 2");
  EXPECT_EQ(judged<std::complex<float>>(init::constant{1}, init::constant{2}).fault,
            "the mean is 1, not 2");
  EXPECT_EQ(judged<float>(with_some(init::zeros{}, 0.5), init::constant{0}).fault,
            "the largest value is 0.5, above 0");
}

TEST(Report, TakesConstantsThatAreNotFiniteFromThoseWhoSaySo) {
  for (const double value : {infinity, -infinity, nan_value}) {
    const init::constant constant{value};
    EXPECT_EQ(judged<float>(constant, constant).fault, "");
    EXPECT_EQ(judged<double>(constant, constant).fault, "");
    EXPECT_EQ(judged<Eigen::half>(constant, constant).fault, "");
    EXPECT_EQ(judged<std::complex<double>>(constant, constant).fault, "");
  }
  const auto finite = judged<float>(init::zeros{}, init::constant{-infinity}, 4, 6);
  EXPECT_EQ(finite.fault, "24 of 24 elements are finite, not -inf");
  EXPECT_EQ(finite.mean, 0);
  EXPECT_EQ(
      judged<float>(with_some(init::constant{nan_value}, 1, 3), init::constant{nan_value}, 4, 6)
          .fault,
      "3 of 24 elements are finite, not nan");
}

TEST(Report, ThrowsAllThatIsWrong) {
  Matrix<float> a(200, 300), b(20, 30), c(20, 30);
  Parameters net;
  net.add("a", a).add("b", b).add("c", c);
  const auto is_zero = [](Fans) { return init::constant{0}; };
  const auto ones = [](const init::AnyView& w, init::AnySource&) { init::ones{}(w); };
  const auto nan = [](const init::AnyView& w, init::AnySource&) { init::constant{nan_value}(w); };
  Rules rules;
  rules.on("a", claiming<decltype(ones), decltype(is_zero)>{ones, is_zero});
  rules.on("b", init::normal{});
  rules.otherwise(claiming<decltype(nan), decltype(is_zero)>{nan, is_zero});
  const Report report = rules.plan(net).apply(Generator(1));
  EXPECT_FALSE(report.ok());
  EXPECT_FALSE(report.rows()[0].ok());
  EXPECT_TRUE(report.rows()[1].ok());
  std::string message;
  try {
    report.require_ok();
  } catch (const std::runtime_error& error) {
    message = error.what();
  }
  EXPECT_EQ(message,
            "report: these are not what their rules say\n"
            "  'a' by rule 'a': the largest value is 1, above 0\n"
            "  'c' by rule 'otherwise': 600 elements are not finite");
  EXPECT_NO_THROW(Rules().on("*", init::normal{}).plan(net).apply(Generator(1)).require_ok());
}

// A standard deviation that is close to the distance of two numbers of the scalar, or below.
TEST(Report, LeavesRoomForRoundingToTheScalar) {
  for (const auto& [mean, std] : {std::pair(1.0, 0.02),
                                  {1.0, 0.005},
                                  {1.0, 0.0001},
                                  {1.003, 0.0001},
                                  {-100.0, 0.4},
                                  {0.0, 1e-7}}) {
    SCOPED_TRACE(std::to_string(mean) + " " + std::to_string(std));
    const init::normal normal{mean, std};
    const double reach = 1.5 * std;
    const init::uniform uniform{mean - reach, mean + reach};
    const init::truncated_normal truncated{mean, std, mean - 2 * std, mean + std};
    EXPECT_EQ(judged<Eigen::bfloat16>(normal, normal, 1000, 1000).fault, "");
    EXPECT_EQ(judged<Eigen::bfloat16>(uniform, uniform, 1000, 1000).fault, "");
    EXPECT_EQ(judged<Eigen::bfloat16>(truncated, truncated, 1000, 1000).fault, "");
    EXPECT_EQ(judged<Eigen::half>(normal, normal, 1000, 1000).fault, "");
    EXPECT_EQ(judged<Eigen::half>(uniform, uniform, 1000, 1000).fault, "");
    EXPECT_EQ(judged<Eigen::half>(truncated, truncated, 1000, 1000).fault, "");
  }
  const init::normal far{1e6, 0.05};
  EXPECT_EQ(judged<float>(far, far, 1000, 1000).fault, "");
  EXPECT_EQ(judged<std::complex<float>>(far, far, 300, 300).fault, "");
  EXPECT_EQ(judged<std::complex<double>>(far, far, 300, 300).fault, "");
  // But not for a wrong mean or width of more than that.
  const ReportedParameter row =
      judged<Eigen::bfloat16>(init::normal{1, 0.023}, init::normal{1, 0.02}, 1000, 1000);
  EXPECT_EQ(row.fault, wrong_std(row));
  const ReportedParameter moved =
      judged<Eigen::bfloat16>(init::normal{1.02, 0.001}, init::normal{1, 0.001}, 1000, 1000);
  EXPECT_EQ(moved.fault, wrong_mean(moved));
}

TEST(Report, JudgesPartsOfTensorsByTheWhole) {
  Matrix<float> part(40, 30);
  Parameters net;
  net.add("part", init::shard(part, {80, 3000}, {40, 60}));
  const Plan plan = Rules().on("*", init::kaiming_normal{}).plan(net);
  EXPECT_NEAR(plan.rows()[0].expected->std, std::sqrt(2.0 / 3000), 1e-15);
  EXPECT_TRUE(plan.apply(Generator(1)).ok());
}

TEST(Report, PrintsATable) {
  Matrix<float> w(4, 1), kept(1, 2), nan(3, 1);
  kept << 1, 2;
  Parameters net;
  net.add("w", w).add("kept", kept).add("nan", nan);
  const auto is_zero = [](Fans) { return init::constant{0}; };
  const auto fills_nan = [](const init::AnyView& v, init::AnySource&) {
    init::constant{nan_value}(v);
  };
  Rules rules;
  rules.keep("kept").on("w", init::constant{0.5});
  rules.on("nan", claiming<decltype(fills_nan), decltype(is_zero)>{fills_nan, is_zero});
  std::ostringstream out;
  out << rules.plan(net).apply(Generator(1));
  std::vector<std::string> lines;
  std::istringstream in(out.str());
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 7u) << out.str();
  const auto begins = [&](std::size_t line, const std::string& text) {
    EXPECT_EQ(lines[line].substr(0, text.size()), text);
  };
  const auto ends = [&](std::size_t line, const std::string& text) {
    ASSERT_GE(lines[line].size(), text.size());
    EXPECT_EQ(lines[line].substr(lines[line].size() - text.size()), text);
  };
  begins(0, "parameter ");
  ends(0, "ms");
  EXPECT_EQ(lines[1], std::string(lines[1].size(), '-'));
  begins(2, "w ");
  EXPECT_NE(lines[2].find("constant(0.5)"), std::string::npos);
  EXPECT_NE(lines[2].find(" 0.5 "), std::string::npos);
  begins(3, "kept ");
  EXPECT_NE(lines[3].find(" kept "), std::string::npos);
  EXPECT_NE(lines[3].find(" 1.5 "), std::string::npos);
  ends(4, "3 elements are not finite");
  EXPECT_EQ(lines[5], lines[1]);
  begins(6, "3 parameters  NOT as the rules say");
}

TEST(Report, IsWrittenAsCsv) {
  Matrix<float> w(4, 1);
  Parameters net;
  net.add("w", w);
  const Report report = Rules().on("*", init::constant{0.5}).plan(net).apply(Generator(1));
  const std::string csv = report.csv();
  const std::size_t end = csv.find("\r\n");
  EXPECT_EQ(
      csv.substr(0, end),
      "name,ties,shape,scalar,elements,bytes,makes_whole,action,rule,initializer,fan_in,fan_out,"
      "expected_mean,expected_std,expected_low,expected_high,mean,mean_z,std,std_z,low,high,"
      "not_finite,never_written,hash,seconds,fault");
  const std::string row = csv.substr(end + 2);
  const std::string before =
      "w,,4 x 1,float32,4,16,0,fill,*,constant(0.5),1,4,0.5,0,0.5,0.5,0.5,,0,,"
      "0.5,0.5,0,0,";
  EXPECT_EQ(row.substr(0, before.size()), before);
  EXPECT_EQ(std::count(row.begin(), row.end(), ','), 26);
  EXPECT_EQ(row.substr(row.size() - 3), ",\r\n");
}

TEST(Report, IsWrittenAsJson) {
  Matrix<float> w(50, 40);
  Parameters net;
  net.add("w", w);
  const Report report = Rules().on("*", init::normal{0, 2}).plan(net).apply(Generator(1));
  const ReportedParameter& row = report.rows()[0];
  const json::Value rows = json::parse(report.json());
  ASSERT_EQ(rows.as_array().size(), 1u);
  const json::Value& written = rows.as_array()[0];
  EXPECT_EQ(written["name"].as_string(), "w");
  EXPECT_EQ(written["expected_std"].as_number(), 2);
  EXPECT_EQ(written["mean"].as_number(), row.mean);
  EXPECT_EQ(written["mean_z"].as_number(), *row.mean_z);
  EXPECT_EQ(written["std"].as_number(), row.std);
  EXPECT_EQ(written["std_z"].as_number(), *row.std_z);
  EXPECT_EQ(written["low"].as_number(), row.low);
  EXPECT_EQ(written["high"].as_number(), row.high);
  EXPECT_EQ(written["not_finite"].as_integer<int>(), 0);
  EXPECT_EQ(written["never_written"].as_integer<int>(), 0);
  EXPECT_EQ(std::stoull(written["hash"].as_string(), nullptr, 16), row.hash);
  EXPECT_EQ(written["seconds"].as_number(), row.seconds);
  EXPECT_EQ(written["fault"].as_string(), "");
}

TEST(Report, SaysHowLongItTook) {
  Matrix<float> w(500, 400);
  Parameters net;
  net.add("w", w);
  const Report report = Rules().on("*", init::normal{}).plan(net).apply(Generator(1));
  EXPECT_GT(report.seconds(), 0);
  EXPECT_GT(report.rows()[0].seconds, 0);
  EXPECT_LE(report.rows()[0].seconds, report.seconds());
  EXPECT_EQ(report.origin().rules, "* = normal");
}
