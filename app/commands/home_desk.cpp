// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/home_desk.h"

namespace dgex::app {

std::expected<HomeDesk, std::string> HomeDesk::open(const std::string& file)
{
    auto config = readHomeConfig(file);
    if (!config)
        return std::unexpected(config.error());
    auto identity = openIdentity(config->identity);
    const auto text = readText(config->admission);
    if (!identity || !text)
        return std::unexpected(identity ? text.error() : identity.error());
    auto admission = api::decodeAdmission(viewOf(*text));
    if (!admission ||
        !api::holds(*admission, identity->tls.authorityPem, identity->key->publicKey(), PacedClock::systemNow()))
        return std::unexpected(config->admission.string() + ": this is no admission for this home's key");
    api::HttpsTransport::Options options;
    options.endpoints = config->nodes;
    options.identity = identity->tls.copy();
    options.key = identity->key.get();
    options.participant = admission->participant;
    options.market = admission->anchor.market;
    auto transport = api::HttpsTransport::make(options);
    if (!transport)
        return std::unexpected(transport.error());
    return HomeDesk{std::move(*config), std::move(*identity), std::move(*admission), std::move(*transport)};
}

} // namespace dgex::app
