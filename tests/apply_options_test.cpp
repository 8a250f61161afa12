// What else a plan does when it is applied: leaves what is kept and skipped, finds what was never
// written, tells how far it is, and stops where something throws.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <eigeninit/model.hpp>
#include <eigeninit/torch.hpp>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Generator;
using init::Index;
using init::Parameters;
using init::Progress;
using init::Rules;

namespace {

template <class Scalar>
using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
template <class Scalar, int order = Eigen::ColMajor>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, order>;

/// An initializer of a user's own that fills the upper half of a weight and forgets the lower one.
struct upper_half {
  template <class Weight, class Source>
  void operator()(Weight&& w, Source&& source) const {
    const auto whole = init::view(w);
    init::normal{}(init::internal::subview::block(whole, 0, 0, whole.axes[0].whole / 2), source);
  }
  template <class Weight, class Source>
  void operator()(Weight&& w, init::Fans, Source&& source) const {
    (*this)(w, source);
  }
  static init::Description describe() { return {}; }
  static init::Undistributed distribution_for(init::Fans) { return {}; }
};

/// One that forgets everything, and says that it is normal.
struct nothing {
  template <class Weight, class Source>
  void operator()(Weight&&, Source&&) const {}
  template <class Weight, class Source>
  void operator()(Weight&&, init::Fans, Source&&) const {}
  static init::Description describe() { return {}; }
  static init::normal distribution_for(init::Fans) { return {}; }
};

/// The bits of a matrix.
template <class Scalar>
std::vector<unsigned char> bytes_of(const Matrix<Scalar>& w) {
  std::vector<unsigned char> bytes(std::size_t(w.size()) * sizeof(Scalar));
  std::memcpy(bytes.data(), static_cast<const void*>(w.data()), bytes.size());
  return bytes;
}

/// Five small parameters, one slab each, that hold 5 and are called a to e.
struct Five {
  Matrix<float> weights[5];
  Parameters net;

  Five() {
    for (int i = 0; i < 5; ++i) {
      weights[i].setConstant(4, 3, 5);
      net.add(std::string(1, char('a' + i)), weights[i]);
    }
  }

  /// "ab" where these two were written and no others.
  std::string written() const {
    std::string names;
    for (int i = 0; i < 5; ++i) {
      if ((weights[i].array() != 5).any()) names += char('a' + i);
    }
    return names;
  }
};

struct Stop : std::exception {
  const char* what() const noexcept override { return "stop"; }
};

}  // namespace

TEST(Apply, LeavesWhatIsKeptOrSkippedToTheBit) {
  Matrix<float> kept(3, 2), skipped(3, 2), filled = Matrix<float>::Constant(3, 2, 5);
  kept << 1, -0.0f, std::numeric_limits<float>::quiet_NaN(), 4, 5, 6;
  skipped = -kept;
  const auto kept_bytes = bytes_of(kept), skipped_bytes = bytes_of(skipped);
  Parameters net;
  net.add("kept", kept).add("skipped", skipped).add("filled", filled);
  Rules rules;
  rules.on("*", init::normal{}).keep("kept");
  init::Plan plan = rules.plan(net);
  plan.skip({"skipped"});
  const init::Report report = plan.apply(Generator(3), init::Poison);
  EXPECT_EQ(bytes_of(kept), kept_bytes);
  EXPECT_EQ(bytes_of(skipped), skipped_bytes);
  EXPECT_TRUE((filled.array() != 5).all());
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.rows()[0].not_finite, 1u);
  EXPECT_EQ(report.rows()[0].never_written, 0u);
}

TEST(Apply, RefusesDeclaredParameters) {
  Matrix<float> w = Matrix<float>::Constant(3, 2, 5);
  Parameters net;
  net.declare<float>("a", {2, 3}).add("b", w).declare<std::complex<double>>("c", {4});
  net.declare<float>("kept", {3});
  Rules rules;
  rules.keep("kept").on("*", init::normal{});
  EXPECT_EQ(message_of([&] { (void)rules.plan(net).apply(Generator(3)); }),
            "apply: 3 faults, and nothing was written\n"
            "  'a' is declared and has no memory; add() it\n"
            "  'c' is declared and has no memory; add() it\n"
            "  'kept' is declared and has no memory; add() it");
  EXPECT_EQ(w, Matrix<float>::Constant(3, 2, 5));
}

