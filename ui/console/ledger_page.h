// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/table_page.h"

namespace dgex::ui {

/// The ledger: its roots, who signs it, and its newest blocks.
class LedgerPage : public ConsolePage {
    Q_OBJECT
public:
    explicit LedgerPage(Theme& theme, QWidget* parent = nullptr);
    void showView(const ConsoleView& view) override;
    void retranslate() override;

private:
    Label* m_facts;
    TablePage* m_blocks;
    TablePage* m_authorities;
};

} // namespace dgex::ui
