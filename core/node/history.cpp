// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/history.h"

#include "core/base/assert.h"
#include "core/base/overloaded.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace dgex::node {

namespace {

/// The key of a round's markets; no participant has it.
constexpr std::uint64_t kMarkets = UINT64_MAX;

/// Nodes in the order in which a walk from left to right meets them: leaf i at place 2 i.
class TreeShelf final : public ledger::NodeShelf {
public:
    explicit TreeShelf(std::shared_ptr<storage::Shelf> shelf)
        : m_shelf(std::move(shelf))
    {
    }
    void put(std::size_t level, std::uint64_t index, const Hash256& node) override
    {
        m_shelf->write(offsetOf(level, index), node);
    }
    [[nodiscard]] Hash256 get(std::size_t level, std::uint64_t index) const override
    {
        Hash256 node{};
        m_shelf->read(offsetOf(level, index), node);
        return node;
    }

private:
    static std::uint64_t offsetOf(std::size_t level, std::uint64_t index)
    {
        return (((2 * index + 1) << level) - 1) * sizeof(Hash256);
    }
    std::shared_ptr<storage::Shelf> m_shelf;
};

template <class T>
ByteView bytesOf(const std::vector<T>& values)
{
    return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(T)};
}

/// The participant that a transaction gives a key to.
std::optional<ParticipantId> identityIn(const ledger::Transaction& transaction)
{
    if (transaction.type == ledger::TransactionType::RegisterParticipant) {
        const auto registration = ledger::decodeRegisterParticipant(transaction.payload);
        return registration ? std::optional{registration->participant} : std::nullopt;
    }
    if (transaction.type == ledger::TransactionType::RenewRegistration) {
        const auto renewal = ledger::decodeRenewRegistration(transaction.payload);
        return renewal ? std::optional{renewal->participant} : std::nullopt;
    }
    return std::nullopt;
}

} // namespace

std::expected<History, std::string> History::open(const std::filesystem::path& folder)
{
    std::array<std::shared_ptr<storage::Shelf>, 5> shelves;
    for (auto& shelf : shelves) {
        auto opened = storage::Shelf::open(folder);
        if (!opened)
            return std::unexpected(opened.error());
        shelf = std::move(*opened);
    }
    return History{shelves[0], shelves[1], shelves[2], shelves[3], shelves[4]};
}

History::History(std::shared_ptr<storage::Shelf> leaves, std::shared_ptr<storage::Shelf> ends,
                 std::shared_ptr<storage::Shelf> runs, std::shared_ptr<storage::Shelf> logNodes,
                 std::shared_ptr<storage::Shelf> resultNodes)
    : m_leaves(std::move(leaves))
    , m_ends(std::move(ends))
    , m_runs(std::move(runs))
    , m_logNodes(std::move(logNodes))
    , m_resultNodes(std::move(resultNodes))
    , m_log(std::make_shared<TreeShelf>(m_logNodes))
    , m_results(std::make_shared<TreeShelf>(m_resultNodes))
{
}

bool History::isGood() const
{
    return std::ranges::all_of(std::array{&m_leaves, &m_ends, &m_runs, &m_logNodes, &m_resultNodes},
                               [](const auto* shelf) { return (*shelf)->isGood(); });
}

void History::take(const ports::SequencedBatch& batch, const ledger::BlockOutcome& outcome,
                   const ledger::LedgerState& state)
{
    takeTransactions(batch);
    takeResults(outcome, state);
    const auto closed = state.lastClosedRound();
    if (closed == m_lastClosed)
        return;
    m_lastClosed = closed;
    m_rounds[*closed].closedAt = outcome.header.height;
    const std::uint64_t from = m_sheets.empty() ? 0 : m_sheets.back().to;
    m_sheets.push_back({from, outcome.header.height, keep(std::exchange(m_openSheets, {}))});
}

void History::takeTransactions(const ports::SequencedBatch& batch)
{
    for (const Bytes& bytes : batch.transactions) {
        const LogPlace place{.index = m_log.size(), .height = batch.position + 1};
        m_log.append(ledger::leafHash(bytes));
        const auto transaction = ledger::decodeTransaction(bytes);
        if (!transaction)
            continue;
        if (transaction->type == ledger::TransactionType::SubmitSheet)
            m_openSheets.push_back({transaction->participant.number, place.index, place.height});
        else if (const auto home = identityIn(*transaction))
            m_identities[*home].push_back(place);
    }
}