TEST(Apply, TakesAModelWithoutParametersAndParametersWithoutElements) {
  EXPECT_TRUE(Rules().plan(Parameters()).apply(Generator(3)).rows().empty());
  Matrix<float> empty(0, 5), row_less(4, 0);
  Parameters net;
  net.add("empty", empty).add("row_less", row_less);
  init::torch::Generator torch(3);
  const init::Plan plan = Rules().on("*", init::kaiming_normal{}).plan(net);
  std::uint64_t calls = 0;
  for (const init::Report& report :
       {plan.apply(Generator(3), init::Poison), plan.apply(torch, init::Poison)}) {
    EXPECT_TRUE(report.ok());
    for (const auto& row : report) {
      EXPECT_EQ(row.plan.elements, 0);
      EXPECT_EQ(row.mean, 0);
      EXPECT_EQ(row.mean_z, std::nullopt);
      EXPECT_EQ(row.hash, 0u);
      ++calls;
    }
  }
  EXPECT_EQ(calls, 4u);
}

TEST(Poison, CountsWhatAnInitializerHasForgotten) {
  Matrix<float> f(6, 4);
  Matrix<double, Eigen::RowMajor> d(7, 3);
  Matrix<Eigen::half> h(4, 5);
  Matrix<Eigen::bfloat16, Eigen::RowMajor> b(4, 5);
  Matrix<std::complex<float>> cf(4, 3);
  Matrix<std::complex<double>, Eigen::RowMajor> cd(4, 3);
  std::vector<float> memory(200);
  Eigen::Map<Matrix<float>, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>> map(memory.data(), 5,
                                                                                  6, {30, 3});
  Eigen::Tensor<float, 3> tensor(4, 3, 5);
  Matrix<float> part(6, 4);
  Parameters net;
  net.add("f", f).add("d", d).add("h", h).add("b", b).add("cf", cf).add("cd", cd);
  net.add("map", map).add("tensor", tensor);
  net.add("part", init::shard(part, {10, 4}, {2, 0}));  // its rows 0 to 2 are filled
  Rules rules;
  rules.on("*", upper_half{});
  const init::Plan plan = rules.plan(net);
  const init::Report report = plan.apply(Generator(3), init::Poison);
  const std::vector<std::uint64_t> forgotten = {12, 12, 10, 10, 6, 6, 18, 30, 12};
  for (std::size_t i = 0; i < forgotten.size(); ++i) {
    const init::ReportedParameter& row = report.rows()[i];
    EXPECT_EQ(row.never_written, forgotten[i]) << row.plan.name;
    EXPECT_EQ(row.not_finite, forgotten[i]) << row.plan.name;
    EXPECT_EQ(row.fault, std::to_string(forgotten[i]) + " of " + std::to_string(row.plan.elements) +
                             " elements were never written");
    EXPECT_TRUE(std::isfinite(row.mean));
  }
  EXPECT_TRUE(std::isnan(f(3, 0)) && !std::isnan(f(2, 3)));
}

TEST(Poison, CountsInWeightsOfManySlabs) {
  Matrix<float> w(1001, 501);
  Matrix<Eigen::bfloat16, Eigen::RowMajor> b(1001, 501);
  Parameters net;
  net.add("w", w).add("b", b);
  const init::Report report =
      Rules().on("*", upper_half{}).plan(net).apply(Generator(3), init::Poison);
  for (const auto& row : report) EXPECT_EQ(row.never_written, 501u * 501u) << row.plan.name;
}

TEST(Poison, FindsThatAllWasForgotten) {
  Matrix<float> f(6, 4);
  Matrix<std::complex<double>> c(2, 3);
  Parameters net;
  net.add("f", f).add("c", c);
  const init::Report report =
      Rules().on("*", nothing{}).plan(net).apply(Generator(3), init::Poison);
  EXPECT_EQ(report.rows()[0].fault, "24 of 24 elements were never written");
  EXPECT_EQ(report.rows()[1].fault, "6 of 6 elements were never written");
}

