// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_tables.h"

namespace dgex::ui {

QString ConsoleTables::phase(views::MarketPhase phase)
{
    switch (phase) {
    case views::MarketPhase::Open:
        return tr("Open");
    case views::MarketPhase::GateClosed:
        return tr("Gate closed");
    case views::MarketPhase::Delivering:
        return tr("Delivering");
    case views::MarketPhase::Delivered:
        return tr("Delivered");
    case views::MarketPhase::Settled:
        return tr("Settled");
    }
    return {};
}

QString ConsoleTables::phase(views::DeliveryPhase phase)
{
    switch (phase) {
    case views::DeliveryPhase::Contracted:
        return tr("Contracted");
    case views::DeliveryPhase::Confirmed:
        return tr("Confirmed");
    case views::DeliveryPhase::Delivering:
        return tr("Delivering");
    case views::DeliveryPhase::Delivered:
        return tr("Delivered");
    case views::DeliveryPhase::Short:
        return tr("Too little");
    }
    return {};
}

QString ConsoleTables::mode(ports::DgrMode mode)
{
    switch (mode) {
    case ports::DgrMode::Idle:
        return tr("Idle");
    case ports::DgrMode::Delivering:
        return tr("Delivering");
    case ports::DgrMode::Tripped:
        return tr("Tripped");
    case ports::DgrMode::Lost:
        return tr("Lost");
    }
    return {};
}

QString ConsoleTables::alarm(views::AlarmCode code)
{
    switch (code) {
    case views::AlarmCode::RouterTripped:
        return tr("DGR tripped");
    case views::AlarmCode::RouterSilent:
        return tr("DGR does not answer");
    case views::AlarmCode::MeterSilent:
        return tr("Meter does not answer");
    case views::AlarmCode::DeliveryShort:
        return tr("Delivered less than contracted");
    case views::AlarmCode::AuthorityBehind:
        return tr("Authority is behind");
    case views::AlarmCode::SheetRefused:
        return tr("Bid sheet refused");
    case views::AlarmCode::ProofFailed:
        return tr("Proof failed");
    case views::AlarmCode::Disputed:
        return tr("Meter and DGR disagree");
    }
    return {};
}

QString ConsoleTables::priority(int priority)
{
    switch (priority) {
    case 1:
        return tr("Urgent");
    case 2:
        return tr("High");
    case 3:
        return tr("Medium");
    default:
        return tr("Low");
    }
}

QString ConsoleTables::role(views::ParticipantRow::Role role)
{
    switch (role) {
    case views::ParticipantRow::Role::Home:
        return tr("Home");
    case views::ParticipantRow::Role::Utility:
        return tr("Utility");
    case views::ParticipantRow::Role::GridOperator:
        return tr("Grid operator");
    case views::ParticipantRow::Role::MeteringOperator:
        return tr("Metering operator");
    case views::ParticipantRow::Role::Authority:
        return tr("Authority");
    }
    return {};
}

QString ConsoleTables::cause(views::DisputeCause cause)
{
    switch (cause) {
    case views::DisputeCause::BeyondConnection:
        return tr("More than the connection carries");
    case views::DisputeCause::AgainstDgr:
        return tr("Meter against DGR");
    case views::DisputeCause::SidesDiffer:
        return tr("Sent and received differ");
    case views::DisputeCause::FinalDiffers:
        return tr("Final reading against the home's");
    }
    return {};
}

QString ConsoleTables::state(views::DisputeState state)
{
    switch (state) {
    case views::DisputeState::Open:
        return tr("Open");
    case views::DisputeState::Corrected:
        return tr("Corrected");
    case views::DisputeState::Stands:
        return tr("Stands");
    }
    return {};
}

QString ConsoleTables::state(const views::EnrolmentRow& row, const QuantityFormat& format)
{
    switch (row.state) {
    case views::EnrolmentState::Pending:
        return tr("Waits for approval");
    case views::EnrolmentState::Approved:
        return row.takesPartFrom ? tr("Approved, takes part from %1").arg(format.dayAndTime(*row.takesPartFrom))
                                 : tr("Approved");
    case views::EnrolmentState::Refused:
        return tr("Refused");
    }
    return {};
}

} // namespace dgex::ui
