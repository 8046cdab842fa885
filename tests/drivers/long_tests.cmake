# SPDX-License-Identifier: GPL-3.0-or-later
# 2,000 random histories of the multi-leg router; 17,900 half hours of equal amounts, with and without faults.
dgex_long_test(long_simulated_dgr tst_simulated_dgr DGEX_LONG=1)
dgex_long_test(long_equal_amounts tst_equal_amounts DGEX_LONG=1)
