// The rules of known models: every parameter of the real model, by its name and shape, has the
// standard deviation that stands in the authors' code.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <eigeninit/model.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Index;

namespace {

/// A parameter as its model names it, and what the source says of its values.
struct Row {
  std::string name;
  std::vector<Index> extents;
  std::optional<double> mean, std;
};
using Model = std::vector<Row>;

constexpr double cut_at_2 = 0.87962566103423978;  // the std of N(0, 1) in [-2, 2]
constexpr double cut_at_3 = 0.98657839255810856;  // and in [-3, 3]

Row random(std::string name, std::vector<Index> extents, double std) {
  return {std::move(name), std::move(extents), 0, std};
}
Row fixed(std::string name, std::vector<Index> extents, double value) {
  return {std::move(name), std::move(extents), value, 0};
}
/// Values of no one distribution.
Row untold(std::string name, std::vector<Index> extents) {
  return {std::move(name), std::move(extents), {}, {}};
}

/// U(-bound, bound).
double std_of_uniform(double bound) { return bound / std::sqrt(3.0); }

void append(Model& model, const Model& more) {
  model.insert(model.end(), more.begin(), more.end());
}

init::Parameters declared(const Model& model) {
  init::Parameters parameters;
  for (const Row& row : model) parameters.declare<float>(row.name, row.extents);
  return parameters;
}

void expect_number(const std::optional<double>& number, const std::optional<double>& expected,
                   const std::string& what) {
  ASSERT_EQ(number.has_value(), expected.has_value()) << what;
  if (expected) {
    EXPECT_NEAR(*number, *expected, 1e-9 * std::abs(*expected)) << what;
  }
}

void expect_plan(const init::Rules& rules, const Model& model) {
  std::size_t k = 0;
  for (const init::PlannedParameter& p : rules.plan(declared(model))) {
    ASSERT_LT(k, model.size());
    const Row& row = model[k++];
    ASSERT_EQ(p.name, row.name);
    const auto expected = [&p](double init::Summary::*part) {
      return p.expected ? std::optional<double>((*p.expected).*part) : std::nullopt;
    };
    expect_number(expected(&init::Summary::std), row.std, "std of " + p.name);
    expect_number(expected(&init::Summary::mean), row.mean, "mean of " + p.name);
  }
  EXPECT_EQ(k, model.size());
}

/// The rules give the model these numbers, printed and parsed again they do too, and a parameter
/// that the model does not have is refused.
void expect_preset(const init::Rules& rules, const Model& model) {
  expect_plan(rules, model);
  expect_plan(init::Rules::parse(rules.to_string()), model);
  Model longer = model;
  longer.push_back(untold("surprise", {3, 2}));
  EXPECT_NE(message_of([&] { (void)rules.plan(declared(longer)); }), "");
}

/// GPT-2 small. Hugging Face's matrices are in × out, nanoGPT's are out × in.
Model gpt2_small(const std::string& prefix, bool in_by_out, bool biases) {
  const auto matrix = [&](const std::string& name, Index in, Index out, double std) {
    return random(name, in_by_out ? std::vector<Index>{in, out} : std::vector<Index>{out, in}, std);
  };
  const double residual = 0.02 / std::sqrt(2.0 * 12);
  Model model{random(prefix + "wte.weight", {50257, 768}, 0.02),
              random(prefix + "wpe.weight", {1024, 768}, 0.01)};
  const auto bias = [&](const std::string& name, Index size) {
    if (biases) model.push_back(fixed(name, {size}, 0));
  };
  for (int layer = 0; layer < 12; ++layer) {
    const std::string h = prefix + "h." + std::to_string(layer);
    model.push_back(fixed(h + ".ln_1.weight", {768}, 1));
    bias(h + ".ln_1.bias", 768);
    model.push_back(matrix(h + ".attn.c_attn.weight", 768, 2304, 0.02));
    bias(h + ".attn.c_attn.bias", 2304);
    model.push_back(matrix(h + ".attn.c_proj.weight", 768, 768, residual));
    bias(h + ".attn.c_proj.bias", 768);
    model.push_back(fixed(h + ".ln_2.weight", {768}, 1));
    bias(h + ".ln_2.bias", 768);
    model.push_back(matrix(h + ".mlp.c_fc.weight", 768, 3072, 0.02));
    bias(h + ".mlp.c_fc.bias", 3072);
    model.push_back(matrix(h + ".mlp.c_proj.weight", 3072, 768, residual));
    bias(h + ".mlp.c_proj.bias", 768);
  }
  model.push_back(fixed(prefix + "ln_f.weight", {768}, 1));
  bias(prefix + "ln_f.bias", 768);
  return model;
}

/// `tied`: as Llama 3.2 of 1B and 3B, without a head of its own.
Model llama(const std::string& prefix, Index layers, Index width, Index kv, Index hidden,
            bool tied) {
  Model model{random(prefix + "embed_tokens.weight", {32000, width}, 1)};
  for (Index layer = 0; layer < layers; ++layer) {
    const std::string l = prefix + "layers." + std::to_string(layer);
    const double scaled = 0.02 / std::sqrt(2.0 * (double(layer) + 1));
    append(model, {random(l + ".self_attn.q_proj.weight", {width, width}, 0.02),
                   random(l + ".self_attn.k_proj.weight", {kv, width}, 0.02),
                   random(l + ".self_attn.v_proj.weight", {kv, width}, 0.02),
                   random(l + ".self_attn.o_proj.weight", {width, width}, scaled),
                   random(l + ".mlp.gate_proj.weight", {hidden, width}, 0.02),
                   random(l + ".mlp.up_proj.weight", {hidden, width}, scaled),
                   random(l + ".mlp.down_proj.weight", {width, hidden}, scaled),
                   fixed(l + ".input_layernorm.weight", {width}, 1),
                   fixed(l + ".post_attention_layernorm.weight", {width}, 1)});
  }
  model.push_back(fixed(prefix + "norm.weight", {width}, 1));
  if (!tied) {
    model.push_back(random("lm_head.weight", {32000, width}, cut_at_3 / std::sqrt(double(width))));
  }
  return model;
}

/// ViT-B/16.
Model vit_base(const std::string& prefix) {
  const double square = std::sqrt(2.0 / (768 + 768)), mlp = std::sqrt(2.0 / (768 + 3072));
  Model model{
      fixed(prefix + "cls_token", {1, 1, 768}, 0),
      random(prefix + "pos_embed", {1, 197, 768}, 0.02),
      random(prefix + "patch_embed.proj.weight", {768, 3, 16, 16}, 1 / std::sqrt(3.0 * 16 * 16)),
      fixed(prefix + "patch_embed.proj.bias", {768}, 0)};
  for (int block = 0; block < 12; ++block) {
    const std::string b = prefix + "blocks." + std::to_string(block);
    append(
        model,
        {fixed(b + ".norm1.weight", {768}, 1), fixed(b + ".norm1.bias", {768}, 0),
         random(b + ".attn.qkv.weight", {2304, 768}, square),
         fixed(b + ".attn.qkv.bias", {2304}, 0),
         random(b + ".attn.proj.weight", {768, 768}, square),
         fixed(b + ".attn.proj.bias", {768}, 0), fixed(b + ".norm2.weight", {768}, 1),
         fixed(b + ".norm2.bias", {768}, 0), random(b + ".mlp.fc1.weight", {3072, 768}, mlp),
         random(b + ".mlp.fc1.bias", {3072}, 1e-6), random(b + ".mlp.fc2.weight", {768, 3072}, mlp),
         random(b + ".mlp.fc2.bias", {768}, 1e-6)});
  }
  append(model,
         {fixed(prefix + "norm.weight", {768}, 1), fixed(prefix + "norm.bias", {768}, 0),
          fixed(prefix + "head.weight", {1000, 768}, 0), fixed(prefix + "head.bias", {1000}, 0)});
  return model;
}

struct T5 {
  Index d_model, d_kv, heads, d_ff, layers;
  bool gated;  ///< T5 1.1: two matrices into the MLP, and a head of its own
};

void append_t5_attention(Model& model, const std::string& a, const T5& t5, bool biased) {
  const auto d = double(t5.d_model), kv = double(t5.d_kv), heads = double(t5.heads);
  const Index inner = t5.heads * t5.d_kv;
  append(model, {random(a + ".q.weight", {inner, t5.d_model}, std::pow(d * kv, -0.5)),
                 random(a + ".k.weight", {inner, t5.d_model}, std::pow(d, -0.5)),
                 random(a + ".v.weight", {inner, t5.d_model}, std::pow(d, -0.5)),
                 random(a + ".o.weight", {t5.d_model, inner}, std::pow(heads * kv, -0.5))});
  if (biased) {
    model.push_back(
        random(a + ".relative_attention_bias.weight", {32, t5.heads}, std::sqrt(2 / (32 + heads))));
  }
}

void append_t5_stack(Model& model, const T5& t5, bool decoder) {
  const double in = cut_at_2 * std::pow(double(t5.d_model), -0.5);
  const double out = cut_at_2 * std::pow(double(t5.d_ff), -0.5);
  const std::string stack = decoder ? "decoder" : "encoder";
  for (Index layer = 0; layer < t5.layers; ++layer) {
    const std::string block = stack + ".block." + std::to_string(layer) + ".layer.";
    append_t5_attention(model, block + "0.SelfAttention", t5, layer == 0);
    model.push_back(fixed(block + "0.layer_norm.weight", {t5.d_model}, 1));
    if (decoder) {
      append_t5_attention(model, block + "1.EncDecAttention", t5, false);
      model.push_back(fixed(block + "1.layer_norm.weight", {t5.d_model}, 1));
    }
    const std::string mlp = block + (decoder ? "2" : "1");
    for (const char* wi : {"wi_0", "wi_1", "wi"}) {
      if (t5.gated != (std::string(wi) == "wi")) {
        model.push_back(
            random(mlp + ".DenseReluDense." + wi + ".weight", {t5.d_ff, t5.d_model}, in));
      }
    }
    model.push_back(random(mlp + ".DenseReluDense.wo.weight", {t5.d_model, t5.d_ff}, out));
    model.push_back(fixed(mlp + ".layer_norm.weight", {t5.d_model}, 1));
  }
  model.push_back(fixed(stack + ".final_layer_norm.weight", {t5.d_model}, 1));
}

Model t5_model(const T5& t5) {
  Model model{random("shared.weight", {32128, t5.d_model}, 1)};
  append_t5_stack(model, t5, false);
  append_t5_stack(model, t5, true);
  if (t5.gated) {
    model.push_back(random("lm_head.weight", {32128, t5.d_model},
                           cut_at_2 * std::pow(double(t5.d_model), -0.5)));
  }
  return model;
}

/// A convolution without bias, and the norm behind it.
void append_convolution(Model& model, const std::string& convolution, const std::string& norm,
                        Index in, Index out, Index kernel, double gamma) {
  const double std = std::sqrt(2.0 / double(out * kernel * kernel));
  append(model, {random(convolution + ".weight", {out, in, kernel, kernel}, std),
                 fixed(norm + ".weight", {out}, gamma), fixed(norm + ".bias", {out}, 0)});
}

/// ResNet-18 (expansion 1: blocks of two convolutions) and ResNet-50 (expansion 4: of three).
/// `gamma`: of the last norm of a block.
Model resnet(std::vector<Index> blocks, Index expansion, double gamma) {
  Model model;
  append_convolution(model, "conv1", "bn1", 3, 64, 7, 1);
  Index in = 64, width = 64;
  for (std::size_t layer = 0; layer < 4; ++layer, width *= 2) {
    for (Index block = 0; block < blocks[layer]; ++block) {
      const std::string b = "layer" + std::to_string(layer + 1) + "." + std::to_string(block) + ".";
      const Index out = width * expansion;
      if (expansion == 1) {
        append_convolution(model, b + "conv1", b + "bn1", in, width, 3, 1);
        append_convolution(model, b + "conv2", b + "bn2", width, out, 3, gamma);
      } else {
        append_convolution(model, b + "conv1", b + "bn1", in, width, 1, 1);
        append_convolution(model, b + "conv2", b + "bn2", width, width, 3, 1);
        append_convolution(model, b + "conv3", b + "bn3", width, out, 1, gamma);
      }
      if (in != out) {
        append_convolution(model, b + "downsample.0", b + "downsample.1", in, out, 1, 1);
      }
      in = out;
    }
  }
  const double fc = std_of_uniform(1 / std::sqrt(double(in)));
  append(model, {random("fc.weight", {1000, in}, fc), random("fc.bias", {1000}, fc)});
  return model;
}

/// PyTorch's LSTM of two layers in both directions.
Model lstm(const std::string& prefix, Index inputs, Index hidden) {
  Model model;
  for (const char* place : {"l0", "l0_reverse", "l1", "l1_reverse"}) {
    const Index in = std::string_view(place).substr(0, 2) == "l0" ? inputs : 2 * hidden;
    append(model, {random(prefix + "weight_ih_" + place, {4 * hidden, in},
                          std::sqrt(2 / double(4 * hidden + in))),
                   untold(prefix + "weight_hh_" + place, {4 * hidden, hidden}),
                   untold(prefix + "bias_ih_" + place, {4 * hidden}),
                   fixed(prefix + "bias_hh_" + place, {4 * hidden}, 0)});
  }
  return model;
}

/// Of 2 coordinates, 3 colours, 3 hidden layers of 256. `name`(i): layer i.
template <class Name>
Model siren(const Name& name, double omega) {
  Model model;
  for (int layer = 0; layer < 5; ++layer) {
    const Index in = layer == 0 ? 2 : 256, out = layer == 4 ? 3 : 256;
    const double bound = layer == 0 ? 1.0 / 2 : std::sqrt(6.0 / 256) / omega;
    append(model,
           {random(name(layer) + ".weight", {out, in}, std_of_uniform(bound)),
            random(name(layer) + ".bias", {out}, std_of_uniform(1 / std::sqrt(double(in))))});
  }
  return model;
}

}  // namespace

