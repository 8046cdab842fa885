# SPDX-License-Identifier: GPL-3.0-or-later
dgex_long_test(long_cluster tst_cluster DGEX_KILLS=60)
dgex_long_test(long_replay tst_replay_shared DGEX_REPLAY_DAYS=270)
