// How a wrong call is answered: by a sentence as the compiler's first error, while
// std::is_invocable says that the call is wrong.
//
// A static_assert can't do that: what std::is_invocable asks must not be an error. So beside the
// right overloads of a function stand others, whose parameters are classes such as
//
//   struct NotAWeight {
//     template <class T, IfTemporary<T> = 0>
//     EIGENINIT_SENTENCE("eigeninit: this temporary owns its elements …") NotAWeight(T&&);
//     ~NotAWeight() = delete;
//   };
//
// They convert from what is wrong and from nothing else, so that the overload is chosen for wrong
// calls alone. To use the conversion is an error with the constructor's sentence; that there is no
// destructor makes the call an error also where nobody sees the sentence.
//
// SPDX-License-Identifier: MIT
#pragma once

#include "../abi/abi.hpp"

#if defined(__has_attribute)
#if __has_attribute(unavailable)
#define EIGENINIT_SENTENCE(text) __attribute__((unavailable(text)))
#endif
#endif
#if !defined(EIGENINIT_SENTENCE)
#define EIGENINIT_SENTENCE(text)  // g++ 11 and MSVC name the class, whose name says it in short
#endif
