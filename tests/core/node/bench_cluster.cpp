// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets through a real cluster of 3 etcd members and 4 authorities on this machine: sheets per second and the time
// from handing one in to its signed receipt (p50, p99), next to raw etcd in the same run: single puts, one after
// another, of records as large as the batches were. Half of the sheets go to each of two authorities; all 4 execute,
// co-sign and store every block. DGEX_BENCH_SHEETS (4000) and DGEX_BENCH_WAITING (256), the sheets under way at a time.
#include "core/node/authority.h"
#include "core/storage/etcd_sequencer.h"
#include "tests/support/etcd_cluster.h"
#include "tests/support/ledger_community.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <numeric>
#include <thread>

using namespace dgex;
using namespace dgex::test;

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kNodes = 4;
constexpr std::uint64_t kHomes = 64;
constexpr std::size_t kRawPuts = 200;
const Round kRound{1'779'339'600};

std::size_t number(const char* name, std::size_t otherwise)
{
    const char* const given = std::getenv(name);
    return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

double milliseconds(Clock::duration time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

/// The value below which a share of the values lies.
double quantile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return values.at(static_cast<std::size_t>(share * static_cast<double>(values.size() - 1)));
}

/// An authority that steps in a thread of its own and takes sheets from others.
class Runner {
public:
    Runner(const EtcdCluster& etcd, const crypto::Signer& key, const MarketId& market)
    {
        storage::EtcdConfig config;
        config.endpoints = etcd.endpoints();
        const std::shared_ptr<storage::EtcdClient> client = storage::EtcdClient::open(config).value();
        auto file = storage::LedgerFile::open(m_folder.filePath(QStringLiteral("node.ledger")).toStdString());
        node::Authority::Parts parts;
        parts.store = std::make_shared<node::SqliteNodeStore>(file.value(), false);
        parts.sequencer = std::make_unique<storage::EtcdSequencer>(client, "bench/");
        parts.board = std::make_shared<storage::EtcdBoard>(client, "bench/");
        parts.sequencer->tail([this](const ports::SequencedBatch&) { wake(); });
        parts.board->watch([this] { wake(); });
        parts.key = &key;
        parts.market = market;
        m_node = node::Authority::open(std::move(parts)).value();
    }
    ~Runner()
    {
        m_stop = true;
        wake();
        if (m_thread.joinable())
            m_thread.join();
    }
    void enqueue(std::vector<Bytes> transactions)
    {
        for (Bytes& transaction : transactions)
            m_node->enqueue(std::move(transaction));
    }
    void start()
    {
        m_thread = std::thread([this] { live(); });
    }
    void handIn(const Bytes& sheet, std::function<void(const api::Answer&)> reply)
    {
        const std::lock_guard lock(m_mutex);
        m_incoming.emplace_back(sheet, std::move(reply));
        m_woken = true;
        m_wake.notify_one();
    }
    [[nodiscard]] std::uint64_t finalHeight() const { return m_final; }
    [[nodiscard]] std::uint64_t height() const { return m_height; }

private:
    void wake()
    {
        const std::lock_guard lock(m_mutex);
        m_woken = true;
        m_wake.notify_one();
    }
    void live()
    {
        while (!m_stop) {
            std::vector<std::pair<Bytes, std::function<void(const api::Answer&)>>> incoming;
            {
                std::unique_lock lock(m_mutex);
                m_wake.wait_for(lock, std::chrono::milliseconds{100}, [this] { return m_woken; });
                m_woken = false;
                incoming.swap(m_incoming);
            }
            for (auto& [sheet, reply] : incoming)
                m_node->serveLater(api::SubmitRequest{sheet, {}}, std::move(reply));
            if (!m_node->step())
                std::abort();
            m_final = m_node->finalHeight();
            m_height = m_node->state().height();
        }
    }

    QTemporaryDir m_folder;
    std::unique_ptr<node::Authority> m_node;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_woken = true;
    std::vector<std::pair<Bytes, std::function<void(const api::Answer&)>>> m_incoming;
    std::atomic<bool> m_stop{false};
    std::atomic<std::uint64_t> m_final{0};
    std::atomic<std::uint64_t> m_height{0};
    std::thread m_thread;
};

Community::Keys sharedKeys()
{
    auto made = std::make_shared<std::map<std::uint64_t, std::shared_ptr<crypto::Signer>>>();
    return [made](std::uint64_t who) {
        std::shared_ptr<crypto::Signer>& key = (*made)[who > kHomes ? who : who % 8];
        if (!key)
            key = crypto::makeRsaSigner().value();
        return key;
    };
}

/// Keeps a number of sheets under way until all have their receipts.
class Load {
public:
    Load(std::vector<Bytes> sheets, std::array<Runner*, 2> ways)
        : m_sheets(std::move(sheets))
        , m_ways(ways)
        , m_sent(m_sheets.size())
    {
    }
    void run(std::size_t waiting)
    {
        for (std::size_t i = 0; i < waiting; ++i)
            next();
        std::unique_lock lock(m_mutex);
        m_done.wait(lock, [this] { return m_latencies.size() == m_sheets.size(); });
    }
    [[nodiscard]] const std::vector<double>& latencies() const { return m_latencies; }

private:
    void next()
    {
        const std::size_t i = m_next++;
        if (i >= m_sheets.size())
            return;
        m_sent[i] = Clock::now();
        // A home's sheets go one way, so that its sequence numbers arrive in order.
        m_ways[i % kHomes % 2]->handIn(m_sheets[i], [this, i](const api::Answer& answer) {
            const auto* const taken = std::get_if<api::SubmitAnswer>(&answer);
            if (taken == nullptr || !taken->receipt)
                std::abort();
            {
                const std::lock_guard lock(m_mutex);
                m_latencies.push_back(milliseconds(Clock::now() - m_sent[i]));
                m_done.notify_one();
            }
            next();
        });
    }

    std::vector<Bytes> m_sheets;
    std::array<Runner*, 2> m_ways;
    std::vector<Clock::time_point> m_sent;
    std::atomic<std::size_t> m_next{0};
    std::mutex m_mutex;
    std::condition_variable m_done;
    std::vector<double> m_latencies;
};

std::vector<double> rawPuts(const EtcdCluster& etcd, std::size_t bytes)
{
    storage::EtcdConfig config;
    config.endpoints = etcd.endpoints();
    const auto client = storage::EtcdClient::open(config).value();
    std::vector<double> latencies;
    for (std::size_t i = 0; i < kRawPuts; ++i) {
        const auto start = Clock::now();
        if (!client->put({.key = "raw/" + std::to_string(i), .value = Bytes(bytes, 0x5a)}))
            std::abort();
        latencies.push_back(milliseconds(Clock::now() - start));
    }
    return latencies;
}

void sheetsThroughACluster(benchmark::State& state)
{
    const crypto::Library library;
    const std::size_t count = number("DGEX_BENCH_SHEETS", 4000);
    EtcdCluster etcd{3};
    if (!etcd.start())
        return state.SkipWithError("the package etcd-server is needed");
    const auto keys = sharedKeys();
    Community community(kHomes, keys);
    community.terms.authorities.clear();
    community.terms.threshold = 3;
    for (std::uint64_t i = 0; i < kNodes; ++i)
        community.terms.authorities.push_back(keys(7000 + i)->publicKey());
    std::vector<std::unique_ptr<Runner>> runners;
    for (std::uint64_t i = 0; i < kNodes; ++i)
        runners.push_back(std::make_unique<Runner>(etcd, *keys(7000 + i), community.market()));
    runners[0]->enqueue(community.opening());
    std::vector<Bytes> sheets;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<market::Order> orders;
        for (int period = 1; period <= 48; ++period)
            orders.push_back(i % 2 == 0 ? selling(kRound.plus(period), 5, 1000) : buying(kRound.plus(period), 5, 2000));
        sheets.push_back(community.sheet({i % kHomes + 1}, kRound, orders));
        bytes += sheets.back().size();
    }
    for (const auto& runner : runners)
        runner->start();
    while (std::ranges::any_of(runners, [](const auto& runner) { return runner->finalHeight() < 1; }))
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    for (auto iteration : state) {
        static_cast<void>(iteration);
        const std::uint64_t before = runners[0]->height();
        Load load{std::move(sheets), {runners[0].get(), runners[1].get()}};
        const auto start = Clock::now();
        load.run(number("DGEX_BENCH_WAITING", 256));
        const double seconds = milliseconds(Clock::now() - start) / 1000;
        const std::uint64_t height = std::max(runners[0]->height(), runners[1]->height());
        while (std::ranges::any_of(runners, [&](const auto& runner) { return runner->finalHeight() < height; }))
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        const double finalSeconds = milliseconds(Clock::now() - start) / 1000;
        const double batches = static_cast<double>(height - before);
        const auto raw = rawPuts(etcd, static_cast<std::size_t>(static_cast<double>(bytes) / batches));
        const double rawSeconds = std::accumulate(raw.begin(), raw.end(), 0.0) / 1000;
        const double perBatch = static_cast<double>(count) / batches;
        const double rawPerSecond = perBatch * static_cast<double>(raw.size()) / rawSeconds;
        state.counters["sheets_per_s"] = static_cast<double>(count) / seconds;
        state.counters["final_sheets_per_s"] = static_cast<double>(count) / finalSeconds;
        state.counters["p50_ms"] = quantile(load.latencies(), 0.5);
        state.counters["p99_ms"] = quantile(load.latencies(), 0.99);
        state.counters["sheets_per_batch"] = perBatch;
        state.counters["raw_etcd_sheets_per_s"] = rawPerSecond;
        state.counters["raw_etcd_p50_ms"] = quantile(raw, 0.5);
        state.counters["raw_etcd_p99_ms"] = quantile(raw, 0.99);
        state.counters["share_of_raw_etcd"] = static_cast<double>(count) / seconds / rawPerSecond;
    }
}
BENCHMARK(sheetsThroughACluster)->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application{argc, argv};
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
