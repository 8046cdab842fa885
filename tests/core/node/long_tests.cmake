# SPDX-License-Identifier: GPL-3.0-or-later
dgex_long_test(long_simulation tst_simulation DGEX_SEEDS=10000)
dgex_long_test(long_large_settlement tst_large_settlement DGEX_HOMES=100000)
