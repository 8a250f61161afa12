// Rules for whole models that are known by name, with the numbers of their authors' own code.
//
// Globs are the names that a PyTorch module gives its parameters, whatever stands before them
// ("transformer.", "model.", …). Every parameter has its rule and there is none for the rest, so
// that a misspelt name is an error.
//
// Templates, so that a program compiles only what it calls.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "../initializers/bias.hpp"
#include "../initializers/constant.hpp"
#include "../initializers/kaiming.hpp"
#include "../initializers/lecun.hpp"
#include "../initializers/normal.hpp"
#include "../initializers/orthogonal.hpp"
#include "../initializers/packed.hpp"
#include "../initializers/scaled.hpp"
#include "../initializers/siren.hpp"
#include "../initializers/torch_default.hpp"
#include "../initializers/truncated_normal.hpp"
#include "../initializers/uniform.hpp"
#include "../initializers/xavier.hpp"
#include "../scaling/factors.hpp"
#include "../tensor/index.hpp"
#include "depth_scaled.hpp"
#include "preset_numbers.hpp"
#include "rules.hpp"

namespace eigeninit::rules {
inline namespace EIGENINIT_ABI {

/// GPT-2 of so many layers (Radford et al. 2019, "Language Models are Unsupervised Multitask
/// Learners"), by the names of Hugging Face's GPT2LMHeadModel and of nanoGPT:
/// "transformer.h.0.attn.c_attn.weight", ….
///
/// | parameter | values | where it is written |
/// |---|---|---|
/// | wte, c_attn, c_fc | N(0, 0.02²) | openai/gpt-2 src/model.py, `w_init_stdev`, `wte` |
/// | wpe | N(0, 0.01²) | openai/gpt-2 src/model.py, `wpe` |
/// | c_proj, of attention and of MLP | N(0, 0.02² / (2 · layers)) | the paper, section 2.3 |
/// | ln_1, ln_2, ln_f | 1, and all biases 0 | openai/gpt-2 src/model.py, `norm`, `conv1d` |
///
/// transformers (modeling_gpt2.py) and nanoGPT (model.py) draw wpe with 0.02, and OpenAI's code
/// does not scale c_proj. transformers keeps matrices in × out, nanoGPT out × in: no number here
/// depends on fans. lm_head is tied to wte. Throws std::invalid_argument for fewer than 1 layer.
template <class = void>
[[nodiscard]] Rules gpt2(Index layers) {
  Rules rules;
  rules.on("*wte.weight", normal{0, 0.02})
      .on("*wpe.weight", normal{0, 0.01})
      .on("*.c_proj.weight", scaled{normal{0, 0.02}, gpt2_factor(layers)})
      .on("*.[cq]_attn.weight", normal{0, 0.02})
      .on("*.c_fc.weight", normal{0, 0.02})
      .on("*ln_*.weight", ones{});
  rules.on("*.bias", zeros{}).optional();
  rules.on("*lm_head.weight", normal{0, 0.02}).optional();
  return rules;
}

/// LLaMA (Touvron et al. 2023, arXiv:2302.13971) of this width, by the names of Hugging Face's
/// LlamaForCausalLM: "model.layers.0.self_attn.q_proj.weight", ….
///
/// | parameter | values | pytorch/torchtitan torchtitan/models/llama3/\_\_init\_\_.py |
/// |---|---|---|
/// | embed_tokens | N(0, 1) | `_EMBEDDING_INIT` |
/// | q_proj, k_proj, v_proj, gate_proj | N(0, 0.02²) | `_LINEAR_INIT` |
/// | o_proj, up_proj, down_proj of layer l = 0, 1, … | N(0, 0.02² / (2 (l + 1))) | `_depth_init` |
/// | lm_head | N(0, 1 / width) cut at 3 of its std | `_output_linear_init` |
/// | norms | 1, and biases, if any, 0 | `_NORM_INIT`, `_LINEAR_INIT` |
///
/// The authors' own code (meta-llama/llama llama/model.py) only loads weights. torchtitan cuts the
/// layers' weights at ±2, 100 std: not at all; it scales up_proj, which does not add to the
/// residual stream; and an lm_head that is tied to embed_tokens gives its numbers to both. All are
/// N(0, 0.02²) in transformers. Throws std::invalid_argument for a width below 1.
template <class = void>
[[nodiscard]] Rules llama(Index width) {
  const double head = internal::inverse_root(internal::counted("rules::llama", "width", width));
  const depth_scaled residual{normal{0, 0.02}};
  Rules rules;
  rules.on("*layers.{layer}.self_attn.o_proj.weight", residual)
      .on("*layers.{layer}.mlp.up_proj.weight", residual)
      .on("*layers.{layer}.mlp.down_proj.weight", residual);
  rules.on("*embed_tokens.weight", normal{0, 1})
      .on("*.self_attn.[qkv]_proj.weight", normal{0, 0.02})
      .on("*.mlp.gate_proj.weight", normal{0, 0.02})
      .on("*norm.weight", ones{});
  rules.on("*lm_head.weight", truncated_normal::in_sigmas(head, -3, 3)).optional();
  rules.on("*.bias", zeros{}).optional();
  return rules;
}

/// Vision transformer (Dosovitskiy et al. 2020, arXiv:2010.11929), by the names of timm's
/// VisionTransformer: "blocks.0.attn.qkv.weight", ….
///
/// | parameter | values | google-research/vision_transformer vit_jax/models_vit.py |
/// |---|---|---|
/// | patch_embed.proj | truncated normal of std 1 / √fan_in | flax's `nn.Conv`: lecun_normal |
/// | pos_embed | N(0, 0.02²) | `posemb_init` |
/// | cls_token, head | 0 | `cls`, `head` |
/// | qkv | each of the three xavier_uniform | `nn.MultiHeadDotProductAttention` |
/// | attn.proj, fc1, fc2 | xavier_uniform | `kernel_init` |
/// | biases of fc1 and fc2 | N(0, 1e-6²) | `bias_init` |
/// | norms | 1, and all other biases 0 | the defaults of flax |
///
/// timm (vision_transformer.py, `init_weights_vit_jax`) and torchvision, whose in_proj_weight is
/// xavier_uniform as well, take the fans of the packed 3E × E: their queries, keys and values are
/// narrower than the authors' by √2. timm's own default is N(0, 0.02²): it is cut at ±2, 100 std.
template <class = void>
[[nodiscard]] Rules vit() {
  Rules rules;
  rules.on("*patch_embed.proj.weight", lecun<truncated_normal>{})
      .on("*.attn.qkv.weight", packed{xavier_uniform{}, 3})
      .on("*.attn.proj.weight", xavier_uniform{})
      .on("*.mlp.fc?.weight", xavier_uniform{})
      .on("*.mlp.fc?.bias", normal{0, 1e-6})
      .on("*norm*.weight", ones{})
      .on("*.bias", zeros{});
  rules.on("*pos_embed", normal{0, 0.02}).optional();
  rules.on("*cls_token", zeros{}).optional();
  rules.on("*head.weight", zeros{}).optional();
  return rules;
}

/// T5 (Raffel et al. 2019, arXiv:1910.10683), also 1.1, by the names of Hugging Face's
/// T5ForConditionalGeneration: "encoder.block.0.layer.0.SelfAttention.q.weight", ….
///
/// | parameter | values | tensorflow/mesh mesh_tensorflow/ |
/// |---|---|---|
/// | shared | N(0, 1) | layers.py, `embedding_weights` |
/// | q | N(0, 1 / (d_model · d_kv)) | transformer/attention.py, `init_weights` |
/// | k, v | N(0, 1 / d_model) | the same |
/// | o | N(0, 1 / (heads · d_kv)) | the same |
/// | wi, wi_0, wi_1, lm_head | N(0, 1 / d_model) cut at 2 of its std | layers.py, `dense` |
/// | wo | N(0, 1 / d_ff) cut at 2 of its std | the same |
/// | relative_attention_bias | xavier_uniform | ops.py, `get_variable`; TensorFlow's default |
/// | layer norms | 1 | transformer/transformer.py, `sublayer_rms_norm` |
///
/// q is that small because attention does not divide by √d_kv. A cut makes the std of the values
/// 0.88 of the one named. transformers (modeling_t5.py, `_init_weights`) cuts nothing, and draws
/// relative_attention_bias with 1 / √d_model and an lm_head that is not tied with 1: its first
/// logits are too large by √d_model. Throws std::invalid_argument for a number below 1.
template <class = void>
[[nodiscard]] Rules t5(Index d_model, Index d_kv, Index heads, Index d_ff) {
  using internal::inverse_root;
  const double model = internal::counted("rules::t5", "d_model", d_model);
  const double kv = internal::counted("rules::t5", "d_kv", d_kv);
  const double all = internal::counted("rules::t5", "heads", heads) * kv;
  const double ff = internal::counted("rules::t5", "d_ff", d_ff);
  const auto from_model = truncated_normal::in_sigmas(inverse_root(model), -2, 2);
  Rules rules;
  rules.on("*shared.weight", normal{0, 1})
      .on("*.q.weight", normal{0, inverse_root(model * kv)})
      .on("*.[kv].weight", normal{0, inverse_root(model)})
      .on("*.o.weight", normal{0, inverse_root(all)})
      .on("*.wi*.weight", from_model)
      .on("*.wo.weight", truncated_normal::in_sigmas(inverse_root(ff), -2, 2))
      .on("*layer_norm.weight", ones{})
      .on("*relative_attention_bias.weight", xavier_uniform{});
  rules.on("*lm_head.weight", from_model).optional();
  return rules;
}

/// ResNet (He et al. 2015, arXiv:1512.03385), also ResNeXt and the wide ones, by the names of
/// torchvision's: "layer1.0.conv1.weight", …. `features` are the inputs of fc: 512 for ResNet-18
/// and -34, 2048 for those of more layers.
///
/// | parameter | values | pytorch/vision torchvision/models/resnet.py |
/// |---|---|---|
/// | convolutions | kaiming_normal by fan_out, for ReLU | `kaiming_normal_` |
/// | batch norms | 1, biases 0; running mean 0 and variance 1 | `constant_`; PyTorch's default |
/// | fc, its bias too | U(-b, b), b = 1 / √features | the default of PyTorch's nn.Linear |
///
/// `zero` names the norms whose weights start at 0 and make every block the identity (Goyal et al.
/// 2017, arXiv:1706.02677; `zero_init_residual`): "bn2" for ResNet-18 and -34, else "bn3"; "" for
/// none. PyTorch ignores groups in fan_out. Throws std::invalid_argument for fewer than 1 feature.
template <class = void>
[[nodiscard]] Rules resnet(Index features, std::string_view zero = "") {
  const kaiming_normal convolution{Activation::relu(), FanMode::fan_out};
  Rules rules;
  rules.on("*fc.weight", torch_default{}).optional();
  rules.on("*fc.bias", internal::torch_bias("rules::resnet", "features", features)).optional();
  if (!zero.empty()) rules.on("*layer?.*." + std::string(zero) + ".weight", zeros{});
  rules.on("*conv?.weight", convolution)
      .on("*downsample.0.weight", convolution)
      .on("*bn?.weight", ones{})
      .on("*downsample.1.weight", ones{})
      .on("*bias", zeros{});
  rules.on("*running_mean", zeros{}).optional();
  rules.on("*running_var", ones{}).optional();
  return rules;
}

/// LSTM with open forget gates (Jozefowicz et al. 2015, "An Empirical Exploration of Recurrent
/// Network Architectures"), by the names of PyTorch's nn.LSTM and nn.LSTMCell: "weight_ih_l0", ….
///
/// | parameter | values | keras-team/keras keras/src/layers/rnn/lstm.py |
/// |---|---|---|
/// | weight_ih | xavier_uniform, of all four gates at once | `kernel_initializer` |
/// | weight_hh | orthogonal, of all four gates at once | `recurrent_initializer` |
/// | bias_ih | 1 for the forget gate, else 0 | `unit_forget_bias` |
/// | bias_hh | 0 | Keras has one bias |
///
/// PyTorch adds two biases: 1 in both would be 2. The columns of weight_hh are orthonormal, not
/// those of one gate: that is `packed{orthogonal{}, 4}`. PyTorch draws all from U(±1/√hidden).
template <class = void>
[[nodiscard]] Rules lstm() {
  Rules rules;
  rules.on("*weight_ih*", xavier_uniform{}).on("*weight_hh*", orthogonal{});
  rules.on("*bias_ih*", gate_bias{}).optional();
  rules.on("*bias_hh*", zeros{}).optional();
  return rules;
}

/// SIREN (Sitzmann et al. 2020, arXiv:2006.09661) of so many inputs and hidden units, by the names
/// of its modules.py, "net.net.0.0.weight", and of its explore_siren.ipynb, "net.0.linear.weight".
///
/// | parameter | values | vsitzmann/siren modules.py |
/// |---|---|---|
/// | the first layer's weight | U(-b, b), b = 1 / inputs | `first_layer_sine_init` |
/// | the others, the last too | U(-b, b), b = √(6 / hidden) / omega | `sine_init` |
/// | biases | U(-b, b), b = 1 / √fan_in | not touched: the default of PyTorch's nn.Linear |
///
/// `omega` is that of the hidden layers. Throws std::invalid_argument for a count below 1.
template <class = void>
[[nodiscard]] Rules siren(Index inputs, Index hidden, double omega = 30) {
  Rules rules;
  rules.on("*net.0.*weight", eigeninit::siren{omega, true})
      .on("*net.0.*bias", internal::torch_bias("rules::siren", "inputs", inputs))
      .on("*.weight", eigeninit::siren{omega})
      .on("*.bias", internal::torch_bias("rules::siren", "hidden", hidden));
  return rules;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::rules
