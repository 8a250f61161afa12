#!/bin/sh
# Does any test notice when the library is wrong?
#
# Makes one small mistake after another in a copy of include/, builds every *_test.cpp that reads the
# mistaken header, and shows the first test of each program that fails. Run by hand, some hours:
#   tests/mutants.sh [part of a mutant's name]
#   tests/mutants.sh --edits      makes the mistakes, and tests nothing
# Fails where a mutant survives, and where an edit no longer fits its header.
#
# SPDX-License-Identifier: MIT
set -eu

only=${1:-}
tests=$(cd "$(dirname "$0")" && pwd)
edits_only=
if [ "$only" = --edits ]; then
  edits_only=1 only=
else
  compiler=${CXX:-c++}
  flags="-std=c++17 ${CXXFLAGS:--O1} $(pkg-config --cflags eigen3 gtest_main)"
  libraries=$(pkg-config --libs gtest_main)
  jobs=${JOBS:-2}
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cp -R "$(dirname "$tests")/include" "$work/include"

# judge <test>: builds and runs one program. Leaves <test>.built, <test>.failed with what failed, and
# <test>.void where nothing was learnt: the compiler or the program was killed from outside.
judge() {
  log=$work/$1.log
  if ! $compiler $flags -I"$work/include" -DTEST_DATA="\"$tests/data\"" -MMD -MF "$work/$1.d" \
    "$tests/$1.cpp" -o "$work/$1" $libraries >"$log" 2>&1; then
    if grep -q ':[0-9]*: error: ' "$log"; then
      echo "$1 (when it is compiled)" >"$work/$1.failed"
    else
      : >"$work/$1.void"
    fi
    return
  fi
  : >"$work/$1.built"
  status=0
  GTEST_FAIL_FAST=1 "$work/$1" >"$log" 2>&1 || status=$?
  case $status in
    0) ;;
    130 | 137 | 143) : >"$work/$1.void" ;; # SIGINT, SIGKILL, SIGTERM
    *)
      # Suite.Test without the parameters of either; the lines of a crash name no test.
      sed -n -e 's/^\[  FAILED  \] \([^ ,]*\.[^ ,]*\).*/\1/p' "$log" |
        sed -e 's,/[^.]*\.,.,' -e 's,/.*,,' | sort -u >"$work/$1.failed"
      [ -s "$work/$1.failed" ] || echo "$1 (it crashes)" >"$work/$1.failed"
      ;;
  esac
}