void History::takeResults(const ledger::BlockOutcome& outcome, const ledger::LedgerState& state)
{
    std::map<Round, std::vector<Entry>> rounds;
    std::map<Round, std::vector<Entry>> zones;
    std::map<Period, std::vector<Entry>> settlements;
    std::optional<Round> current = state.lastClosedRound(); // Contracts stand behind the results of their round.
    std::vector<std::uint64_t> ends;
    Bytes leaves;
    for (const Bytes& leaf : outcome.results) {
        const std::uint64_t at = m_results.size();
        const std::uint64_t height = outcome.header.height;
        const std::optional<ledger::Result> result = ledger::decodeResult(leaf);
        DGEX_ASSERT(result.has_value());
        std::visit(Overloaded{[&](const ledger::MarketResult& r) {
                                  current = r.round;
                                  rounds[r.round].push_back({kMarkets, at, height});
                                  if (r.place)
                                      zones[r.round].push_back({r.place->zone.number, at, height});
                              },
                              [&](const ledger::HomeRoundResult& r) {
                                  current = r.round;
                                  rounds[r.round].push_back({r.home.number, at, height});
                              },
                              [&](const ledger::ContractResult& r) {
                                  rounds[*current].push_back({r.exporter.number, at, height});
                                  rounds[*current].push_back({r.importer.number, at, height});
                              },
                              [&](const ledger::HomeSettlementResult& r) {
                                  settlements[r.period].push_back({r.settlement.home.number, at, height});
                              },
                              [&](const ledger::PeriodSettlementResult& r) { m_periodSettlements[r.period] = at; },
                              [&](const ledger::LinkResult& r) { rounds[r.round].push_back({kMarkets, at, height}); }},
                   *result);
        m_results.append(ledger::leafHash(leaf));
        leaves.insert(leaves.end(), leaf.begin(), leaf.end());
        ends.push_back(m_leaves->size() + leaves.size());
    }
    m_leaves->append(leaves);
    m_ends->append(bytesOf(ends));
    for (auto& [round, entries] : rounds) {
        RoundRuns& runs = m_rounds[round];
        runs.closedAt = outcome.header.height;
        runs.results.push_back(keep(std::move(entries)));
    }
    for (auto& [round, entries] : zones)
        m_rounds[round].zones.push_back(keep(std::move(entries)));
    for (auto& [period, entries] : settlements)
        m_settlements[period].push_back(keep(std::move(entries)));
}

History::Run History::keep(std::vector<Entry> entries)
{
    std::ranges::stable_sort(entries, {}, &Entry::key);
    const Run run{.offset = m_runs->size() / sizeof(Entry), .count = entries.size()};
    m_runs->append(bytesOf(entries));
    return run;
}

History::Entry History::entryAt(std::uint64_t place) const
{
    std::array<std::uint8_t, sizeof(Entry)> bytes{};
    m_runs->read(place * sizeof(Entry), bytes);
    Entry entry;
    std::memcpy(&entry, bytes.data(), bytes.size());
    return entry;
}

