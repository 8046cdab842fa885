// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/home/home_process.h"

#include "app/exchange/marks_file.h"
#include "core/base/text.h"
#include "drivers/weather/file_weather.h"
#include "drivers/weather/http_weather.h"

#include <QCoreApplication>

#include <print>
#include <thread>

namespace dgex::app {

namespace {

constexpr std::chrono::minutes kBidLead{5};
constexpr std::int64_t kSettlementPeriodsMax = 48;

void logHome(std::string_view level, std::string_view event, const std::string& fields)
{
    std::println(stderr, "time={} level={} event={} {}", toText(PacedClock::systemNow()), level, event, fields);
}

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
    , m_identity(std::move(identity))
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
    api::HttpsTransport::Options options;
    options.endpoints = m_config.nodes;
    options.identity = m_identity.tls.copy();
    options.key = m_identity.key.get();
    options.participant = m_admission.participant;
    options.market = m_admission.anchor.market;
    options.stop = &m_stop;
    auto transport = api::HttpsTransport::make(options);
    if (!transport)
        return std::unexpected(transport.error());
    m_transport = std::move(*transport);
    m_receipts =
        std::make_unique<KeptReceipts>(*m_transport, m_config.admission.string() + ".receipts", m_admission.anchor);
    if (m_config.devices.empty())
        return {};
    const auto marks = readMarks(marksFile());
    auto life =
        configuredLife(m_config, marks ? marks->router.value_or(ports::MeterCounters{}) : ports::MeterCounters{});
    if (!life)
        return std::unexpected(life.error());
    m_life = std::move(*life);
    return {};
}

bool HomeProcess::resume()
{
    api::Client client{*m_transport};
    bool said = false;
    while (!m_stop) {
        const auto standing = client.standing(m_admission.participant);
        if (standing) {
            m_lastSequence = standing->lastSequence;
            return true;
        }
        if (!said)
            logHome("warning", "waiting", std::format("reason=\"{}\"", describe(standing.error())));
        said = true;
        std::this_thread::sleep_for(std::chrono::seconds{1});
    }
    return false;
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
        logHome("info", "weather", "");
    else
        logHome("warning", "weather", std::format("reason=\"{}\"", m_weatherError));
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
            logHome("warning", "device", std::format("reason=\"{}\"", fault));
    if (faults.empty() && !m_deviceFaults.empty())
        logHome("info", "devices", "state=\"all reachable\"");
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
    m_controller = std::make_unique<controller::HomeController>(std::move(identity),
                                                                controller::ControllerParts{m_life->devices(),
                                                                                            m_identity.key.get(),
                                                                                            m_receipts.get(),
                                                                                            m_peers.get(),
                                                                                            m_random.get(),
                                                                                            {},
                                                                                            m_weather.get()},
                                                                m_admission.anchor);
    if (auto past = m_life->past())
        m_controller->seedHistory(std::move(past->demand), std::move(past->pv));
    m_controller->setPolicy(m_config.policy);
    m_controller->continueAfter(m_lastSequence);
    const auto marks = readMarks(marksFile());
    if (m_lastSequence > 0 && marks)
        m_controller->resume(*marks, m_lived);
    else
        m_controller->begin(m_lived);
    if (m_lastSequence > 0)
        catchUp();
}

std::filesystem::path HomeProcess::marksFile() const
{
    return m_config.admission.string() + ".marks";
}

void HomeProcess::catchUp()
{
    const auto head = api::Client{*m_transport}.head();
    if (!head || !head->lastClosed)
        return;
    const controller::HomeIdentity& identity = m_controller->identity();
    for (std::int64_t back = identity.openPeriods + identity.gateLead; back >= 0 && !m_stop; --back)
        m_controller->takeRound(head->lastClosed->plus(-back), m_lived);
    m_taken = head->lastClosed;
}

void HomeProcess::keepMarks()
{
    if (m_kept == m_controller->marks().period)
        return;
    m_kept = m_controller->marks().period;
    if (!writeMarks(marksFile(), m_controller->marks()))
        logHome("warning", "marks_not_kept", std::format("file=\"{}\"", marksFile().string()));
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
        if (m_lived == running.end() - kBidLead)
            m_controller->bid(running.plus(1), m_lived);
        if (m_lived == running.start())
            halfHour(running.plus(-1));
    }
}

void HomeProcess::halfHour(Period ended)
{
    m_controller->closePeriod(ended, m_lived);
    m_life->remember(ended, m_controller->demand().at(ended), m_controller->pv().at(ended));
    m_unsettled.insert(ended);
    if (!m_taken)
        m_taken = ended;
}

void HomeProcess::takeResults()
{
    if (!m_taken)
        return;
    api::Client client{*m_transport};
    const auto head = client.head();
    if (!head || !head->lastClosed)
        return;
    if (*m_taken < *head->lastClosed)
        for (const std::filesystem::path& evidence : m_receipts->settle(*head->lastClosed))
            logHome("error", "evidence", std::format("file=\"{}\"", evidence.string()));
    while (*m_taken < *head->lastClosed && !m_stop) {
        m_taken = m_taken->plus(1);
        m_controller->takeRound(*m_taken, m_lived);
        told(m_taken->plus(m_controller->identity().gateLead));
    }
    for (auto at = m_unsettled.begin(); at != m_unsettled.end();) {
        m_controller->takeSettlement(*at, m_lived);
        const auto book = m_controller->book().find(*at);
        const bool isSettled = book != m_controller->book().end() && book->second.settlement;
        if (isSettled)
            told(*at);
        const bool isOld = head->lastClosed->since(*at) > kSettlementPeriodsMax;
        at = isSettled || isOld ? m_unsettled.erase(at) : std::next(at);
    }
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
            logHome("warning", "incident", std::format("number={}", static_cast<int>(incident)));
    m_incidents = std::move(active);
}

void HomeProcess::run()
{
    if (!resume())
        return;
    if (!openLife())
        return;
    openWeather();
    makeController();
    logHome("info", "ready", std::format("home={} sequence={}", m_admission.participant.number, m_lastSequence));
    while (!m_stop) {
        liveTo(m_config.clock.now());
        takeResults();
        QCoreApplication::processEvents();
        reportWeather();
        reportDevices(m_life->faults());
        reportIncidents();
        if (m_watch.onTurn)
            m_watch.onTurn(*m_controller, m_lived);
        m_life->rest(
            std::min<std::chrono::milliseconds>(m_config.clock.lasting(m_config.step), std::chrono::milliseconds{250}));
    }
    logHome("info", "stopped", std::format("home={}", m_admission.participant.number));
}

} // namespace dgex::app
