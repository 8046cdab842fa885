// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/echonet/unit.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <format>

namespace dgex::drivers::echonet {

using ports::Quality;
using ports::Reading;

namespace {

constexpr std::uint8_t kSetMap = 0x9E;
constexpr std::uint8_t kGetMap = 0x9F;
constexpr std::size_t kAtOnce = 8; ///< Properties in one question.
constexpr std::chrono::minutes kRefusedFor{10};
constexpr std::chrono::milliseconds kOpening{500};
constexpr int kSmartMeter = 0x0288;

std::string timed(UtcTime at, std::optional<Energy> energy)
{
    return std::format("{} at {}", energy ? toKwh(*energy) : "none", toText(at));
}

} // namespace

Unit::Unit(std::shared_ptr<Exchange> exchange, const ports::Clock& clock, const UnitOptions& options)
    : m_exchange(std::move(exchange))
    , m_clock(clock)
    , m_options(options)
    , m_rows(rowsOf(options.object.classCode()))
    , m_frozen(options.frozenAfter)
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { poll(); });
}

Unit::~Unit()
{
    m_exchange->forget(this);
}

void Unit::start()
{
    m_exchange->start();
    m_exchange->listen(this, m_options.peer, m_options.object,
                       [this](const Frame& frame) { take(frame, m_clock.now()); });
    m_timer.start(m_options.pollEvery);
    poll();
}

void Unit::noteFault(std::string_view fault)
{
    ++m_health.failures;
    m_health.fault = fault;
}

void Unit::poll()
{
    if (m_exchange->channel().isOpening()) {
        m_health.fault = m_exchange->channel().fault();
        QTimer::singleShot(kOpening, &m_timer, [this] { poll(); });
        return;
    }
    if (std::exchange(m_isBusy, true))
        return;
    if (!m_hasMaps) {
        askForMaps();
        return;
    }
    planQuestions();
    askNext();
}

void Unit::askForMaps()
{
    m_exchange->get(this, m_options.peer, m_options.object, {kGetMap, kSetMap},
                    [this](const std::expected<Frame, Fault>& answer) {
                        if (!answer) {
                            noteFault(m_exchange->channel().isOpen() ? std::string{describe(answer.error())}
                                                                     : m_exchange->channel().fault());
                            m_health.isReachable = false;
                            m_isBusy = false;
                            m_hasSettled = true;
                            return;
                        }
                        for (const Property& property : answer->properties) {
                            if (property.code == kGetMap)
                                m_readable = decodePropertyMap(property.data);
                            else if (property.code == kSetMap)
                                m_settable = decodePropertyMap(property.data).value_or(std::set<std::uint8_t>{});
                        }
                        m_hasMaps = true;
                        planQuestions();
                        askNext();
                    });
}

void Unit::planQuestions()
{
    const UtcTime now = m_clock.now();
    const bool withSettings = !m_settingsAt || now - *m_settingsAt >= m_options.settingsEvery;
    std::vector<std::uint8_t> codes;
    for (const bool isLive : {false, true}) { // Counters need their unit first.
        for (const PropertyRow& row : m_rows) {
            const auto refused = m_refused.find(row.code);
            const bool isRefused = refused != m_refused.end() && now - refused->second < kRefusedFor;
            const bool isHeld = !m_readable || m_readable->contains(row.code);
            const bool isDue = row.isLive == isLive && (isLive || withSettings);
            if (isHeld && !isRefused && isDue && !std::ranges::contains(codes, row.code))
                codes.push_back(row.code);
        }
    }
    if (withSettings)
        m_settingsAt = now;
    m_questions.clear();
    for (std::size_t at = 0; at < codes.size(); at += kAtOnce) {
        const auto first = codes.begin() + static_cast<std::ptrdiff_t>(at);
        m_questions.emplace_back(first, first + static_cast<std::ptrdiff_t>(std::min(kAtOnce, codes.size() - at)));
    }
}

