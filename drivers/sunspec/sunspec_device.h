// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"
#include "drivers/device.h"
#include "drivers/frozen_watch.h"
#include "drivers/modbus/modbus_link.h"
#include "drivers/plausibility_gate.h"
#include "drivers/sunspec/model_decoder.h"
#include "drivers/sunspec/model_walk.h"

#include <map>

namespace dgex::drivers {

struct SunSpecOptions {
    int unit = 1;
    WriteFunction writes = WriteFunction::Automatic;
    std::chrono::milliseconds pollEvery{2'000};
    std::chrono::milliseconds settingsEvery{60'000}; ///< Models that do not change by themselves.
    std::chrono::milliseconds staleAfter{15'000};
    std::chrono::milliseconds frozenAfter{600'000}; ///< See FrozenWatch.
    double powerMaxWatts = 1e6;                     ///< More than this is absurd.
};

/// One unit of a SunSpec device: finds its models, reads them again and again, and writes points. Powers of ten are
/// read with their values and read again before every write. A model whose header no longer says what it said, or whose
/// powers of ten changed between the reads of one sample, is a torn sample: refused and counted.
///
/// Thread: that of its event loop. The clock must outlive it.
class SunSpecDevice {
public:
    SunSpecDevice(std::shared_ptr<ModbusLink> link, const ports::Clock& clock, const SunSpecOptions& options);
    ~SunSpecDevice();
    SunSpecDevice(const SunSpecDevice&) = delete;
    SunSpecDevice& operator=(const SunSpecDevice&) = delete;

    void start();
    [[nodiscard]] bool hasSettled() const { return m_hasSettled; }
    [[nodiscard]] const std::vector<ModelPlace>& models() const { return m_places; }
    [[nodiscard]] bool has(std::uint16_t model) const;
    [[nodiscard]] std::vector<LiveValue> values() const;
    [[nodiscard]] DeviceHealth health() const;

    /// The newest value of a point, judged now: Good, or Stale when it is older than staleAfter.
    [[nodiscard]] ports::Reading<double> number(std::uint16_t model, std::string_view point) const;
    /// The same of the first of these models that has the point.
    [[nodiscard]] ports::Reading<double> number(std::initializer_list<std::uint16_t> models,
                                                std::string_view point) const;
    /// Whether a point can be written: its power of ten, if it has one, is implemented.
    [[nodiscard]] bool canWrite(std::uint16_t model, std::string_view point) const;

    struct Setting {
        std::string_view point;
        double value = 0;
    };
    /// Reads the model, then writes these points in order; ends with the first failure.
    void write(std::uint16_t model, std::vector<Setting> settings, std::function<void(bool)> done);
    [[nodiscard]] const ports::Clock& clock() const { return m_clock; }
    [[nodiscard]] std::chrono::milliseconds staleAfter() const { return m_options.staleAfter; }

private:
    struct Stored {
        PointValue value;
        UtcTime measuredAt;
        UtcTime receivedAt;
    };
    struct Model {
        ModelPlace place;
        const ModelDef* def = nullptr;
        Registers words; ///< Of the last whole sample.
        std::vector<Stored> values;
        std::map<std::string, PlausibilityGate> gates;
        std::optional<UtcTime> readAt;
    };
    using Done = std::function<void(bool)>;
    void discover(std::size_t base);
    void walk(std::size_t base, ModelWalk state);
    void found(const ModelWalk& state);
    void poll();
    void pollFrom(std::size_t index);
    void readModel(std::size_t index, Done done);
    void readChunks(std::size_t index, std::shared_ptr<Registers> words, std::size_t chunk, UtcTime askedAt, Done done);
    void checkScales(std::size_t index, std::shared_ptr<Registers> words, UtcTime askedAt, const Done& done);
    [[nodiscard]] bool take(Model& model, const Registers& words, UtcTime askedAt);
    [[nodiscard]] bool isPlausible(Model& model, const PointValue& value, UtcTime at);
    void writeFrom(std::size_t index, std::shared_ptr<std::vector<Setting>> settings, std::size_t at, Done done);
    void noteFault(std::string text);
    [[nodiscard]] const Stored* find(std::uint16_t model, std::string_view point) const;
    [[nodiscard]] ports::Quality qualityOf(UtcTime measuredAt, bool isLive) const;
    void watchFrozen();

    std::shared_ptr<ModbusLink> m_link;
    const ports::Clock& m_clock;
    SunSpecOptions m_options;
    std::unique_ptr<QObject> m_context;
    QTimer m_timer;
    std::vector<ModelPlace> m_places;
    std::vector<Model> m_models; ///< Those that DGEX knows.
    bool m_isBusy = false;
    bool m_hasSettled = false;
    bool m_isReachable = false;
    int m_tornInARow = 0;
    DeviceHealth m_health;
    FrozenWatch m_frozen;
};

} // namespace dgex::drivers
