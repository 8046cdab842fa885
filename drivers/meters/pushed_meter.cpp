// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/meters/pushed_meter.h"

#include "core/base/text.h"

#include <algorithm>
#include <format>

namespace dgex::drivers::meters {

using ports::Quality;
using ports::Reading;

namespace {

constexpr std::chrono::minutes kClockOffMax{2};
constexpr double kCounterSlack = 20; ///< Wh; counters of whole Wh, torn between tariffs.

std::string joined(const std::vector<std::string>& values)
{
    std::string text;
    for (const std::string& value : values)
        text += (text.empty() ? "" : " ") + value;
    return text;
}

std::string obisText(const std::array<std::uint8_t, 6>& obis)
{
    return std::format("{}-{}:{}.{}.{}*{}", obis[0], obis[1], obis[2], obis[3], obis[4], obis[5]);
}

std::string unitText(std::optional<std::uint8_t> unit)
{
    constexpr std::pair<std::uint8_t, const char*> kUnits[] = {
        {8, "deg"}, {27, "W"}, {28, "VA"}, {29, "var"}, {30, "Wh"}, {32, "varh"}, {33, "A"}, {35, "V"}, {44, "Hz"}};
    const auto* known = std::ranges::find(kUnits, unit.value_or(0), &std::pair<std::uint8_t, const char*>::first);
    return known != std::end(kUnits) ? known->second : "";
}

std::string entryText(const SmlEntry& entry)
{
    if (!entry.value)
        return toHex(entry.text);
    if (entry.scaler < 0 && entry.scaler >= -9)
        return formatDecimal(*entry.value, -entry.scaler);
    const auto whole = scaled(*entry.value, entry.scaler);
    return whole ? std::to_string(*whole) : std::format("{}e{}", *entry.value, entry.scaler);
}

} // namespace

PushedMeter::PushedMeter(const PushedMeterOptions& options, const ports::Clock& clock)
    : m_options(options)
    , m_clock(clock)
    , m_line(options.line, options.timing,
             {[this](ByteView bytes) { onBytes(bytes); },
              {},
              [this] {
                  m_hasSettled = true;
                  noteFault(m_line.fault());
              }})
    , m_importGate({0, 1e15, options.powerMaxWatts / 3600, kCounterSlack})
    , m_exportGate({0, 1e15, options.powerMaxWatts / 3600, kCounterSlack})
    , m_powerGate({-options.powerMaxWatts, options.powerMaxWatts})
    , m_frozen(options.frozenAfter)
{
    m_first.setSingleShot(true);
    QObject::connect(&m_first, &QTimer::timeout, &m_first, [this] {
        if (!std::exchange(m_hasSettled, true))
            noteFault("no telegram yet");
    });
}

void PushedMeter::start()
{
    m_first.start(m_options.firstWithin);
    m_line.start();
}

void PushedMeter::noteFault(std::string_view fault)
{
    ++m_failures;
    m_fault = fault;
}

void PushedMeter::onBytes(ByteView bytes)
{
    if (m_options.protocol == PushProtocol::P1) {
        for (const std::string& telegram :
             m_telegrams.feed({reinterpret_cast<const char*>(bytes.data()), bytes.size()}))
            onTelegram(telegram);
    } else {
        for (const Bytes& frame : m_frames.feed(bytes))
            onFrame(frame);
    }
}

void PushedMeter::onTelegram(const std::string& telegram)
{
    const auto decoded = decodeP1(telegram, m_options.checksum);
    if (!decoded) {
        noteFault(describe(decoded.error()));
        return;
    }
    std::vector<Shown> shown;
    for (const P1Object& object : decoded->objects) {
        const std::string text = joined(object.values);
        const std::size_t star = object.values.size() == 1 ? text.find('*') : std::string::npos;
        shown.push_back({object.code, text.substr(0, star), star == std::string::npos ? "" : text.substr(star + 1)});
    }
    take(sampleOf(*decoded), std::move(shown));
}

void PushedMeter::onFrame(ByteView frame)
{
    const auto decoded = decodeSml(frame);
    if (!decoded) {
        noteFault(describe(decoded.error()));
        return;
    }
    std::vector<Shown> shown;
    for (const SmlEntry& entry : decoded->entries)
        shown.push_back({obisText(entry.obis), entryText(entry), unitText(entry.unit)});
    take(sampleOf(*decoded), std::move(shown));
}

bool PushedMeter::isPlausible(const MeterSample& sample, UtcTime at)
{
    const auto admits = [at](PlausibilityGate& gate, const auto& amount) {
        return !amount || gate.admit(static_cast<double>(amount->count()), at);
    };
    const bool isImportGood = admits(m_importGate, sample.imported);
    const bool isExportGood = admits(m_exportGate, sample.exported);
    return admits(m_powerGate, sample.power) && isImportGood && isExportGood;
}

void PushedMeter::take(MeterSample sample, std::vector<Shown> shown)
{
    const UtcTime now = m_clock.now();
    m_hasSettled = true;
    const bool isRepeated = m_sample && sample.measuredAt && sample.measuredAt == m_sample->measuredAt;
    if (!isPlausible(sample, sample.measuredAt.value_or(now))) {
        ++m_rejected;
        m_fault = "measured values that cannot be";
        return;
    }
    m_receivedAt = now;
    if (isRepeated) {
        m_fault = "the meter repeats a telegram";
        return;
    }
    const bool isClockGood =
        sample.measuredAt && now - *sample.measuredAt <= kClockOffMax && *sample.measuredAt - now <= kClockOffMax;
    m_measuredAt = isClockGood ? std::min(now, *sample.measuredAt) : now;
    if (m_options.isImportOnly && !sample.exported)
        sample.exported = Energy{};
    std::string all;
    for (const Shown& one : shown)
        all += one.text + ';';
    m_frozen.sample(all, sample.power ? std::optional(static_cast<double>(sample.power->count())) : std::nullopt, now);
    m_sample = std::move(sample);
    m_shown = std::move(shown);
}

Quality PushedMeter::quality() const
{
    if (!m_sample)
        return Quality::Invalid;
    const bool isYoung = m_clock.now() - m_measuredAt <= m_options.staleAfter;
    return isYoung && !m_frozen.isFrozen() ? Quality::Good : Quality::Stale;
}

Reading<ports::MeterCounters> PushedMeter::counters() const
{
    if (!m_sample || !m_sample->imported || !m_sample->exported)
        return {};
    return {ports::MeterCounters{*m_sample->imported, *m_sample->exported}, m_measuredAt, m_receivedAt, quality()};
}

Reading<Power> PushedMeter::power() const
{
    if (!m_sample || !m_sample->power)
        return {};
    return {m_sample->power, m_measuredAt, m_receivedAt, quality()};
}

std::vector<LiveValue> PushedMeter::values() const
{
    std::vector<LiveValue> all;
    if (!m_sample)
        return all;
    const auto add = [&](std::string name, std::string text, std::string unit) {
        all.push_back({std::move(name), std::move(text), std::move(unit), m_measuredAt, m_receivedAt, quality()});
    };
    if (!m_sample->meter.empty())
        add("meter", m_sample->meter, "");
    if (m_sample->measuredAt)
        add("meter_time", toText(*m_sample->measuredAt), "");
    if (m_sample->imported)
        add("imported", toKwh(*m_sample->imported), "kWh");
    if (m_sample->exported)
        add("exported", toKwh(*m_sample->exported), "kWh");
    if (m_sample->power)
        add("power", std::to_string(m_sample->power->count()), "W");
    for (const Shown& one : m_shown)
        add(one.name, one.text, one.unit);
    return all;
}

DeviceHealth PushedMeter::health() const
{
    const std::uint64_t torn = m_telegrams.dropped() + m_frames.dropped();
    const bool isHeard = m_sample && m_clock.now() - m_receivedAt <= m_options.staleAfter;
    return {m_line.isOpen() && isHeard, m_rejected, m_failures + torn,
            m_frozen.isFrozen() ? "the values are frozen" : m_fault};
}

} // namespace dgex::drivers::meters
