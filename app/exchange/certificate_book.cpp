// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/certificate_book.h"

#include "core/base/bytes.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <format>

namespace dgex::app {

namespace {

using Json = nlohmann::ordered_json;

std::string_view nameOf(settlement::UseKind kind)
{
    switch (kind) {
    case settlement::UseKind::Own:
        return "own";
    case settlement::UseKind::Neighbour:
        return "neighbour";
    case settlement::UseKind::FeedIn:
        return "feed_in";
    }
    return "own";
}

std::string deviceOf(ParticipantId home)
{
    return std::format("home-{}-pv", home.number);
}

} // namespace

void CertificateBook::take(const settlement::ProvenanceOfPeriod& result,
                           const std::vector<settlement::HomeFlows>& flows)
{
    for (const settlement::HomeFlows& flow : flows)
        if (flow.generated > Energy{})
            m_certificates[{result.period, flow.home}].generated = flow.generated;
    for (const settlement::GreenUse& use : result.uses)
        m_certificates[use.source].uses.push_back(use);
    for (const settlement::HomeSupply& supply : result.homes)
        m_supplies.push_back({result.period, supply});
}

Json CertificateBook::toJson() const
{
    const std::string market = toHex(m_market.bytes);
    Json certificates = Json::array();
    for (const auto& [source, certificate] : m_certificates) {
        Json allocations = Json::array();
        Energy left = certificate.generated;
        for (const settlement::GreenUse& use : certificate.uses) {
            left -= use.energy;
            allocations.push_back({{"consumption_starting_interval", toText(use.used.start())},
                                   {"consumption_ending_interval", toText(use.used.end())},
                                   {"user", use.user.number},
                                   {"kind", nameOf(use.kind)},
                                   {"stored", use.wasStored},
                                   {"energy_wh", use.energy.count()}});
        }
        const std::string device = deviceOf(source.producer);
        certificates.push_back({{"certificate_id", std::format("{}/{}/{}", market, device, toText(source.produced))},
                                {"device_id", device},
                                {"energy_source", "solar_pv"},
                                {"energy_carrier", "electricity"},
                                {"production_starting_interval", toText(source.produced.start())},
                                {"production_ending_interval", toText(source.produced.end())},
                                {"bundle_quantity_wh", certificate.generated.count()},
                                {"allocations", std::move(allocations)},
                                {"unallocated_wh", left.count()}});
    }
    Json supplies = Json::array();
    for (const Supply& one : m_supplies)
        supplies.push_back({{"period", toText(one.period)},
                            {"home", one.supply.home.number},
                            {"used_wh", one.supply.used.count()},
                            {"renewable_wh", one.supply.green.count()}});
    return {{"version", 1},
            {"market", market},
            {"rules", "own use, own battery, contracts, feed-in; batteries give first what came in first"},
            {"certificates", std::move(certificates)},
            {"supply", std::move(supplies)}};
}

} // namespace dgex::app
