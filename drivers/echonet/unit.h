// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"
#include "drivers/device.h"
#include "drivers/echonet/exchange.h"
#include "drivers/echonet/properties.h"
#include "drivers/frozen_watch.h"
#include "drivers/plausibility_gate.h"

namespace dgex::drivers::echonet {

struct UnitOptions {
    std::string peer; ///< Address of the node.
    Eoj object;
    std::chrono::milliseconds pollEvery{10'000};
    std::chrono::milliseconds settingsEvery{300'000}; ///< Properties that do not change by themselves.
    std::chrono::milliseconds staleAfter{45'000};
    std::chrono::milliseconds frozenAfter{600'000};
    double powerMaxWatts = 100'000;       ///< More than this is absurd.
    std::optional<int> unitExponent = {}; ///< Of a smart meter that does not tell its unit (E1), see MeterScale.
};

/// One ECHONET Lite object at a node: reads the properties of its class that it has, again and again, takes its
/// announcements, and writes properties. Properties that are missing in a partial answer are asked for one by one; one
/// that is then refused is left alone for a while. The clock must outlive it. Thread: that of its event loop.
class Unit {
public:
    Unit(std::shared_ptr<Exchange> exchange, const ports::Clock& clock, const UnitOptions& options);
    ~Unit();
    Unit(const Unit&) = delete;
    Unit& operator=(const Unit&) = delete;

    void start();
    [[nodiscard]] bool hasSettled() const { return m_hasSettled; }
    [[nodiscard]] std::vector<LiveValue> values() const;
    [[nodiscard]] DeviceHealth health() const;

    /// A number as it is sent; none while it is no data or was never heard.
    [[nodiscard]] ports::Reading<std::int64_t> number(std::uint8_t code, Form form, std::size_t offset = 0) const;
    [[nodiscard]] ports::Reading<Bytes> data(std::uint8_t code) const;
    [[nodiscard]] std::optional<MeterScale> scale() const; ///< Of a smart meter.
    [[nodiscard]] bool canSet(std::uint8_t code) const { return m_settable.contains(code); }
    /// Writes properties in their order, one by one, and stops at the first that is refused.
    void write(std::vector<Property> properties, std::function<void(bool)> done);
    [[nodiscard]] const ports::Clock& clock() const { return m_clock; }
    [[nodiscard]] const UnitOptions& options() const { return m_options; }

private:
    struct Stored {
        Bytes data;
        UtcTime measuredAt;
        UtcTime receivedAt;
    };
    void poll();
    void askForMaps();
    void planQuestions();
    void askNext();
    void take(const Frame& frame, UtcTime measuredAt);
    [[nodiscard]] bool isPlausible(std::uint8_t code, ByteView data, UtcTime at);
    [[nodiscard]] std::optional<Plausible> limitsOf(const PropertyRow& row) const;
    void watchFrozen(UtcTime at);
    [[nodiscard]] std::optional<double> amountOf(const PropertyRow& row, ByteView data) const;
    [[nodiscard]] std::string textOf(const PropertyRow& row, ByteView data) const;
    [[nodiscard]] Properties properties() const;
    [[nodiscard]] ports::Quality qualityOf(UtcTime measuredAt, bool isLive) const;
    void noteFault(std::string_view fault);
    void writeFrom(std::shared_ptr<std::vector<Property>> properties, std::size_t at, std::function<void(bool)> done);

    std::shared_ptr<Exchange> m_exchange;
    const ports::Clock& m_clock;
    UnitOptions m_options;
    std::span<const PropertyRow> m_rows;
    QTimer m_timer;
    FrozenWatch m_frozen;
    std::optional<std::set<std::uint8_t>> m_readable; ///< None: not told.
    std::set<std::uint8_t> m_settable;
    bool m_hasMaps = false;
    std::map<std::uint8_t, Stored> m_stored;
    std::map<std::uint8_t, UtcTime> m_refused;
    std::map<std::pair<std::uint8_t, std::size_t>, PlausibilityGate> m_gates; ///< By code and offset.
    std::deque<std::vector<std::uint8_t>> m_questions;
    std::optional<UtcTime> m_settingsAt;
    bool m_isBusy = false;
    bool m_hasSettled = false;
    DeviceHealth m_health;
};

} // namespace dgex::drivers::echonet
