// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sunspec/sunspec_device.h"

#include <QPointer>

#include <algorithm>
#include <cmath>
#include <format>

namespace dgex::drivers {

namespace {

constexpr int kTornMax = 3; ///< In a row; then the device is walked through again.

std::optional<Plausible> limitsOf(const PointValue& value, double powerMax)
{
    const std::string_view unit = value.point->unit;
    if (unit == "W" || unit == "VA" || unit == "var")
        return Plausible{-powerMax, powerMax};
    if (unit == "V")
        return Plausible{-2'000, 2'000};
    if (unit == "A")
        return Plausible{-10'000, 10'000};
    if (unit == "Hz")
        return Plausible{0, 100};
    if (unit == "degC")
        return Plausible{-60, 200};
    const PointType type = value.point->type;
    const bool isCounter = type == PointType::Acc32 || type == PointType::Acc64 || type == PointType::Uint64 ||
                           (type == PointType::Float32 && unit == "Wh");
    if (!isCounter)
        return std::nullopt;
    const auto* decimal = std::get_if<Decimal>(&value.value);
    const double step = decimal != nullptr ? std::pow(10.0, decimal->exponent) : 100;
    return Plausible{0, 1e15, powerMax / 3600, 2 * step + 10};
}

} // namespace

SunSpecDevice::SunSpecDevice(std::shared_ptr<ModbusLink> link, const ports::Clock& clock, const SunSpecOptions& options)
    : m_link(std::move(link))
    , m_clock(clock)
    , m_options(options)
    , m_context(std::make_unique<QObject>())
    , m_frozen(options.frozenAfter)
{
    QObject::connect(&m_timer, &QTimer::timeout, m_context.get(), [this] { poll(); });
}

SunSpecDevice::~SunSpecDevice()
{
    m_link->forget(this);
}

void SunSpecDevice::start()
{
    m_timer.start(m_options.pollEvery);
    poll();
}

void SunSpecDevice::noteFault(std::string text)
{
    ++m_health.failures;
    m_health.fault = std::move(text);
}

void SunSpecDevice::discover(std::size_t base)
{
    if (base >= std::size(kSunSpecBases)) {
        noteFault("no SunSpec marker at 40000, 50000 or 0");
        m_isBusy = false;
        m_hasSettled = true;
        return;
    }
    walk(base, ModelWalk{kSunSpecBases[base]});
}

void SunSpecDevice::walk(std::size_t base, ModelWalk state)
{
    const auto request = state.next();
    if (!request) {
        if (state.hasMarker() && !state.places().empty())
            found(state);
        else
            discover(base + 1);
        return;
    }
    m_link->readFor(this, m_options.unit, request->address, request->count,
                    [this, base, state](const std::expected<Registers, ModbusError>& answer) mutable {
                        const bool isSilent = !answer && answer.error().fault != ModbusFault::Refused;
                        if (isSilent) {
                            noteFault(std::string{describe(answer.error().fault)});
                            m_isReachable = false;
                            m_isBusy = false;
                            m_hasSettled = true;
                            return;
                        }
                        m_isReachable = true;
                        if (answer)
                            state.feed(*answer);
                        else
                            state.refuse();
                        walk(base, std::move(state));
                    });
}

void SunSpecDevice::found(const ModelWalk& state)
{
    m_places = state.places();
    m_models.clear();
    for (const ModelPlace& place : m_places) {
        if (const ModelDef* def = findModel(place.id))
            m_models.push_back({place, def, {}, {}, {}, {}});
    }
    pollFrom(0);
}

void SunSpecDevice::poll()
{
    if (m_isBusy)
        return;
    m_isBusy = true;
    if (m_models.empty())
        discover(0);
    else
        pollFrom(0);
}

void SunSpecDevice::pollFrom(std::size_t index)
{
    const auto isDue = [this](const Model& model) {
        return model.def->isLive || !model.readAt || m_clock.now() - *model.readAt >= m_options.settingsEvery;
    };
    while (index < m_models.size() && !isDue(m_models[index]))
        ++index;
    if (index >= m_models.size()) {
        watchFrozen();
        m_isBusy = false;
        m_hasSettled = true;
        return;
    }
    readModel(index, [this, index](bool goOn) {
        if (goOn) {
            pollFrom(index + 1);
            return;
        }
        m_isBusy = false;
        m_hasSettled = true;
    });
}

void SunSpecDevice::watchFrozen()
{
    std::string all;
    std::optional<double> watts;
    for (const Model& model : m_models) {
        for (const Stored& stored : model.values) {
            if (!model.def->isLive)
                continue;
            all += stored.value.text() + ';';
            if (stored.value.point->unit == "W" && !watts)
                watts = stored.value.number();
        }
    }
    m_frozen.sample(all, watts, m_clock.now());
}

void SunSpecDevice::readModel(std::size_t index, Done done)
{
    readChunks(index, std::make_shared<Registers>(), 0, m_clock.now(), std::move(done));
}

void SunSpecDevice::readChunks(std::size_t index, std::shared_ptr<Registers> words, std::size_t chunk, UtcTime askedAt,
                               Done done)
{
    if (index >= m_models.size()) { // The device was lost meanwhile.
        done(false);
        return;
    }
    const Model& model = m_models[index];
    const std::vector<ReadChunk> chunks = planReads(*model.def, model.place.length);
    if (chunk == chunks.size()) {
        if (chunks.size() > 1 && scaleRegisters(*model.def))
            checkScales(index, std::move(words), askedAt, done);
        else
            done(take(m_models[index], *words, askedAt));
        return;
    }
    m_link->readFor(this, m_options.unit, model.place.address + chunks[chunk].offset, chunks[chunk].count,
                    [this, index, words, chunk, askedAt, done](const std::expected<Registers, ModbusError>& answer) {
                        m_isReachable = answer || answer.error().fault == ModbusFault::Refused;
                        if (answer) {
                            words->insert(words->end(), answer->begin(), answer->end());
                            readChunks(index, words, chunk + 1, askedAt, done);
                            return;
                        }
                        noteFault(std::format("reading: {}", describe(answer.error().fault)));
                        done(m_isReachable);
                    });
}

/// Reads the powers of ten of a sample that took several reads once more: they must be the same.
void SunSpecDevice::checkScales(std::size_t index, std::shared_ptr<Registers> words, UtcTime askedAt, const Done& done)
{
    const Model& model = m_models[index];
    const ReadChunk scales = *scaleRegisters(*model.def);
    const auto first = static_cast<std::size_t>(scales.offset);
    const auto count =
        std::min<std::size_t>(static_cast<std::size_t>(scales.count), words->size() - std::min(words->size(), first));
    if (count == 0) {
        done(take(m_models[index], *words, askedAt));
        return;
    }
    m_link->readFor(this, m_options.unit, model.place.address + scales.offset, static_cast<int>(count),
                    [this, index, words, first, askedAt, done](const std::expected<Registers, ModbusError>& answer) {
                        if (index < m_models.size() && answer &&
                            std::ranges::equal(*answer, std::span{*words}.subspan(first, answer->size()))) {
                            done(take(m_models[index], *words, askedAt));
                            return;
                        }
                        ++m_health.rejected;
                        noteFault("powers of ten changed within a sample");
                        done(true);
                    });
}

/// Whether polling goes on: not when the device no longer is what was found.
bool SunSpecDevice::take(Model& model, const Registers& words, UtcTime askedAt)
{
    if (words.size() < kHeaderWords || words[0] != model.place.id || words[1] != model.place.length) {
        ++m_health.rejected;
        noteFault(std::format("model {} is not where it was", model.place.id));
        if (++m_tornInARow >= kTornMax) {
            m_tornInARow = 0;
            m_models.clear();
        }
        return false;
    }
    m_tornInARow = 0;
    const DecodedModel decoded = decodeModel(*model.def, words);
    m_health.rejected += static_cast<std::uint64_t>(decoded.absurd);
    const UtcTime now = m_clock.now();
    std::vector<Stored> values;
    for (const PointValue& value : decoded.values) {
        if (isPlausible(model, value, now)) {
            values.push_back({value, askedAt, now});
            continue;
        }
        ++m_health.rejected;
        m_health.fault = std::format("model {}: {} = {} is not plausible", model.place.id, value.name, value.text());
        const auto before =
            std::ranges::find(model.values, value.name, [](const Stored& stored) { return stored.value.name; });
        if (before != model.values.end())
            values.push_back(*before); // It ages.
    }
    model.values = std::move(values);
    model.words = words;
    model.readAt = now;
    return true;
}

bool SunSpecDevice::isPlausible(Model& model, const PointValue& value, UtcTime at)
{
    const auto number = value.number();
    const auto limits = number && model.def->isLive ? limitsOf(value, m_options.powerMaxWatts) : std::nullopt;
    if (!limits)
        return true;
    return model.gates.try_emplace(value.name, *limits).first->second.admit(*number, at);
}

bool SunSpecDevice::has(std::uint16_t model) const
{
    return std::ranges::contains(m_models, model, [](const Model& known) { return known.place.id; });
}

const SunSpecDevice::Stored* SunSpecDevice::find(std::uint16_t model, std::string_view point) const
{
    for (const Model& known : m_models) {
        if (known.place.id != model)
            continue;
        const auto stored =
            std::ranges::find(known.values, point, [](const Stored& s) -> std::string_view { return s.value.name; });
        if (stored != known.values.end())
            return &*stored;
    }
    return nullptr;
}

ports::Quality SunSpecDevice::qualityOf(UtcTime measuredAt, bool isLive) const
{
    const bool isYoung = m_clock.now() - measuredAt <= m_options.staleAfter;
    return isYoung && !(isLive && m_frozen.isFrozen()) ? ports::Quality::Good : ports::Quality::Stale;
}

ports::Reading<double> SunSpecDevice::number(std::uint16_t model, std::string_view point) const
{
    const Stored* stored = find(model, point);
    if (stored == nullptr)
        return {};
    const ModelDef* def = findModel(model);
    return {stored->value.number(), stored->measuredAt, stored->receivedAt,
            qualityOf(stored->measuredAt, def != nullptr && def->isLive)};
}

ports::Reading<double> SunSpecDevice::number(std::initializer_list<std::uint16_t> models, std::string_view point) const
{
    for (const std::uint16_t model : models) {
        if (const auto reading = number(model, point); reading.value)
            return reading;
    }
    return {};
}

bool SunSpecDevice::canWrite(std::uint16_t model, std::string_view point) const
{
    const auto known = std::ranges::find(m_models, model, [](const Model& m) { return m.place.id; });
    if (known == m_models.end() || known->words.empty())
        return false;
    const auto placed = findPoint(*known->def, point);
    if (!placed || placed->offset + placed->point->words() > static_cast<int>(known->words.size()))
        return false;
    if (placed->point->scale.empty())
        return find(model, point) != nullptr;
    return encodePoint(*known->def, known->words, point, 0).has_value();
}

std::vector<LiveValue> SunSpecDevice::values() const
{
    std::vector<LiveValue> all;
    for (const Model& model : m_models) {
        for (const Stored& stored : model.values) {
            const bool isSetting = !model.def->isLive;
            const UtcTime limit = isSetting ? stored.measuredAt + m_options.settingsEvery : stored.measuredAt;
            all.push_back({std::format("{}.{}", model.place.id, stored.value.name), stored.value.text(),
                           std::string{stored.value.point->unit}, stored.measuredAt, stored.receivedAt,
                           qualityOf(limit, !isSetting)});
        }
    }
    return all;
}

DeviceHealth SunSpecDevice::health() const
{
    DeviceHealth health = m_health;
    health.isReachable = m_isReachable;
    if (m_frozen.isFrozen())
        health.fault = "the values are frozen";
    return health;
}

void SunSpecDevice::write(std::uint16_t model, std::vector<Setting> settings, std::function<void(bool)> done)
{
    const auto known = std::ranges::find(m_models, model, [](const Model& m) { return m.place.id; });
    if (known == m_models.end()) {
        done(false);
        return;
    }
    const auto index = static_cast<std::size_t>(known - m_models.begin());
    const auto list = std::make_shared<std::vector<Setting>>(std::move(settings));
    const UtcTime asked = m_clock.now();
    readModel(index, [this, index, model, list, asked, done](bool) {
        const bool isFresh = index < m_models.size() && m_models[index].place.id == model && m_models[index].readAt &&
                             *m_models[index].readAt >= asked;
        if (isFresh)
            writeFrom(index, list, 0, done);
        else
            done(false);
    });
}

void SunSpecDevice::writeFrom(std::size_t index, std::shared_ptr<std::vector<Setting>> settings, std::size_t at,
                              Done done)
{
    if (at == settings->size() || index >= m_models.size()) {
        done(at == settings->size());
        return;
    }
    const Model& model = m_models[index];
    const Setting& setting = (*settings)[at];
    const auto words = encodePoint(*model.def, model.words, setting.point, setting.value);
    if (!words) {
        noteFault(std::format("model {}: {} cannot hold {}", model.place.id, setting.point, setting.value));
        done(false);
        return;
    }
    const int address = model.place.address + findPoint(*model.def, setting.point)->offset;
    m_link->write(m_options.unit, address, *words, m_options.writes,
                  [this, guard = QPointer<QObject>(m_context.get()), index, settings, at,
                   done](const std::expected<Registers, ModbusError>& answer) {
                      if (!guard)
                          return;
                      if (answer) {
                          writeFrom(index, settings, at + 1, done);
                          return;
                      }
                      noteFault(std::format("writing {}: {}", (*settings)[at].point, describe(answer.error().fault)));
                      done(false);
                  });
}

} // namespace dgex::drivers
