// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"
#include "drivers/apis/converter_reply.h"
#include "drivers/command_keeper.h"
#include "drivers/device.h"
#include "drivers/frozen_watch.h"

#include <QTimer>

class QNetworkAccessManager;
class QNetworkReply;

namespace dgex::drivers {

struct ApisOptions {
    std::string host;
    int port = 8'080;
    Power capacity{800};    ///< Of the grid side, each direction.
    double gridVolts = 350; ///< Operating voltage of the DC grid, for currents from powers.
    /// The interface has no reversion timer: a converter goes on when the controller dies. Commands are refused
    /// unless that is accepted here.
    bool mayLackReversion = false;
    std::chrono::milliseconds pollEvery{5'000};
    std::chrono::milliseconds answerWithin{5'000};
    double powerMaxWatts = 100'000;                 ///< More than this is absurd.
    std::chrono::milliseconds frozenAfter{600'000}; ///< See FrozenWatch.
    KeeperRules keeper = {.reversion = std::chrono::seconds{20}, .settle = std::chrono::seconds{20}};
};

/// A DC/DC converter between a home's battery and a DC grid by the HTTP interface of the open APIS system
/// (/all/get, /dcdc/set): a router with two DC legs. The current-controlled modes follow a power as a grid current;
/// one converter of a grid is its voltage reference. One request at a time. Counters are sums of measured power over
/// time, so the reading's quality is Estimated. The clock must outlive it. Thread: that of its event loop.
class ApisRouter final : public Device, public ports::DigitalGridRouter {
public:
    ApisRouter(const ApisOptions& options, const ports::Clock& clock);
    ~ApisRouter() override;

    void start() override;
    [[nodiscard]] bool hasSettled() const override { return m_hasSettled; }
    [[nodiscard]] std::vector<LiveValue> values() const override;
    [[nodiscard]] DeviceHealth health() const override;
    void offer(ports::HomeDevices& home) override { home.router = this; }

    [[nodiscard]] Power capacity() const override { return m_options.capacity; }
    [[nodiscard]] ports::Reading<ports::DgrState> state() const override;
    ports::CommandResult setPower(Power intoHome, std::chrono::milliseconds validFor) override;
    [[nodiscard]] ports::CommandEffect effect() const override { return m_keeper.effect(); }

private:
    void step();
    void ask(const std::string& path, bool isCommand);
    void onAnswer(QNetworkReply& reply, bool isCommand, UtcTime askedAt);
    void take(const ConverterReply& reply, UtcTime askedAt);
    [[nodiscard]] std::string commandFor(const CommandKeeper::Action& action) const;
    [[nodiscard]] ports::Quality quality() const;

    ApisOptions m_options;
    const ports::Clock& m_clock;
    std::unique_ptr<QNetworkAccessManager> m_network;
    QTimer m_timer;
    CommandKeeper m_keeper;
    bool m_isBusy = false;
    bool m_hasSettled = false;
    std::optional<UtcTime> m_polledAt;
    std::optional<ConverterReply> m_reply;
    UtcTime m_measuredAt;
    UtcTime m_receivedAt;
    double m_importedWh = 0;
    double m_exportedWh = 0;
    double m_lostWh = 0;
    DeviceHealth m_health;
    FrozenWatch m_frozen;
};

} // namespace dgex::drivers
