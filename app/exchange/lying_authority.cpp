// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/lying_authority.h"

#include "core/ledger/merkle.h"

#include <algorithm>

namespace dgex::app {

namespace {

constexpr std::int64_t kMoreExpensive = 5; ///< One part of so many.
constexpr Money kTaken{100};

void falsify(ledger::MarketResult& result)
{
    if (result.price)
        result.price = Price{result.price->count() + std::max<std::int64_t>(1, result.price->count() / kMoreExpensive)};
    else
        ++result.orders;
}

void falsify(ledger::HomeRoundResult& result)
{
    for (ledger::HomeOrderResult& order : result.orders)
        order.filled = order.filled.isZero() ? order.asked : Lots{};
}

void falsify(ledger::ContractResult& result)
{
    result.quantity += Lots{1};
}

void falsify(ledger::HomeSettlementResult& result)
{
    result.balance -= kTaken;
}

void falsify(ledger::PeriodSettlementResult& result)
{
    result.utility += kTaken;
}

void falsify(ledger::LinkResult& result)
{
    result.quantity += Lots{1};
}

Bytes falsified(const Bytes& leaf)
{
    std::optional<ledger::Result> result = ledger::decodeResult(leaf);
    if (!result)
        return leaf;
    std::visit([](auto& one) { falsify(one); }, *result);
    Bytes other = ledger::encode(*result);
    if (other == leaf)
        other.back() ^= 1;
    return other;
}

std::optional<LyingTransport::Question> questionIn(ByteView bytes)
{
    const std::optional<api::Request> request = api::decodeRequest(bytes);
    if (!request)
        return std::nullopt;
    if (const auto* round = std::get_if<api::RoundRequest>(&*request))
        return *round;
    if (const auto* settlement = std::get_if<api::SettlementRequest>(&*request))
        return *settlement;
    return std::nullopt;
}

} // namespace

std::optional<Bytes> LyingTransport::exchange(ByteView request)
{
    m_told.reset();
    std::optional<Bytes> bytes = m_node.exchange(request);
    const auto question = m_lies && bytes ? questionIn(request) : std::nullopt;
    if (!question)
        return bytes;
    std::optional<api::Answer> answer = api::decodeAnswer(*bytes);
    auto* const results = answer ? std::get_if<api::ResultsAnswer>(&*answer) : nullptr;
    if (results == nullptr || results->leaves.empty())
        return bytes;
    for (api::ProvenLeaf& leaf : results->leaves)
        leaf.leaf = falsified(leaf.leaf);
    const ParticipantId home = std::visit([](const auto& asked) { return asked.home; }, *question);
    m_told = Refusal{*question,
                     {{},
                      home,
                      results->checkpoint.height,
                      ledger::leafHash(results->leaves.front().leaf),
                      results->checkpoint.resultRoot}};
    return api::encode(*answer);
}

void LyingTransport::distrust()
{
    if (m_told)
        m_refusals.push_back(*std::exchange(m_told, std::nullopt));
    m_node.distrust();
}

ports::Transport& LyingAuthority::addHome(ports::Transport& node)
{
    m_homes.push_back({std::make_unique<LyingTransport>(node), {}});
    return *m_homes.back().way;
}

void LyingAuthority::setTime(UtcTime now)
{
    for (const Home& home : m_homes)
        home.way->setLying(now < m_until);
}

bool LyingAuthority::hasOpenQuestions() const
{
    return std::ranges::any_of(m_homes, [](const Home& home) { return !home.open.empty(); });
}

void LyingAuthority::askAgain(std::size_t home, controller::HomeController& controller, UtcTime now)
{
    for (const LyingTransport::Question& question : std::exchange(m_homes.at(home).open, {})) {
        if (const auto* round = std::get_if<api::RoundRequest>(&question))
            controller.takeRound(round->round, now);
        else
            controller.takeSettlement(std::get<api::SettlementRequest>(question).period, now);
    }
}

void LyingAuthority::collect(UtcTime now)
{
    for (Home& home : m_homes) {
        for (LyingTransport::Refusal& refusal : home.way->takeRefusals()) {
            home.open.push_back(refusal.question);
            refusal.answer.at = now;
            m_evidence.push_front(refusal.answer);
        }
    }
    if (m_evidence.size() > kEvidenceMax)
        m_evidence.resize(kEvidenceMax);
}

} // namespace dgex::app
