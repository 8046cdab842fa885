// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/home_config.h"
#include "core/forecast/forecast.h"
#include "core/ports/devices.h"

#include <functional>
#include <memory>

namespace dgex::app {

/// What the controller of `dgexd home` lives with: a simulated house, or devices that somebody owns. Thread: one.
class HomeLife {
public:
    struct Past {
        forecast::History demand;
        forecast::History pv;
    };
    virtual ~HomeLife() = default;
    /// Whether everything that a controller needs was measured once.
    [[nodiscard]] virtual bool isReady() const = 0;
    [[nodiscard]] virtual ports::HomeDevices devices() = 0;
    [[nodiscard]] virtual forecast::HomeProfile profile() = 0;
    /// Half hours that were measured before; none when nothing was.
    [[nodiscard]] virtual std::optional<Past> past() = 0;
    /// Keeps a half hour for past() of the next start.
    virtual void remember(Period period, std::optional<Energy> demand, std::optional<Energy> generated) = 0;
    /// The instant that the controller has reached.
    virtual void advanceTo(UtcTime now) = 0;
    /// Whether steps that were missed are lived through one by one; devices take only the newest command.
    [[nodiscard]] virtual bool catchesUp() const = 0;
    /// Lets so much time of the machine pass.
    virtual void rest(std::chrono::milliseconds time) = 0;
    /// The devices that cannot be reached now, in words.
    [[nodiscard]] virtual std::vector<std::string> faults() const = 0;
};

/// The house of the configuration's simulation, from an instant on; a step is how far its devices go at once.
[[nodiscard]] std::unique_ptr<HomeLife> simulatedLife(const HomeConfig& config, UtcTime start,
                                                      std::chrono::milliseconds step);

/// Opens the configured devices; the error is one line for people. router: where the accounting of a home without a
/// router stood when its controller stopped. The configuration outlives it.
[[nodiscard]] std::expected<std::unique_ptr<HomeLife>, std::string>
configuredLife(const HomeConfig& config, const ports::MeterCounters& router = {});

/// Waits until the devices told everything that a controller needs. False when isStopped said so before; waiting is
/// called about every 10 s meanwhile.
[[nodiscard]] bool waitForDevices(HomeLife& life, const std::function<bool()>& isStopped,
                                  const std::function<void(const std::vector<std::string>& faults)>& waiting);

} // namespace dgex::app
