// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operator/operator_wording.h"

#include "core/base/text.h"

#include <algorithm>

namespace dgex::ui {

QString OperatorWording::phase(views::MarketPhase phase)
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

QString OperatorWording::role(views::ParticipantRow::Role role)
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
    }
    return {};
}

QString OperatorWording::mode(ports::DgrMode mode)
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

QString OperatorWording::quality(ports::Quality quality)
{
    switch (quality) {
    case ports::Quality::Good:
        return tr("Good");
    case ports::Quality::Estimated:
        return tr("Estimated");
    case ports::Quality::Stale:
        return tr("Stale");
    case ports::Quality::Invalid:
        return tr("Invalid");
    }
    return {};
}

QString OperatorWording::delivery(views::DeliveryPhase phase)
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
        return tr("Short");
    }
    return {};
}

QString OperatorWording::alarm(views::AlarmCode code)
{
    switch (code) {
    case views::AlarmCode::RouterTripped:
        return tr("DGR tripped");
    case views::AlarmCode::RouterSilent:
        return tr("DGR silent");
    case views::AlarmCode::MeterSilent:
        return tr("Meter silent");
    case views::AlarmCode::DeliveryShort:
        return tr("Delivery short");
    case views::AlarmCode::AuthorityBehind:
        return tr("Authority behind");
    case views::AlarmCode::SheetRefused:
        return tr("Bid sheet refused");
    case views::AlarmCode::ProofFailed:
        return tr("Proof failed");
    }
    return {};
}

QString OperatorWording::alarmLine(const views::AlarmRow& row)
{
    const QString source = QString::fromStdString(row.source);
    //: %1: what, %2: where
    const QString line = tr("%1: %2").arg(alarm(row.code), source);
    return row.count > 1 ? line + QStringLiteral(" \u00D7") + QString::number(row.count) : line;
}

ports::DgrMode modeOf(const views::FleetRow& row)
{
    const bool known = row.state.value && row.state.quality != ports::Quality::Invalid;
    return known ? row.state.value->mode : ports::DgrMode::Lost;
}

FleetCounts countFleet(const views::OperatorSnapshot& snapshot)
{
    FleetCounts counts;
    for (const views::FleetRow& row : snapshot.fleet) {
        switch (modeOf(row)) {
        case ports::DgrMode::Delivering:
            ++counts.delivering;
            break;
        case ports::DgrMode::Idle:
            ++counts.idle;
            break;
        case ports::DgrMode::Tripped:
            ++counts.tripped;
            break;
        case ports::DgrMode::Lost:
            ++counts.lost;
            break;
        }
    }
    return counts;
}

const views::MarketRow* marketOf(const views::OperatorSnapshot& snapshot, Period period)
{
    const auto found = std::ranges::lower_bound(snapshot.markets, period, {}, &views::MarketRow::period);
    return found != snapshot.markets.end() && found->period == period ? &*found : nullptr;
}

int nowIndex(const views::OperatorSnapshot& snapshot)
{
    const Period running = Period::containing(snapshot.now);
    const auto found = std::ranges::lower_bound(snapshot.markets, running, {}, &views::MarketRow::period);
    if (found == snapshot.markets.end())
        return static_cast<int>(snapshot.markets.size()) - 1;
    return static_cast<int>(found - snapshot.markets.begin());
}

QString kilowattFigure(Power power, const QuantityFormat& format)
{
    return format.number(static_cast<double>(power.count()) / 1000.0, 1);
}

QString exactMoneyFigure(Money money, const QuantityFormat& format)
{
    const std::string exact = toText(money.abs());
    const std::size_t point = exact.find('.');
    const QString whole = format.count(std::stoll(exact.substr(0, point)));
    const QString text = whole + format.locale().decimalPoint() + QString::fromStdString(exact.substr(point + 1));
    return money < Money{} ? QStringLiteral("\u2212") + text : text;
}

QString hexPrefix(const Hash256& hash)
{
    constexpr std::size_t kBytes = 6;
    return QString::fromStdString(toHex(ByteView{hash}.first(kBytes)));
}

} // namespace dgex::ui
