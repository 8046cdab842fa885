// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/pins_file.h"

#include "app/commands/config_file.h"

#include <algorithm>
#include <format>

namespace dgex::app {

std::expected<ledger::TrustAnchor, std::string> readPins(const std::filesystem::path& file)
{
    auto config = ConfigFile::read(file);
    if (!config)
        return std::unexpected(config.error());
    ledger::TrustAnchor anchor;
    const auto market = fromHex(config->text("market"));
    if (market && market->size() == anchor.market.bytes.size())
        std::ranges::copy(*market, anchor.market.bytes.begin());
    else
        config->refuse("market", "32 hexadecimal digits are expected");
    for (const std::string& text : config->texts("authorities")) {
        auto der = fromHex(text);
        if (!der)
            config->refuse("authorities", "public keys in hexadecimal are expected");
        anchor.authorities.push_back({crypto::Algorithm::RsaPkcs1Sha256, der.value_or(Bytes{})});
    }
    if (anchor.authorities.size() > ledger::kAuthoritiesMax)
        config->refuse("authorities", "too many keys");
    const auto count = static_cast<std::int64_t>(std::max<std::size_t>(anchor.authorities.size(), 1));
    anchor.threshold = static_cast<std::uint32_t>(config->integer("threshold", 1, count));
    if (auto finished = config->finish(); !finished)
        return std::unexpected(finished.error());
    return anchor;
}

std::string pinsText(const ledger::TrustAnchor& anchor)
{
    std::string keys;
    for (const crypto::PublicKey& key : anchor.authorities)
        keys += std::format("    \"{}\",\n", toHex(key.der));
    return std::format("version = 1\nmarket = \"{}\"\nthreshold = {}\nauthorities = [\n{}]\n",
                       toHex(anchor.market.bytes), anchor.threshold, keys);
}

} // namespace dgex::app
