// Complex values from pairs of real ones, in place: complex.hpp says what becomes of them. Text,
// included by fill.inl.
//
// SPDX-License-Identifier: MIT

/// How many vectors of values are made side by side. One lane alone is soon busy with divisions.
inline constexpr std::size_t polar_vectors = sizeof(Doubles) == sizeof(double) ? 2 : 6;

template <std::size_t n>
EIGENINIT_INLINE void radii(const DiskRadius& to, const Doubles (&u)[n], Doubles (&radius)[n]) {
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) radius[i] = to.radius * root(u[i]);
}
template <std::size_t n>
EIGENINIT_INLINE void radii(const TruncatedRadius& to, const Doubles (&u)[n],
                            Doubles (&radius)[n]) {
  // A circle much smaller than std holds a disk, as the square of `cut` may be too small to have.
  if (to.cut < 1e-9) return radii(DiskRadius{to.distance * disk_in_interval}, u, radius);
  Doubles x[n];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) x[i] = -product(u[i], Doubles{} + to.share);
  log1p(x, radius);
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) radius[i] = to.scale * root(-radius[i]);
}

/// `n` vectors of values.
template <std::size_t n, class Radius, class T>
EIGENINIT_INLINE void make_polar(const ToPolar<Radius>& to, T* pairs) {
  constexpr std::size_t numbers = 2 * std::size_t(double_lanes);  // of a vector of values
  Doubles u[n], turn[n], radius[n], cos[n], sin[n];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) load_pairs(pairs + numbers * i, u[i], turn[i]);
  radii(to.radius, u, radius);
  cos_sin(turn, cos, sin);
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < n; ++i) {
    store_pairs(pairs + numbers * i, to.center + product(radius[i], cos[i]),
                product(radius[i], sin[i]));
  }
}

/// Makes `count` values, which lie one after the other.
template <class Radius, class T>
void finish(const ToPolar<Radius>& to, std::complex<T>* values, std::ptrdiff_t count) {
  constexpr std::ptrdiff_t lanes = double_lanes;
  constexpr std::ptrdiff_t step = lanes * std::ptrdiff_t(polar_vectors);
  // The standard lets a complex number be read as an array of two.
  for (; count >= step; count -= step) {
    make_polar<polar_vectors>(to, reinterpret_cast<T*>(values));
    values += step;
  }
  for (; count >= lanes; count -= lanes) {
    make_polar<1>(to, reinterpret_cast<T*>(values));
    values += lanes;
  }
  if (count > 0) {
    std::complex<T> last[std::size_t(lanes)];
    std::copy_n(values, count, last);
    finish(to, last, lanes);
    std::copy_n(last, count, values);
  }
}

template <class T>
void finish(const ToMean& to, std::complex<T>* values, std::ptrdiff_t count) {
  using Value = typename Conversion<T>::Value;
  constexpr std::ptrdiff_t lanes = sizeof(Value) / sizeof(T);
  if (to.mean == 0) return;
  if constexpr (lanes > 1) {
    T shifts[std::size_t(lanes)] = {};
    for (std::ptrdiff_t i = 0; i < lanes; i += 2) shifts[i] = T(to.mean);
    const auto shift = load<Value>(shifts);
    for (; count >= lanes / 2; count -= lanes / 2) {
      T* const parts = reinterpret_cast<T*>(values);
      store(parts, load<Value>(parts) + shift);
      values += lanes / 2;
    }
  }
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    values[i] = {values[i].real() + T(to.mean), values[i].imag() + T(0)};
  }
}

/// One of these, chosen when the program runs.
template <class T>
void finish(const AnyFinish& to, std::complex<T>* values, std::ptrdiff_t count) {
  switch (to.kind) {
    case AnyFinish::Kind::disk: return finish(to.disk, values, count);
    case AnyFinish::Kind::mean: return finish(to.mean, values, count);
    default: return finish(to.truncated, values, count);
  }
}
