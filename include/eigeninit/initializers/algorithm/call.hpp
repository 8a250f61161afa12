// How initializers are called: what their overloads take, and what wrong calls are told.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

#include "../../numeric/sentence.hpp"
#include "../../random/source.hpp"
#include "../../scaling/fans.hpp"
#include "../../tensor/make_view.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// For overloads that draw from the source.
template <class Tensor, class Source, Ranks ranks = Ranks::any>
using IfDraws =
    std::enable_if_t<is_weight_of<Tensor, ranks> && is_source_for<Source, Tensor>(), int>;

/// For overloads that leave the source as it is.
template <class Tensor, class Source, Ranks ranks = Ranks::any>
using IfIgnores = std::enable_if_t<is_weight_of<Tensor, ranks> && is_source_v<Source>, int>;

/// For overloads that hand a view on.
template <class Base, class Tensor, class... Arguments>
constexpr bool is_called_with() {
  if constexpr (is_weight_of<Tensor>) {
    return std::is_invocable_v<const Base&, const ViewOf<Tensor>&, Arguments...>;
  } else {
    return false;
  }
}
template <class Base, class Tensor, class... Arguments>
using IfCalls = std::enable_if_t<is_called_with<Base, Tensor, Arguments...>(), int>;

// In the place of arguments that are wrong: see sentence.hpp.

struct NoSource {
  template <class T>
  EIGENINIT_SENTENCE(
      "eigeninit: random values need a source. Pass an eigeninit::Generator or a std:: engine "
      "after the tensor: kaiming_normal{}(w, rng).")
  NoSource(const T&);
  ~NoSource() = delete;
};

struct NotFans {
  template <class T, std::enable_if_t<!std::is_same_v<Plain<T>, Fans>, int> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: braces hold the settings, parentheses take the tensor and the source, and fans "
      "stand between them: kaiming_normal{}(w, Fans{784, 256}, rng).")
  NotFans(T&&);
  ~NotFans() = delete;
};

struct TooMany {
  template <class T>
  EIGENINIT_SENTENCE(
      "eigeninit: too many arguments. Braces hold the settings, parentheses take the tensor, fans "
      "where they are wanted, and the source: normal{0, 0.02}(w, rng).")
  TooMany(const T&);
  ~TooMany() = delete;
};

struct NotASourceToIgnore {
  template <class T, std::enable_if_t<!is_source_v<T>, int> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: braces hold the settings, parentheses take the tensor: constant{0.5}(w). What "
      "follows the tensor is a random source, which is left as it is.")
  NotASourceToIgnore(T&&);
  ~NotASourceToIgnore() = delete;
};

/// A weight and a source that the wrapped initializer refuses.
template <class Base, class Tensor>
struct NotForBase {
  using Type = NotForBase;  // named by its member, it does not take part in deduction

  template <class S, std::enable_if_t<
                         is_source_for<S, Tensor>() && !is_called_with<Base, Tensor, S>(), int> = 0>
  EIGENINIT_SENTENCE(
      "eigeninit: the wrapped initializer does not take this weight. Call it by itself to see why.")
  NotForBase(S&&);
  ~NotForBase() = delete;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal

// The wrong calls, as overloads of their own: those of an initializer that draws from the source,
// by the ranks that it takes without and with fans; of one that does not; and of one that wraps
// `Base`. A macro, because a base class would have to be named in the braces of the settings.

#define EIGENINIT_WRONG_CALLS_OF_ALL                                \
  template <class Tensor, class Source>                             \
  void operator()(Tensor&&, internal::NotFans, Source&&) const;     \
  template <class Tensor, class Second, class Third, class... More> \
  void operator()(Tensor&&, internal::TooMany, Second&&, Third&&, More&&...) const;

#define EIGENINIT_WRONG_CALLS_OF_DRAWING(ranks, ranks_with_fans)                                   \
  void operator()(internal::NoSource) const;                                                       \
  template <class Source>                                                                          \
  void operator()(internal::NotAWeight<internal::Ranks::ranks>, Source&&) const;                   \
  template <class Source>                                                                          \
  void operator()(internal::NotAWeight<internal::Ranks::ranks_with_fans>, Fans, Source&&) const;   \
  template <class Tensor, internal::IfWeight<Tensor> = 0>                                          \
  void operator()(Tensor&&, internal::NotASource<typename internal::Plain<Tensor>::Scalar>) const; \
  template <class Tensor, internal::IfWeight<Tensor> = 0>                                          \
  void operator()(Tensor&&, Fans, internal::NotASource<typename internal::Plain<Tensor>::Scalar>)  \
      const;                                                                                       \
  EIGENINIT_WRONG_CALLS_OF_ALL

#define EIGENINIT_WRONG_CALLS_OF_FIXED(ranks)                                          \
  void operator()(internal::NotAWeight<internal::Ranks::ranks>) const;                 \
  template <class Source>                                                              \
  void operator()(internal::NotAWeight<internal::Ranks::ranks>, Source&&) const;       \
  template <class Source>                                                              \
  void operator()(internal::NotAWeight<internal::Ranks::ranks>, Fans, Source&&) const; \
  template <class Tensor, internal::IfWeight<Tensor> = 0>                              \
  void operator()(Tensor&&, internal::NotASourceToIgnore) const;                       \
  template <class Tensor, internal::IfWeight<Tensor> = 0>                              \
  void operator()(Tensor&&, Fans, internal::NotASourceToIgnore) const;                 \
  EIGENINIT_WRONG_CALLS_OF_ALL

#define EIGENINIT_WRONG_CALLS_OF_WRAPPING(Base)           \
  EIGENINIT_WRONG_CALLS_OF_DRAWING(any, any)              \
  template <class Tensor, internal::IfWeight<Tensor> = 0> \
  void operator()(Tensor&&, typename internal::NotForBase<Base, Tensor>::Type) const;
