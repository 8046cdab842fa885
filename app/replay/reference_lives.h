// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/replay/replay.h"

namespace dgex::app {

/// Adds one entry per home with the lives that need no neighbours and no forecast, and the pooled bounds.
void addReferences(ReplayResult& result, const drivers::Community& community, const ReplayOptions& options);

} // namespace dgex::app