# judge_all <test>…: `jobs` of them at a time.
judge_all() {
  rm -f "$work"/*.built "$work"/*.failed "$work"/*.void
  running=0
  for test in "$@"; do
    judge "$test" &
    running=$((running + 1))
    if [ "$running" -ge "$jobs" ]; then
      wait
      running=0
    fi
  done
  wait
}

failures() {
  cat "$work"/*.failed 2>/dev/null | tr '\n' ' '
}

any() {
  ls "$work"/*."$1" >/dev/null 2>&1
}

refused=0
# mutant <name> <header> <sed expression>
mutant() {
  case $1 in *"$only"*) ;; *) return 0 ;; esac
  header=$work/include/eigeninit/$2
  if ! [ -f "$header" ]; then
    refused=$((refused + 1))
    printf '%-42s | %s\n' "$1" 'NOT MADE: there is no such header'
    return 0
  fi
  cp "$header" "$work/original"
  sed -e "$3" "$work/original" >"$header"
  readers=
  for test in $all; do
    ! grep -q "/$(basename "$2")" "$work/$test.dependencies" || readers="$readers $test"
  done
  if cmp -s "$work/original" "$header"; then
    verdict='NOT MADE: the edit fits no line'
  elif [ -n "$edits_only" ]; then
    verdict=fits
  elif judge_all $readers && any void; then
    verdict='NOT JUDGED: a program was killed'
  elif ! any built; then
    verdict='NOT MADE: it does not compile'
  else
    verdict=$(failures)
  fi
  cp "$work/original" "$header"
  case $verdict in
    '') verdict=SURVIVED refused=$((refused + 1)) ;;
    NOT\ *) refused=$((refused + 1)) ;;
  esac
  printf '%-42s | %s\n' "$1" "$verdict"
}

all=
if [ -z "$edits_only" ]; then
  for source in "$tests"/*_test.cpp; do
    all="$all $(basename "$source" .cpp)"
  done
  judge_all $all
  if any failed || any void; then
    echo "Without any mutant these fail: $(failures)"
    exit 1
  fi
  for test in $all; do mv "$work/$test.d" "$work/$test.dependencies"; done
fi

printf '%-42s | %s\n' mutant 'caught by'

mutant 'a fill writes zeros' kernel/transform.inl \
  's/lanes, values\[i\]);/lanes, values[i] * 0);/'
mutant 'a normal is twice too wide' distributions/normal.hpp \
  's/{T(to.mean), T(to.std)}/{T(to.mean), T(2 * to.std)}/'
mutant 'a normal loses its sign' kernel/values.inl \
  's/(z) ^ (word & C::sign_bit)/(z) \& ~C::sign_bit/'
mutant 'a normal ignores its mean' distributions/normal.hpp \
  's/{T(to.mean), T(to.std)}/{T(0), T(to.std)}/'
mutant 'a truncated normal is one-sided' kernel/values.inl \
  's/is_upper ? lower ^ C::sign_bit : lower/lower/'
mutant 'a truncated normal forgets a tail' distributions/truncated_normal.hpp \
  's/(std::max)(above \* words + share, least_tail)/least_tail/'
mutant 'with_std is the std of the uncut normal' distributions/truncated_normal.hpp \
  's/std \/ realised/std/'
mutant 'a rare truncation is uniform' numeric/normal_tail.hpp \
  's/  double y = product(below, width_);/return product(below, width_); double y = 0;/'
mutant 'the mean of a truncated normal is beyond its peak' distributions/truncated_moments.hpp \
  's/return {peak + mean,/return {peak - mean,/'
mutant 'a truncated variance adds its mean' distributions/truncated_moments.hpp \
  's/second \/ mass - product(mean, mean)/second \/ mass + product(mean, mean)/'
mutant 'a root from above is one from below' kernel/parameters.hpp \
  's/truncation.root(rest, place)/truncation.root(place, rest)/'
mutant 'the last coefficient is dropped' kernel/values.inl \
  's/degree = rows - 1/degree = rows - 2/'
mutant 'a doubtful polynomial stays as it is' kernel/polynomials_scalar.inl \
  's/!are_zero(unlike)/false/'
mutant 'a uniform reaches high' kernel/values.inl \
  's/minimum(fma(u, splat<Value>(to.width), splat<Value>(to.low)), splat<Value>(to.last))/fma(u, splat<Value>(to.width), splat<Value>(to.low))/'
mutant 'a uniform ignores low' kernel/values.inl \
  's/splat<Value>(to.low)/Value{}/'
mutant '√3 is √2' distributions/uniform.hpp \
  's/std::sqrt(3.0) \* std/std::sqrt(2.0) * std/'
mutant 'half is cut, not rounded' kernel/primitives_scalar.inl \
  's/ + 0xfff + (magnitude >> 13 & 1)//'
mutant 'bfloat16 is cut, not rounded' kernel/primitives_scalar.inl \
  's/ + 0x7fff + (bits >> 16 & 1)//'
mutant 'vectors of bfloat16 are cut' kernel/vector_extensions.inl \
  's/bits + 0x7fff + (bits >> 16 & 1)/bits/'
mutant 'a complex normal loses its mean' kernel/finish.inl \
  's/shifts\[i\] = T(to.mean);/shifts[i] = T(0);/'
mutant 'a complex normal loses its imaginary part' kernel/finish.inl \
  's/values\[i\].imag() + T(0)/T(0)/'
mutant 'a disk loses its imaginary part' kernel/finish.inl \
  's/product(radius\[i\], sin\[i\])/Doubles{}/'
mutant 'complex lines are finished by halves' kernel/transform.inl \
  's/(out), count \/ 2)/(out), count \/ 4)/'
mutant 'a constant writes zeros' tensor/constant_fill.hpp \
  's/Scalar(Real<Scalar>(value));/Scalar(Real<Scalar>(0 * value));/'
mutant 'a copied block is one element short' tensor/constant_fill.hpp \
  's/std::size_t(copied) \*/std::size_t(copied - 1) */'
mutant 'a product with uniform leaves low' initializers/uniform.hpp \
  's/values.low \* factor/values.low/'
mutant 'a product with uniform leaves high' initializers/uniform.hpp \
  's/values.high \* factor/values.high/'

mutant 'a source may be const' random/source.hpp \
  's/using Source = std::remove_reference_t<S>;/using Source = Plain<S>;/'
mutant 'a weight may be a temporary' tensor/weight.hpp \
  's/!std::is_lvalue_reference_v<T> && owns_elements<T>()/false/'

mutant 'fan_in and fan_out are exchanged' scaling/fans.hpp \
  's/return {multiply_extents(in, \(.*\)), multiply_extents(out, /return {multiply_extents(out, \1), multiply_extents(in, /'
mutant 'the receptive field is ignored' scaling/fans.hpp \
  's/receptive_field = multiply_extents(receptive_field, extents\[k\])//'
mutant 'groups are not divided' scaling/fans.hpp \
  's/to_index(divided \/ groups)/to_index(divided)/'
mutant 'a batch counts as receptive field' scaling/fans.hpp \
  's/else if (!(batch_axes & axis))/else/'
mutant 'fan_avg is a sum' scaling/fans.hpp \
  's/(in + out) \/ 2/(in + out)/'
mutant 'the gain of relu is 2' scaling/gain.hpp \
  's/return std::sqrt(2.0);/return 2.0;/'
mutant 'the slope of leaky_relu is ignored' scaling/gain.hpp \
  's/internal::product(slope, slope)/0/'
mutant 'xavier ignores its gain' initializers/xavier.hpp \
  's/return gain \* std::sqrt/return std::sqrt/'
mutant 'kaiming ignores its mode' initializers/kaiming.hpp \
  's/fan(fans, mode)/fan(fans, FanMode::fan_in)/'
mutant 'kaiming ignores the fans it is given' initializers/kaiming.hpp \
  's/distribution_for(fans)(w, source)/distribution_for({1, 1})(w, source)/'
mutant 'variance_scaling ignores its mode' initializers/variance_scaling.hpp \
  's/fan(fans, mode)/fan(fans, FanMode::fan_in)/'
mutant 'schemes exchange the fans of a shape' initializers/algorithm/scheme.hpp \
  's/{(std::max)(shape.in, \(.*\)), (std::max)(shape.out, /{(std::max)(shape.out, \1), (std::max)(shape.in, /'
mutant 'schemes ignore their layout' initializers/algorithm/scheme.hpp \
  's/fans(weight, layout)/fans(weight)/'

mutant 'an exact gain is that of another function' scaling/gain.hpp \
  's/return 1.5335304411955352/return 1.5335805216661469/'
mutant 'the gain of a function is not inverted' scaling/gain.hpp \
  's/return 1 \/ std::sqrt(moment)/return std::sqrt(moment)/'
mutant 'the gain for a strength is inverted' scaling/gain.hpp \
  's/return input_std \/ std::sqrt(moment)/return std::sqrt(moment) \/ input_std/'
mutant 'slopes weigh near differences too little' scaling/signal_moments.hpp \
  's/product(8, one_step)/product(7, one_step)/'
mutant 'depth forgets the biases' scaling/mean_field.hpp \
  's/signal_moment(f, q) + bias_variance) \/ q/signal_moment(f, q)) \/ q/'
mutant 'the edge of chaos exchanges its moments' scaling/critical.hpp \
  's/signal_moment(f, q) \/ internal::slope_moment(f, q)/slope_moment(f, q) \/ internal::signal_moment(f, q)/'
mutant 'the mean of a signal is not taken off' signal/signal_statistics.hpp \
  's/(value - mean) \* (value - mean)/value * value/'
mutant 'parts of a signal are joined without steps' signal/signal_statistics.hpp \
  's/squares_ += squares + step.*/squares_ += squares;/'
mutant 'a unit is alive once it was recorded' signal/signal_statistics.hpp \
  's/if (!is_finite(output) || output != 0) is_alive_/is_alive_/'
mutant 'a layer is judged before its activation' signal/recorder.hpp \
  's/units.unaryExpr(activation)/units/'
mutant 'gradients have their own axis of units' signal/measure_signal.hpp \
  's/backward_recorder.unit_axis(forward_recorder.unit_axis());//'
mutant 'a constant is what does not differ at all' signal/signal_statistics.hpp \
  's/values.std <= 1e-6 \* std::abs(values.mean)/values.std == 0/'
mutant 'only what lies at the lower bound is saturated' signal/signal_statistics.hpp \
  's/place < margin || place > 1 - margin/place < margin/'
mutant 'units and samples are exchanged' signal/units.hpp \
  's/if (unit_axis == 1) return/if (unit_axis == 0) return/'
mutant 'axes of a tensor run the other way' signal/units.hpp \
  's/? axis > unit_axis : axis < unit_axis/? axis < unit_axis : axis > unit_axis/'
mutant 'a layer multiplies by the inverse' signal/signal.hpp \
  's/ratio(row.forward.std, before.forward.std)/ratio(before.forward.std, row.forward.std)/'
mutant 'gradients go forward' signal/signal.hpp \
  's/ratio(before.backward->std, row.backward->std)/ratio(row.backward->std, before.backward->std)/'
mutant 'growth counts layers for steps' signal/signal.hpp \
  's/int steps = -1;/int steps = 0;/'
mutant 'the first gradient is the measure of the others' signal/signal.hpp \
  's/std::find_if(rows_.rbegin(), rows_.rend(),$/std::find_if(rows_.begin(), rows_.end(),/; s/last == rows_.rend()/last == rows_.end()/'
mutant 'what grows vanishes' signal/signal.hpp \
  's/values.std > 0 \&\& values.std \* tolerated < beside/values.std > tolerated * beside/'
mutant 'few dead units are a fault' signal/signal.hpp \
  's/values.dead > 0.5/values.dead > 0.2/'
mutant 'a signal is predicted by fan_out' signal/predict_signal.hpp \
  's/double(fans.in) \* \*of_weight/double(fans.out) * *of_weight/'
mutant 'a gradient is predicted by fan_in' signal/predict_signal.hpp \
  's/double(fans.out) \* \*of_weight/double(fans.in) * *of_weight/'
mutant 'a prediction forgets the biases' signal/predict_signal.hpp \
  's/ \* square + bias->variance;/ * square;/'
mutant 'a prediction forgets the mean of biases' signal/predict_signal.hpp \
  's/double(f(z + z_mean))/double(f(z))/'
mutant 'a weight with a mean counts as random' signal/predict_signal.hpp \
  's/standard_errors = 5/standard_errors = 50/; s/rounding = 1e-9/rounding = 0.25/'
mutant 'a weight by chance does not' signal/predict_signal.hpp \
  's/standard_errors = 5/standard_errors = 0.5/'
mutant 'deep networks stay where they began' signal/predict_signal.hpp \
  's/<= 1e-13 \* variance/<= variance/'
mutant 'a name means the first weight of its layer' signal/layer_name.hpp \
  's/if (parameters\[i\] == recorded) return {i};//'
mutant 'lsuv scales the wrong way' signal/lsuv.hpp \
  's/scale(layer.weight->view, 1 \/ values.std)/scale(layer.weight->view, values.std)/'
mutant 'lsuv scales by the variance' signal/lsuv.hpp \
  's/scale(layer.weight->view, 1 \/ values.std)/scale(layer.weight->view, 1 \/ variance)/'
mutant 'lsuv is content with a tenth' signal/lsuv.hpp \
  's/tolerance = 0.02/tolerance = 0.1/'
mutant 'lsuv scales biases' signal/named_weights.hpp \
  's/ || entry.view.rank < 2//'
mutant 'lsuv forgets ties' signal/named_weights.hpp \
  's/for (const std::string& alias : storage.aliases(i)) add(alias, entry);//'
mutant 'lsuv scales one weight by each of its names' signal/lsuv.hpp \
  's/found == nullptr || scales(\*found)/found == nullptr/'
mutant 'a failed lsuv keeps what it did' signal/saved_weights.hpp \
  's/std::memcpy(number, from, size);//'
mutant 'lsuv puts back what it did' signal/lsuv.hpp \
  's/saved_.release();//'
mutant 'lecun divides by fan_out' initializers/lecun.hpp \
  's/fan(fans, FanMode::fan_in)/fan(fans, FanMode::fan_out)/'
mutant 'torch_default is √3 too wide' initializers/torch_default.hpp \
  's/bound = 1 \/ std::sqrt(fan(/bound = std::sqrt(3.0) \/ std::sqrt(fan(/'
mutant 'the first siren layer is like the others' initializers/siren.hpp \
  's/first ? 1 \/ fan_in : //'

mutant 'a permutation is biased' random/permutation.hpp \
  's/while (low_word(product) < biased)/while (false)/'
mutant 'a permutation leaves the first in place' random/permutation.hpp \
  's/words.below(result.size() - i)/words.below(result.size() - i) % 1/'
mutant 'delta_orthogonal keeps what was around the centre' initializers/delta_orthogonal.hpp \
  's/clear_around_centre(target);//'
mutant 'delta_orthogonal ignores its gain' initializers/delta_orthogonal.hpp \
  's/kernel_centre(target), gain,/kernel_centre(target), 1,/'
mutant 'packed leaves a refused shard half filled' initializers/packed.hpp \
  's/internal::subview::require_whole("packed", target);//'
mutant 'sparse rounds its zeros down' initializers/sparse.hpp \
  's/std::ceil/std::floor/'
mutant 'sparse has one order for all columns' initializers/sparse.hpp \
  's/const std::vector<Index> order =/static const std::vector<Index> order =/'
mutant 'an even kernel has its centre at k/2 - 1' tensor/subview.hpp \
  's/taps \/ 2, 1)/(taps - 1) \/ 2, 1)/'
mutant 'a block begins at the part, not at the whole' tensor/subview.hpp \
  's/(begin - cut.origin) \* cut.stride/begin * cut.stride/'
mutant 'dirac has one group' initializers/identity.hpp \
  's/group <= last/group <= first/'
mutant 'bilinear is asymmetric' initializers/bilinear.hpp \
  's/2 \* x - kernel.whole + 1/2 * x - kernel.whole/'
mutant 'bilinear takes the floor of k/2' initializers/bilinear.hpp \
  's/kernel.whole + kernel.whole % 2/kernel.whole - kernel.whole % 2/'
mutant 'packed takes the fans of the whole' initializers/packed.hpp \
  's/internal::subview::block(target, axis, part \* size, size)/target/'
mutant 'packed cuts axis 0 whatever the layout' initializers/algorithm/wrapped.hpp \
  's/if (rank == 1) return 0;/return 0;/'
mutant 'icnr repeats in the other order' initializers/icnr.hpp \
  's/(output \/ copies - first)/(output % (outputs.whole \/ copies) - first)/'
mutant 'icnr copies from the first to the last' initializers/icnr.hpp \
  's/output = end - 1; output >= outputs.origin; --output/output = outputs.origin; output < end; ++output/'
mutant 'scaled divides' kernel/multiply.hpp \
  's/double(element) \* factor/double(element) \/ factor/'
mutant 'scaled ignores its factor in a scheme' initializers/scale.hpp \
  's/std_for(fans) \* std::abs(factor)/std_for(fans)/'
mutant 'scaled ignores its factor in a distribution' initializers/scale.hpp \
  's/distribution_for(fans) \* factor/distribution_for(fans)/'
mutant 'scaled squares its factor in a scheme' initializers/scale.hpp \
  's/std_for(fans) \* std::abs(factor)/std_for(fans) * factor * factor/'
mutant 'scaled squares its factor in a distribution' initializers/scale.hpp \
  's/distribution_for(fans) \* factor/distribution_for(fans) * factor * factor/'
mutant 'the gpt2 factor is that of L branches' scaling/factors.hpp \
  's/std::sqrt(2 \* internal::counted/std::sqrt(internal::counted/'
mutant 'the input gates of a chrono bias are open' initializers/bias.hpp \
  's/put_log_times(input, -1)/put_log_times(input, 1)/'
mutant 'a chrono bias reaches t_max' initializers/bias.hpp \
  's/Uniform{1, t_max - 1}/Uniform{1, t_max}/'
mutant 'gates are counted from 1' initializers/bias.hpp \
  's/block(target, 0, gate \* units/block(target, 0, (gate - 1) * units/'
mutant 'a prior bias has the wrong sign' initializers/bias.hpp \
  's/log(p \/ (1 - p))/log((1 - p) \/ p)/'

mutant 'Philox has nine rounds' kernel/philox.hpp \
  's/rounds = 10/rounds = 9/'
mutant 'fills are not counted' random/generator.hpp \
  's/++fills_//'
mutant 'streams ignore their number' random/generator.hpp \
  's/philox({internal::low_word(number), internal::high_word(number), /philox({0, 0, /'
mutant 'half of the seed is ignored' random/generator.hpp \
  's/key_{internal::low_word(seed), internal::high_word(seed)}/key_{internal::low_word(seed), 0}/'
mutant 'a state forgets how many fills there were' random/generator.hpp \
  's/fills_ = state.fills;//'
mutant 'all threads of a pool begin with the first share' random/threads.hpp \
  's/owner = (thread + i) % threads/owner = i/'
mutant 'staged patches are transposed' tensor/put_patch.hpp \
  's/scatter(from + r, step, patch.columns/scatter(from + r * patch.columns, 1, patch.columns/'
mutant 'squares beyond the last whole one are left out' tensor/put_patch.hpp \
  's/^  visit(last);/  if (last % size == 0) visit(last);/'
mutant 'rows that are not there stay' tensor/transpose.hpp 's/\[side - i\]/[i - 1]/g'
mutant 'vectors are dealt once too often' tensor/transpose.hpp 's/dealt = 1; dealt < side/dealt = 1; dealt <= side/'
mutant 'rows of a block are turned over' kernel/columns.inl \
  's/out + row \* row_words + group/out + (S::rows - 1 - row) * row_words + group/'
mutant 'columns all begin with a block' kernel/columns.inl \
  's/skipped = (std::max)(skipped, start % S::rows);//'
mutant 'columns begin in the wrong half of a block' kernel/columns.inl \
  's/select(upper, third, first)/select(upper, second, first)/'
mutant 'the last elements of a line are not made' kernel/transform.inl \
  's/i = count - lanes;/i = count - lanes - 1;/'
mutant 'block numbers do not carry' kernel/fill.inl \
  's/((block | 0xffffffff) + 1)/((block | 0xffffffffff) + 1)/'
mutant 'columns do not carry' kernel/patch.inl \
  's/return high_word(least \/ per_block) == schedule.upper &&/return true || high_word(least) == schedule.upper \&\&/'
mutant 'parts of a patch all begin where it begins' tensor/patch.hpp \
  's/base + Integer(first) \* step, list/base, list/'
mutant 'joint axes end after the first step' tensor/patches.hpp \
  's/index = rest;/index = 0;/'
mutant 'element order follows the storage' tensor/make_view.hpp \
  's/row_major ? rank - 1 - i : i/i/'
mutant 'a shard begins where the whole begins' tensor/traversal.hpp \
  's/first_element += element \* std::uint64_t(axis.origin);//'

mutant 'models: a parameter draws from the stream of no name' model/work.hpp \
  's/generator.stream(rows_\[row\].name)/generator.stream("")/'
mutant 'models: a part is filled from where the parameter begins' model/slabs.hpp \
  's/axis.origin += first;//'
mutant 'models: the last rule that matches counts' model/matching.hpp \
  's/if (first == none) {/if (true) {/'
mutant 'models: what is kept is filled by rules before it' model/matching.hpp \
  's/for (const bool kept : {true, false})/for (const bool kept : {false, true})/'
mutant 'models: exceptions are ignored' model/matching.hpp \
  's/is_taken = true;//'
mutant 'models: skipped parameters are filled' model/plan.hpp \
  's/rows_\[row\].action = PlannedParameter::Action::skip;//'
mutant 'models: a packed weight has the fans of the whole' model/ask.hpp \
  's|outputs.whole /= divisor;||'
mutant 'models: memory is compared nowhere' model/storage.hpp \
  's/^    compare_memory();//'
mutant 'models: a standard deviation may be anything' model/judge.hpp \
  's/row.std_z \&\& std::abs(\*row.std_z) > most/false/'
mutant 'models: copies count as values' model/judge.hpp \
  's|count / copies|count|'
mutant 'models: what was never written is not seen' model/judge.hpp \
  's/row.never_written = (measured.poisoned + parts - 1) \/ parts;//'
mutant 'models: the fingerprint ignores shapes' model/fingerprint.hpp \
  's/term = mix(term + std::uint64_t(extent));/(void)extent;/'
mutant 'models: row-major values hash in memory order' random/scalar_operations.hpp \
  's/lines.are_rows ? tile.step : 1;/1;/'
mutant 'models: bfloat16 is cut off' kernel/transform.inl \
  's/store(out + i, load<Floats>(values + i))/store(out + i, load<Floats>(values + i) * 0.998f)/'

mutant 'files: a part begins where the tensor begins' checkpoint/row_major.hpp \
  's/part.axes\[k\].origin + index\[k\]/index[k]/'
mutant 'files: rows of a part follow each other' checkpoint/row_major.hpp \
  's/is_joined = axis.extent == axis.whole;//'
mutant 'files: what is there is believed' checkpoint/output.hpp \
  's/return std::memcmp(.*;$/return true;/'
mutant 'files: holes are overlooked' checkpoint/header.hpp \
  's/tensor.begin != next || //'
mutant 'files: a name may come twice' checkpoint/header.hpp \
  's/if (twice == names.end()) return;/return;/'
mutant 'files: every process writes all' checkpoint/share.hpp \
  's/return (row + piece) .*;$/return true;/'
mutant 'files: parts of what needs the whole are made alone' model/work.hpp \
  's/if (!is_whole(row) || !is_part) return/return/'
mutant 'files: a kept parameter is written from where it begins' tensor/copy.hpp \
  's/move_data(view, offset);//'

mutant 'torch: a word is tempered wrongly' torch/fill.inl \
  's/0x9d2c5680u/0x9d2c5780u/'
mutant 'torch: the last word is twisted with an old one' torch/fill.inl \
  's/twisted(state\[623\], state\[0\], state\[396\])/twisted(state[623], state[0], state[397])/'
mutant 'torch: doubles take the low word first' torch/vector_extensions.inl \
  's/return pairs << 32 | pairs >> 32;/return pairs;/'
mutant 'torch: a uniform is not fused' torch/fill.inl \
  's/fused(fractions(from, T()), splat<Value>(width), splat<Value>(low))/fractions(from, T()) * width + low/'
mutant 'torch: the logarithm rounds once more' torch/fill.inl \
  's/y = fused(z, splat<Floats>(-0.5f), y);/y = y - z * 0.5f * 1.0000001f;/'
mutant 'torch: sine and cosine change places' torch/fill.inl \
  's/radius \* direction.cosine/radius * direction.sine/'
mutant 'torch: pairs are one element apart' torch/fill.inl \
  's/words + j + 8, float/words + j + 7, float/'
mutant 'torch: ragged normals are not drawn anew' torch/streams.hpp \
  's/left_ > block && left_ < 2 \* block/false/'
mutant 'torch: the words of the ragged end are kept' torch/streams.hpp \
  's/words_.skip(end_ \* words_each);//'
mutant 'torch: blocks begin at 17 elements' torch/generator.hpp \
  's/size >= internal::BlockNormalStream<Scalar>::block/size > internal::BlockNormalStream<Scalar>::block/'
mutant 'torch: the second normal of a pair is lost' torch/streams.hpp \
  's/second_ = radius \* std::sin(angle);/std::sin(angle);/'
mutant 'torch: a single normal is scaled before it is kept' torch/streams.hpp \
  's/second_ = radius \* std::sin(angle);/second_ = radius * std::sin(angle) * std_;/'
mutant 'torch: one step of Newton is enough' torch/fill.inl \
  's/step < 2/step < 1/'
mutant 'torch: truncated normals fuse the mean' torch/truncated_normals.hpp \
  's/const T value = scaled + mean_;/const T value = kernel::scalar::fused(out[i], scale_, mean_);/'
mutant 'torch: 2.12 draws only what is missing' torch/truncated_normals.hpp \
  's/while (std::any_of(values, values + size, is_outside))/if (std::any_of(values, values + size, is_outside))/'
mutant 'torch: a permutation is one word short' torch/generator.hpp \
  's/i + 1 < order.size()/i + 2 < order.size()/'
mutant 'torch: the order of elements follows memory' torch/row_major.hpp \
  's/std::reverse(view.axes.begin(), view.axes.end());//'
mutant 'torch: the bias comes before the weight' torch/layers.hpp \
  's/^  fill_weight(weight, rng);/  { uniform{0, 1}(bias, rng); } fill_weight(weight, rng);/'
mutant 'torch: layers start as for relu' torch/layers.hpp \
  's/std::sqrt(5.0)/0/'
mutant 'torch: shards are filled as wholes' torch/generator.hpp \
  's/if (k == Rank) return;/return;/'
mutant 'torch: a state forgets the pending normal' torch/generator.hpp \
  's/second_normal_ = state.normal;//'

[ "$refused" -eq 0 ]
