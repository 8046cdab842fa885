// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/bundle.h"

#include "core/base/assert.h"
#include "core/base/overloaded.h"
#include "core/ledger/fields.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace dgex::ledger {

namespace {

constexpr std::size_t kIdentitiesMax = 16;
constexpr std::size_t kSheetsMax = 256;
constexpr std::size_t kResultsMax = 1024;
constexpr std::size_t kPartSizeMax = 2U << 20;
constexpr std::size_t kPartSizeMin = 16;
constexpr std::size_t kCheckpointSizeMax = 1U << 20;

using Checked = std::expected<void, BundleError>;

void writeParts(Encoder& out, const std::vector<ProvenBytes>& parts)
{
    out.u32(static_cast<std::uint32_t>(parts.size()));
    for (const ProvenBytes& part : parts) {
        out.blob(part.bytes).u64(part.index);
        writeHashes(out, part.path);
    }
}

/// Ascending, so that every set of parts has one encoding.
std::vector<ProvenBytes> readParts(Decoder& in, std::size_t countMax)
{
    std::vector<ProvenBytes> parts;
    const std::uint32_t count = in.listCount(countMax, kPartSizeMin);
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        ProvenBytes part;
        part.bytes = in.blob(kPartSizeMax);
        part.index = in.u64();
        part.path = readHashes(in, kPathLengthMax);
        if (!parts.empty() && part.index <= parts.back().index)
            in.fail();
        parts.push_back(std::move(part));
    }
    return parts;
}

std::unexpected<BundleError> wrong(BundleError error)
{
    return std::unexpected(error);
}

/// A transaction at its place of the log.
std::expected<Transaction, BundleError> loggedTransaction(const ProvenBytes& part, const Checkpoint& checkpoint)
{
    if (!verifyInclusion(leafHash(part.bytes), part.index, checkpoint.logSize, part.path, checkpoint.logRoot))
        return wrong(BundleError::NotInLog);
    auto transaction = decodeTransaction(part.bytes);
    if (!transaction || transaction->market != checkpoint.market)
        return wrong(BundleError::NotCanonical);
    return std::move(*transaction);
}

/// The orders of a sheet as results name them: one row per period, side and limit.
using MergedOrders = std::map<std::tuple<Period, market::Side, Price>, Lots>;

MergedOrders mergedOrders(const market::BidSheet& sheet)
{
    MergedOrders merged;
    for (const market::Order& order : sheet.orders)
        merged[{order.period, order.side, order.limit}] += order.quantity;
    return merged;
}

MergedOrders mergedOrders(const HomeRoundResult& result)
{
    MergedOrders merged;
    for (const HomeOrderResult& order : result.orders)
        merged[{order.period, order.side, order.limit}] += order.asked;
    return merged;
}

class BundleCheck {
public:
    BundleCheck(const ProofBundle& bundle, const SignatureCheck& check)
        : m_bundle(bundle)
        , m_check(check)
    {
        m_found.home = bundle.home;
        m_found.period = bundle.period;
    }

    Checked run()
    {
        for (const ProvenBytes& part : m_bundle.identities)
            if (const Checked done = identity(part); !done)
                return done;
        for (const ProvenBytes& part : m_bundle.sheets)
            if (const Checked done = sheet(part); !done)
                return done;
        for (const ProvenBytes& part : m_bundle.results)
            if (const Checked done = result(part); !done)
                return done;
        const bool answered = std::ranges::all_of(
            m_found.sheets, [this](const CheckedSheet& s) { return m_answered.contains(s.sheet.round); });
        return answered ? Checked{} : wrong(BundleError::ResultMissing);
    }
    CheckedBundle take() { return std::move(m_found); }

private:
    Checked identity(const ProvenBytes& part)
    {
        const auto transaction = loggedTransaction(part, m_bundle.checkpoint);
        if (!transaction)
            return wrong(transaction.error());
        if (transaction->type == TransactionType::RegisterParticipant)
            return takeKey(decodeRegisterParticipant(transaction->payload));
        if (transaction->type == TransactionType::RenewRegistration)
            return takeKey(decodeRenewRegistration(transaction->payload));
        return wrong(BundleError::NotCanonical);
    }

    template <class Identity>
    Checked takeKey(std::optional<Identity> identity)
    {
        if (!identity)
            return wrong(BundleError::NotCanonical);
        if (identity->participant != m_bundle.home)
            return wrong(BundleError::WrongHome);
        m_found.keys.push_back(std::move(identity->key));
        return {};
    }

    Checked sheet(const ProvenBytes& part)
    {
        const auto transaction = loggedTransaction(part, m_bundle.checkpoint);
        if (!transaction)
            return wrong(transaction.error());
        if (transaction->participant != m_bundle.home)
            return wrong(BundleError::WrongHome);
        auto sheet = transaction->type == TransactionType::SubmitSheet ? market::decodeSheet(transaction->payload)
                                                                       : std::unexpected(market::SheetError::Malformed);
        if (!sheet)
            return wrong(BundleError::NotCanonical);
        if (!std::ranges::contains(sheet->orders, m_bundle.period, &market::Order::period))
            return wrong(BundleError::WrongPeriod);
        const Bytes preimage = signedPreimage(*transaction);
        if (std::ranges::none_of(m_found.keys, [&](const crypto::PublicKey& key) {
                return m_check(key, preimage, transaction->signature);
            }))
            return wrong(BundleError::BadSignature);
        m_found.sheets.push_back(
            {.sequence = transaction->sequence, .logIndex = part.index, .sheet = std::move(*sheet)});
        return {};
    }

