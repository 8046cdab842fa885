// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/https_transport.h"
#include "core/api/service.h"
#include "core/market/sheet.h"

#include <QDateTime>

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

namespace dgex::test {

/// A home in a thread of its own that hands in one sheet after another by HTTPS, each again and again until it knows
/// what became of it, and checks every receipt.
class HomeClient {
public:
    struct Parts {
        std::unique_ptr<crypto::Signer> key;
        std::unique_ptr<api::HttpsTransport> transport;
        ParticipantId home;
        ledger::TrustAnchor anchor;
    };
    explicit HomeClient(Parts parts)
        : m_parts(std::move(parts))
        , m_thread([this] { live(); })
    {
    }
    ~HomeClient() { stop(); }
    HomeClient(const HomeClient&) = delete;
    HomeClient& operator=(const HomeClient&) = delete;

    void stop()
    {
        m_stop = true;
        if (m_thread.joinable())
            m_thread.join();
    }
    [[nodiscard]] std::size_t acknowledgedCount() const { return m_count; }
    /// After stop().
    [[nodiscard]] const std::set<Bytes>& acknowledged() const { return m_acknowledged; }
    /// What was wrong first; empty when nothing was. After stop().
    [[nodiscard]] const std::string& failure() const { return m_failure; }

private:
    void live()
    {
        api::Client client{*m_parts.transport};
        std::uint64_t sequence = 0;
        while (!m_stop) {
            if (const auto standing = client.standing(m_parts.home)) {
                sequence = standing->lastSequence;
                break;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
        }
        while (!m_stop && m_failure.empty())
            handIn(client, ++sequence);
    }
    void handIn(api::Client& client, std::uint64_t sequence)
    {
        const Round round = Period::containing(UtcTime{QDateTime::currentMSecsSinceEpoch()}).plus(1);
        const bool buys = m_parts.home.number % 2 == 0;
        const market::BidSheet sheet{.round = round,
                                     .orders = {{.period = round.plus(1),
                                                 .side = buys ? market::Side::Buy : market::Side::Sell,
                                                 .energyClass = market::EnergyClass::Any,
                                                 .quantity = Lots{5},
                                                 .limit = Price{buys ? 2000 : 1000}}}};
        const auto transaction = ledger::sign(
            {m_parts.anchor.market, ledger::TransactionType::SubmitSheet, m_parts.home, sequence, encode(sheet), {}},
            *m_parts.key);
        const Bytes bytes = encode(*transaction);
        while (!m_stop) {
            const auto answered = m_parts.transport->exchange(encode(api::Request{api::SubmitRequest{bytes, {}}}));
            const auto answer = answered ? api::decodeAnswer(*answered) : std::nullopt;
            if (answer && std::holds_alternative<api::SubmitAnswer>(*answer))
                return take(*transaction, bytes, std::get<api::SubmitAnswer>(*answer));
            // Its round may have closed, or its answer got lost too long ago: the ledger knows.
            const auto standing = client.standing(m_parts.home);
            const Period now = Period::containing(UtcTime{QDateTime::currentMSecsSinceEpoch()});
            if ((standing && standing->lastSequence >= sequence) || now >= round)
                return;
        }
    }
    void take(const ledger::Transaction& transaction, const Bytes& bytes, const api::SubmitAnswer& answer)
    {
        crypto::Verifier verifier;
        const auto check = ledger::checkWith(verifier);
        if (answer.receipt &&
            (!verify(*answer.receipt, m_parts.anchor, check) || !isAbout(*answer.receipt, transaction)))
            m_failure = "a receipt does not hold";
        m_acknowledged.insert(bytes);
        ++m_count;
    }

    Parts m_parts;
    std::atomic<bool> m_stop{false};
    std::atomic<std::size_t> m_count{0};
    std::set<Bytes> m_acknowledged;
    std::string m_failure;
    std::thread m_thread;
};

} // namespace dgex::test
