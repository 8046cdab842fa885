// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/operator_snapshot.h"
#include "ui/common/quantity_format.h"

#include <QCoreApplication>
#include <QString>

namespace dgex::ui {

/// The words of the console for what the core names by enumerators.
class OperatorWording {
    Q_DECLARE_TR_FUNCTIONS(OperatorWording)
public:
    [[nodiscard]] static QString phase(views::MarketPhase phase);
    [[nodiscard]] static QString role(views::ParticipantRow::Role role);
    [[nodiscard]] static QString mode(ports::DgrMode mode);
    [[nodiscard]] static QString quality(ports::Quality quality);
    [[nodiscard]] static QString delivery(views::DeliveryPhase phase);
    [[nodiscard]] static QString alarm(views::AlarmCode code);
    /// Code, source and how many are grouped: "DGR tripped: Home 07" or "DGR silent: 12 homes".
    [[nodiscard]] static QString alarmLine(const views::AlarmRow& alarm);
};

/// Counts of a fleet by mode; a router without a valid reading counts as lost.
struct FleetCounts {
    int delivering = 0;
    int idle = 0;
    int tripped = 0;
    int lost = 0;
};
[[nodiscard]] FleetCounts countFleet(const views::OperatorSnapshot& snapshot);
[[nodiscard]] ports::DgrMode modeOf(const views::FleetRow& row);

/// The market of a period; null when the snapshot has none.
[[nodiscard]] const views::MarketRow* marketOf(const views::OperatorSnapshot& snapshot, Period period);
/// Index of the delivering market, else of the first that is not delivered; -1 without markets.
[[nodiscard]] int nowIndex(const views::OperatorSnapshot& snapshot);

/// Figures of kW with one decimal, without the unit.
[[nodiscard]] QString kilowattFigure(Power power, const QuantityFormat& format);
/// All five decimals, so that columns visibly add up.
[[nodiscard]] QString exactMoneyFigure(Money money, const QuantityFormat& format);
[[nodiscard]] QString hexPrefix(const Hash256& hash);

} // namespace dgex::ui
