// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/table_page.h"

#include <QCoreApplication>

namespace dgex::ui {

/// What stands in the tables of the console.
class ConsoleTables {
    Q_DECLARE_TR_FUNCTIONS(ConsoleTables)
public:
    [[nodiscard]] static TablePage::Content markets();
    /// Of the view's period: what was bid and offered at each price.
    [[nodiscard]] static TablePage::Content book();
    /// Of the view's period: who delivers how much to whom.
    [[nodiscard]] static TablePage::Content fills();
    [[nodiscard]] static TablePage::Content participants();
    [[nodiscard]] static TablePage::Content enrolments();
    [[nodiscard]] static TablePage::Content blocks();
    [[nodiscard]] static TablePage::Content authorities();
    [[nodiscard]] static TablePage::Content evidence();
    [[nodiscard]] static TablePage::Content fleet();
    [[nodiscard]] static TablePage::Content deliveries();
    [[nodiscard]] static TablePage::Content settlements();
    [[nodiscard]] static TablePage::Content disputes();
    /// theme outlives the content.
    [[nodiscard]] static TablePage::Content alarms(const Theme& theme);

    [[nodiscard]] static QString phase(views::MarketPhase phase);
    [[nodiscard]] static QString phase(views::DeliveryPhase phase);
    [[nodiscard]] static QString mode(ports::DgrMode mode);
    [[nodiscard]] static QString alarm(views::AlarmCode code);
    [[nodiscard]] static QString priority(int priority);
    [[nodiscard]] static QString role(views::ParticipantRow::Role role);
    [[nodiscard]] static QString cause(views::DisputeCause cause);
    [[nodiscard]] static QString state(views::DisputeState state);
    [[nodiscard]] static QString state(const views::EnrolmentRow& row, const QuantityFormat& format);

private:
    [[nodiscard]] static Row deliveryRow(const QuantityFormat& format, const views::DeliveryRow& row);
    /// Requires: curves.
    [[nodiscard]] static std::vector<Row> bookRows(const QuantityFormat& format, const views::MarketRow& market);
    [[nodiscard]] static std::vector<Cell> fleetCells(const QuantityFormat& format, const views::FleetRow& row,
                                                      UtcTime now);
};

} // namespace dgex::ui
