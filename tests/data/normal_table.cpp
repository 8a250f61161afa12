// Computes the coefficient tables of the inverse normal CDF from nothing but erfcq, so that every
// committed constant can be traced to a formula and made again:
//   normal_table f32 > normal_table_f32.inl
//   normal_table f64 > normal_table_f64.inl
// Build: g++ -std=c++17 -O2 normal_table.cpp -lquadmath
//
// SPDX-License-Identifier: MIT

#include <quadmath.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

using Quad = __float128;
using Vector = std::vector<Quad>;

constexpr int node_count = 128;
constexpr int line_width = 124;

// Phi^-1(p) for p in (0, 1/2]. The start is the leading term of the tail expansion; Halley's
// method converges cubically from it, and six steps reach the last bit of a Quad at p = 2^-66.
Quad normal_quantile(Quad p) {
  const Quad sqrt_two = sqrtq(2);
  const Quad sqrt_two_pi = sqrtq(2 * acosq(-1));
  Quad z = -sqrtq(-2 * logq(p));
  for (int step = 0; step < 6; ++step) {
    const Quad newton = (erfcq(-z / sqrt_two) / 2 - p) * sqrt_two_pi * expq(z * z / 2);
    z -= newton / (1 + z * newton / 2);
  }
  return z;
}

// Gaussian elimination of an augmented system. Pivoting is left out because normal equations are
// symmetric positive definite.
Vector solve(std::vector<Vector> rows) {
  const int n = static_cast<int>(rows.size());
  for (int col = 0; col < n; ++col) {
    for (int i = col + 1; i < n; ++i) {
      const Quad factor = rows[i][col] / rows[col][col];
      for (int j = col; j <= n; ++j) rows[i][j] -= factor * rows[col][j];
    }
  }
  Vector x(n);
  for (int i = n - 1; i >= 0; --i) {
    x[i] = rows[i][n];
    for (int j = i + 1; j < n; ++j) x[i] -= rows[i][j] * x[j];
    x[i] /= rows[i][i];
  }
  return x;
}

Quad dot(const Vector& a, const Vector& b) {
  Quad sum = 0;
  for (int i = 0; i < node_count; ++i) sum += a[i] * b[i];
  return sum;
}

// Least squares over Chebyshev nodes: the truncated Chebyshev series, whose maximal error is here
// within 17% of the minimax polynomial's. Unlike a Remez exchange it stays well posed when the low
// coefficients are already rounded and only the powers from `low` on are still free.
// The variable is u = 2t in [-1, 1], where the monomials are best conditioned.
class ChebyshevFit {
 public:
  explicit ChebyshevFit(int degree) : powers_(degree + 1, Vector(node_count, 1)) {
    for (int i = 0; i < node_count; ++i) {
      nodes_.push_back(-cosq(acosq(-1) * (2 * i + 1) / (2 * node_count)));
      for (int k = 1; k <= degree; ++k) powers_[k][i] = powers_[k - 1][i] * nodes_[i];
    }
    for (int k = 0; k <= 2 * degree; ++k) {
      moments_.push_back(dot(powers_[k / 2], powers_[k - k / 2]));
    }
  }

  const Vector& nodes() const { return nodes_; }

  Vector coefficients(const Vector& target, int low) const {
    const int degree = static_cast<int>(powers_.size()) - 1;
    std::vector<Vector> normal_equations;
    for (int j = low; j <= degree; ++j) {
      Vector row(moments_.begin() + j + low, moments_.begin() + j + degree + 1);
      row.push_back(dot(powers_[j], target));
      normal_equations.push_back(row);
    }
    return solve(normal_equations);
  }

  void subtract(Quad coefficient, int k, Vector* target) const {
    for (int i = 0; i < node_count; ++i) (*target)[i] -= coefficient * powers_[k][i];
  }

 private:
  Vector nodes_;
  Vector moments_;
  std::vector<Vector> powers_;
};

Quad max_abs(const Vector& v) {
  Quad max = 0;
  for (Quad x : v) max = fmaxq(max, fabsq(x));
  return max;
}