    Checked result(const ProvenBytes& part)
    {
        const Checkpoint& checkpoint = m_bundle.checkpoint;
        if (!verifyInclusion(leafHash(part.bytes), part.index, checkpoint.resultCount, part.path,
                             checkpoint.resultRoot))
            return wrong(BundleError::NotInResults);
        auto result = decodeResult(part.bytes);
        if (!result)
            return wrong(BundleError::NotCanonical);
        const Checked fits = std::visit(Overloaded{[this](const MarketResult& r) { return about(r.period); },
                                                   [this](const HomeRoundResult& r) { return answer(r); },
                                                   [this](const ContractResult& r) {
                                                       if (r.exporter != m_bundle.home && r.importer != m_bundle.home)
                                                           return Checked{wrong(BundleError::WrongHome)};
                                                       return about(r.contract.period);
                                                   },
                                                   [this](const HomeSettlementResult& r) {
                                                       if (r.settlement.home != m_bundle.home)
                                                           return Checked{wrong(BundleError::WrongHome)};
                                                       return about(r.period);
                                                   },
                                                   [this](const PeriodSettlementResult& r) { return about(r.period); },
                                                   [this](const LinkResult& r) { return about(r.period); }},
                                        *result);
        if (fits)
            m_found.results.push_back(std::move(*result));
        return fits;
    }

    [[nodiscard]] Checked about(Period period) const
    {
        return period == m_bundle.period ? Checked{} : wrong(BundleError::WrongPeriod);
    }

    Checked answer(const HomeRoundResult& result)
    {
        if (result.home != m_bundle.home)
            return wrong(BundleError::WrongHome);
        const auto isOfRound = [&](const CheckedSheet& s) { return s.sheet.round == result.round; };
        if (std::ranges::none_of(m_found.sheets, isOfRound))
            return wrong(BundleError::WrongPeriod);
        const MergedOrders asked = mergedOrders(result);
        const bool refusedAll = result.refusal.has_value() && asked.empty();
        if (!refusedAll && std::ranges::none_of(m_found.sheets, [&](const CheckedSheet& s) {
                return isOfRound(s) && mergedOrders(s.sheet) == asked;
            }))
            return wrong(BundleError::ResultDiffers);
        m_answered.insert(result.round);
        return {};
    }

    const ProofBundle& m_bundle;
    const SignatureCheck& m_check;
    CheckedBundle m_found;
    std::set<Round> m_answered;
};

} // namespace

std::string_view describe(BundleError error)
{
    switch (error) {
    case BundleError::NotFinal:
        return "the checkpoint is not signed by enough authorities of this market";
    case BundleError::NotInLog:
        return "a transaction is not part of the signed log";
    case BundleError::NotInResults:
        return "a result is not part of the signed result log";
    case BundleError::NotCanonical:
        return "a part cannot be read";
    case BundleError::WrongHome:
        return "a part is about another home";
    case BundleError::WrongPeriod:
        return "a part is about another period";
    case BundleError::BadSignature:
        return "a sheet is not signed by the home";
    case BundleError::ResultMissing:
        return "a sheet has no result";
    case BundleError::ResultDiffers:
        return "a result answers other orders than the sheet's";
    }
    return "unknown error";
}

Bytes encode(const ProofBundle& bundle)
{
    Encoder out;
    out.domain("proof-bundle").u64(bundle.home.number);
    writePeriod(out, bundle.period);
    out.blob(encode(bundle.checkpoint));
    writeParts(out, bundle.identities);
    writeParts(out, bundle.sheets);
    writeParts(out, bundle.results);
    return out.take();
}

std::optional<ProofBundle> decodeProofBundle(ByteView bytes)
{
    Decoder in(bytes);
    ProofBundle bundle;
    in.domain("proof-bundle");
    bundle.home = {in.u64()};
    bundle.period = readPeriod(in);
    auto checkpoint = decodeCheckpoint(in.blob(kCheckpointSizeMax));
    bundle.identities = readParts(in, kIdentitiesMax);
    bundle.sheets = readParts(in, kSheetsMax);
    bundle.results = readParts(in, kResultsMax);
    if (!in.finished() || !checkpoint)
        return std::nullopt;
    bundle.checkpoint = std::move(*checkpoint);
    return bundle;
}

std::expected<CheckedBundle, BundleError> checkBundle(const ProofBundle& bundle, const TrustAnchor& anchor,
                                                      const SignatureCheck& check)
{
    if (!isFinal(bundle.checkpoint, anchor, check))
        return wrong(BundleError::NotFinal);
    BundleCheck checking(bundle, check);
    if (const Checked done = checking.run(); !done)
        return wrong(done.error());
    return checking.take();
}

} // namespace dgex::ledger
