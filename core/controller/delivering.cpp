// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/controller/home_controller.h"

namespace dgex::controller {

namespace {

constexpr std::chrono::minutes kReadingAgeMax{1};

ledger::DeliveryStatus statusOf(delivery::Outcome outcome)
{
    switch (outcome) {
    case delivery::Outcome::Complete:
        return ledger::DeliveryStatus::Complete;
    case delivery::Outcome::OwnFault:
        return ledger::DeliveryStatus::OwnFault;
    case delivery::Outcome::PartnerFault:
        return ledger::DeliveryStatus::PartnerFault;
    }
    return ledger::DeliveryStatus::OwnFault;
}

std::optional<delivery::Progress> heard(const ports::PeerLink& peers, Period period, std::uint32_t number,
                                        ParticipantId partner)
{
    const auto progress = peers.latest(period, number, partner);
    if (!progress)
        return std::nullopt;
    return delivery::Progress{progress->moved, progress->power, progress->measuredAt};
}

} // namespace

std::optional<Energy> HomeController::movedSinceStart(UtcTime now) const
{
    const auto state = m_parts.devices.router->state().fresh(now, kReadingAgeMax);
    if (!state || !m_marks.router)
        return std::nullopt;
    return (state->imported - m_marks.router->imported) - (state->exported - m_marks.router->exported);
}

void HomeController::announce(Period period, UtcTime now)
{
    const auto book = m_book.find(period);
    const auto reading = m_parts.devices.router->state();
    const auto state = reading.fresh(now, delivery::readingAgeMax(m_delivery.rules));
    if (book == m_book.end() || !state || state->mode == ports::DgrMode::Tripped)
        return;
    for (const OwnContract& own : book->second.contracts) {
        if (own.confirmed)
            m_parts.peers->publish(period, own.id.number, m_identity.id, {Energy{}, Power{}, reading.measuredAt});
    }
}

void HomeController::beginDelivery(Period period, UtcTime now)
{
    std::vector<delivery::HomeContract> contracts;
    m_deliveryNumbers.clear();
    if (const auto book = m_book.find(period); book != m_book.end()) {
        for (const OwnContract& own : book->second.contracts) {
            if (!own.confirmed)
                continue;
            contracts.push_back({own.partner, own.exports ? -own.energy : own.energy});
            m_deliveryNumbers.push_back(own.id.number);
        }
    }
    m_delivery = delivery::beginEqualAmount(period, contracts, m_parts.devices.router->capacity());
    if (!m_isResumed || m_marks.period != period) {
        m_marks = marksAt(now);
        // Too late to know what moved before.
        if (now - period.start() > kReadingAgeMax)
            m_marks.router.reset();
    }
    m_isResumed = false;
}

void HomeController::steerRouter(UtcTime now, std::chrono::milliseconds step)
{
    if (m_delivery.contracts.empty())
        return;
    m_delivery.rules.controlStep = step;
    delivery::EqualAmountInput input{.now = now, .moved = {}, .power = {}, .partners = {}};
    const auto reading = m_parts.devices.router->state();
    if (const auto state = reading.fresh(now, delivery::readingAgeMax(m_delivery.rules))) {
        input.moved = movedSinceStart(now);
        input.power = state->power;
        input.measuredAt = reading.measuredAt;
    }
    for (std::size_t i = 0; i < m_deliveryNumbers.size(); ++i) {
        input.partners.push_back(
            heard(*m_parts.peers, m_delivery.period, m_deliveryNumbers[i], m_delivery.contracts[i].contract.partner));
    }
    delivery::EqualAmountOutput output = delivery::stepEqualAmount(std::move(m_delivery), input);
    m_delivery = std::move(output.state);
    m_parts.devices.router->setPower(output.setpoint, delivery::setpointLifetime(m_delivery.rules));
    for (std::size_t i = 0; i < output.progress.size(); ++i) {
        if (const auto& progress = output.progress[i]) {
            m_parts.peers->publish(m_delivery.period, m_deliveryNumbers[i], m_identity.id,
                                   {progress->moved, progress->power, progress->measuredAt});
        }
    }
}

void HomeController::reportDelivery(Period period, UtcTime now)
{
    if (m_delivery.period != period || m_delivery.contracts.empty())
        return;
    std::vector<std::optional<delivery::Progress>> partners;
    for (std::size_t i = 0; i < m_deliveryNumbers.size(); ++i)
        partners.push_back(
            heard(*m_parts.peers, period, m_deliveryNumbers[i], m_delivery.contracts[i].contract.partner));
    const auto completions = delivery::complete(m_delivery, movedSinceStart(now).value_or(Energy{}), partners);
    ledger::ReportDelivery report;
    PeriodBook& book = m_book[period];
    bool isShort = false;
    for (std::size_t i = 0; i < completions.size(); ++i) {
        const ledger::DeliveryStatus status = statusOf(completions[i].outcome);
        report.contracts.push_back({{period, m_deliveryNumbers[i]}, completions[i].delivered, status});
        isShort = isShort || status != ledger::DeliveryStatus::Complete;
        for (OwnContract& own : book.contracts) {
            if (own.id.number == m_deliveryNumbers[i]) {
                own.delivered = completions[i].delivered;
                own.status = status;
            }
        }
    }
    note(Incident::DeliveryShort, isShort, now);
    if (send(ledger::TransactionType::ReportDelivery, ledger::encode(report), now))
        book.times.delivered = now;
}

} // namespace dgex::controller
