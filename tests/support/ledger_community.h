// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/hash.h"
#include "core/ledger/ledger_state.h"
#include "core/market/sheet.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace dgex::test {

/// Signs by hashing: fast, and good for whoever only tests what a signature decides.
class HashSigner final : public crypto::Signer {
public:
    explicit HashSigner(std::uint64_t seed)
    {
        for (int shift = 56; shift >= 0; shift -= 8)
            m_key.der.push_back(static_cast<std::uint8_t>(seed >> shift));
    }
    std::expected<crypto::Signature, crypto::CryptoError> sign(ByteView message) const override
    {
        const Hash256 hash = crypto::sha256(m_key.der, message);
        return crypto::Signature{.algorithm = crypto::Algorithm::RsaPkcs1Sha256, .bytes = {hash.begin(), hash.end()}};
    }
    const crypto::PublicKey& publicKey() const override { return m_key; }
    static bool check(const crypto::PublicKey& key, ByteView message, const crypto::Signature& signature)
    {
        const Hash256 hash = crypto::sha256(key.der, message);
        return signature.algorithm == crypto::Algorithm::RsaPkcs1Sha256 && std::ranges::equal(signature.bytes, hash);
    }

private:
    crypto::PublicKey m_key;
};

inline constexpr ParticipantId kOperator{0};
inline constexpr ParticipantId kUtility{900};
inline constexpr ParticipantId kMeteringOperator{901};
inline constexpr std::uint64_t kAuthorityKey = 999;

/// Makes the signed transactions of a market with a few homes, utility and metering operator, and remembers
/// sequence numbers and meter values.
class Community {
public:
    /// Gives the key of a participant (kAuthorityKey: of the authority); the same number gets the same key.
    using Keys = std::function<std::shared_ptr<crypto::Signer>(std::uint64_t number)>;

    explicit Community(std::uint64_t homes, Keys keys = hashKeys(0))
        : m_homes(homes)
        , m_keys(std::move(keys))
    {
        m_market.bytes = {'t', 'e', 's', 't'};
        terms.operatorKey = m_keys(kOperator.number)->publicKey();
        terms.authorities = {m_keys(kAuthorityKey)->publicKey()};
    }
    static Keys hashKeys(std::uint64_t salt)
    {
        return [salt](std::uint64_t number) { return std::make_shared<HashSigner>(number * 1000 + salt); };
    }