TEST(Presets, Gpt2IsOpenAis) {
  expect_preset(init::rules::gpt2(12), gpt2_small("transformer.", true, true));
  expect_preset(init::rules::gpt2(12), gpt2_small("", false, true));
}

TEST(Presets, Gpt2MayHaveNoBiasesAndAHead) {
  Model model = gpt2_small("transformer.", false, false);
  model.push_back(random("lm_head.weight", {50257, 768}, 0.02));
  expect_preset(init::rules::gpt2(12), model);
}

TEST(Presets, Gpt2MayAttendToAnEncoder) {
  Model model = gpt2_small("transformer.", true, true);
  const std::string h = "transformer.h.0.";
  append(model,
         {random(h + "crossattention.c_attn.weight", {768, 1536}, 0.02),
          fixed(h + "crossattention.c_attn.bias", {1536}, 0),
          random(h + "crossattention.q_attn.weight", {768, 768}, 0.02),
          fixed(h + "crossattention.q_attn.bias", {768}, 0),
          random(h + "crossattention.c_proj.weight", {768, 768}, 0.02 / std::sqrt(24.0)),
          fixed(h + "crossattention.c_proj.bias", {768}, 0),
          fixed(h + "ln_cross_attn.weight", {768}, 1), fixed(h + "ln_cross_attn.bias", {768}, 0)});
  expect_preset(init::rules::gpt2(12), model);
}