TEST(Poison, IsNeededToFindThem) {
  Matrix<float> f = Matrix<float>::Constant(6, 4, 1);
  Parameters net;
  net.add("f", f);
  const init::Report report = Rules().on("*", upper_half{}).plan(net).apply(Generator(3));
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.rows()[0].never_written, 0u);
}

TEST(Poison, DoesNotChangeWhatIsWritten) {
  Five plain, poisoned, by_torch, poisoned_by_torch;
  Rules rules;
  rules.on("a", init::orthogonal{}).on("b", init::eye{}).on("c", init::packed{init::sparse{}, 2});
  rules.on("*", init::truncated_normal{});
  EXPECT_TRUE(rules.plan(plain.net).apply(Generator(3)).ok());
  EXPECT_TRUE(rules.plan(poisoned.net).apply(Generator(3), init::Poison).ok());
  EXPECT_TRUE(rules.plan(by_torch.net).apply(init::torch::Generator(3)).ok());
  EXPECT_TRUE(
      rules.plan(poisoned_by_torch.net).apply(init::torch::Generator(3), init::Poison).ok());
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(poisoned.weights[i], plain.weights[i]);
    EXPECT_EQ(poisoned_by_torch.weights[i], by_torch.weights[i]);
  }
}

TEST(Poison, IsNoOtherNaN) {
  Matrix<float> f(6, 4);
  Matrix<double> d(6, 4);
  Matrix<Eigen::half> h(6, 4);
  Matrix<Eigen::bfloat16> b(6, 4);
  Parameters net;
  net.add("f", f).add("d", d).add("h", h).add("b", b);
  Rules rules;
  rules.on("*", init::constant{std::numeric_limits<double>::quiet_NaN()});
  for (const auto& row : rules.plan(net).apply(Generator(3), init::Poison)) {
    EXPECT_EQ(row.not_finite, 24u);
    EXPECT_EQ(row.never_written, 0u);
    EXPECT_EQ(row.fault, "");
  }
}

TEST(Poison, WorksWithASourceThatIsDrawnFromInOrder) {
  Matrix<float> f(6, 4);
  Parameters net;
  net.add("f", f);
  const init::Report report =
      Rules().on("*", upper_half{}).plan(net).apply(init::torch::Generator(3), init::Poison);
  EXPECT_EQ(report.rows()[0].fault, "12 of 24 elements were never written");
}

TEST(Progress, RisesToAllBytes) {
  Matrix<float> small(4, 3), kept(5, 5);
  Matrix<double> large(1000, 301);
  Vector<Eigen::bfloat16> bias(7);
  Parameters net;
  net.add("small", small).add("large", large).add("kept", kept).add("bias", bias);
  const std::uint64_t all = 4 * 12 + 8 * 301000 + 4 * 25 + 2 * 7;
  Rules rules;
  rules.keep("kept").on("*", init::normal{});
  std::uint64_t last = 0;
  std::vector<std::string> names;
  const auto check = [&](const Progress& progress) {
    EXPECT_GT(progress.done, last);
    EXPECT_EQ(progress.all, all);
    last = progress.done;
    if (names.empty() || names.back() != progress.parameter)
      names.emplace_back(progress.parameter);
    else
      EXPECT_EQ(progress.parameter, "large");
  };
  (void)rules.plan(net).apply(Generator(3), check);
  EXPECT_EQ(last, all);
  EXPECT_EQ(names, (std::vector<std::string>{"small", "large", "kept", "bias"}));
  // The same from a source that is drawn from in order, and together with Poison.
  kept.setZero();
  Parameters others;
  others.add("small", small).add("large", large).add("kept", kept);
  last = 0;
  std::uint64_t calls = 0;
  (void)rules.plan(others).apply(init::torch::Generator(3), init::Poison,
                                 [&](const Progress& progress) {
                                   ++calls;
                                   EXPECT_GT(progress.done, last);
                                   EXPECT_EQ(progress.all, all - 14);
                                   last = progress.done;
                                 });
  EXPECT_EQ(last, all - 14);
  EXPECT_EQ(calls, 3u);
}

