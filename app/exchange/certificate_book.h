// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settlement/provenance.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <vector>

namespace dgex::app {

/// Granular certificates: one per half hour and production device, with who used its energy. Thread: one.
///
/// JSON: version, market, rules, then "certificates" by production interval and device:
///   certificate_id                                  market, device and interval; the same on every export
///   device_id, energy_source, energy_carrier        the home's number and its PV; "solar_pv"; "electricity"
///   production_starting_interval, production_ending_interval   UTC, ISO 8601
///   bundle_quantity_wh                              what the gross meter counted, one certificate of 1 Wh each
///   allocations[]: consumption_starting_interval, consumption_ending_interval, user (home), kind (own, neighbour,
///                  feed_in), stored (through a battery), energy_wh
///   unallocated_wh                                  still stored, or lost in a battery or on the line
/// and "supply", per half hour and home: used_wh, renewable_wh. Names are those of the EnergyTag Granular Certificate
/// Scheme Standard where it has the same thing; allocations stand for its cancellations.
class CertificateBook {
public:
    explicit CertificateBook(const MarketId& market)
        : m_market(market)
    {
    }
    void take(const settlement::ProvenanceOfPeriod& result, const std::vector<settlement::HomeFlows>& flows);
    [[nodiscard]] nlohmann::ordered_json toJson() const;
    [[nodiscard]] std::size_t size() const { return m_certificates.size(); }

private:
    struct Certificate {
        Energy generated;
        std::vector<settlement::GreenUse> uses;
    };
    struct Supply {
        Period period;
        settlement::HomeSupply supply;
    };
    MarketId m_market;
    std::map<settlement::Source, Certificate> m_certificates;
    std::vector<Supply> m_supplies;
};

} // namespace dgex::app
