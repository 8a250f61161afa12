// What compile_time.sh compiles: a program that fills a model of float and bfloat16 by ten rules.
//
// SPDX-License-Identifier: MIT
#include <eigeninit/model.hpp>

namespace init = eigeninit;

void fill(Eigen::MatrixXf& a, Eigen::Matrix<Eigen::bfloat16, -1, -1>& b, Eigen::VectorXf& c) {
  init::Parameters net;
  net.add("a.weight", a).add("b.weight", b).add("c.bias", c);
  init::Rules rules;
  rules.on("*.bias", init::zeros{})
      .on("*norm*.weight", init::ones{})
      .on("*.qkv.weight", init::packed{init::xavier_uniform{}, 3})
      .on("*.{layer}.*.proj.weight", init::depth_scaled{init::normal{0, 0.02}})
      .on("*.embed.weight", init::truncated_normal{0, 0.02, -0.04, 0.04})
      .on("*.conv.weight", init::kaiming_normal{init::Activation::relu(), init::FanMode::fan_out})
      .on("*.up.weight", init::kaiming_uniform{})
      .on("*.gate.weight", init::lecun_normal{})
      .on("*.scale", init::constant{0.1})
      .otherwise(init::normal{0, 0.02});
  rules.plan(net).apply(init::Generator(42)).require_ok();
}
