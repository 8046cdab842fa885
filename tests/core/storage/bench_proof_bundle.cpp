// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a home's bundle is checked offline within 20 ms on one core. Method: the largest usual bundle, a period that a
// home traded in all of its 48 rounds with 48 orders each, under a checkpoint of three RSA co-signatures; next to the
// bare verification of as many signatures in the same run. DGEX_BENCH_STRICT=1 makes a missed goal an error.
#include "core/storage/proof_source.h"
#include "tests/support/stored_ledger.h"

#include <benchmark/benchmark.h>

#include <QTemporaryDir>

#include <cstdlib>
#include <ctime>

using namespace dgex;
using namespace dgex::test;

namespace {

const Round kFirst{1'800'014'400};
const Period kPeriod = kFirst.plus(48);
constexpr int kRounds = 48;
constexpr int kOrders = 48;
constexpr double kSecondsMax = 0.020;

double threadSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

struct Subject {
    Bytes bytes;
    ledger::TrustAnchor anchor;
};

Bytes sheetFor(Community& community, ParticipantId home, Round round, market::Side side)
{
    std::vector<market::Order> orders;
    for (int i = 1; i <= kOrders; ++i)
        orders.push_back(side == market::Side::Buy ? buying(round.plus(i), 1, 1100) : selling(round.plus(i), 1, 1000));
    return community.sheet(home, round, orders);
}

Subject makeSubject()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("bench.ledger")).toStdString();
    Community community{2, rsaKeys()};
    {
        crypto::Verifier verifier;
        StoredLedger stored{community, storage::LedgerFile::open(path).value(), ledger::checkWith(verifier)};
        DGEX_ASSERT(stored.append(community.opening()));
        for (int i = 0; i < kRounds; ++i) {
            const Round round = kFirst.plus(i);
            DGEX_ASSERT(
                stored.append({sheetFor(community, {1}, round, market::Side::Sell),
                               sheetFor(community, {2}, round, market::Side::Buy), community.closeRound(round)}));
        }
    }
    ledger::ProofBundle bundle = storage::ProofSource::read(path, {1})->bundle(kPeriod).value();
    DGEX_ASSERT(bundle.sheets.size() == kRounds);
    ledger::TrustAnchor anchor = community.anchor();
    anchor.authorities.clear();
    anchor.threshold = 3;
    bundle.checkpoint.signatures.clear();
    for (std::uint32_t i = 0; i < 4; ++i) {
        const auto key = crypto::makeRsaSigner().value();
        anchor.authorities.push_back(key->publicKey());
        if (i < 3)
            bundle.checkpoint = ledger::coSign(std::move(bundle.checkpoint), i, *key).value();
    }
    return {ledger::encode(bundle), anchor};
}

void checksABundle(benchmark::State& state)
{
    const Subject subject = makeSubject();
    double checking = 0;
    double bare = 0;
    const auto key = crypto::makeRsaSigner().value();
    const auto signature = key->sign(subject.bytes).value();
    for (auto _ : state) {
        const double start = threadSeconds();
        crypto::Verifier verifier;
        const auto bundle = ledger::decodeProofBundle(subject.bytes);
        DGEX_ASSERT(bundle && ledger::checkBundle(*bundle, subject.anchor, ledger::checkWith(verifier)));
        const double middle = threadSeconds();
        crypto::Verifier other;
        for (int i = 0; i < kRounds + 3; ++i)
            DGEX_ASSERT(other.verify(key->publicKey(), ByteView{subject.bytes}.first(4096), signature) == false);
        checking += middle - start;
        bare += threadSeconds() - middle;
    }
    const auto runs = static_cast<double>(state.iterations());
    state.counters["ms"] = checking / runs * 1000;
    state.counters["of_limit"] = checking / runs / kSecondsMax;
    state.counters["of_bare_signatures"] = checking / bare;
    state.counters["bytes"] = static_cast<double>(subject.bytes.size());
    if (checking / runs > kSecondsMax && std::getenv("DGEX_BENCH_STRICT") != nullptr)
        state.SkipWithError("above 20 ms");
}
BENCHMARK(checksABundle)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv)
{
    const crypto::Library library;
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
