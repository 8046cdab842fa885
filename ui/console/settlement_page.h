// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/table_page.h"

namespace dgex::ui {

/// What each period was settled to, and what contradicts itself in it.
class SettlementPage : public ConsolePage {
    Q_OBJECT
public:
    explicit SettlementPage(Theme& theme, QWidget* parent = nullptr);
    void showView(const ConsoleView& view) override;
    void retranslate() override;

private:
    TablePage* m_settlements;
    TablePage* m_disputes;
};

} // namespace dgex::ui
