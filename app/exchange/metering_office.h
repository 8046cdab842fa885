// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/service.h"
#include "core/crypto/signing.h"
#include "core/ledger/ledger_state.h"
#include "core/ports/devices.h"
#include "core/ports/services.h"
#include "core/settlement/meter_intervals.h"

#include <map>

namespace dgex::app {

/// The metering operator: reads every home's registers at each half hour, and when a home's reading did not make it
/// into a settlement, signs the final one as soon as its registers tell. What was counted over a gap is shared out by
/// the substitution rules (see meter_intervals.h). Thread: the node's.
class MeteringOffice {
public:
    struct Parts {
        ports::Transport* transport = nullptr;
        const crypto::Signer* key = nullptr;
        ports::RandomSource* random = nullptr;
        MarketId market;
        ParticipantId self;
    };
    explicit MeteringOffice(Parts parts)
        : m_parts(parts)
    {
    }
    /// At a period's end, after the homes' own readings.
    void read(Period ended, ParticipantId home, const ports::HomeDevices& devices, UtcTime now);
    /// Signs what became known about settled periods without a reading; how many.
    std::size_t sendFinals();
    /// Half hours whose energy is a substitute, by home.
    [[nodiscard]] std::size_t substitutes() const { return m_substitutes; }

private:
    struct Registers {
        std::vector<settlement::RegisterReading> imported;
        std::vector<settlement::RegisterReading> exported;
        std::vector<settlement::RegisterReading> generated;
        bool hasGap = false;
    };
    void closeGap(ParticipantId home, Registers& registers);

    Parts m_parts;
    std::map<ParticipantId, Registers> m_registers;
    std::vector<ledger::MeterValues> m_finals;
    std::size_t m_substitutes = 0;
    std::uint64_t m_sequence = 0;
};

} // namespace dgex::app
