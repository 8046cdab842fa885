// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/home/home_process.h"

#include "app/exchange/marks_file.h"
#include "app/home/kept_policy.h"
#include "app/log_line.h"
#include "app/views/curves_of.h"
#include "core/base/overloaded.h"
#include "core/base/text.h"
#include "drivers/weather/file_weather.h"
#include "drivers/weather/http_weather.h"

#include <QCoreApplication>

#include <format>

namespace dgex::app {

namespace {

/// The utility's prices are asked for, and with them the round's sheet is made; without them, at the last moment.
constexpr std::chrono::minutes kBidLead{5};
constexpr std::chrono::minutes kBidLast{1};
constexpr std::int64_t kSettlementPeriodsMax = 48;
/// Market time between two looks for news, and real time at least.
constexpr std::chrono::seconds kNewsPause{5};
constexpr std::chrono::milliseconds kNewsPauseMin{50};
/// An authority that tells of no newer round is left for another.
constexpr std::int64_t kStalePeriods = 2;
constexpr std::int64_t kCurvesKept = 48;

} // namespace

/// The other side of a contract is in another process: progress is not exchanged, both follow the contract.
class HomeProcess::NoPeerLink final : public ports::PeerLink {
public:
    void publish(Period, std::uint32_t, ParticipantId, const ports::PeerProgress&) override {}
    [[nodiscard]] std::optional<ports::PeerProgress> latest(Period, std::uint32_t, ParticipantId) const override
    {
        return std::nullopt;
    }
};

class HomeProcess::SystemRandom final : public ports::RandomSource {
public:
    void fill(std::span<std::uint8_t> bytes) override { crypto::fillRandom(bytes); }
};

HomeProcess::HomeProcess(HomeConfig config, OpenIdentity identity, const api::Admission& admission,
                         const std::atomic<bool>& stop, HomeWatch watch)
    : m_config(std::move(config))
    , m_tls(std::move(identity.tls))
    , m_key(std::move(identity.key))
    , m_admission(admission)
    , m_stop(stop)
    , m_watch(std::move(watch))
    , m_peers(std::make_unique<NoPeerLink>())
    , m_random(std::make_unique<SystemRandom>())
{
}

HomeProcess::~HomeProcess() = default;

std::expected<std::unique_ptr<HomeProcess>, std::string>
HomeProcess::open(const std::string& file, const std::atomic<bool>& stop, HomeWatch watch)
{
    auto config = readHomeConfig(file);
    if (!config)
        return std::unexpected(config.error());
    auto identity = openIdentity(config->identity);
    if (!identity)
        return std::unexpected(identity.error());
    const auto admissionText = readText(config->admission);
    const auto admission = admissionText ? api::decodeAdmission(viewOf(*admissionText)) : std::nullopt;
    if (!admission ||
        !api::holds(*admission, identity->tls.authorityPem, identity->key->publicKey(), PacedClock::systemNow()))
        return std::unexpected(config->admission.string() +
                               ": this is no admission for this home's key by its operator; `dgexd enrol join` gets "
                               "one");
    std::unique_ptr<HomeProcess> process{
        new HomeProcess(std::move(*config), std::move(*identity), *admission, stop, std::move(watch))};
    if (auto connected = process->connect(); !connected)
        return std::unexpected(connected.error());
    return process;
}

std::expected<void, std::string> HomeProcess::connect()
{
    auto ways = waysOverHttps(m_config.nodes, m_tls, m_key, m_admission.participant, m_admission.anchor.market);
    if (!ways)
        return std::unexpected(ways.error());
    m_network = std::make_unique<HomeNetwork>(
        std::move(*ways),
        HomeNetwork::Options{.receipts = fileOf("receipts").string(),
                             .anchor = m_admission.anchor,
                             .newsPause = std::max(m_config.clock.lasting(kNewsPause), kNewsPauseMin)});
    m_bills = std::make_unique<BillFile>(fileOf("bills"));
    const auto kept = readKeptPolicy(fileOf("policy.toml"));
    if (!kept)
        return std::unexpected(kept.error());
    if (*kept)
        m_config.policy = **kept;
    if (m_config.devices.empty())
        return {};
    const auto marks = readMarks(fileOf("marks"));
    auto life =
        configuredLife(m_config, marks ? marks->router.value_or(ports::MeterCounters{}) : ports::MeterCounters{});
    if (!life)
        return std::unexpected(life.error());
    m_life = std::move(*life);
    return {};
}

void HomeProcess::openWeather()
{
    if (isWebAddress(m_config.weather))
        m_weather = std::make_unique<drivers::HttpWeather>(drivers::HttpWeatherOptions{.url = m_config.weather},
                                                           m_config.clock);
    else if (!m_config.weather.empty())
        m_weather = std::make_unique<drivers::FileWeather>(m_config.weather, m_config.clock);
}

void HomeProcess::reportWeather()
{
    if (!m_weather || m_weather->error() == m_weatherError)
        return;
    m_weatherError = m_weather->error();
    if (m_weatherError.empty())
        logLine("info", "weather", "");
    else
        logLine("warning", "weather", std::format("reason=\"{}\"", m_weatherError));
}

bool HomeProcess::openLife()
{
    if (!m_config.devices.empty())
        return waitForDevices(
            *m_life, [this] { return m_stop.load(); },
            [this](const std::vector<std::string>& faults) {
                m_deviceFaults.clear();
                reportDevices(faults);
            });
    m_life = simulatedLife(m_config, Period::containing(m_config.clock.now()).start(), m_config.step);
    return true;
}

void HomeProcess::reportDevices(const std::vector<std::string>& faults)
{
    for (const std::string& fault : faults)
        if (!std::ranges::contains(m_deviceFaults, fault))
            logLine("warning", "device", std::format("reason=\"{}\"", fault));
    if (faults.empty() && !m_deviceFaults.empty())
        logLine("info", "devices", "state=\"all reachable\"");
    m_deviceFaults = faults;
}

void HomeProcess::makeController()
{
    const UtcTime now = m_config.clock.now();
    m_lived = Period::containing(now).start();
    if (!m_life->catchesUp()) {
        m_lived = m_lived + (now - m_lived) / m_config.step * m_config.step;
        m_life->advanceTo(m_lived); // Takes its first readings.
    }
    controller::HomeIdentity identity;
    identity.id = m_admission.participant;
    identity.name = m_config.name;
    identity.profile = m_life->profile();
    identity.networkFee = m_config.networkFee;
    identity.fuse = m_config.fuse;
    m_controller = std::make_unique<controller::HomeController>(
        std::move(identity),
        controller::ControllerParts{
            m_life->devices(), &m_key, m_network.get(), m_peers.get(), m_random.get(), {}, m_weather.get()},
        m_admission.anchor);
    if (auto past = m_life->past())
        m_controller->seedHistory(std::move(past->demand), std::move(past->pv));
    m_controller->setPolicy(m_config.policy);
    m_since = Period::containing(m_lived);
    if (const auto marks = readMarks(fileOf("marks")))
        m_controller->resume(*marks, m_lived);
    else
        m_controller->begin(m_lived);
    m_network->ask(api::StandingRequest{m_admission.participant});
}

std::filesystem::path HomeProcess::fileOf(std::string_view what) const
{
    return m_config.admission.string() + "." + std::string{what};
}

std::string HomeProcess::fingerprint() const
{
    return crypto::fingerprintText(crypto::fingerprintOf(m_key.publicKey()));
}

void HomeProcess::setPolicy(const policy::UserPolicy& policy)
{
    m_controller->setPolicy(policy);
    if (!writePolicy(fileOf("policy.toml"), policy))
        logLine("warning", "policy_not_kept", std::format("file=\"{}\"", fileOf("policy.toml").string()));
}

void HomeProcess::keepMarks()
{
    if (m_kept == m_controller->marks().period)
        return;
    m_kept = m_controller->marks().period;
    if (!writeMarks(fileOf("marks"), m_controller->marks()))
        logLine("warning", "marks_not_kept", std::format("file=\"{}\"", fileOf("marks").string()));
}

void HomeProcess::liveTo(UtcTime now)
{
    while (m_lived + m_config.step <= now && !m_stop) {
        if (m_life->catchesUp() || m_lived + m_config.step * 2 > now)
            m_controller->control(m_lived, m_config.step);
        keepMarks();
        m_lived = m_lived + m_config.step;
        m_life->advanceTo(m_lived);
        const Period running = Period::containing(m_lived);
        if (m_lived == running.end() - kBidLead) {
            const controller::HomeIdentity& home = m_controller->identity();
            m_bidFor = running.plus(1);
            m_network->ask(api::TariffRequest{running.plus(1), home.gateLead + home.openPeriods + 1});
        }
        if (m_lived == running.end() - kBidLast)
            bid();
        if (m_lived == running.start())
            halfHour(running.plus(-1));
    }
}

void HomeProcess::halfHour(Period ended)
{
    m_controller->closePeriod(ended, m_lived);
    m_life->remember(ended, m_controller->demand().at(ended), m_controller->pv().at(ended));
    m_unsettled.insert(ended);
}

void HomeProcess::bid()
{
    if (m_bidFor)
        m_controller->bid(*std::exchange(m_bidFor, std::nullopt), m_lived);
}

void HomeProcess::followLedger()
{
    while (auto reply = m_network->next())
        take(std::move(*reply));
    const auto head = m_network->head();
    if (m_known && head && head->lastClosed && head->height != m_askedAt)
        askFor(*head);
    const Period now = Period::containing(m_lived);
    if (head && head->lastClosed && now.since(*head->lastClosed) > kStalePeriods && m_distrusted != now) {
        m_distrusted = now;
        m_network->distrust();
    }
}

void HomeProcess::askFor(const api::HeadAnswer& head)
{
    m_askedAt = head.height;
    if (*m_known < *head.lastClosed)
        m_network->settleReceipts(*head.lastClosed);
    for (; *m_known < *head.lastClosed; m_known = m_known->plus(1))
        m_wantedRounds.insert(m_known->plus(1));
    const auto isOld = [&](Period period) { return head.lastClosed->since(period) > kSettlementPeriodsMax; };
    std::erase_if(m_wantedRounds, [&](Round round) { return isOld(round.plus(2)); });
    std::erase_if(m_unsettled, isOld);
    for (const Round round : m_wantedRounds)
        if (m_askedRounds.insert(round).second)
            m_network->ask(api::RoundRequest{round, m_admission.participant});
    for (const Period period : m_unsettled)
        if (period < *head.lastClosed && m_asked.insert(period).second)
            m_network->ask(api::SettlementRequest{period, m_admission.participant});
}

void HomeProcess::take(HomeNetwork::Reply reply)
{
    const api::Request request = reply.request;
    const auto answer = api::decodeAnswer(reply.answer);
    const bool isThere = answer && !std::holds_alternative<api::ApiError>(*answer);
    if (isThere)
        m_network->present(std::move(reply));
    std::visit(Overloaded{[&](const api::StandingRequest&) {
                              if (const auto* const standing = std::get_if<api::StandingAnswer>(&*answer))
                                  takeStanding(*standing);
                          },
                          [&](const api::TariffRequest&) { bid(); },
                          [&](const api::RoundRequest& asked) { takeRound(asked.round, isThere); },
                          [&](const api::SettlementRequest& asked) { takeSettlement(asked.period, isThere); },
                          [&](const api::CurvesRequest& asked) { takeCurves(asked.period, *answer); },
                          [](const auto&) {}},
               request);
}

void HomeProcess::takeStanding(const api::StandingAnswer& standing)
{
    m_controller->continueAfter(standing.lastSequence);
    m_network->takeSubmissions();
    const Period running = Period::containing(m_lived);
    const controller::HomeIdentity& home = m_controller->identity();
    m_printed = running;
    for (std::int64_t back = 1; back <= kSettlementPeriodsMax && standing.lastSequence > 0; ++back)
        if (const Period missed = m_since.plus(-back); !m_bills->lines().contains(missed))
            m_unsettled.insert(missed);
    m_known = standing.lastSequence == 0 ? running : running.plus(-std::int64_t{home.openPeriods} - home.gateLead);
    logLine("info", "standing",
            std::format("home={} sequence={}", m_admission.participant.number, standing.lastSequence));
}

void HomeProcess::takeRound(Round round, bool isThere)
{
    m_askedRounds.erase(round);
    if (!isThere)
        return; // Asked again with the next block.
    m_wantedRounds.erase(round);
    m_controller->takeRound(round, m_lived);
    askCurves();
    if (*m_printed < round)
        told(round.plus(m_controller->identity().gateLead));
}

void HomeProcess::watchMarket(Period period)
{
    if (m_watched == period)
        return;
    m_watched = period;
    askCurves();
}

/// One at a time: an owner may walk through the half hours faster than answers come.
void HomeProcess::askCurves()
{
    if (m_watched && !std::exchange(m_curvesAsked, true))
        m_network->ask(api::CurvesRequest{*m_watched});
}

std::shared_ptr<const views::Curves> HomeProcess::curves(Period period) const
{
    const auto found = m_curves.find(period);
    return found == m_curves.end() ? nullptr : found->second;
}

void HomeProcess::takeCurves(Period period, const api::Answer& answer)
{
    m_curvesAsked = false;
    if (const auto* const curves = std::get_if<api::CurvesAnswer>(&answer))
        m_curves[period] = std::make_shared<const views::Curves>(curvesOf(curves->steps));
    m_curves.erase(m_curves.begin(), m_curves.lower_bound(Period::containing(m_lived).plus(-kCurvesKept)));
    if (m_watched != period)
        askCurves();
}

void HomeProcess::takeSettlement(Period period, bool isThere)
{
    m_asked.erase(period);
    if (!isThere)
        return;
    m_controller->takeSettlement(period, m_lived);
    const auto book = m_controller->book().find(period);
    if (book == m_controller->book().end() || !book->second.settlement)
        return;
    m_unsettled.erase(period);
    if (!m_bills->take(period, billLineOf(book->second)))
        logLine("warning", "bill_not_kept", std::format("file=\"{}\"", fileOf("bills").string()));
    told(period);
}

void HomeProcess::told(Period period) const
{
    if (m_watch.onResult)
        m_watch.onResult(*m_controller, period);
}

void HomeProcess::reportIncidents()
{
    std::set<controller::Incident> active;
    for (const controller::IncidentRecord& record : m_controller->incidents())
        if (record.active)
            active.insert(record.incident);
    for (const controller::Incident incident : active)
        if (!m_incidents.contains(incident))
            logLine("warning", "incident", std::format("number={}", static_cast<int>(incident)));
    m_incidents = std::move(active);
}

void HomeProcess::run()
{
    if (!openLife())
        return;
    openWeather();
    makeController();
    logLine("info", "ready", std::format("home={}", m_admission.participant.number));
    while (!m_stop) {
        liveTo(m_config.clock.now());
        followLedger();
        QCoreApplication::processEvents();
        reportWeather();
        reportDevices(m_life->faults());
        reportIncidents();
        if (m_watch.onTurn)
            m_watch.onTurn(*this);
        m_life->rest(
            std::min<std::chrono::milliseconds>(m_config.clock.lasting(m_config.step), std::chrono::milliseconds{250}));
    }
    logLine("info", "stopped", std::format("home={}", m_admission.participant.number));
}

} // namespace dgex::app
