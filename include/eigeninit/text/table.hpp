// Tables of text: columns under their titles, in the width of a terminal.
//
//   parameter            shape       std
//   ------------------------------------
//   blocks.0.a...weight  768×768  0.0255
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../numeric/error.hpp"
#include "cells.hpp"
#include "utf8.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

enum class Align { left, right };

/// Its texts are UTF-8, of characters that are one column wide.
class Table {
 public:
  Table& column(std::string title, Align align = Align::left) {
    titles_.push_back(std::move(title));
    aligns_.push_back(align);
    return *this;
  }

  /// Throws std::invalid_argument where there is not one cell for each column.
  Table& row(std::vector<std::string> cells) {
    require_columns(cells);
    rows_.push_back(std::move(cells));
    return *this;
  }

  /// A last row, behind a line. Throws like row().
  Table& sums(std::vector<std::string> cells) {
    require_columns(cells);
    sums_ = std::move(cells);
    return *this;
  }

  /// Lines that end with '\n', without blanks before it. In a table that is wider than `width`,
  /// which 0 never is, texts of the first column lose their middle, down to 12 characters and never
  /// that of the sums.
  std::string print(std::size_t width, bool unicode) const {
    std::vector<std::size_t> widths = natural_widths();
    std::size_t whole = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) whole += widths[i] + (i > 0 ? 2 : 0);
    const std::size_t least =
        sums_.empty() ? least_width : (std::max)(least_width, utf8::count(sums_[0]));
    if (width > 0 && whole > width && widths[0] > least) {
      const std::size_t cut = (std::min)(whole - width, widths[0] - least);
      widths[0] -= cut;
      whole -= cut;
    }
    const std::string line = std::string(whole, '-') + '\n';
    std::string text = print_row(titles_, widths, unicode) + line;
    for (const auto& cells : rows_) text += print_row(cells, widths, unicode);
    if (!sums_.empty()) text += line + print_row(sums_, widths, unicode);
    return text;
  }

 private:
  static constexpr std::size_t least_width = 12;

  void require_columns(const std::vector<std::string>& cells) const {
    if (cells.size() == titles_.size()) return;
    refuse("table: ", cells.size(), " cells in a row of ", titles_.size(),
           " columns; pass one for each");
  }

  std::vector<std::size_t> natural_widths() const {
    std::vector<std::size_t> widths(titles_.size());
    const auto widen = [&widths](const std::vector<std::string>& cells) {
      for (std::size_t i = 0; i < cells.size(); ++i) {
        widths[i] = (std::max)(widths[i], utf8::count(cells[i]));
      }
    };
    widen(titles_);
    for (const auto& cells : rows_) widen(cells);
    widen(sums_);
    return widths;
  }

  std::string print_row(const std::vector<std::string>& cells,
                        const std::vector<std::size_t>& widths, bool unicode) const {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string cell = i == 0 ? shorten(cells[i], widths[i], unicode) : cells[i];
      const std::string blanks(widths[i] - utf8::count(cell), ' ');
      if (i > 0) text += "  ";
      text += aligns_[i] == Align::left ? cell + blanks : blanks + cell;
    }
    return text.erase(text.find_last_not_of(' ') + 1) += '\n';
  }

  /// The beginning keeps more than the end: it is where the layers of a model differ.
  static std::string shorten(const std::string& text, std::size_t width, bool unicode) {
    if (utf8::count(text) <= width) return text;
    const std::string_view dots = unicode ? "…" : "...";
    const std::size_t kept = width - utf8::count(dots), end = kept * 3 / 8;
    return std::string(utf8::first(text, kept - end)).append(dots).append(utf8::last(text, end));
  }

  std::vector<std::string> titles_;
  std::vector<Align> aligns_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::string> sums_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