TEST(Presets, LlamaIsTorchtitans) {
  expect_preset(init::rules::llama(4096), llama("model.", 32, 4096, 4096, 11008, false));
  expect_preset(init::rules::llama(2048), llama("", 16, 2048, 512, 8192, true));
}

TEST(Presets, LlamaMayHaveBiases) {
  Model model = llama("model.", 2, 64, 64, 256, false);
  model.push_back(fixed("model.layers.0.self_attn.q_proj.bias", {64}, 0));
  model.push_back(fixed("model.layers.0.mlp.down_proj.bias", {64}, 0));
  expect_preset(init::rules::llama(64), model);
}

TEST(Presets, VitIsGoogles) {
  expect_preset(init::rules::vit(), vit_base(""));
  expect_preset(init::rules::vit(), vit_base("encoder."));
}

TEST(Presets, VitMayHaveNoHead) {
  Model model = vit_base("");
  model.resize(model.size() - 2);
  expect_preset(init::rules::vit(), model);
}

TEST(Presets, T5IsMeshTensorFlows) {
  expect_preset(init::rules::t5(512, 64, 8, 2048), t5_model({512, 64, 8, 2048, 6, false}));
  expect_preset(init::rules::t5(512, 64, 6, 1024), t5_model({512, 64, 6, 1024, 8, true}));
}