std::vector<History::Entry> History::find(const Run& run, std::uint64_t key) const
{
    std::uint64_t first = run.offset;
    for (std::uint64_t left = run.count; left > 0;) {
        const std::uint64_t half = left / 2;
        if (entryAt(first + half).key < key) {
            first += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    std::vector<Entry> found;
    for (; first < run.offset + run.count; ++first) {
        const Entry entry = entryAt(first);
        if (entry.key != key)
            break;
        found.push_back(entry);
    }
    return found;
}

Bytes History::leaf(std::uint64_t index) const
{
    DGEX_ASSERT(index < m_results.size());
    std::array<std::uint64_t, 2> ends{};
    const std::uint64_t from = index == 0 ? 0 : index - 1;
    std::array<std::uint8_t, sizeof(ends)> raw{};
    m_ends->read(from * sizeof(std::uint64_t), std::span{raw}.first(index == 0 ? 8 : 16));
    std::memcpy(ends.data(), raw.data(), raw.size());
    const std::uint64_t begin = index == 0 ? 0 : ends[0];
    const std::uint64_t end = index == 0 ? ends[0] : ends[1];
    if (end < begin || end > m_leaves->size())
        return {};
    Bytes leaf(static_cast<std::size_t>(end - begin));
    m_leaves->read(begin, leaf);
    return leaf;
}

ledger::ResultProof History::prove(std::uint64_t index, const ledger::Checkpoint& checkpoint) const
{
    DGEX_ASSERT(index < checkpoint.resultCount && checkpoint.resultCount <= m_results.size());
    return {.leaf = leaf(index),
            .index = index,
            .path = m_results.inclusionProof(index, checkpoint.resultCount),
            .checkpoint = checkpoint};
}

std::vector<std::uint64_t> History::indices(const std::vector<Run>& runs, std::uint64_t key) const
{
    std::vector<std::uint64_t> found;
    for (const Run& run : runs)
        for (const Entry& entry : find(run, key))
            found.push_back(entry.index);
    return found;
}

const History::RoundRuns& History::runsOf(Round round) const
{
    static const RoundRuns kNone;
    const auto runs = m_rounds.find(round);
    return runs == m_rounds.end() ? kNone : runs->second;
}

std::vector<std::uint64_t> History::markets(Round round) const
{
    return indices(runsOf(round).results, kMarkets);
}

bool History::hasZones(Round round) const
{
    return !runsOf(round).zones.empty();
}

std::vector<std::uint64_t> History::marketsOf(Round round, ZoneId zone) const
{
    return indices(runsOf(round).zones, zone.number);
}

std::vector<std::uint64_t> History::ofHome(Round round, ParticipantId home) const
{
    return indices(runsOf(round).results, home.number);
}

std::optional<std::uint64_t> History::closedAt(Round round) const
{
    const auto runs = m_rounds.find(round);
    return runs != m_rounds.end() && runs->second.closedAt != 0 ? std::optional{runs->second.closedAt} : std::nullopt;
}

std::optional<Round> History::firstWithMarkets(Round from) const
{
    for (auto at = m_rounds.lower_bound(from); at != m_rounds.end(); ++at)
        if (!markets(at->first).empty())
            return at->first;
    return std::nullopt;
}

std::pair<std::uint64_t, std::uint64_t> History::heightsOf(Round first, Round last) const
{
    const auto opened = m_rounds.lower_bound(first.plus(-1));
    const auto behind = m_rounds.upper_bound(last);
    const bool fromStart = opened == m_rounds.end() || opened->first >= first;
    const std::uint64_t to = behind == m_rounds.begin() ? 0 : std::prev(behind)->second.closedAt;
    return {fromStart ? 0 : opened->second.closedAt - 1, to};
}

std::optional<std::uint64_t> History::settlement(Period period, ParticipantId home) const
{
    const auto runs = m_settlements.find(period);
    if (runs == m_settlements.end())
        return std::nullopt;
    for (auto run = runs->second.rbegin(); run != runs->second.rend(); ++run)
        if (const auto entries = find(*run, home.number); !entries.empty())
            return entries.back().index;
    return std::nullopt;
}

std::optional<std::uint64_t> History::periodSettlement(Period period) const
{
    const auto place = m_periodSettlements.find(period);
    return place == m_periodSettlements.end() ? std::nullopt : std::optional{place->second};
}

std::vector<History::LogPlace> History::sheets(ParticipantId home, std::uint64_t from, std::uint64_t to) const
{
    std::vector<LogPlace> places;
    const auto note = [&](const Entry& entry) {
        if (entry.key == home.number && entry.height > from && entry.height <= to)
            places.push_back({entry.index, entry.height});
    };
    const auto first = std::ranges::upper_bound(m_sheets, from, {}, &SheetRun::to);
    for (auto run = first; run != m_sheets.end() && run->from < to; ++run)
        std::ranges::for_each(find(run->run, home.number), note);
    std::ranges::for_each(m_openSheets, note);
    return places;
}

std::vector<History::LogPlace> History::identities(ParticipantId home) const
{
    const auto places = m_identities.find(home);
    return places == m_identities.end() ? std::vector<LogPlace>{} : places->second;
}

} // namespace dgex::node
