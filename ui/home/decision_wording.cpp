// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/wording.h"

namespace dgex::ui {

using policy::ChangedInput;
using policy::Rule;

namespace {

/// 4.26 kWh (43 %)
QString ofBattery(const policy::DecisionRecord& record, std::int64_t wattHours, const QuantityFormat& format)
{
    const QString energy = format.energy(Energy{wattHours}, 2);
    if (record.batteryCapacity.isZero())
        return energy;
    const double share = 100.0 * static_cast<double>(wattHours) / static_cast<double>(record.batteryCapacity.count());
    return QStringLiteral("%1 (%2)").arg(energy, format.percent(share));
}

} // namespace

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
        if (!record.order)
            return tr("No trade: the router (DGR) carries at most %1, and that is taken.")
                .arg(format.power(record.routerCapacity));
        return tr("Trades only %1: the router (DGR) carries at most %2.")
            .arg(quantity, format.power(record.routerCapacity));
    case Rule::FillsBattery:
        return tr("Bids for %1 to store: it will save or bring more later.").arg(quantity);
    case Rule::ServesLoad:
        return tr("Bids for %1: your car or an appliance is to run in this half hour.").arg(quantity);
    }
    return {};
}

QString Wording::otherInput(const policy::DecisionRecord& record, const policy::Change& change,
                            const QuantityFormat& format)
{
    const auto exact = [&format](std::int64_t wattHours) { return format.energy(Energy{wattHours}, 2); };
    switch (change.input) {
    case ChangedInput::Trading:
        return tr("trading switched on");
    case ChangedInput::Need:
        return change.to > 0 ? tr("%1 more need or less sun").arg(exact(change.to))
                             : tr("%1 less need or more sun").arg(exact(-change.to));
    case ChangedInput::OwnerLimit:
        return tr("a price limit of %1").arg(format.unitPrice(Price{change.to}));
    case ChangedInput::Value:
        return tr("a value of %1 for the home").arg(format.unitPrice(Price{change.to}));
    case ChangedInput::Router:
        return tr("a router for %1").arg(format.power(Power{change.to}));
    case ChangedInput::Stored:
        return tr("%1 in the battery").arg(ofBattery(record, change.to, format));
    case ChangedInput::Reserve:
        return tr("a reserve of %1").arg(ofBattery(record, change.to, format));
    case ChangedInput::OwnOpposite:
        return tr("no bid of its own on the other side");
    case ChangedInput::UtilityPrice:
        return tr("a utility price of %1").arg(format.unitPrice(Price{change.to}));
    }
    return {};
}

QString Wording::wouldChange(const policy::DecisionRecord& record, const QuantityFormat& format)
{
    QString inputs;
    for (const policy::Change& change : policy::leastChange(record)) {
        const QString one = otherInput(record, change, format);
        //: Two conditions that hold together
        inputs = inputs.isEmpty() ? one : tr("%1 and %2").arg(inputs, one);
    }
    if (inputs.isEmpty())
        return tr("No other value would have changed this.");
    if (!record.order)
        //: What would have led to a bid
        return tr("There would be a bid with %1.").arg(inputs);
    if (record.rule == Rule::RouterFull)
        //: What would have let more be traded
        return tr("More would be traded with %1.").arg(inputs);
    const QString limit = format.unitPrice(record.order->limit);
    //: %2: what would have prevented the bid
    return record.order->side == market::Side::Buy
               ? tr("Above %1 it does not buy. There would be no bid with %2.").arg(limit, inputs)
               : tr("Below %1 it does not sell. There would be no bid with %2.").arg(limit, inputs);
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

} // namespace dgex::ui