TEST(Progress, IsToldOfPartsOfALargeParameter) {
  Matrix<float> large(1024, 1024);
  Parameters net;
  net.add("large", large);
  int calls = 0;
  (void)Rules().on("*", init::normal{}).plan(net).apply(Generator(3), [&](const Progress&) {
    ++calls;
  });
  EXPECT_GE(calls, 10);
}

TEST(Progress, MayStopTheWork) {
  const auto stop_at = [](int last) {
    return [last, calls = std::make_shared<int>(0)](const Progress&) {
      if (++*calls == last) throw Stop();
    };
  };
  Five five;
  Rules rules;
  rules.on("*", init::normal{});
  EXPECT_THROW((void)rules.plan(five.net).apply(Generator(3), stop_at(3)), Stop);
  EXPECT_EQ(five.written(), "abc");
  Five from_torch;
  EXPECT_THROW((void)rules.plan(from_torch.net).apply(init::torch::Generator(3), stop_at(2)), Stop);
  EXPECT_EQ(from_torch.written(), "ab");
  EXPECT_NO_THROW((void)rules.plan(five.net).apply(Generator(3), stop_at(6)));
  EXPECT_EQ(five.written(), "abcde");
}

TEST(Apply, PassesOnWhatAnInitializerThrowsAndStops) {
  Five five;
  Rules rules;
  rules.on("c", [](auto&, auto&) { throw Stop(); }).on("*", init::normal{});
  const init::Plan plan = rules.plan(five.net);
  EXPECT_EQ(five.written(), "");
  EXPECT_THROW((void)plan.apply(Generator(3)), Stop);
  EXPECT_EQ(five.written(), "ab");
  Five from_torch;
  EXPECT_THROW((void)rules.plan(from_torch.net).apply(init::torch::Generator(3)), Stop);
  EXPECT_EQ(from_torch.written(), "ab");
}

TEST(Apply, CallsFunctionsWithTheWholeWeightAndItsStream) {
  Matrix<float> w(1000, 301), expected(1000, 301);
  Eigen::Tensor<double, 3> t(3, 4, 5), expected_t(3, 4, 5);
  Vector<float> b(4);
  Parameters net;
  net.add("w", w).add("t", t).add("b", b);
  int calls = 0;
  Rules rules;
  rules.on("w", [&](init::View<float, 2> weight, Generator& rng) {
    ++calls;
    EXPECT_EQ(weight.size(), 301000);
    init::normal{}(weight, rng);
    init::matrix(weight) *= 2;
  });
  rules.on("t", [&](auto& weight, auto& rng) {
    ++calls;
    init::uniform{}(weight, rng);
  });
  rules.on("b", [&](const init::View<float, 1>& weight, init::AnySource& source) {
    ++calls;
    EXPECT_NE(source.generator(), nullptr);
    init::matrix(weight) << 1, 2, 3, 4;
  });
  const init::Plan plan = rules.plan(net);
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(plan.apply(Generator(3)).ok());
  EXPECT_EQ(calls, 3);
  Generator stream = Generator(3).stream("w"), stream_t = Generator(3).stream("t");
  init::normal{}(expected, stream);
  EXPECT_EQ(w, expected * 2);
  init::uniform{}(expected_t, stream_t);
  EXPECT_TRUE(std::equal(t.data(), t.data() + t.size(), expected_t.data()));
  EXPECT_EQ(b, (Vector<float>(4) << 1, 2, 3, 4).finished());
}

TEST(Apply, TellsThatAFunctionNeedsAGenerator) {
  Five five;
  Rules rules;
  rules.on("*", [](init::View<float, 2>, Generator&) {});
  EXPECT_EQ(message_of([&] { (void)rules.plan(five.net).apply(init::torch::Generator(3)); }),
            "rules: a function takes an eigeninit::Generator, and the plan is applied with another "
            "source; let it take eigeninit::AnySource&");
}
