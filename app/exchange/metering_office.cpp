// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/metering_office.h"

namespace dgex::app {

namespace {

constexpr settlement::RegisterRating kRegister{.modulus = {}, .powerMax = Power{30'000}};

Energy energyAt(const settlement::MeterIntervals& intervals, Period period)
{
    for (const settlement::MeteredPeriod& one : intervals.periods)
        if (one.period == period)
            return one.energy;
    return {};
}

} // namespace

void MeteringOffice::read(Period ended, ParticipantId home, const ports::HomeDevices& devices, UtcTime now)
{
    Registers& registers = m_registers[home];
    const auto counters = devices.meter->counters();
    if (!counters.value || counters.quality != ports::Quality::Good || counters.measuredAt != now) {
        registers.hasGap = registers.hasGap || !registers.imported.empty();
        return;
    }
    const Period at = ended.plus(1);
    registers.imported.push_back({at, counters.value->imported});
    registers.exported.push_back({at, counters.value->exported});
    const auto generated = devices.pv == nullptr ? std::optional{Energy{}} : devices.pv->generated().value;
    if (generated)
        registers.generated.push_back({at, *generated});
    if (registers.hasGap)
        closeGap(home, registers);
    registers.hasGap = false;
    for (auto* values : {&registers.imported, &registers.exported, &registers.generated})
        if (values->size() > 1)
            values->erase(values->begin(), values->end() - 1);
}

/// The last two readings are the gap's ends.
void MeteringOffice::closeGap(ParticipantId home, Registers& registers)
{
    const Period first = registers.imported.front().at;
    const Period end = registers.imported.back().at;
    const auto imported = settlement::intervalsOf(first, end, registers.imported, kRegister);
    const auto exported = settlement::intervalsOf(first, end, registers.exported, kRegister);
    const auto generated = settlement::intervalsOf(first, end, registers.generated, kRegister);
    for (Period period = first; period < end; period = period.plus(1)) {
        ledger::MeterValues values;
        values.home = home;
        values.period = period;
        values.imported = energyAt(imported, period);
        values.exported = energyAt(exported, period);
        values.generated = energyAt(generated, period);
        m_parts.random->fill(values.salt);
        m_finals.push_back(values);
        ++m_substitutes;
    }
}

std::size_t MeteringOffice::sendFinals()
{
    api::Client client{*m_parts.transport};
    std::size_t sent = 0;
    for (const ledger::MeterValues& values : m_finals) {
        const ledger::MeterReading reading{values.home, values.period, ledger::ReadingKind::Final,
                                           ledger::hashOf(values)};
        const auto transaction = ledger::sign({m_parts.market,
                                               ledger::TransactionType::MeterReading,
                                               m_parts.self,
                                               ++m_sequence,
                                               ledger::encode(reading),
                                               {}},
                                              *m_parts.key);
        if (transaction && client.submit(ledger::encode(*transaction), values))
            ++sent;
    }
    m_finals.clear();
    return sent;
}

} // namespace dgex::app
