// SPDX-License-Identifier: GPL-3.0-or-later
// One embedded authority on one core: sheets verified, sequenced, executed and committed with synchronous=FULL, next to
// bare verification of the same signatures in the same run; and a whole round from closed gate to its signed result.
// Rates per core count the process' own time, also where the disk makes it wait. DGEX_BENCH_HOMES sets the homes of the
// round (each sends 48 orders); the goal is set for 100000. DGEX_BENCH_HASHES=1 lets hashes stand for the signatures of
// homes: then the round is as large, but the sheets are made, and checked, in no time.
#include "core/node/authority.h"
#include "tests/support/ledger_community.h"
#include "tests/support/random_stream.h"

#include <QTemporaryDir>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <sys/resource.h>

using namespace dgex;
using namespace dgex::test;

namespace {

constexpr std::size_t kBatch = 2000;
constexpr std::uint64_t kFewKeys = 16;
const Round kRound{1'779'339'600};

/// Signs as real homes do; homes share some keys, because making a key takes 0.1 s and verifying knows no difference.
Community::Keys sharedRsaKeys()
{
    auto made = std::make_shared<std::map<std::uint64_t, std::shared_ptr<crypto::Signer>>>();
    return [made](std::uint64_t number) {
        std::shared_ptr<crypto::Signer>& key = (*made)[number % kFewKeys];
        if (!key)
            key = crypto::makeRsaSigner().value();
        return key;
    };
}

bool byHashes()
{
    return std::getenv("DGEX_BENCH_HASHES") != nullptr;
}

std::uint64_t homes()
{
    const char* const given = std::getenv("DGEX_BENCH_HOMES");
    return given == nullptr ? 2000 : std::strtoull(given, nullptr, 10);
}

std::vector<market::Order> ordersOf(std::uint64_t home, RandomStream& random)
{
    std::vector<market::Order> orders;
    for (int i = 1; i <= 48; ++i)
        orders.push_back(home % 2 == 0 ? selling(kRound.plus(i), random.between(1, 20), random.between(800, 2000))
                                       : buying(kRound.plus(i), random.between(1, 20), random.between(1200, 2500)));
    return orders;
}

/// An authority whose round is full of sheets that wait to be sequenced.
struct Fixture {
    Fixture()
        : keys(byHashes() ? Community::hashKeys(0) : sharedRsaKeys())
        , community(homes(), keys)
    {
        auto file = storage::LedgerFile::open(folder.filePath(QStringLiteral("node.ledger")).toStdString());
        key = community.authority();
        auto parts = node::Authority::embedded(file.value(), *key, community.market());
        parts.check = check();
        node = node::Authority::open(std::move(parts)).value();
        std::vector<Bytes> opening = community.opening();
        for (Bytes& transaction : opening)
            node->enqueue(std::move(transaction));
        if (!node->commit())
            std::abort();
        RandomStream random{1};
        for (std::uint64_t home = 1; home <= homes(); ++home)
            sheets.push_back(community.sheet({home}, kRound, ordersOf(home, random)));
    }
    ledger::SignatureCheck check()
    {
        return byHashes() ? ledger::SignatureCheck{HashSigner::check} : ledger::checkWith(verifier);
    }
    crypto::Library library;
    crypto::Verifier verifier;
    QTemporaryDir folder;
    Community::Keys keys;
    Community community;
    std::shared_ptr<crypto::Signer> key;
    std::unique_ptr<node::Authority> node;
    std::vector<Bytes> sheets;
};

/// Of all threads of this process, in user and system: what one core would need, also on a busy machine.
double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void roundOfOneAuthority(benchmark::State& state)
{
    Fixture fixture;
    const auto check = fixture.check();
    for (auto iteration : state) {
        static_cast<void>(iteration);
        const double bareStart = cpuSeconds();
        for (const Bytes& sheet : fixture.sheets) {
            const auto transaction = ledger::decodeTransaction(sheet).value();
            if (!check(fixture.keys(transaction.participant.number)->publicKey(), signedPreimage(transaction),
                       transaction.signature))
                std::abort();
        }
        const double bareSeconds = cpuSeconds() - bareStart;
        const double cpuStart = cpuSeconds();
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < fixture.sheets.size(); ++i) {
            fixture.node->enqueue(fixture.sheets[i]);
            if ((i + 1) % kBatch == 0 && !fixture.node->commit())
                std::abort();
        }
        if (!fixture.node->commit())
            std::abort();
        const double sheetSeconds = secondsSince(start);
        const double sheetCpuSeconds = cpuSeconds() - cpuStart;
        const double gateCpuStart = cpuSeconds();
        const auto gate = std::chrono::steady_clock::now();
        fixture.node->enqueue(fixture.community.closeRound(kRound));
        if (!fixture.node->commit() || fixture.node->state().lastClosedRound() != kRound)
            std::abort();
        const auto count = static_cast<double>(fixture.sheets.size());
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        state.counters["homes"] = count;
        state.counters["sheets_per_s"] = count / sheetSeconds;
        state.counters["sheets_per_core_s"] = count / sheetCpuSeconds;
        state.counters["bare_per_core_s"] = count / bareSeconds;
        state.counters["share_of_bare_verification"] = bareSeconds / sheetCpuSeconds;
        state.counters["gate_to_result_core_s"] = cpuSeconds() - gateCpuStart;
        state.counters["gate_to_result_s"] = secondsSince(gate);
        state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
    }
}
BENCHMARK(roundOfOneAuthority)->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
