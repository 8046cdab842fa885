// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/identity_file.h"

#include <expected>
#include <string>

namespace dgex::app {

/// The operator's configuration for `dgexd enrol`. Keys:
///   version = 1
///   key, (secret), certificate, authority  of the market operator; see identity_file.h
///   authority_key                          sealed key that signs certificates, opened like key
///   node = "https://host:port"             an authority of the ledger
///   authorities = "pins.toml"              the ledger's keys, given to every home; see pins_file.h
///   (certificate_days) = 730
struct OperatorConfig {
    IdentityPaths identity;
    std::filesystem::path authorityKey;
    std::string node;
    std::filesystem::path pins;
    std::int64_t certificateDays = 730;
};
[[nodiscard]] std::expected<OperatorConfig, std::string> readOperatorConfig(const std::string& file);

} // namespace dgex::app