void Unit::askNext()
{
    if (m_questions.empty()) {
        m_isBusy = false;
        m_hasSettled = true;
        watchFrozen(m_clock.now());
        return;
    }
    const std::vector<std::uint8_t> codes = m_questions.front();
    m_questions.pop_front();
    const UtcTime askedAt = m_clock.now();
    m_exchange->get(this, m_options.peer, m_options.object, codes,
                    [this, codes, askedAt](const std::expected<Frame, Fault>& answer) {
                        m_health.isReachable = answer.has_value();
                        if (!answer) {
                            noteFault(std::format("reading: {}", describe(answer.error())));
                            m_settingsAt.reset();
                            m_questions.clear();
                            m_isBusy = false;
                            m_hasSettled = true;
                            return;
                        }
                        take(*answer, askedAt);
                        for (const std::uint8_t code : codes) {
                            const bool isThere = std::ranges::any_of(answer->properties, [code](const Property& one) {
                                return one.code == code && !one.data.empty();
                            });
                            if (!isThere && codes.size() > 1)
                                m_questions.push_front({code});
                            else if (!isThere)
                                m_refused[code] = m_clock.now();
                        }
                        askNext();
                    });
}

std::optional<double> Unit::amountOf(const PropertyRow& row, ByteView data) const
{
    constexpr std::size_t kSizes[] = {1, 2, 4, 2, 4};
    const std::size_t size = kSizes[static_cast<std::size_t>(row.form)];
    if (row.unit.empty() || data.size() < row.offset + size)
        return std::nullopt;
    const auto number = numberOf(data.subspan(row.offset, size), row.form);
    if (!number)
        return std::nullopt;
    if (row.unit != "count")
        return static_cast<double>(*number) * std::pow(10, -row.decimals);
    const auto known = scale();
    const auto energy = known ? energyOf(number, *known) : std::nullopt;
    return energy ? std::optional(static_cast<double>(energy->count())) : std::nullopt;
}

std::optional<Plausible> Unit::limitsOf(const PropertyRow& row) const
{
    const double risePerSecond = m_options.powerMaxWatts / 3600; // Wh
    if (row.unit == "W" && row.isLive)
        return Plausible{-m_options.powerMaxWatts, m_options.powerMaxWatts};
    if (row.unit == "A" && row.isLive)
        return Plausible{-10'000, 10'000};
    if (row.unit == "%")
        return Plausible{0, 100};
    if (row.unit == "kWh" && row.isLive)
        return Plausible{0, 1e9, risePerSecond / 1000, 0.02};
    const auto known = row.unit == "count" ? scale() : std::nullopt;
    if (!known)
        return std::nullopt;
    const double step = static_cast<double>(known->coefficient) * std::pow(10, known->exponent);
    return Plausible{0, 1e15, risePerSecond, 2 * step + 20};
}

bool Unit::isPlausible(std::uint8_t code, ByteView data, UtcTime at)
{
    for (const PropertyRow& row : m_rows) {
        const auto amount = row.code == code ? amountOf(row, data) : std::nullopt;
        const auto limits = amount ? limitsOf(row) : std::nullopt;
        if (limits && !m_gates.try_emplace({code, row.offset}, *limits).first->second.admit(*amount, at))
            return false;
    }
    return true;
}

void Unit::take(const Frame& frame, UtcTime measuredAt)
{
    const UtcTime now = m_clock.now();
    const auto isSetting = [this](const Property& property) {
        return std::ranges::none_of(m_rows,
                                    [&](const PropertyRow& row) { return row.code == property.code && row.isLive; });
    };
    std::vector<Property> properties = frame.properties;
    std::ranges::stable_partition(properties, isSetting);
    for (const Property& property : properties) {
        if (property.data.empty() || !std::ranges::contains(m_rows, property.code, &PropertyRow::code))
            continue;
        if (isPlausible(property.code, property.data, measuredAt)) {
            m_stored[property.code] = {property.data, measuredAt, now};
            m_refused.erase(property.code);
        } else {
            ++m_health.rejected;
            m_health.fault = std::format("{:02X} = {} is not plausible", property.code, toHex(property.data));
        }
    }
}

void Unit::watchFrozen(UtcTime at)
{
    std::string all;
    std::optional<double> watts;
    for (const PropertyRow& row : m_rows) {
        const auto stored = m_stored.find(row.code);
        if (stored == m_stored.end() || !row.isLive)
            continue;
        all += toHex(stored->second.data) + ';';
        if (row.unit == "W")
            watts = amountOf(row, stored->second.data);
    }
    m_frozen.sample(all, watts, at);
}

