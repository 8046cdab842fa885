// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/daily_checkpoints.h"

#include "core/storage/verify_ledger.h"

#include <format>

namespace dgex::storage {

namespace {

std::chrono::sys_days dayOf(Round round)
{
    return std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{std::chrono::seconds{round.startSeconds()}});
}

} // namespace

void DailyCheckpoints::take(const ledger::BlockOutcome& outcome, const ledger::LedgerState& state)
{
    if (!state.lastClosedRound())
        return;
    const std::chrono::sys_days day = dayOf(*state.lastClosedRound());
    if (m_open && m_open->day != day)
        m_finished.push_back(*m_open);
    const ledger::BlockHeader& header = outcome.header;
    m_open = ports::DailyCheckpoint{.day = day,
                                    .height = header.height,
                                    .logSize = header.logSize,
                                    .logRoot = header.logRoot,
                                    .resultCount = header.resultCount,
                                    .resultRoot = header.resultRoot};
}

std::expected<AnchoredHistory, std::string> readAnchoredHistory(const std::string& path)
{
    DailyCheckpoints days;
    std::optional<MarketId> market;
    const VerifyReport report =
        verifyLedger(path, {.onBlock =
                                [&](const ledger::BlockOutcome& outcome, const ledger::LedgerState& state) {
                                    days.take(outcome, state);
                                    market = state.market();
                                },
                            .anchor = std::nullopt});
    if (!report.ok && report.badHeight)
        return std::unexpected(std::format("{}: block {} is bad: {}", path, *report.badHeight, report.reason));
    if (!report.ok)
        return std::unexpected(std::format("{}: {}", path, report.reason));
    if (!market)
        return std::unexpected(path + ": no market was opened yet");
    return AnchoredHistory{.market = *market, .days = days.finished()};
}

} // namespace dgex::storage
