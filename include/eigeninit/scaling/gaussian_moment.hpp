// E[f(z)²] for z ~ N(0, 1): how strong a signal a nonlinearity passes on. What the exact gains are
// made from, for any function.
//
// Composite, because nonlinearities have kinks: Gauss and Hermite's rule is one polynomial for the
// whole line, and wrong in the third digit for ReLU.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "../numeric/elementary.hpp"
#include "../numeric/strict.hpp"

namespace eigeninit::internal::gaussian_moment {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

// Gauss and Legendre's rule of five points on [-1, 1]: the positive nodes with their weights, and
// the weight of 0.
inline constexpr double nodes[] = {0.53846931010568309, 0.90617984593866399};
inline constexpr double weights[] = {0.47862867049936647, 0.23692688505618909};
inline constexpr double middle_weight = 0.56888888888888889;

inline constexpr int reach = 37;              // the density is 2·10⁻²⁹⁸ there
inline constexpr int panels_per_unit = 256;   // kinks at their edges cost nothing
inline constexpr double half_panel = 0x1p-9;  // a power of 2: the nodes' offsets are exact

/// f(z)² times the density, which is divided between both factors so that a steep f does not
/// overflow before the density can tame it.
template <class Function>
double integrand(const Function& f, double z) {
  constexpr double inverse_sqrt_two_pi = 0.3989422804014327;
  const double root = double(f(z)) * elementary::exp(-(z * z) / 4);
  return product(root * root, inverse_sqrt_two_pi);
}

/// Adds a panel to a sum that half its width turns into the integral. Returns whether f² changes by
/// more than a factor of 2 there.
template <class Function>
bool add_panel(const Function& f, double centre, double half, double& sum) {
  const double middle = integrand(f, centre);
  double least = middle, largest = middle;
  sum += product(middle_weight, middle);
  for (int i = 0; i < 2; ++i) {
    const double offset = nodes[i] * half;
    const double left = integrand(f, centre - offset), right = integrand(f, centre + offset);
    least = (std::min)({least, left, right});
    largest = (std::max)({largest, left, right});
    sum += product(weights[i], left + right);
  }
  return largest > 2 * least;
}

/// A panel that may hold a pole, and where.
struct Panel {
  double centre, pole;
};

/// The integral over [first, first + 1]. Appends steep panels to `steep`.
template <class Function>
double over_unit(const Function& f, int first, std::vector<Panel>& steep) {
  double sum = 0;
  for (int panel = 0; panel < panels_per_unit; ++panel) {
    const double centre = first + (2 * panel + 1) * half_panel;
    if (add_panel(f, centre, half_panel, sum)) steep.push_back({centre, centre});
  }
  return sum * half_panel;
}

template <class Function>
double over_panel(const Function& f, double centre, double half) {
  double sum = 0;
  add_panel(f, centre, half, sum);
  return sum * half;
}

/// Where the integrand is largest in and near a steep panel: where it has a pole, if it has one.
template <class Function>
double find_peak(const Function& f, double centre) {
  double peak = centre, largest = integrand(f, centre);
  // From 2⁻⁹ to 2⁻⁵³. Each window holds the pole, which is less than 0.54 from the highest node.
  double half = half_panel;
  for (int narrowing = 0; narrowing < 60; ++narrowing, half *= 0.6) {
    const double middle = peak;
    for (const double node : {-nodes[1], -nodes[0], nodes[0], nodes[1]}) {
      const double z = middle + product(node, half);
      const double value = integrand(f, z);
      if (value > largest) {
        largest = value;
        peak = z;
      }
    }
  }
  return peak;
}

/// Adds the integral between `end` and `pole`, piece after piece, each half as wide as the one
/// before. Returns whether what is next to the pole counts: where it does not, there is no pole.
///
/// Pieces at a pole |z - p|^-a of f² are a geometric series of the ratio 2^(a-1), which is finite
/// for a < 1. Taken by tens, because the integrand may look otherwise from afar.
template <class Function>
bool add_side(const Function& f, double pole, double end, double& sum) {
  double tens[3] = {};
  double width = end - pole;
  if (std::abs(width) < half_panel * 0x1p-32) return false;  // it stands at the end
  for (double& ten : tens) {
    for (int i = 0; i < 10; ++i) {
      width /= 2;
      ten += over_panel(f, pole + 1.5 * width, width / 2);
    }
    const double rest = over_panel(f, pole + width / 2, width / 2);
    if (&ten == tens && std::abs(rest) <= std::abs(ten) / 64) {
      sum += std::abs(ten + rest);
      return false;
    }
  }
  const double ratio = tens[2] / tens[1];
  constexpr double still_finite = 0.8;  // a = 0.968
  if (ratio < still_finite) {
    sum += std::abs(tens[0] + tens[1] + tens[2] / (1 - ratio));
  } else {
    sum = std::numeric_limits<double>::infinity();
  }
  return true;
}

/// What the integral over a panel is more than the rule's, with a pole in or near it; infinity
/// where it diverges.
template <class Function>
double beyond_rule(const Function& f, double centre, double pole) {
  const double low = centre - half_panel, high = centre + half_panel;
  pole = (std::min)((std::max)(pole, low), high);
  double sum = 0;
  const bool counts_below = add_side(f, pole, low, sum);
  const bool counts_above = add_side(f, pole, high, sum);
  return counts_below || counts_above ? sum - over_panel(f, centre, half_panel) : 0;
}

/// E[f(z)²], from some 95,000 calls of f, and a few hundred for each panel of 1/256 where f²
/// changes by more than a factor of 2. Infinity where the integrand has not died down at ±37, and
/// where it has a pole of an order above 0.96: one beyond ±6 may be overlooked, and a peak that is
/// narrower than 1e-8 be taken for one.
///
/// The relative error is about 1e-14 where f is smooth but for kinks or jumps at multiples of
/// 1/256, below 1e-5 for a kink elsewhere, below 1e-3 for a jump elsewhere, and below 4e-3 for a
/// pole of a lower order.
template <class Function>
double second_moment(const Function& f) {
  std::vector<Panel> steep;
  const double ends = over_unit(f, -reach, steep) + over_unit(f, reach - 1, steep);
  double sum = ends;
  for (int first = 1 - reach; first < reach - 1; ++first) sum += over_unit(f, first, steep);
  if (ends > sum * 1e-9) return std::numeric_limits<double>::infinity();
  std::vector<Panel> panels, beside;
  for (const Panel& panel : steep) {
    if (!(over_panel(f, panel.centre, half_panel) > sum * 1e-9)) continue;
    const double pole = find_peak(f, panel.centre);
    panels.push_back({panel.centre, pole});
    // Of another panel the nodes may stand all on the flat side of a pole.
    beside.push_back({(std::floor(pole * panels_per_unit) + 0.5) / panels_per_unit, pole});
  }
  panels.insert(panels.end(), beside.begin(), beside.end());
  std::stable_sort(panels.begin(), panels.end(),
                   [](const Panel& a, const Panel& b) { return a.centre < b.centre; });
  double refined = sum;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (i > 0 && panels[i].centre == panels[i - 1].centre) continue;  // once for each panel
    refined += beyond_rule(f, panels[i].centre, panels[i].pole);
  }
  // Where panels were good enough, what they give stays as it is.
  return std::abs(refined - sum) > sum / 256 ? refined : sum;
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::gaussian_moment
