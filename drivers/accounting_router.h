// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/devices.h"
#include "core/ports/services.h"

namespace dgex::drivers {

/// Stands in for the router of a home that has only its meter: contracts are accounted on that meter. It moves exactly
/// what it is told, as bookkeeping; what the meter shows beyond that is the residual, which the utility settles. Like a
/// device it falls to 0 when a command expires. The clock must outlive it.
class AccountingRouter final : public ports::DigitalGridRouter {
public:
    /// imported, exported: where its counters stood when the controller stopped.
    AccountingRouter(Power capacity, const ports::Clock& clock, const ports::MeterCounters& counters = {});
    [[nodiscard]] Power capacity() const override { return m_capacity; }
    [[nodiscard]] ports::Reading<ports::DgrState> state() const override;
    ports::CommandResult setPower(Power intoHome, std::chrono::milliseconds validFor) override;

private:
    /// In watt-milliseconds, by a power that stood until now.
    struct Sums {
        std::int64_t imported = 0;
        std::int64_t exported = 0;
    };
    [[nodiscard]] Sums sumsAt(UtcTime now) const;

    Power m_capacity;
    const ports::Clock& m_clock;
    ports::MeterCounters m_start;
    Sums m_sums;
    Power m_power;
    UtcTime m_since;
    UtcTime m_until;
};

} // namespace dgex::drivers
