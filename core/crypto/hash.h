// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <memory>

namespace dgex::crypto {

/// SHA-256 (FIPS 180-4) of bytes.
[[nodiscard]] Hash256 sha256(ByteView bytes);
/// SHA-256 of two byte strings one after the other, without joining them in memory.
[[nodiscard]] Hash256 sha256(ByteView first, ByteView second);

} // namespace dgex::crypto
