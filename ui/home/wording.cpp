// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/wording.h"

namespace dgex::ui {

using policy::Rule;
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
        return tr("No measurements yet");
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
        return tr("The first values come within a minute.");
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

QString Wording::rule(Rule rule)
{
    switch (rule) {
    case Rule::SellsSurplus:
        return tr("Sells surplus");
    case Rule::SellsStored:
        return tr("Sells from the battery");
    case Rule::BuysNeed:
        return tr("Buys what is missing");
    case Rule::ClosesPosition:
        return tr("Corrects earlier trades");
    case Rule::HoldsReserve:
        return tr("Keeps the reserve");
    case Rule::BalancedAlready:
        return tr("In balance");
    case Rule::BelowOneLot:
        return tr("Under 0.1 kWh");
    case Rule::LimitTooTight:
        return tr("Outside your limit");
    case Rule::Paused:
        return tr("Paused");
    case Rule::BatteryCovers:
        return tr("The battery covers it");
    case Rule::RouterFull:
        return tr("Router at its limit");
    case Rule::FillsBattery:
        return tr("Fills the battery");
    case Rule::ServesLoad:
        return tr("Buys for your schedule");
    }
    return {};
}

QString Wording::sentence(const policy::DecisionRecord& record, const QuantityFormat& format)
{
    const QString quantity = record.order ? format.energy(record.order->quantity) : format.energy(record.wanted.abs());
    switch (record.rule) {
    case Rule::SellsSurplus:
        return tr("Offers %1: more sun is expected than home and battery can take.").arg(quantity);
    case Rule::SellsStored:
        return tr("Offers %1: the battery holds more than your reserve of %2.")
            .arg(quantity, format.percent(record.reservePercent));
    case Rule::BuysNeed:
        return tr("Bids for %1: the home will need more than sun and battery give.").arg(quantity);
    case Rule::ClosesPosition:
        return tr("Corrects its trades by %1: the newer forecast differs.").arg(quantity);
    case Rule::HoldsReserve:
        return tr("No trade: the battery is kept for your reserve of %1.").arg(format.percent(record.reservePercent));
    case Rule::BalancedAlready:
        return tr("No trade needed: forecast and trades match.");
    case Rule::BelowOneLot:
        return tr("No trade: the difference is under 0.1 kWh, the smallest amount.");
    case Rule::LimitTooTight:
        return tr("No trade: your limit of %1 leaves no room.").arg(format.unitPrice(record.limitOfOwner));
    case Rule::Paused:
        return tr("No trade: you paused trading.");
    case Rule::BatteryCovers:
        return tr("No trade: the battery takes the surplus or covers the need.");
    case Rule::RouterFull:
        return tr("Trades only %1: the router (DGR) carries at most %2.")
            .arg(quantity, format.power(record.routerCapacity));
    case Rule::FillsBattery:
        return tr("Bids for %1 to store: it will save or bring more later.").arg(quantity);
    case Rule::ServesLoad:
        return tr("Bids for %1: your car or an appliance is to run in this half hour.").arg(quantity);
    }
    return {};
}

QString Wording::wouldChange(const policy::DecisionRecord& record, const QuantityFormat& format)
{
    const QString limit = record.order ? format.unitPrice(record.order->limit) : QString();
    switch (record.rule) {
    case Rule::SellsSurplus:
        return tr("Below %1 it would not have been sold. Less sun would have left less to offer.").arg(limit);
    case Rule::SellsStored:
        return tr("Below %1 it would have stayed in the battery. A higher reserve would have kept it too.").arg(limit);
    case Rule::BuysNeed:
        return tr("Above %1 it would not have been bought. More sun or a fuller battery would have covered it.")
            .arg(limit);
    case Rule::ClosesPosition:
        return tr("With the earlier forecast the trades would have stayed as they were.");
    case Rule::HoldsReserve:
        return tr("A reserve below %1 would free energy for trading.").arg(format.percent(record.reservePercent));
    case Rule::BalancedAlready:
        return tr("A forecast that differs by 0.1 kWh or more would lead to a bid.");
    case Rule::BelowOneLot:
        return tr("A difference of 0.1 kWh or more would lead to a bid.");
    case Rule::LimitTooTight:
        return tr("A limit between %1 and %2 would allow trades.")
            .arg(format.unitPrice(record.feedIn), format.unitPrice(record.retail));
    case Rule::Paused:
        return tr("Resume trading on the Home page, and the next auction gets bids.");
    case Rule::BatteryCovers:
        return tr("A fuller or emptier battery would have led to a bid.");
    case Rule::RouterFull:
        return tr("A router with more capacity could trade the rest.");
    case Rule::FillsBattery:
        return tr("Above %1 it would not have been bought. A fuller battery would have left less room.").arg(limit);
    case Rule::ServesLoad:
        return tr("Above %1 it would not have been bought, and another half hour would have come first.").arg(limit);
    }
    return {};
}

Wording::Explanation Wording::explain(const policy::DecisionRecord& record, const QuantityFormat& format)
{
    const auto range = [&format](const forecast::Quantiles& values) {
        //: A forecast: %1 expected value, %2 and %3 the likely range
        return tr("%1 kWh (likely %2–%3)")
            .arg(format.kWhFigure(values.p50), format.kWhFigure(values.p10), format.kWhFigure(values.p90));
    };
    Explanation explanation;
    explanation.sentence = sentence(record, format);
    explanation.causes[0] = tr("Forecast: use %1, sun %2.").arg(range(record.demand), range(record.pv));
    explanation.causes[1] =
        record.batteryCapacity.isZero()
            ? tr("Battery: none. Already traded: %1.").arg(format.energy(record.position, Sign::Always))
            : tr("Battery: %1 of %2 planned, %3 kept as reserve. Already traded: %4.")
                  .arg(format.energy(record.stored), format.energy(record.batteryCapacity),
                       format.energy(record.reserve), format.energy(record.position, Sign::Always));
    explanation.causes[2] = record.expectedPrice
                                ? tr("Prices: utility %1, feed-in %2, expected here %3.")
                                      .arg(format.unitPrice(record.retail), format.unitPrice(record.feedIn),
                                           format.unitPrice(*record.expectedPrice))
                                : tr("Prices: utility %1, feed-in %2.")
                                      .arg(format.unitPrice(record.retail), format.unitPrice(record.feedIn));
    explanation.wouldChange = wouldChange(record, format);
    return explanation;
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
