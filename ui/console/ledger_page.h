// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/table_page.h"

namespace dgex::ui {

/// The ledger: its roots, who signs it, its newest blocks, and the answers that homes refused.
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
    TablePage* m_evidence;
};

} // namespace dgex::ui