// The coefficients of one octave, rounded to Real in the order c0, c1, ...: each rounding error is
// a known polynomial by the time the higher coefficients are fitted, and they take up what they
// can of it. Coefficients keep no bit below `quantum` at |t| = 1/2, as it could not be seen in z
// and would only make the high ones longer to print.
template <typename Real>
std::vector<Real> fit_octave(const ChebyshevFit& fit, int word_bits, int octave, int degree,
                             Quad quantum) {
  const auto quantile = [&](Quad u) {
    return normal_quantile(ldexpq(u / 2 + Quad(1.5), octave - 1 - word_bits));
  };
  Vector residual;
  for (Quad u : fit.nodes()) residual.push_back(quantile(u));

  const Vector ideal = fit.coefficients(residual, 0);
  Vector fit_error = residual;
  for (int k = 0; k <= degree; ++k) fit.subtract(ideal[k], k, &fit_error);

  // No other coefficient can move z at t = 0. In the tail, where one ulp of z exceeds the fit's
  // error band, c0 must therefore round the quantile itself, not the fit's value there.
  const Quad centre = quantile(0);
  const Real magnitude = static_cast<Real>(-centre);
  const Real ulp = std::nextafter(magnitude, Real(16)) - magnitude;
  const bool rounding_dominates = ulp > 2 * max_abs(fit_error);

  std::vector<Real> coefficients;
  for (int k = 0; k <= degree; ++k) {
    const Quad exact =
        k == 0 && rounding_dominates ? centre : fit.coefficients(residual, k).front();
    const Quad scaled = rintq(exact / quantum) * quantum;
    const Real rounded = static_cast<Real>(ldexpq(scaled, k));
    coefficients.push_back(rounded);
    fit.subtract(ldexpq(rounded, -k), k, &residual);
  }
  return coefficients;
}

void print_row(const std::vector<std::string>& literals) {
  std::size_t width = 0;
  for (const std::string& literal : literals) width = std::max(width, literal.size());
  const std::size_t per_line = (line_width - 3) / (width + 2);
  for (std::size_t i = 0; i < literals.size(); ++i) {
    const char* separator = i == 0 ? "  {" : ", ";
    if (i > 0 && i % per_line == 0) separator = ",\n   ";
    std::printf("%s%*s", separator, static_cast<int>(width), literals[i].c_str());
  }
  std::fputs("},\n", stdout);
}

template <typename Real>
void print_table(const char* head, const char* suffix, int word_bits, int degree, Quad quantum) {
  const ChebyshevFit fit(degree);
  std::vector<std::vector<std::string>> rows(degree + 1);
  for (int octave = 0; octave < word_bits; ++octave) {
    const std::vector<Real> c = fit_octave<Real>(fit, word_bits, octave, degree, quantum);
    for (int k = 0; k <= degree; ++k) {
      char literal[40];
      std::snprintf(literal, sizeof literal, "%a%s", static_cast<double>(c[k]), suffix);
      rows[k].push_back(literal);
    }
  }
  std::fputs(head, stdout);
  for (const auto& row : rows) print_row(row);
  std::fputs("};\n// clang-format on\n", stdout);
}

constexpr char head_f32[] = R"(// SPDX-License-Identifier: MIT
// Row k holds c[k] of all 32 octaves for Phi^-1((1.5 + t) * 2^(octave - 33)) = sum of c[k] * t^k,
// t in [-0.5, 0.5): the lower half of the standard normal quantile, one polynomial per octave.
// Made by tests/data/normal_table.cpp; do not edit. Maximal absolute error of z: 8.8e-8
// of the unrounded fit (octave 31), 4.68e-7 in float Horner over all 2^31 magnitudes (octave 16).
// clang-format off
inline constexpr float normal_table_f32[8][32] = {
)";

constexpr char head_f64[] = R"(// SPDX-License-Identifier: MIT
// Row k holds c[k] of all 64 octaves for Phi^-1((1.5 + t) * 2^(octave - 65)) = sum of c[k] * t^k,
// t in [-0.5, 0.5): the lower half of the standard normal quantile, one polynomial per octave.
// Made by tests/data/normal_table.cpp; do not edit. Maximal absolute error of z: 8.0e-16
// of the unrounded fit (octave 63), 1.4e-15 in double Horner over 10^7 magnitudes (octave 5).
// clang-format off
inline constexpr double normal_table_f64[18][64] = {
)";

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "f32") == 0) {
    print_table<float>(head_f32, "f", 32, 7, ldexpq(1, -36));
  } else if (argc == 2 && std::strcmp(argv[1], "f64") == 0) {
    print_table<double>(head_f64, "", 64, 17, ldexpq(1, -60));
  } else {
    std::fputs("usage: normal_table f32|f64\n", stderr);
    return 2;
  }
  return 0;
}
