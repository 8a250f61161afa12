// A model that several processes have among them: the file is the one that a single process writes,
// and the hashes of the parts add up to those of the whole.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <eigeninit/checkpoint.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "folder.hpp"
#include "message.hpp"

namespace init = eigeninit;
using init::Generator;
using init::Index;
using init::Parameters;
using init::Rules;
using init::safetensors;
using init::Share;

namespace {

template <class Scalar, int Order = Eigen::ColMajor>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Order>;

constexpr Index outputs = 96, inputs = 70, wide = 6000;

Rules rules() {
  Rules result;
  result.on("xavier", init::xavier_normal{}).on("packed", init::packed{init::xavier_uniform{}, 3});
  result.on("truncated", init::truncated_normal{}).on("brain", init::kaiming_normal{});
  result.on("orthogonal", init::orthogonal{}).on("sparse", init::sparse{0.4});
  result.on("bias", init::uniform{-1, 1})
      .on("declared.orthogonal", init::orthogonal{})
      .on("declared*", init::normal{0, 0.02});
  return result;
}

Parameters whole() {
  Parameters net;
  net.declare<float>("xavier", {outputs, inputs}).declare<float>("packed", {outputs, inputs});
  net.declare<double>("truncated", {outputs, inputs});
  net.declare<Eigen::bfloat16>("brain", {outputs, wide});
  net.declare<float>("orthogonal", {outputs, inputs}).declare<float>("sparse", {outputs, inputs});
  net.declare<float>("bias", {outputs}).declare<float>("declared", {outputs, wide});
  net.declare<float>("declared.as.well", {3}).declare<float>("declared.orthogonal", {8, 8});
  return net;
}

/// What one of several processes has: blocks of rows, of columns or of both, and biases.
struct Part {
  Index row, rows, column, columns, wide_columns;
  Matrix<float> xavier{rows, columns};
  Matrix<float, Eigen::RowMajor> packed{rows, columns};
  Matrix<double> truncated{rows, columns};
  Matrix<Eigen::bfloat16> brain{rows, wide_columns};
  Matrix<float> orthogonal{rows, columns}, sparse{rows, columns};
  Eigen::VectorXf bias{outputs};

  Parameters parameters() {
    Parameters net;
    const auto part = [&](auto& w) { return init::shard(w, {outputs, inputs}, {row, column}); };
    const Index wide_column = column == 0 ? 0 : wide - wide_columns;
    net.add("xavier", part(xavier)).add("packed", part(packed)).add("truncated", part(truncated));
    net.add("brain", init::shard(brain, {outputs, wide}, {row, wide_column}));
    net.add("orthogonal", part(orthogonal)).add("sparse", part(sparse)).add("bias", bias);
    net.declare<float>("declared", {outputs, wide}).declare<float>("declared.as.well", {3});
    net.declare<float>("declared.orthogonal", {8, 8});
    return net;
  }
};

/// Writes all parts one after the other, and compares.
void expect_the_same(std::vector<Part> parts) {
  const Folder folder;
  const init::Report alone = rules().plan(whole()).write(safetensors(folder / "one"), Generator(5));
  const safetensors many(folder / "many");
  std::vector<std::uint64_t> sums(alone.sums().size());
  std::vector<init::Report> reports;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const init::Plan plan = rules().plan(parts[i].parameters());
    reports.push_back(plan.write_part(many, Share{Index(i), Index(parts.size())}, Generator(5)));
    EXPECT_TRUE(reports.back().ok());
    EXPECT_FALSE(folder.has("many"));
    for (std::size_t row = 0; row < sums.size(); ++row) sums[row] += reports.back().sums()[row];
  }
  EXPECT_EQ(sums, alone.sums());
  const init::Report all = reports.back().with_sums(sums);
  EXPECT_EQ(all.fingerprint(), alone.fingerprint());
  EXPECT_EQ(all.manifest(), alone.manifest());
  init::finish_checkpoint(many, all);
  EXPECT_TRUE(folder.text("many") == folder.text("one"));
  EXPECT_FALSE(folder.has("many.partial"));
}

TEST(WritePart, WritesTheFileOfOneProcess) { expect_the_same({{0, outputs, 0, inputs, wide}}); }

TEST(WritePart, WritesRows) {
  expect_the_same({{0, 40, 0, inputs, wide}, {40, 13, 0, inputs, wide}, {53, 43, 0, inputs, wide}});
}