TEST(Presets, ResnetIsTorchvisions) {
  expect_preset(init::rules::resnet(512), resnet({2, 2, 2, 2}, 1, 1));
  expect_preset(init::rules::resnet(2048), resnet({3, 4, 6, 3}, 4, 1));
}

TEST(Presets, ResnetMayStartAsTheIdentity) {
  expect_preset(init::rules::resnet(512, "bn2"), resnet({2, 2, 2, 2}, 1, 0));
  expect_preset(init::rules::resnet(2048, "bn3"), resnet({3, 4, 6, 3}, 4, 0));
}

TEST(Presets, ResnetMayHaveNoHead) {
  Model model = resnet({2, 2, 2, 2}, 1, 1);
  model.resize(model.size() - 2);
  expect_preset(init::rules::resnet(512), model);
}

// 32 groups of 4 of 128 inputs: PyTorch's fan_out is 128 · 3 · 3.
TEST(Presets, ResnetIgnoresGroups) {
  Model model = resnet({3, 4, 6, 3}, 4, 1);
  model.push_back(random("layer1.3.conv2.weight", {128, 4, 3, 3}, std::sqrt(2.0 / (128 * 3 * 3))));
  expect_preset(init::rules::resnet(2048), model);
}

TEST(Presets, LstmIsKerass) {
  expect_preset(init::rules::lstm(), lstm("", 40, 128));
  expect_preset(init::rules::lstm(), lstm("encoder.lstm.", 40, 128));
}