Properties Unit::properties() const
{
    Properties all;
    for (const auto& [code, stored] : m_stored)
        all.emplace(code, stored.data);
    return all;
}

std::optional<MeterScale> Unit::scale() const
{
    return scaleOf(properties(), m_options.unitExponent);
}

Quality Unit::qualityOf(UtcTime measuredAt, bool isLive) const
{
    const auto ageMax = m_options.staleAfter + (isLive ? std::chrono::milliseconds{0} : m_options.settingsEvery);
    const bool isYoung = m_clock.now() - measuredAt <= ageMax;
    return isYoung && !(isLive && m_frozen.isFrozen()) ? Quality::Good : Quality::Stale;
}

Reading<Bytes> Unit::data(std::uint8_t code) const
{
    const auto stored = m_stored.find(code);
    if (stored == m_stored.end())
        return {};
    const auto row = std::ranges::find(m_rows, code, &PropertyRow::code);
    return {stored->second.data, stored->second.measuredAt, stored->second.receivedAt,
            qualityOf(stored->second.measuredAt, row->isLive)};
}

Reading<std::int64_t> Unit::number(std::uint8_t code, Form form, std::size_t offset) const
{
    const Reading<Bytes> held = data(code);
    if (!held.value || held.value->size() < offset)
        return {};
    return {numberOf(ByteView{*held.value}.subspan(offset), form), held.measuredAt, held.receivedAt, held.quality};
}

std::string Unit::textOf(const PropertyRow& row, ByteView data) const
{
    const auto known = m_options.object.classCode() == kSmartMeter ? scale() : std::nullopt;
    if (known && row.code == 0xD0)
        if (const auto counters = oneMinuteCounters(data, *known))
            return timed(counters->at, counters->imported) + ", " + timed(counters->at, counters->exported);
    if (known && (row.code == 0xEA || row.code == 0xEB))
        if (const auto counter = halfHourCounter(data, *known))
            return timed(counter->at, counter->energy);
    if (row.unit.empty())
        return toHex(data);
    const auto amount = amountOf(row, data);
    if (!amount)
        return {};
    const double shown = row.unit == "count" ? *amount / 1000 : *amount;
    return std::format("{:.{}f}", shown, row.unit == "count" ? 3 : row.decimals);
}

std::vector<LiveValue> Unit::values() const
{
    std::vector<LiveValue> all;
    for (const PropertyRow& row : m_rows) {
        const auto stored = m_stored.find(row.code);
        std::string text = stored != m_stored.end() ? textOf(row, stored->second.data) : std::string{};
        if (!text.empty())
            all.push_back({std::format("{:02X}.{}", row.code, row.name), std::move(text),
                           row.unit == "count" ? "kWh" : std::string{row.unit}, stored->second.measuredAt,
                           stored->second.receivedAt, qualityOf(stored->second.measuredAt, row.isLive)});
    }
    return all;
}

DeviceHealth Unit::health() const
{
    DeviceHealth health = m_health;
    if (m_frozen.isFrozen())
        health.fault = "the values are frozen";
    return health;
}

void Unit::write(std::vector<Property> properties, std::function<void(bool)> done)
{
    writeFrom(std::make_shared<std::vector<Property>>(std::move(properties)), 0, std::move(done));
}

void Unit::writeFrom(std::shared_ptr<std::vector<Property>> properties, std::size_t at, std::function<void(bool)> done)
{
    if (at == properties->size()) {
        done(true);
        return;
    }
    m_exchange->set(this, m_options.peer, m_options.object, {(*properties)[at]},
                    [this, properties, at, done](const std::expected<Frame, Fault>& answer) {
                        if (answer && answer->service == Service::SetRes) {
                            writeFrom(properties, at + 1, done);
                            return;
                        }
                        noteFault(std::format("writing {:02X}: {}", (*properties)[at].code,
                                              answer ? "refused by the device" : describe(answer.error())));
                        done(false);
                    });
}

} // namespace dgex::drivers::echonet
