// The one table of the initializers that have a text: their names, and their settings in order.
// What prints them and what reads them both ask it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include "../../initializers/bias.hpp"
#include "../../initializers/bilinear.hpp"
#include "../../initializers/constant.hpp"
#include "../../initializers/delta_orthogonal.hpp"
#include "../../initializers/icnr.hpp"
#include "../../initializers/identity.hpp"
#include "../../initializers/kaiming.hpp"
#include "../../initializers/lecun.hpp"
#include "../../initializers/normal.hpp"
#include "../../initializers/orthogonal.hpp"
#include "../../initializers/packed.hpp"
#include "../../initializers/scaled.hpp"
#include "../../initializers/siren.hpp"
#include "../../initializers/sparse.hpp"
#include "../../initializers/torch_default.hpp"
#include "../../initializers/truncated_normal.hpp"
#include "../../initializers/uniform.hpp"
#include "../../initializers/variance_scaling.hpp"
#include "../../initializers/xavier.hpp"
#include "setting.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

/// How an initializer is written: its name, which may have two parts, and its settings. Without a
/// constructor or a string, so that a row of the table takes next to no time to compile.
struct Syntax {
  static constexpr std::size_t most = 4;

  const char* name;
  const char* over;
  Setting settings[most];  ///< those beyond the last have no name

  std::size_t size() const {
    std::size_t count = 0;
    while (count < most && settings[count].name != nullptr) ++count;
    return count;
  }
};

/// Of an initializer that the table does not have.
struct NoSyntax {};

/// variance_scaling<normal>, as in C++.
template <class Distribution>
const char* over() {
  if constexpr (std::is_same_v<Distribution, normal>) {
    return "<normal>";
  } else if constexpr (std::is_same_v<Distribution, uniform>) {
    return "<uniform>";
  } else if constexpr (std::is_same_v<Distribution, truncated_normal>) {
    return "<truncated_normal>";
  } else {
    return "<custom distribution>";
  }
}

/// For schemes that have names of their own over some: kaiming_normal.
template <class Distribution>
const char* over_by_name() {
  if constexpr (std::is_same_v<Distribution, normal>) {
    return "_normal";
  } else if constexpr (std::is_same_v<Distribution, uniform>) {
    return "_uniform";
  } else {
    return over<Distribution>();
  }
}

// A template, so that an initializer that is derived from one of the table's has no row there.
template <class I>
NoSyntax syntax_of(I&) {
  return {};
}

inline Syntax syntax_of(constant& i) { return {"constant", "", {{"value", i.value}}}; }
inline Syntax syntax_of(zeros&) { return {"zeros", "", {}}; }
inline Syntax syntax_of(ones&) { return {"ones", "", {}}; }
inline Syntax syntax_of(uniform& i) { return {"uniform", "", {{"low", i.low}, {"high", i.high}}}; }
inline Syntax syntax_of(normal& i) { return {"normal", "", {{"mean", i.mean}, {"std", i.std}}}; }
inline Syntax syntax_of(truncated_normal& i) {
  return {
      "truncated_normal", "", {{"mean", i.mean}, {"std", i.std}, {"low", i.low}, {"high", i.high}}};
}

template <class D>
Syntax syntax_of(xavier<D>& i) {
  return {"xavier", over_by_name<D>(), {{"gain", i.gain}, {"layout", i.layout}}};
}
template <class D>
Syntax syntax_of(kaiming<D>& i) {
  return {"kaiming",
          over_by_name<D>(),
          {{"nonlinearity", i.nonlinearity}, {"mode", i.mode}, {"layout", i.layout}}};
}
template <class D>
Syntax syntax_of(lecun<D>& i) {
  return {"lecun", over_by_name<D>(), {{"layout", i.layout}}};
}
template <class D>
Syntax syntax_of(variance_scaling<D>& i) {
  return {
      "variance_scaling", over<D>(), {{"scale", i.scale}, {"mode", i.mode}, {"layout", i.layout}}};
}
inline Syntax syntax_of(torch_default& i) { return {"torch_default", "", {{"layout", i.layout}}}; }
inline Syntax syntax_of(siren& i) {
  return {"siren", "", {{"omega", i.omega}, {"first", i.first}, {"layout", i.layout}}};
}

inline Syntax syntax_of(orthogonal& i) {
  return {"orthogonal", "", {{"gain", i.gain}, {"layout", i.layout}}};
}
inline Syntax syntax_of(delta_orthogonal& i) {
  return {"delta_orthogonal", "", {{"gain", i.gain}}};
}
inline Syntax syntax_of(eye& i) { return {"eye", "", {{"gain", i.gain}}}; }
inline Syntax syntax_of(dirac& i) { return {"dirac", "", {{"groups", i.groups}}}; }
inline Syntax syntax_of(sparse& i) {
  return {"sparse", "", {{"sparsity", i.sparsity}, {"std", i.std}}};
}
inline Syntax syntax_of(bilinear&) { return {"bilinear", "", {}}; }

inline Syntax syntax_of(gate_bias& i) {
  return {"gate_bias", "", {{"gate", i.gate}, {"gates", i.gates}, {"value", i.value}}};
}
inline Syntax syntax_of(chrono_bias& i) { return {"chrono_bias", "", {{"t_max", i.t_max}}}; }
inline Syntax syntax_of(prior_bias& i) { return {"prior_bias", "", {{"p", i.p}}}; }

template <class Base>
Syntax syntax_of(packed<Base>& i) {
  return {"packed", "", {{"parts", i.parts}}};
}
template <class Base>
Syntax syntax_of(icnr<Base>& i) {
  return {"icnr", "", {{"upscale", i.upscale}}};
}
template <class Base>
Syntax syntax_of(scaled<Base>& i) {
  return {"scaled", "", {{"factor", i.factor}}};
}

template <class I>
inline constexpr bool has_syntax =
    std::is_same_v<decltype(syntax::syntax_of(std::declval<I&>())), Syntax>;

/// One that wraps another has that in `base`, which is written before its settings.
template <class I>
inline constexpr bool wraps = false;
template <class Base>
inline constexpr bool wraps<packed<Base>> = true;
template <class Base>
inline constexpr bool wraps<icnr<Base>> = true;
template <class Base>
inline constexpr bool wraps<scaled<Base>> = true;

/// Where the defaults of an initializer's settings are found. What is wrapped may have none.
template <class I>
I default_of(const I&) {
  return {};
}
template <template <class> class Wrapper, class Base,
          std::enable_if_t<wraps<Wrapper<Base>>, int> = 0>
Wrapper<zeros> default_of(const Wrapper<Base>&) {
  return {};
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
