// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/bundle_maker.h"

#include "core/base/overloaded.h"

#include <algorithm>
#include <set>

namespace dgex::ledger {

namespace {

std::optional<market::BidSheet> sheetOf(ByteView transaction)
{
    const auto decoded = decodeTransaction(transaction);
    auto sheet = decoded ? market::decodeSheet(decoded->payload) : std::unexpected(market::SheetError::Malformed);
    return sheet ? std::optional{std::move(*sheet)} : std::nullopt;
}

/// Whether a result belongs into a bundle about a home's period, for which it had sheets in these rounds.
bool belongs(const Result& result, ParticipantId home, Period period, const std::set<Round>& rounds)
{
    return std::visit(
        Overloaded{[&](const MarketResult& r) { return r.period == period && rounds.contains(r.round); },
                   [&](const HomeRoundResult& r) { return r.home == home && rounds.contains(r.round); },
                   [&](const ContractResult& r) {
                       return r.contract.period == period && (r.exporter == home || r.importer == home);
                   },
                   [&](const HomeSettlementResult& r) { return r.period == period && r.settlement.home == home; },
                   [&](const PeriodSettlementResult& r) { return r.period == period; },
                   [&](const LinkResult& r) { return r.period == period && rounds.contains(r.round); }},
        result);
}

} // namespace

std::optional<ProofBundle> makeBundle(const BundleSource& source, Period period)
{
    ProofBundle bundle;
    bundle.home = source.home;
    bundle.period = period;
    bundle.checkpoint = source.checkpoint;
    const std::uint64_t logSize = source.checkpoint.logSize;
    const std::uint64_t resultCount = source.checkpoint.resultCount;
    const auto logged = [&](const KeptBytes& kept) {
        return ProvenBytes{kept.bytes, kept.index, source.log.inclusionProof(kept.index, logSize)};
    };
    std::set<Round> rounds;
    std::set<Round> answered;
    for (const KeptBytes& kept : source.results)
        if (const auto result = decodeResult(kept.bytes); result && kept.index < resultCount)
            if (const auto* own = std::get_if<HomeRoundResult>(&*result); own != nullptr && own->home == source.home)
                answered.insert(own->round);
    for (const KeptBytes& kept : source.identities)
        if (kept.index < logSize)
            bundle.identities.push_back(logged(kept));
    for (const KeptBytes& kept : source.sheets) {
        const auto sheet = kept.index < logSize ? sheetOf(kept.bytes) : std::nullopt;
        if (!sheet || !answered.contains(sheet->round) ||
            !std::ranges::contains(sheet->orders, period, &market::Order::period))
            continue;
        rounds.insert(sheet->round);
        bundle.sheets.push_back(logged(kept));
    }
    for (const KeptBytes& kept : source.results) {
        const auto result = decodeResult(kept.bytes);
        if (kept.index < resultCount && belongs(*result, source.home, period, rounds))
            bundle.results.push_back(
                {kept.bytes, kept.index, source.resultTree.inclusionProof(kept.index, resultCount)});
    }
    return bundle.results.empty() ? std::nullopt : std::optional(std::move(bundle));
}

} // namespace dgex::ledger