    ledger::OpenMarket terms; ///< Change before opening().
    Power capacity{10'000};
    std::map<ParticipantId, ZoneId> zoneOf; ///< Of homes that are not in zone 1.

    [[nodiscard]] const MarketId& market() const { return m_market; }
    [[nodiscard]] std::uint64_t homes() const { return m_homes; }
    [[nodiscard]] std::shared_ptr<crypto::Signer> authority() const { return m_keys(kAuthorityKey); }
    [[nodiscard]] ledger::TrustAnchor anchor() const
    {
        return {.market = m_market, .authorities = terms.authorities, .threshold = terms.threshold};
    }

    ledger::Transaction unsignedTransaction(ParticipantId who, ledger::TransactionType type, Bytes payload)
    {
        ledger::Transaction transaction;
        transaction.market = m_market;
        transaction.type = type;
        transaction.participant = who;
        transaction.sequence = ++m_sequences[who];
        transaction.payload = std::move(payload);
        return transaction;
    }
    Bytes signedBy(ParticipantId key, ledger::Transaction transaction) const
    {
        const auto renewed = m_keyOf.find(key.number);
        const std::uint64_t number = renewed == m_keyOf.end() ? key.number : renewed->second;
        return encode(sign(std::move(transaction), *m_keys(number)).value());
    }
    Bytes transaction(ParticipantId who, ledger::TransactionType type, Bytes payload)
    {
        return signedBy(who, unsignedTransaction(who, type, std::move(payload)));
    }

    /// Opens the market and registers everybody.
    std::vector<Bytes> opening()
    {
        std::vector<Bytes> transactions{transaction(kOperator, ledger::TransactionType::OpenMarket, encode(terms))};
        for (std::uint64_t home = 1; home <= m_homes; ++home)
            transactions.push_back(registration({home}, ledger::Role::Home));
        transactions.push_back(registration(kUtility, ledger::Role::Utility));
        transactions.push_back(registration(kMeteringOperator, ledger::Role::MeteringOperator));
        return transactions;
    }
    Bytes registration(ParticipantId who, ledger::Role role)
    {
        return transaction(kOperator, ledger::TransactionType::RegisterParticipant,
                           encode(ledger::RegisterParticipant{.participant = who,
                                                              .role = role,
                                                              .key = m_keys(who.number)->publicKey(),
                                                              .meter = "M-" + std::to_string(who.number),
                                                              .zone = zone(who),
                                                              .connectionCapacity = capacity,
                                                              .certificate = {}}));
    }
    /// Gives a participant the key of another number.
    Bytes renewal(ParticipantId who, std::uint64_t key)
    {
        m_keyOf[who.number] = key;
        return transaction(kOperator, ledger::TransactionType::RenewRegistration,
                           encode(ledger::RenewRegistration{.participant = who,
                                                            .key = m_keys(key)->publicKey(),
                                                            .meter = "M-" + std::to_string(who.number),
                                                            .zone = zone(who),
                                                            .connectionCapacity = capacity,
                                                            .certificate = {0x30, 0x01}}));
    }
    Bytes revocation(ParticipantId by, ParticipantId who)
    {
        return transaction(by, ledger::TransactionType::RevokeParticipant,
                           encode(ledger::RevokeParticipant{who, ledger::RevocationReason::KeyCompromised}));
    }
    Bytes sheet(ParticipantId home, Round round, std::vector<market::Order> orders)
    {
        return transaction(home, ledger::TransactionType::SubmitSheet,
                           encode(market::BidSheet{.round = round, .orders = std::move(orders)}));
    }
    Bytes submit(ParticipantId home, const market::BidSheet& sheet)
    {
        return transaction(home, ledger::TransactionType::SubmitSheet, encode(sheet));
    }
    Bytes closeRound(Round round)
    {
        return transaction(kOperator, ledger::TransactionType::CloseRound, encode(ledger::CloseRound{round}));
    }
    Bytes tariff(Period from, int count, settlement::Tariff prices)
    {
        ledger::PublishTariff tariff;
        for (int i = 0; i < count; ++i)
            tariff.periods.push_back({.period = from.plus(i),
                                      .retail = prices.retail,
                                      .feedIn = prices.feedIn,
                                      .imbalanceShort = prices.imbalanceShort,
                                      .imbalanceLong = prices.imbalanceLong});
        return transaction(kUtility, ledger::TransactionType::PublishTariff, encode(tariff));
    }
    Bytes confirm(ParticipantId home, ledger::ContractId contract)
    {
        return transaction(home, ledger::TransactionType::ConfirmDelivery, encode(ledger::ConfirmDelivery{{contract}}));
    }
    Bytes report(ParticipantId home, ledger::ContractId contract, Energy delivered,
                 ledger::DeliveryStatus status = ledger::DeliveryStatus::Complete)
    {
        return transaction(home, ledger::TransactionType::ReportDelivery,
                           encode(ledger::ReportDelivery{{{contract, delivered, status}}}));
    }
    /// A reading whose values the community keeps.
    Bytes reading(ParticipantId home, Period period, Energy net,
                  ledger::ReadingKind kind = ledger::ReadingKind::Provisional, Energy generated = {})
    {
        ledger::MeterValues values;
        values.home = home;
        values.period = period;
        (net > Energy{} ? values.imported : values.exported) = net.abs();
        values.generated = generated;
        values.salt = {static_cast<std::uint8_t>(home.number), 7};
        const Hash256 hash = hashOf(values);
        m_values[hash] = values;
        m_read[period][home] = {.home = home, .net = net, .generated = generated};
        const ParticipantId reader = kind == ledger::ReadingKind::Final ? kMeteringOperator : home;
        return transaction(reader, ledger::TransactionType::MeterReading,
                           encode(ledger::MeterReading{.home = home, .period = period, .kind = kind, .values = hash}));
    }
    Bytes settle(ledger::SettlePeriod order)
    {
        return transaction(kOperator, ledger::TransactionType::SettlePeriod, encode(order));
    }
    /// Settles with what was read.
    Bytes settle(Period period)
    {
        ledger::SettlePeriod order{.period = period, .meters = {}};
        for (const auto& [home, meter] : m_read[period])
            order.meters.push_back(meter);
        return settle(std::move(order));
    }

    [[nodiscard]] std::map<Hash256, ledger::MeterValues>& values() { return m_values; }
    [[nodiscard]] ledger::DetachedValues lookup() const
    {
        return [this](const Hash256& hash) -> std::optional<ledger::MeterValues> {
            const auto place = m_values.find(hash);
            return place == m_values.end() ? std::nullopt : std::optional(place->second);
        };
    }
    ledger::BlockOutcome execute(ledger::LedgerState& state, const std::vector<Bytes>& transactions) const
    {
        return state.execute(transactions, HashSigner::check, lookup());
    }

private:
    [[nodiscard]] ZoneId zone(ParticipantId who) const
    {
        const auto found = zoneOf.find(who);
        return found == zoneOf.end() ? ZoneId{1} : found->second;
    }

    std::uint64_t m_homes;
    Keys m_keys;
    MarketId m_market;
    std::map<std::uint64_t, std::uint64_t> m_keyOf; ///< Of renewed participants.
    std::map<ParticipantId, std::uint64_t> m_sequences;
    std::map<Hash256, ledger::MeterValues> m_values;
    std::map<Period, std::map<ParticipantId, ledger::SettledMeter>> m_read;
};

inline market::Order buying(Period period, std::int64_t lots, std::int64_t ticks)
{
    return {.period = period,
            .side = market::Side::Buy,
            .energyClass = market::EnergyClass::Any,
            .quantity = Lots{lots},
            .limit = Price{ticks}};
}
inline market::Order selling(Period period, std::int64_t lots, std::int64_t ticks)
{
    return {.period = period,
            .side = market::Side::Sell,
            .energyClass = market::EnergyClass::Any,
            .quantity = Lots{lots},
            .limit = Price{ticks}};
}

} // namespace dgex::test
