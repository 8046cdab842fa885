// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/apis/apis_router.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <algorithm>
#include <cmath>
#include <format>

namespace dgex::drivers {

namespace {

constexpr std::chrono::milliseconds kStep{250};
constexpr const char* kWait = "0x0000";
constexpr const char* kCharge = "0x0041";
constexpr const char* kDischarge = "0x0002";

Power wholeWatts(const std::optional<double>& watts)
{
    return Power{static_cast<std::int64_t>(std::llround(watts.value_or(0)))};
}

Energy wholeWattHours(double wattHours)
{
    return Energy{static_cast<std::int64_t>(std::floor(wattHours))};
}

} // namespace

ApisRouter::ApisRouter(const ApisOptions& options, const ports::Clock& clock)
    : m_options(options)
    , m_clock(clock)
    , m_network(std::make_unique<QNetworkAccessManager>())
    , m_keeper(options.keeper)
    , m_frozen(options.frozenAfter)
{
    m_network->setTransferTimeout(m_options.answerWithin);
    QObject::connect(&m_timer, &QTimer::timeout, m_network.get(), [this] { step(); });
}

ApisRouter::~ApisRouter() = default;

void ApisRouter::start()
{
    m_timer.start(kStep);
    step();
}

void ApisRouter::step()
{
    if (m_isBusy)
        return;
    const UtcTime now = m_clock.now();
    const bool isFresh = m_reply && quality() == ports::Quality::Good;
    const auto action = m_keeper.step(now, isFresh ? std::optional(wholeWatts(m_reply->gridWatts)) : std::nullopt);
    if (action.kind != CommandKeeper::Action::Kind::Nothing)
        ask(commandFor(action), true);
    else if (!m_polledAt || now - *m_polledAt >= m_options.pollEvery)
        ask("/all/get", false);
}

std::string ApisRouter::commandFor(const CommandKeeper::Action& action) const
{
    const bool isOn = action.kind == CommandKeeper::Action::Kind::Write;
    const char* mode = !isOn || action.power.isZero() ? kWait : action.power > Power{} ? kCharge : kDischarge;
    const double amperes = static_cast<double>(action.power.abs().count()) / m_options.gridVolts;
    return std::format("/dcdc/set?mode={}&dvg={}&dig={:.3f}&drg=0", mode, m_options.gridVolts, amperes);
}

void ApisRouter::ask(const std::string& path, bool isCommand)
{
    m_isBusy = true;
    const UtcTime askedAt = m_clock.now();
    if (!isCommand)
        m_polledAt = askedAt;
    const QUrl url(QString::fromStdString(std::format("http://{}:{}{}", m_options.host, m_options.port, path)));
    QNetworkReply* reply = m_network->get(QNetworkRequest(url));
    QObject::connect(reply, &QNetworkReply::finished, m_network.get(), [this, reply, isCommand, askedAt] {
        reply->deleteLater();
        m_isBusy = false;
        m_hasSettled = true;
        onAnswer(*reply, isCommand, askedAt);
    });
}

void ApisRouter::onAnswer(QNetworkReply& reply, bool isCommand, UtcTime askedAt)
{
    const QByteArray body = reply.error() == QNetworkReply::NoError
                                ? reply.read(static_cast<qint64>(kConverterReplyBytesMax) + 1)
                                : QByteArray{};
    const auto parsed = parseConverterReply({body.data(), static_cast<std::size_t>(body.size())});
    m_health.isReachable = reply.error() == QNetworkReply::NoError;
    if (!m_health.isReachable || !parsed) {
        ++m_health.failures;
        m_health.fault = m_health.isReachable ? "an answer that does not fit" : reply.errorString().toStdString();
    } else if (!isPlausible(*parsed, m_options.powerMaxWatts)) {
        ++m_health.rejected;
        m_health.fault = "measured values that cannot be";
    } else {
        take(*parsed, askedAt);
    }
    if (isCommand) {
        m_keeper.done(m_health.isReachable && parsed.has_value(), m_clock.now());
        m_polledAt.reset(); // See soon what it did.
    }
}

void ApisRouter::take(const ConverterReply& reply, UtcTime askedAt)
{
    const double hours = m_reply ? static_cast<double>((askedAt - m_measuredAt).count()) / 3.6e6 : 0;
    const bool isGap = !m_reply || askedAt - m_measuredAt > m_options.pollEvery * 3 || hours < 0;
    if (!isGap) {
        const double mean = (*m_reply->gridWatts + *reply.gridWatts) / 2;
        (mean > 0 ? m_importedWh : m_exportedWh) += std::abs(mean) * hours;
        if (reply.batteryWatts)
            m_lostWh += std::max(0.0, *reply.gridWatts - *reply.batteryWatts) * hours;
    }
    // Answers to commands lack what belongs to the battery: keep what was known.
    const auto charge = m_reply ? m_reply->chargePercent : std::nullopt;
    m_reply = reply;
    if (!m_reply->chargePercent)
        m_reply->chargePercent = charge;
    m_measuredAt = askedAt;
    m_receivedAt = m_clock.now();
    std::string all;
    for (const auto& value : {reply.gridWatts, reply.gridVolts, reply.gridAmperes, reply.batteryWatts,
                              reply.batteryVolts, reply.batteryAmperes, reply.degrees})
        all += std::format("{};", value.value_or(0));
    m_frozen.sample(all, reply.gridWatts, askedAt);
}

DeviceHealth ApisRouter::health() const
{
    DeviceHealth health = m_health;
    if (m_frozen.isFrozen())
        health.fault = "the values are frozen";
    return health;
}

ports::Quality ApisRouter::quality() const
{
    const bool isFresh = m_clock.now() - m_measuredAt <= m_options.pollEvery * 3 + m_options.answerWithin;
    return isFresh && !m_frozen.isFrozen() ? ports::Quality::Good : ports::Quality::Stale;
}

std::vector<LiveValue> ApisRouter::values() const
{
    std::vector<LiveValue> all;
    if (!m_reply)
        return all;
    const auto add = [&](const char* name, const std::optional<double>& value, const char* unit) {
        if (value)
            all.push_back({name, std::format("{:.2f}", *value), unit, m_measuredAt, m_receivedAt, quality()});
    };
    add("wg", m_reply->gridWatts, "W");
    add("vg", m_reply->gridVolts, "V");
    add("ig", m_reply->gridAmperes, "A");
    add("wb", m_reply->batteryWatts, "W");
    add("vb", m_reply->batteryVolts, "V");
    add("ib", m_reply->batteryAmperes, "A");
    add("tmp", m_reply->degrees, "degC");
    add("dvg", m_reply->targetVolts, "V");
    add("dig", m_reply->limitAmperes, "A");
    add("rsoc", m_reply->chargePercent, "%");
    for (const auto& [name, text] :
         {std::pair{"operationMode", m_reply->operationMode}, {"alarmState", m_reply->alarmState}}) {
        if (!text.empty())
            all.push_back({name, text, {}, m_measuredAt, m_receivedAt, quality()});
    }
    return all;
}

ports::Reading<ports::DgrState> ApisRouter::state() const
{
    if (!m_reply)
        return {};
    ports::DgrState state;
    state.power = wholeWatts(m_reply->gridWatts);
    state.setpoint = m_keeper.power().value_or(Power{});
    state.imported = wholeWattHours(m_importedWh);
    state.exported = wholeWattHours(m_exportedWh);
    state.lost = wholeWattHours(m_lostWh);
    state.temperatureDeciCelsius = static_cast<int>(std::lround(m_reply->degrees.value_or(25) * 10));
    const bool isWaiting = m_reply->operationMode == "Waiting";
    const ports::LegRole role = isWaiting                                   ? ports::LegRole::Off
                                : m_reply->operationMode == "Grid Autonomy" ? ports::LegRole::GridForming
                                                                            : ports::LegRole::GridFollowing;
    state.legs = {{"grid", ports::LegKind::Dc, role, state.power, m_options.capacity},
                  {"battery", ports::LegKind::Dc, isWaiting ? ports::LegRole::Off : ports::LegRole::GridForming,
                   wholeWatts(m_reply->batteryWatts), m_options.capacity}};
    const bool hasAlarm = !m_reply->alarmState.empty() && m_reply->alarmState != "No alarm";
    const bool isLost = quality() == ports::Quality::Stale || !m_health.isReachable;
    state.mode = isLost      ? ports::DgrMode::Lost
                 : hasAlarm  ? ports::DgrMode::Tripped
                 : isWaiting ? ports::DgrMode::Idle
                             : ports::DgrMode::Delivering;
    const ports::Quality judged = isLost ? ports::Quality::Stale : ports::Quality::Estimated;
    return {state, m_measuredAt, m_receivedAt, judged};
}

ports::CommandResult ApisRouter::setPower(Power intoHome, std::chrono::milliseconds validFor)
{
    if (!m_reply || !m_health.isReachable)
        return ports::CommandResult::NotReachable;
    const bool isTripped = state().value->mode == ports::DgrMode::Tripped;
    const bool isReference = m_reply->operationMode == "Grid Autonomy"; // It holds the grid's voltage.
    if (!m_options.mayLackReversion || isReference || isTripped || validFor.count() <= 0)
        return ports::CommandResult::Refused;
    m_keeper.command(std::clamp(intoHome, -m_options.capacity, m_options.capacity), validFor, m_clock.now());
    step();
    return ports::CommandResult::Accepted;
}

} // namespace dgex::drivers
