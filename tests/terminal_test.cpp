// Which streams are terminals: a pseudo-terminal in place of standard output, and what is none.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cstdlib>
#include <eigeninit/text/terminal.hpp>
#include <iostream>
#include <ostream>
#include <sstream>
#include <string>

#if defined(__unix__) || defined(__APPLE__)
#include <fcntl.h>
#include <unistd.h>
#endif

using eigeninit::internal::model::Terminal;
using eigeninit::internal::model::terminal_of;

TEST(Terminal, IsNoOtherStream) {
  std::ostringstream text;
  EXPECT_FALSE(terminal_of(text).is_terminal);
  EXPECT_FALSE(terminal_of(text).colours);
  EXPECT_FALSE(terminal_of(std::ostream(nullptr)).is_terminal);
}

#if defined(__unix__) || defined(__APPLE__)

namespace {

/// Standard output is another file while this lives.
class StandardOutput {
 public:
  explicit StandardOutput(int file) : before_(::dup(1)) {
    std::cout.flush();
    ::dup2(file, 1);
  }
  ~StandardOutput() {
    std::cout.flush();
    ::dup2(before_, 1);
    ::close(before_);
  }

 private:
  int before_;
};

/// What standard output is while it is a terminal, with these variables. The first is a terminal
/// that is not there where the system has none.
struct Seen {
  bool is_possible = false;
  Terminal output, in_a_string;
};
Seen seen_with(const char* term, const char* no_color) {
  const int controller = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (controller < 0 || ::grantpt(controller) != 0 || ::unlockpt(controller) != 0) return {};
  const int file = ::open(::ptsname(controller), O_RDWR | O_NOCTTY);
  if (file < 0) return {};
  term == nullptr ? ::unsetenv("TERM") : ::setenv("TERM", term, 1);
  no_color == nullptr ? ::unsetenv("NO_COLOR") : ::setenv("NO_COLOR", no_color, 1);
  Seen seen{true, {}, {}};
  {
    const StandardOutput replaced(file);
    seen.output = terminal_of(std::cout);
    std::ostringstream text;
    std::streambuf* const before = std::cout.rdbuf(text.rdbuf());
    seen.in_a_string = terminal_of(std::cout);
    std::cout.rdbuf(before);
  }
  ::close(file);
  ::close(controller);
  return seen;
}

}  // namespace

TEST(Terminal, IsStandardOutputWhereItIsOne) {
  const Seen seen = seen_with("xterm", nullptr);
  if (!seen.is_possible) GTEST_SKIP() << "this system has no pseudo-terminals";
  EXPECT_TRUE(seen.output.is_terminal);
  EXPECT_TRUE(seen.output.colours);
  EXPECT_FALSE(seen.in_a_string.is_terminal);
  EXPECT_FALSE(seen.in_a_string.colours);
}

TEST(Terminal, HasColoursUnlessTheyAreNotWanted) {
  if (!seen_with("xterm", nullptr).is_possible) GTEST_SKIP() << "no pseudo-terminals";
  EXPECT_TRUE(seen_with(nullptr, "").output.colours);
  EXPECT_FALSE(seen_with("xterm", "0").output.colours);
  EXPECT_FALSE(seen_with("dumb", nullptr).output.colours);
  EXPECT_TRUE(seen_with("dumb", nullptr).output.is_terminal);
}

TEST(Terminal, IsNoFileOfStandardOutput) {
  const int file = ::open("/dev/null", O_WRONLY);
  ASSERT_GE(file, 0);
  Terminal seen;
  {
    const StandardOutput replaced(file);
    seen = terminal_of(std::cout);
  }
  ::close(file);
  EXPECT_FALSE(seen.is_terminal);
}

#endif
