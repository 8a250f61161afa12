# The picture `residual`: the stream that each block of a transformer adds to.
#
# SPDX-License-Identifier: MIT

name = 'residual'
width = 800
height = 400
load 'style.gp'

set label heading('With GPT-2''s factor the residual stream stays near 1') at screen 0.02, 0.925 textcolor rgb ink
set label 'Standard deviation behind each block of a transformer before training' at screen 0.02, 0.845 textcolor rgb pencil

set lmargin at screen 0.06
set rmargin at screen 0.805
set tmargin at screen 0.76
set bmargin at screen 0.12
set xrange [0:24]
set yrange [0:6.6]
set xtics ('embedding' 0, '6' 6, '12' 12, '18' 18, 'block 24' 24)
set ytics ('0' 0, '1' 1, '2' 2, '4' 4, '6' 6)
set grid ytics linetype 1 linewidth 1 linecolor rgb faint

stats data using 2 nooutput
set label bold('unscaled') at 24.5, STATS_max textcolor rgb red
stats data using 3 nooutput
set label bold('gpt2\_factor(24)') at 24.5, STATS_max textcolor rgb blue

plot data using 1:2 with lines linewidth 3 dashtype (9, 4) linecolor rgb red, \
     data using 1:3 with lines linewidth 4 linecolor rgb blue