TEST(Presets, LstmMayBeACellWithoutBiases) {
  expect_preset(init::rules::lstm(),
                {random("cell.weight_ih", {32, 10}, std::sqrt(2.0 / (32 + 10))),
                 untold("cell.weight_hh", {32, 8})});
}

TEST(Presets, SirenIsItsAuthors) {
  const auto of_module = [](int layer) { return "net.net." + std::to_string(layer) + ".0"; };
  const auto of_notebook = [](int layer) {
    return "net." + std::to_string(layer) + (layer < 4 ? ".linear" : "");
  };
  expect_preset(init::rules::siren(2, 256), siren(of_module, 30));
  expect_preset(init::rules::siren(2, 256, 10), siren(of_notebook, 10));
}

TEST(Presets, RefuseModelsOfNothing) {
  EXPECT_EQ(message_of([] { (void)init::rules::gpt2(0); }),
            "gpt2_factor: layers is 0; pass 1 or more");
  EXPECT_EQ(message_of([] { (void)init::rules::llama(0); }),
            "rules::llama: width is 0; pass 1 or more");
  EXPECT_EQ(message_of([] { (void)init::rules::t5(512, 64, 8, -1); }),
            "rules::t5: d_ff is -1; pass 1 or more");
  EXPECT_EQ(message_of([] { (void)init::rules::resnet(0); }),
            "rules::resnet: features is 0; pass 1 or more");
  EXPECT_EQ(message_of([] { (void)init::rules::siren(0, 256); }),
            "rules::siren: inputs is 0; pass 1 or more");
}
