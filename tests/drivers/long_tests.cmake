# SPDX-License-Identifier: GPL-3.0-or-later
# 2,000 random histories of the multi-leg router.
dgex_long_test(long_simulated_dgr tst_simulated_dgr DGEX_LONG=1)
