// Processes of MPI that have a model among them, write one checkpoint together, and agree on its
// fingerprint.
//
//   mpirun -n 4 sharded <rows|columns|grid> <file.safetensors>
//
// Each process has a block of every matrix, fills it alone, and writes it alone: what it says to
// the others are two numbers for each parameter. The file and the fingerprint are the same for any
// number of processes and any way of cutting.
//
// SPDX-License-Identifier: MIT
#include <mpi.h>

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <cstdio>
#include <eigeninit/checkpoint.hpp>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace init = eigeninit;
using Eigen::Index;

namespace {

constexpr Index tokens = 1000, width = 96, hidden = 250, layers = 3;

/// The processes as a grid, and the place of this one.
struct Grid {
  Index rows = 1, columns = 1, row = 0, column = 0;

  Grid(const std::string& cut, Index rank, Index count) {
    if (cut == "columns") {
      columns = count;
    } else if (cut == "grid") {
      while ((rows + 1) * (rows + 1) <= count) ++rows;
      while (count % rows != 0) --rows;
      columns = count / rows;
    } else {
      rows = count;
    }
    row = rank / columns;
    column = rank % columns;
  }
};

/// Where a share of an axis begins, and how long it is.
std::pair<Index, Index> share_of(Index extent, Index shares, Index number) {
  const Index begin = extent * number / shares;
  return {begin, extent * (number + 1) / shares - begin};
}

/// A block of a matrix, row by row as many frameworks keep it.
template <class Scalar>
struct Block {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  Block(Index rows, Index columns, const Grid& grid) : whole{rows, columns} {
    const auto [row, height] = share_of(rows, grid.rows, grid.row);
    const auto [column, breadth] = share_of(columns, grid.columns, grid.column);
    origin = {row, column};
    values.resize(height, breadth);
  }

  std::array<Index, 2> whole, origin{};
  Matrix values;
};

struct Layer {
  explicit Layer(const Grid& grid)
      : qkv(3 * width, width, grid),
        out(width, width, grid),
        up(hidden, width, grid),
        down(width, hidden, grid),
        norm(width) {}

  Block<float> qkv, out;
  Block<Eigen::bfloat16> up, down;
  Eigen::VectorXf norm;  // which every process has
};

struct Model {
  explicit Model(const Grid& grid) : embed(tokens, width, grid) {
    for (Index i = 0; i < layers; ++i) layer.emplace_back(grid);
  }
  Block<double> embed;
  std::vector<Layer> layer;
};

template <class Scalar>
void visit(Block<Scalar>& block, init::Parameters& parameters) {
  parameters.add("", init::shard(block.values, block.whole, block.origin));
}
void visit(Layer& layer, init::Parameters& parameters) {
  parameters.add("qkv.weight", layer.qkv).add("out.weight", layer.out);
  parameters.add("up.weight", layer.up).add("down.weight", layer.down);
  parameters.add("norm.weight", layer.norm);
}
void visit(Model& model, init::Parameters& parameters) {
  parameters.add("embed.weight", model.embed).add("layer", model.layer);
}

init::Rules rules() {
  init::Rules rules;
  rules.on("*qkv.weight", init::packed{init::xavier_uniform{}, 3});
  rules.on("*out.weight", init::orthogonal{});  // of which each makes the whole, and keeps its part
  rules.on("*up.weight", init::kaiming_normal{}).on("*down.weight", init::xavier_normal{});
  rules.on("*norm.weight", init::ones{});
  rules.on("embed.weight", init::truncated_normal::in_sigmas(0.02, -2, 2));
  return rules;
}

void run(const std::string& cut, const std::string& path, int rank, int count) {
  Model model(Grid(cut, rank, count));
  const init::Plan plan = rules().plan(init::Parameters(model));
  const init::Generator rng(42);
  plan.apply(rng).require_ok();

  const init::safetensors file(path);
  const init::Report mine = plan.write_part(file, init::Share{rank, count}, rng);
  std::vector<std::uint64_t> sums = mine.sums();
  MPI_Allreduce(MPI_IN_PLACE, sums.data(), int(sums.size()), MPI_UINT64_T, MPI_SUM, MPI_COMM_WORLD);
  const init::Report all = mine.with_sums(sums);
  if (rank != 0) return;
  init::finish_checkpoint(file, all);
  std::printf("fingerprint %016llx\n", static_cast<unsigned long long>(all.fingerprint()));
}

}  // namespace

int main(int count, char** arguments) {
  MPI_Init(&count, &arguments);
  int rank = 0, processes = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &processes);
  if (count != 3) {
    std::fprintf(stderr, "usage: sharded <rows|columns|grid> <file.safetensors>\n");
    MPI_Abort(MPI_COMM_WORLD, 2);
  }
  try {
    run(arguments[1], arguments[2], rank, processes);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "process %d: %s\n", rank, error.what());
    MPI_Abort(MPI_COMM_WORLD, 1);
  }
  return MPI_Finalize();
}