TEST(WritePart, WritesColumns) {
  expect_the_same({{0, outputs, 0, 33, 4001}, {0, outputs, 33, 37, 1999}});
}

TEST(WritePart, WritesAGrid) {
  expect_the_same(
      {{0, 50, 0, 33, 4001}, {0, 50, 33, 37, 1999}, {50, 46, 0, 33, 4001}, {50, 46, 33, 37, 1999}});
}

TEST(WritePart, TakesProcessesThatHaveNothing) {
  expect_the_same({{0, 0, 0, inputs, wide}, {0, 50, 0, inputs, wide}, {50, 46, 0, inputs, wide}});
}

TEST(WritePart, DividesWhatIsDeclared) {
  const Folder folder;
  Parameters net = whole();
  net.declare<float>("declared.large", {80, 60000});  // of several pieces
  const init::Plan plan = rules().plan(net);
  const init::Report alone = plan.write(safetensors(folder / "one"), Generator(5));
  for (const Index count : {2, 5}) {
    std::vector<std::uint64_t> sums(alone.sums().size());
    for (Index number = 0; number < count; ++number) {
      const init::Report part =
          plan.write_part(safetensors(folder / "many"), Share{number, count}, Generator(5));
      for (std::size_t row = 0; row < sums.size(); ++row) sums[row] += part.sums()[row];
    }
    EXPECT_EQ(sums, alone.sums());
    init::finish_checkpoint(safetensors(folder / "many"), alone.with_sums(sums));
    EXPECT_TRUE(folder.text("many") == folder.text("one")) << count;
  }
}

TEST(WritePart, KeepsThePartOfWhatNeedsTheWhole) {
  Matrix<float> all(outputs, inputs), zeros(outputs, inputs);
  Generator stream = Generator(5).stream("orthogonal");
  init::orthogonal{}(all, stream);
  stream = Generator(5).stream("sparse");
  init::sparse{0.4}(zeros, stream);
  Part part{20, 30, 10, 50, 1};
  Parameters net;
  net.add("orthogonal", init::shard(part.orthogonal, {outputs, inputs}, {20, 10}));
  net.add("sparse", init::shard(part.sparse, {outputs, inputs}, {20, 10}));
  Rules both;
  both.on("orthogonal", init::orthogonal{}).on("sparse", init::sparse{0.4});
  EXPECT_TRUE(both.plan(net).apply(Generator(5), init::Poison).ok());
  EXPECT_EQ(part.orthogonal, all.block(20, 10, 30, 50));
  EXPECT_EQ(part.sparse, zeros.block(20, 10, 30, 50));
}

TEST(WritePart, RefusesWhatIsNotThere) {
  const Folder folder;
  const init::Plan plan = rules().plan(whole());
  const safetensors file(folder / "m");
  EXPECT_EQ(message_of([&] {
              (void)plan.write_part(file, Share{2, 2}, Generator(5));
            }),
            "Share: number 2 of 2; pass a number from 0 to one below the count");
  const init::Report part = plan.write_part(file, Share{0, 2}, Generator(5));
  EXPECT_EQ(message_of([&] {
              (void)part.with_sums({1, 2});
            }),
            "with_sums: 2 sums for 10 rows; pass two for each");
  const std::string missing = message_of([&] { init::finish_checkpoint(file, part); });
  EXPECT_NE(missing.find("of 'packed' 0 elements were written, and it has 6720; let each be "
                         "written once, and add up the sums of all"),
            std::string::npos)
      << missing;
  std::vector<std::uint64_t> sums = part.sums();
  for (std::uint64_t& sum : sums) sum += sum;
  EXPECT_NE(message_of([&] {
              init::finish_checkpoint(file, part.with_sums(sums));
            }).find("of 'xavier' 13440 elements were written, and it has 6720"),
            std::string::npos);
  const init::Report alone = plan.write(safetensors(folder / "one"), Generator(5));
  EXPECT_EQ(message_of([&] { init::finish_checkpoint(safetensors(folder / "other"), alone); }),
            "finish_checkpoint: 1 fault, and nothing was written\n  '" +
                (folder / "other.partial") + "' is not there, or has not " +
                std::to_string(folder.text("one").size()) + " bytes");
  EXPECT_FALSE(folder.has("other.partial"));
  EXPECT_TRUE(folder.has("m.partial"));
}

}  // namespace
