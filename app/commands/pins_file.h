// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/block.h"

#include <expected>
#include <filesystem>
#include <string>

namespace dgex::app {

/// Reads the keys that a proof is checked against. Keys of the file: version = 1, market (32 hexadecimal digits),
/// threshold, authorities (a list of public keys, DER in hexadecimal, in the order of the ledger).
[[nodiscard]] std::expected<ledger::TrustAnchor, std::string> readPins(const std::filesystem::path& file);
[[nodiscard]] std::string pinsText(const ledger::TrustAnchor& anchor);

} // namespace dgex::app
