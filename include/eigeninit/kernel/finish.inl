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

/// The same with fewer values than `n` vectors hold.
template <std::size_t n, class Radius, class T>
void make_last_polar(const ToPolar<Radius>& to, std::complex<T>* values, std::ptrdiff_t count) {
  constexpr std::ptrdiff_t size = std::ptrdiff_t(n) * double_lanes;
  std::complex<T> last[std::size_t(size)] = {};
  count = (std::min)(count, size);  // as it is, but g++ 14 warns where it does not see that
  std::copy_n(values, count, last);
  // The standard lets a complex number be read as an array of two.
  make_polar<n>(to, reinterpret_cast<T*>(last));
  std::copy_n(last, count, values);
}

/// Makes `count` values, which lie one after the other.
template <class Radius, class T>
void finish(const ToPolar<Radius>& to, std::complex<T>* values, std::ptrdiff_t count) {
  constexpr std::ptrdiff_t step = double_lanes * std::ptrdiff_t(polar_vectors);
  for (; count >= step; count -= step) {
    make_polar<polar_vectors>(to, reinterpret_cast<T*>(values));
    values += step;
  }
  // One vector after the other would take longer than a whole turn, some of it for nothing: each
  // waits for its own results.
  if (count > double_lanes) {
    make_last_polar<polar_vectors>(to, values, count);
  } else if (count > 0) {
    make_last_polar<1>(to, values, count);
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
