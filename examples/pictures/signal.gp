# The picture `signal`: five starts at two depths. The signal runs to the right and its gradient back to
# the left, so that both end in the middle, where the lines are labelled.
#
# SPDX-License-Identifier: MIT

name = 'signal'
width = 800
height = 600
load 'style.gp'

# The blocks of the data: five starts with 12 layers, then the same with 50.
naive = 0; xavier = 1; kaiming = 2; orthogonal = 3; lsuv = 4
starts = 5

set multiplot
set logscale y
set grid ytics linetype 1 linewidth 1 linecolor rgb faint
set xtics offset 0, 0.3

# Where the panels are, as parts of the whole.
array left = [0.075, 0.61]
array right = [0.435, 0.97]
array top = [0.785, 0.36]
panel_height = 0.295
between = (right[1] + left[2]) / 2

set label heading('Kaiming keeps the signal; N(0, 0.01²) loses it') at screen 0.02, 0.95 textcolor rgb ink
set label 'Standard deviation in each layer of a ReLU network before training, on a logarithmic scale' \
  at screen 0.02, 0.902 textcolor rgb pencil
set label bold('signal, forward →') at screen left[1], 0.825 textcolor rgb ink
set label bold('← its gradient, backward') at screen right[2], 0.825 right textcolor rgb ink

do for [row = 1:2] {
  depth = row == 1 ? 12 : 50
  first = row == 1 ? 0 : starts
  # Below the smallest number of float there is only 0, for which a logarithmic scale has no place.
  zero = 1e-50
  shown(y) = y > zero ? y : zero

  set yrange [row == 1 ? 1e-16 : zero / 100 : row == 1 ? 10 : 1000]
  set xrange [1:depth]
  set xtics ('layer 1' 1, sprintf('%d', depth / 2) depth / 2, sprintf('%d', depth) depth)
  set tmargin at screen top[row]
  set bmargin at screen top[row] - panel_height

  set label bold(sprintf('%d layers', depth)) at graph 0.02, first (row == 1 ? 3e-13 : 1e-38) textcolor rgb ink
  set label bold('LSUV') at screen between, first 1 center offset 0, 2.1 textcolor rgb ink
  set label bold('orthogonal · √2') at screen between, first 1 center offset 0, 1 textcolor rgb amber
  set label bold('Kaiming') at screen between, first 1 center offset 0, -0.1 textcolor rgb blue
  set label bold('Xavier') at screen between, first (row == 1 ? 4e-3 : 1e-8) center offset 0, -0.2 textcolor rgb purple
  set label bold('N(0, 0.01²)') at screen between, first (row == 1 ? 6e-14 : zero) center textcolor rgb red

  do for [panel = 1:2] {
    set lmargin at screen left[panel]
    set rmargin at screen right[panel]
    if (row == 1) {
      set ytics ('1' 1, '10^{−5}' 1e-5, '10^{−10}' 1e-10, '10^{−15}' 1e-15)
    } else {
      set ytics ('1' 1, '10^{−15}' 1e-15, '10^{−30}' 1e-30, '10^{−45}' 1e-45, '0' zero)
    }
    if (panel == 2) {  # the other's labels are enough
      unset label
      set ytics textcolor rgb paper
    } else {
      set ytics textcolor rgb pencil
    }
    std = panel == 1 ? 2 : 3  # the column of the data
    plot \
      data index first + kaiming using 1:(shown(column(std))) with lines linewidth 6 linecolor rgb blue, \
      data index first + orthogonal using 1:(shown(column(std))) with lines linewidth 2.5 dashtype (6, 6) linecolor rgb amber, \
      data index first + lsuv every row == 1 ? 1 : 4 using 1:(shown(column(std))) with points pointtype 7 pointsize 0.4 linecolor rgb ink, \
      data index first + xavier using 1:(shown(column(std))) with lines linewidth 2.5 dashtype (9, 4) linecolor rgb purple, \
      data index first + naive using 1:(shown(column(std))) with lines linewidth 3 linecolor rgb red
  }
}
unset multiplot
