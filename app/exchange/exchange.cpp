// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/exchange.h"

#include "app/keys/key_pool.h"
#include "core/crypto/hash.h"

#include <algorithm>
#include <format>

namespace dgex::app {

namespace {

constexpr ParticipantId kUtility{1};
constexpr ParticipantId kGridOperator{2};
constexpr ParticipantId kMeteringOperator{3};
constexpr std::uint64_t kFirstHome = 101;
/// Bids are sent this long before their gate.
constexpr std::chrono::minutes kBidLead{5};
/// Half hours lived before the first traded period: one to bid, one to see its gate close.
constexpr std::int64_t kLeadIn = 2;
constexpr std::int64_t kTariffAhead = 98;
constexpr Power kConnectionCapacity{10'000};
/// Fewer homes are stepped faster on one thread.
constexpr std::size_t kHomesPerThread = 64;

/// Reproducible random bytes for salts; a real controller takes the system's.
class SeededRandom final : public ports::RandomSource {
public:
    explicit SeededRandom(std::uint64_t seed)
        : m_seed(seed)
    {
    }
    void fill(std::span<std::uint8_t> bytes) override
    {
        for (std::size_t done = 0; done < bytes.size();) {
            Bytes preimage;
            for (int shift = 0; shift < 64; shift += 8) {
                preimage.push_back(static_cast<std::uint8_t>(m_seed >> shift));
                preimage.push_back(static_cast<std::uint8_t>(m_count >> shift));
            }
            ++m_count;
            for (const std::uint8_t byte : crypto::sha256(preimage)) {
                if (done < bytes.size())
                    bytes[done++] = byte;
            }
        }
    }

private:
    std::uint64_t m_seed;
    std::uint64_t m_count = 0;
};

double secondsNow()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Nanoseconds that this thread has signed for.
thread_local std::int64_t signedFor = 0;

/// A key that notes how long it signs.
class TimedSigner final : public crypto::Signer {
public:
    TimedSigner(const crypto::Signer& key, TimeUse& times)
        : m_key(key)
        , m_times(times)
    {
    }
    [[nodiscard]] std::expected<crypto::Signature, crypto::CryptoError> sign(ByteView message) const override
    {
        std::atomic<std::int64_t> taken{0};
        auto signature = [&] {
            const Stopwatch watch{taken};
            return m_key.sign(message);
        }();
        m_times.signatures += taken;
        signedFor += taken;
        return signature;
    }
    [[nodiscard]] const crypto::PublicKey& publicKey() const override { return m_key.publicKey(); }

private:
    const crypto::Signer& m_key;
    TimeUse& m_times;
};

MarketId marketOf(std::uint64_t seed)
{
    MarketId market;
    const Hash256 hash = crypto::sha256(viewOf("simulated market " + std::to_string(seed)));
    std::copy_n(hash.begin(), market.bytes.size(), market.bytes.begin());
    return market;
}

forecast::History historyOf(const std::vector<drivers::HalfHour>& past, Energy drivers::HalfHour::* value)
{
    forecast::History history;
    if (!past.empty())
        history.first = past.front().period;
    for (const drivers::HalfHour& one : past)
        history.values.emplace_back(one.*value);
    return history;
}

} // namespace

Exchange::Exchange(NeighbourhoodSetup setup, const ExchangeOptions& options)
    : m_setup(std::move(setup))
    , m_ledgerFile(options.ledgerFile)
    , m_step(options.step)
    , m_clock(m_setup.start.plus(-kLeadIn).start())
    , m_workers(options.threads)
    , m_market(marketOf(options.seed))
{
    if (options.certificates)
        m_provenance.emplace(m_market);
}

Exchange::~Exchange() = default;

std::expected<std::unique_ptr<Exchange>, std::string> Exchange::open(const ExchangeOptions& options,
                                                                     const Progress& progress)
{
    auto setup = setUpNeighbourhood(options);
    if (!setup)
        return std::unexpected(setup.error());
    if (std::filesystem::exists(options.ledgerFile))
        return std::unexpected(options.ledgerFile.string() + ": a ledger is already there; it is not overwritten");
    std::unique_ptr<Exchange> exchange{new Exchange(std::move(*setup), options)};
    if (auto started = exchange->start(options, progress); !started)
        return std::unexpected(started.error());
    return exchange;
}

std::expected<void, std::string> Exchange::start(const ExchangeOptions& options, const Progress& progress)
{
    const std::size_t homes = m_setup.homes.size();
    KeyPool keys{options.keyFolder};
    const auto report = [&](std::size_t done, std::size_t all) { progress("making keys", done, all); };
    if (const auto made = keys.prepare(homes + 5, report); !made)
        return std::unexpected("making keys: " + std::string{describe(made.error())});
    for (std::unique_ptr<crypto::Signer>* key :
         {&m_operatorKey, &m_authorityKey, &m_utilityKey, &m_gridOperatorKey, &m_meteringKey}) {
        auto made = keys.newKey();
        if (!made)
            return std::unexpected("making keys: " + std::string{describe(made.error())});
        *key = std::move(*made);
    }
    for (std::size_t i = 0; i < homes; ++i) {
        auto made = keys.newKey();
        if (!made)
            return std::unexpected("making keys: " + std::string{describe(made.error())});
        m_homeKeys.push_back(std::move(*made));
    }
    const UtcTime from = m_clock.now();
    m_neighbourhood = std::make_unique<drivers::SimulatedNeighbourhood>(
        drivers::SimulatedNeighbourhoodConfig{from, m_step, m_setup.weather, m_setup.homes});
    m_reference = std::make_unique<SelfUseReference>(m_setup, from, m_step);
    if (auto opened = openNode(); !opened)
        return opened;
    if (auto opened = openMarket(); !opened)
        return opened;
    progress("reading the meters' past", 0, homes);
    makeControllers();
    progress("reading the meters' past", homes, homes);
    return {};
}

std::expected<void, std::string> Exchange::openNode()
{
    auto file = storage::LedgerFile::open(m_ledgerFile.string());
    if (!file)
        return std::unexpected(m_ledgerFile.string() + ": the ledger cannot be made there");
    auto node = node::Authority::open(node::Authority::embedded(*file, *m_authorityKey, m_market),
                                      [this](const ledger::BlockOutcome& outcome, const ledger::LedgerState& state) {
                                          m_record.take(outcome, state, m_clock.now());
                                      });
    if (!node)
        return std::unexpected(node.error().reason);
    m_node = std::move(*node);
    m_transport = std::make_unique<api::InProcessTransport>(*m_node);
    m_marketProofs =
        std::make_unique<MarketProofs>(*m_transport, ledger::TrustAnchor{m_market, {m_authorityKey->publicKey()}, 1});
    m_operator = std::make_unique<node::MarketOperator>(*m_node, *m_operatorKey, m_market);
    m_utility = std::make_unique<node::UtilityDesk>(*m_node, *m_utilityKey, m_market, kUtility,
                                                    [this](Period period) { return m_setup.tariffAt(period); });
    m_meteringRandom = std::make_unique<SeededRandom>(m_setup.seed * 1'000'003 + 999'999);
    m_metering = std::make_unique<MeteringOffice>(MeteringOffice::Parts{
        m_transport.get(), m_meteringKey.get(), m_meteringRandom.get(), m_market, kMeteringOperator});
    return {};
}

std::expected<void, std::string> Exchange::openMarket()
{
    ledger::MarketRules rules;
    std::ranges::copy(m_setup.currency.substr(0, 3), rules.currency.begin());
    rules.currencyExponent = m_setup.currency == "JPY" ? 0 : 2;
    rules.auction.networkFee = m_setup.networkFee;
    rules.commitCurves = true;
    std::vector<node::Enrolment> enrolments{
        {kUtility, ledger::Role::Utility, m_utilityKey->publicKey(), "utility", kConnectionCapacity},
        {kGridOperator, ledger::Role::GridOperator, m_gridOperatorKey->publicKey(), "grid", kConnectionCapacity},
        {kMeteringOperator, ledger::Role::MeteringOperator, m_meteringKey->publicKey(), "meters", kConnectionCapacity}};
    for (std::size_t i = 0; i + m_setup.newcomers < m_homeKeys.size(); ++i)
        enrolments.push_back(enrolmentOf(i));
    auto done = m_operator->openMarket(rules, {m_authorityKey->publicKey()}, 1);
    for (std::size_t i = 0; done && i < enrolments.size(); ++i)
        done = m_operator->enrol(enrolments[i]);
    if (done)
        done = m_utility->publish(Period::containing(now()), Period::containing(now()).plus(kTariffAhead));
    if (!done)
        return std::unexpected(done.error().reason);
    return commit();
}

node::Enrolment Exchange::enrolmentOf(std::size_t home) const
{
    return {ParticipantId{kFirstHome + home}, ledger::Role::Home, m_homeKeys[home]->publicKey(),
            std::format("M{:06}", kFirstHome + home), kConnectionCapacity};
}

void Exchange::makeControllers()
{
    while (m_controllers.size() + m_setup.newcomers < m_homeKeys.size())
        addController();
}

void Exchange::addController()
{
    const std::size_t home = m_controllers.size();
    m_randoms.push_back(std::make_unique<SeededRandom>(m_setup.seed * 1'000'003 + home));
    m_homeTransports.push_back(std::make_unique<BatchingTransport>(*m_transport, m_turns));
    m_answers.addHome(*m_homeTransports.back());
    m_timedKeys.push_back(std::make_unique<TimedSigner>(*m_homeKeys[home], m_timeUse));
    m_posts.push_back(std::make_unique<PeerPost>(m_peers));
    m_controllers.push_back(makeController(home));
    m_controllers.back()->begin(now());
    m_reference->setReserve(home, m_controllers.back()->policy().reservePercent);
}

std::unique_ptr<controller::HomeController> Exchange::makeController(std::size_t home)
{
    const ledger::MarketRules& rules = m_node->state().rules();
    controller::HomeIdentity identity{ParticipantId{kFirstHome + home},
                                      m_setup.names[home],
                                      m_setup.profiles[home],
                                      rules.gateLead,
                                      rules.openPeriods,
                                      rules.auction.networkFee};
    const controller::ControllerParts parts{m_neighbourhood->devices(home), m_timedKeys[home].get(),
                                            &m_answers.wayOf(home),         m_posts[home].get(),
                                            m_randoms[home].get(),          secondsNow};
    auto made = std::make_unique<controller::HomeController>(
        std::move(identity), parts, ledger::TrustAnchor{m_market, {m_authorityKey->publicKey()}, 1});
    const auto past = m_neighbourhood->history(home, kHistoryDays);
    made->seedHistory(historyOf(past, &drivers::HalfHour::demand), historyOf(past, &drivers::HalfHour::generation));
    return made;
}

void Exchange::restartController(std::size_t home)
{
    const controller::PeriodMarks marks = m_controllers.at(home)->marks();
    const policy::UserPolicy policy = m_controllers[home]->policy();
    m_controllers[home] = makeController(home);
    controller::HomeController& restarted = *m_controllers[home];
    restarted.setPolicy(policy);
    const auto standing = api::Client{*m_transport}.standing(restarted.identity().id);
    DGEX_ASSERT(standing.has_value());
    restarted.continueAfter(standing->lastSequence);
    restarted.resume(marks, now());
    const ledger::MarketRules& rules = m_node->state().rules();
    const Round last = Period::containing(now());
    for (std::int64_t back = rules.openPeriods + rules.gateLead; back >= 0; --back)
        restarted.takeRound(last.plus(-back), now());
}

MeasuredEnergy Exchange::measured() const
{
    std::vector<ports::HomeDevices> homes;
    for (const auto& home : m_controllers)
        homes.push_back(home->devices());
    return measuredEnergy(homes);
}

Energy Exchange::unaccounted(Period period) const
{
    const auto known = m_unaccounted.find(period);
    return known == m_unaccounted.end() ? Energy{} : known->second;
}

std::expected<void, std::string> Exchange::commit()
{
    const auto committed = m_node->commit();
    if (!committed)
        return std::unexpected(committed.error().reason);
    return {};
}

std::expected<void, std::string> Exchange::everyHome(std::atomic<std::int64_t>& time,
                                                     const std::function<void(controller::HomeController&)>& work)
{
    m_workers.forEach(m_controllers.size(), [&](std::size_t home) {
        const std::int64_t before = signedFor;
        {
            const Stopwatch watch{time};
            work(*m_controllers[home]);
        }
        time -= signedFor - before;
    });
    m_answers.collect(now());
    const Stopwatch watch{m_timeUse.ledger};
    for (std::size_t home = 0; home < m_homeTransports.size(); ++home) {
        if (isRevoked(m_controllers[home]->identity().id))
            m_homeTransports[home]->drop();
        else if (!m_homeTransports[home]->deliver())
            return std::unexpected("the node did not take what a home handed in");
    }
    return {};
}

void Exchange::stepDevices()
{
    const Stopwatch watch{m_timeUse.devices};
    const auto each = [this](std::size_t count, const std::function<void(std::size_t)>& work) {
        const std::size_t parts = count < kHomesPerThread ? 1 : m_workers.threads();
        m_workers.forEach(parts, [&](std::size_t part) {
            for (std::size_t i = count * part / parts; i < count * (part + 1) / parts; ++i)
                work(i);
        });
    };
    each(m_controllers.size(), [this](std::size_t home) { m_controllers[home]->control(now(), m_step); });
    for (const auto& post : m_posts)
        post->deliver();
    m_clock.set(now() + m_step);
    m_neighbourhood->advanceTo(now(), each);
    m_reference->advanceTo(now(), each);
}

std::expected<void, std::string> Exchange::advanceTo(UtcTime time)
{
    while (now() + m_step <= time) {
        stepDevices();
        const Period running = Period::containing(now());
        if (now() == running.end() - kBidLead) {
            if (auto done = everyHome(m_timeUse.bidding,
                                      [&](auto& home) {
                                          if (!isRevoked(home.identity().id))
                                              home.bid(running.plus(1), now());
                                      });
                !done)
                return done;
        }
        if (now() == running.start()) {
            if (auto done = halfHour(running); !done)
                return done;
        }
    }
    return {};
}

std::expected<void, std::string> Exchange::closeRound(Round round)
{
    {
        const Stopwatch watch{m_timeUse.ledger};
        if (auto published = m_utility->publish(round.plus(-1), round.plus(kTariffAhead)); !published)
            return std::unexpected(published.error().reason);
        if (auto done = commit(); !done)
            return done;
    }
    const Stopwatch watch{m_timeUse.market};
    if (auto closed = m_operator->closeRound(round); !closed)
        return std::unexpected(closed.error().reason);
    if (auto done = commit(); !done)
        return done;
    m_marketProofs->take(round);
    return {};
}

std::expected<std::vector<Period>, std::string> Exchange::settleUpTo(Period last)
{
    const Stopwatch watch{m_timeUse.ledger};
    std::vector<Period> periods;
    for (const Period period : m_node->state().unsettledPeriods()) {
        if (period > last)
            break;
        periods.push_back(period);
    }
    for (const Period period : periods)
        if (auto settled = m_operator->settle(period); !settled)
            return std::unexpected(settled.error().reason);
    if (auto done = commit(); !done)
        return std::unexpected(done.error());
    return periods;
}

void Exchange::followEnergy(Period ended)
{
    if (!m_provenance)
        return;
    std::vector<HomeProvenance::Home> homes;
    for (const auto& home : m_controllers)
        homes.push_back({home->identity().id, home->devices()});
    m_provenance->close(ended, homes, m_node->state().contracts(ended));
}

std::expected<void, std::string> Exchange::correctSettlements(Period ended)
{
    for (const auto& home : m_controllers)
        m_metering->read(ended, home->identity().id, home->devices(), now());
    if (m_metering->sendFinals() == 0)
        return {};
    if (auto done = commit(); !done)
        return done;
    const std::vector<Period> periods = m_node->state().correctablePeriods();
    for (const Period period : periods)
        if (auto settled = m_operator->settle(period); !settled)
            return std::unexpected(settled.error().reason);
    if (auto done = commit(); !done)
        return done;
    for (const Period period : periods)
        if (auto done = everyHome(m_timeUse.checking, [&](auto& home) { home.takeSettlement(period, now()); }); !done)
            return done;
    return {};
}

std::expected<void, std::string> Exchange::askAgain()
{
    m_answers.setTime(now());
    if (!m_answers.hasOpenQuestions())
        return {};
    return everyHome(m_timeUse.checking, [&](controller::HomeController& home) {
        m_answers.askAgain(home.identity().id.number - kFirstHome, home, now());
    });
}

std::expected<void, std::string> Exchange::halfHour(Round round)
{
    const Period ended = round.plus(-1);
    const Energy unaccounted = measured().unaccounted();
    m_unaccounted[ended] = unaccounted - m_unaccountedAtStart;
    m_unaccountedAtStart = unaccounted;
    if (auto done = everyHome(m_timeUse.checking, [&](auto& home) { home.closePeriod(ended, now()); }); !done)
        return done;
    if (auto done = closeRound(round); !done)
        return done;
    if (auto done = askAgain(); !done)
        return done;
    if (auto done = everyHome(m_timeUse.checking, [&](auto& home) { home.takeRound(round, now()); }); !done)
        return done;
    followEnergy(ended);
    auto settled = settleUpTo(ended);
    if (!settled)
        return std::unexpected(settled.error());
    for (const Period period : *settled)
        if (auto done = everyHome(m_timeUse.checking, [&](auto& home) { home.takeSettlement(period, now()); }); !done)
            return done;
    if (auto done = correctSettlements(ended); !done)
        return done;
    m_peers.forgetBefore(ended);
    receiveNewcomers();
    return {};
}

} // namespace dgex::app
