// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"
#include "drivers/device.h"
#include "drivers/frozen_watch.h"
#include "drivers/line/byte_line.h"
#include "drivers/meters/p1_telegram.h"
#include "drivers/meters/sml_file.h"
#include "drivers/plausibility_gate.h"

namespace dgex::drivers::meters {

enum class PushProtocol : std::uint8_t { P1, Sml };

struct PushedMeterOptions {
    PushProtocol protocol = PushProtocol::P1;
    LineEndpoint line;
    LineTiming timing = {};
    P1Checksum checksum = P1Checksum::Required; ///< Of P1; SML frames always have one.
    bool isImportOnly = false;                  ///< The meter counts no export: that is 0, and not absent.
    double powerMaxWatts = 100'000;             ///< More than this is absurd.
    std::chrono::milliseconds staleAfter{35'000};
    std::chrono::milliseconds firstWithin{12'000}; ///< How long the first telegram may take; DSMR 4 sends every 10 s.
    std::chrono::milliseconds frozenAfter{600'000};
};

/// A smart meter that sends by itself: P1 telegrams or SML frames over a serial line or TCP. A telegram is taken as a
/// whole or not at all. It is measured at the time that it says when the meter's clock is within two minutes of ours,
/// otherwise when it arrives; a telegram with the time of the one before is a repetition and makes nothing younger.
/// The clock must outlive it. Thread: that of its event loop.
class PushedMeter final : public Device, public ports::MeterSource {
public:
    PushedMeter(const PushedMeterOptions& options, const ports::Clock& clock);

    void start() override;
    [[nodiscard]] bool hasSettled() const override { return m_hasSettled; }
    /// The sample first, then everything that the telegram holds, by its OBIS code.
    [[nodiscard]] std::vector<LiveValue> values() const override;
    [[nodiscard]] DeviceHealth health() const override;
    void offer(ports::HomeDevices& home) override { home.meter = this; }

    [[nodiscard]] ports::Reading<ports::MeterCounters> counters() const override;
    [[nodiscard]] ports::Reading<Power> power() const override;
    [[nodiscard]] const ByteLine::Statistics& lineStatistics() const { return m_line.statistics(); }

private:
    struct Shown {
        std::string name;
        std::string text;
        std::string unit;
    };
    void onBytes(ByteView bytes);
    void onTelegram(const std::string& telegram);
    void onFrame(ByteView frame);
    void take(MeterSample sample, std::vector<Shown> shown);
    [[nodiscard]] bool isPlausible(const MeterSample& sample, UtcTime at);
    void noteFault(std::string_view fault);
    [[nodiscard]] ports::Quality quality() const;

    PushedMeterOptions m_options;
    const ports::Clock& m_clock;
    ByteLine m_line;
    P1Splitter m_telegrams;
    SmlSplitter m_frames;
    PlausibilityGate m_importGate;
    PlausibilityGate m_exportGate;
    PlausibilityGate m_powerGate;
    FrozenWatch m_frozen;
    QTimer m_first;
    std::optional<MeterSample> m_sample;
    std::vector<Shown> m_shown;
    UtcTime m_measuredAt;
    UtcTime m_receivedAt;
    std::uint64_t m_rejected = 0;
    std::uint64_t m_failures = 0;
    std::string m_fault;
    bool m_hasSettled = false;
};

} // namespace dgex::drivers::meters
