# SPDX-License-Identifier: GPL-3.0-or-later
dgex_long_test(long_simulation tst_simulation DGEX_SEEDS=10000)
