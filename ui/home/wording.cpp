// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/wording.h"

namespace dgex::ui {

using views::Activity;

QString Wording::activityTitle(const views::NowReason& reason, const QuantityFormat& format)
{
    const QString power = format.power(reason.power);
    switch (reason.activity) {
    case Activity::SellsToNeighbours:
        return tr("Selling %1 to neighbours").arg(power);
    case Activity::BuysFromNeighbours:
        return tr("Buying %1 from neighbours").arg(power);
    case Activity::StoresSurplus:
        return tr("Storing %1 of sun").arg(power);
    case Activity::RunsOnBattery:
        return tr("Running on the battery");
    case Activity::UsesOwnSolar:
        return tr("Running on your own sun");
    case Activity::BuysFromUtility:
        return tr("Buying %1 from the utility").arg(power);
    case Activity::SellsToUtility:
        return tr("Selling %1 to the utility").arg(power);
    case Activity::TradingPaused:
        return tr("Trading is paused");
    case Activity::NoData:
        return tr("No measurements");
    }
    return {};
}

QString Wording::activitySentence(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    const views::NowReason& reason = snapshot.reason;
    const QString price = format.unitPrice(reason.price);
    switch (reason.activity) {
    case Activity::SellsToNeighbours:
        return snapshot.flow.batteryPercent
                   ? tr("The battery is at %1 and a neighbour pays %2.")
                         .arg(format.percent(*snapshot.flow.batteryPercent), price)
                   : tr("There is more sun than the home uses, and a neighbour pays %1.").arg(price);
    case Activity::BuysFromNeighbours:
        return tr("A neighbour's electricity costs %1, less than the utility's.").arg(price);
    case Activity::StoresSurplus:
        return tr("The sun gives more than the home uses; the rest goes into the battery.");
    case Activity::RunsOnBattery:
        return tr("The battery covers the home, down to your reserve of %1.")
            .arg(format.percent(snapshot.policy.reservePercent));
    case Activity::UsesOwnSolar:
        return tr("The sun gives about as much as the home uses.");
    case Activity::BuysFromUtility:
        return tr("Sun, battery and neighbours do not cover the home now.");
    case Activity::SellsToUtility:
        return tr("The battery is full and no neighbour needs the rest.");
    case Activity::TradingPaused:
        return tr("Contracts already made are still delivered.");
    case Activity::NoData:
        return tr("Values come within a minute once the devices answer.");
    }
    return {};
}

Role Wording::activityRole(Activity activity)
{
    switch (activity) {
    case Activity::SellsToNeighbours:
        return Role::Sell;
    case Activity::BuysFromNeighbours:
        return Role::Buy;
    case Activity::StoresSurplus:
    case Activity::RunsOnBattery:
        return Role::Battery;
    case Activity::UsesOwnSolar:
        return Role::Solar;
    case Activity::BuysFromUtility:
    case Activity::SellsToUtility:
        return Role::Utility;
    case Activity::TradingPaused:
    case Activity::NoData:
        break;
    }
    return Role::Outline;
}

QString Wording::alert(views::AlertCode code)
{
    switch (code) {
    case views::AlertCode::RouterTripped:
        return tr("The router (DGR) switched off");
    case views::AlertCode::RouterSilent:
        return tr("The router (DGR) does not answer");
    case views::AlertCode::MeterSilent:
        return tr("The meter does not answer");
    case views::AlertCode::DeliveryShort:
        return tr("Less was delivered than agreed");
    case views::AlertCode::ProofFailed:
        return tr("A market result could not be proven");
    case views::AlertCode::NodeUnreachable:
        return tr("The market cannot be reached");
    case views::AlertCode::SheetRefused:
        return tr("The market refused a bid");
    }
    return {};
}

QString Wording::advice(views::AlertCode code)
{
    switch (code) {
    case views::AlertCode::RouterTripped:
        return tr("The home runs on. Wait 5 minutes; if it stays off, call your installer.");
    case views::AlertCode::RouterSilent:
        return tr("Check that the router has power and its cable is plugged in.");
    case views::AlertCode::MeterSilent:
        return tr("Trades go on by estimates. Call your meter operator if it lasts a day.");
    case views::AlertCode::DeliveryShort:
        return tr("Nothing to do. The difference is on your bill as imbalance.");
    case views::AlertCode::ProofFailed:
        return tr("This home did not confirm it. Your money is safe; tell the operator.");
    case views::AlertCode::NodeUnreachable:
        return tr("Check the internet router. The home runs by its last plan.");
    case views::AlertCode::SheetRefused:
        return tr("Nothing to do. The next auction gets a new bid.");
    }
    return {};
}

QString Wording::device(views::DeviceRow::Kind kind)
{
    using Kind = views::DeviceRow::Kind;
    switch (kind) {
    case Kind::Meter:
        return tr("Smart meter");
    case Kind::LoadMeter:
        return tr("Home use meter");
    case Kind::PvInverter:
        return tr("Solar inverter");
    case Kind::Battery:
        return tr("Battery");
    case Kind::Router:
        return tr("Router (DGR)");
    case Kind::Charger:
        return tr("Car charger");
    }
    return {};
}

QString Wording::routerMode(ports::DgrMode mode)
{
    switch (mode) {
    case ports::DgrMode::Idle:
        return tr("ready");
    case ports::DgrMode::Delivering:
        return tr("delivering");
    case ports::DgrMode::Tripped:
        return tr("switched off");
    case ports::DgrMode::Lost:
        return tr("no answer");
    }
    return {};
}

QString Wording::leg(const ports::LegState& leg)
{
    switch (leg.kind) {
    case ports::LegKind::Ac50:
        return tr("AC 50 Hz");
    case ports::LegKind::Ac60:
        return tr("AC 60 Hz");
    case ports::LegKind::Dc:
        return tr("DC");
    }
    return {};
}

QString Wording::preset(policy::Preset preset)
{
    switch (preset) {
    case policy::Preset::Income:
        return tr("Income");
    case policy::Preset::Balanced:
        return tr("Balanced");
    case policy::Preset::SelfSufficiency:
        return tr("Self-use");
    case policy::Preset::RenewableFirst:
        return tr("Green");
    case policy::Preset::BackupReserve:
        return tr("Backup");
    }
    return {};
}

QString Wording::presetEffect(policy::Preset preset)
{
    switch (preset) {
    case policy::Preset::Income:
        return tr("Sells as much as it can, and keeps little in the battery.");
    case policy::Preset::Balanced:
        return tr("Trades what is left over, and keeps a moderate reserve.");
    case policy::Preset::SelfSufficiency:
        return tr("Uses its own sun first, and trades only the rest.");
    case policy::Preset::RenewableFirst:
        return tr("Prefers neighbours' solar energy to the utility's.");
    case policy::Preset::BackupReserve:
        return tr("Keeps the battery full for outages, and trades the least.");
    }
    return {};
}

QString Wording::method(forecast::Method method)
{
    switch (method) {
    case forecast::Method::TypicalProfile:
        return tr("typical home, still learning");
    case forecast::Method::Persistence:
        return tr("by the last days");
    case forecast::Method::EmpiricalQuantiles:
        return tr("by the last four weeks");
    case forecast::Method::Blend:
        return tr("by several methods");
    }
    return {};
}

} // namespace dgex::ui
