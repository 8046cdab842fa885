// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/table_page.h"

namespace dgex::ui {

/// Who asks to take part, and who does. Approving, refusing and revoking are up to the window.
class ParticipantsPage : public ConsolePage {
    Q_OBJECT
public:
    explicit ParticipantsPage(Theme& theme, QWidget* parent = nullptr);
    void showView(const ConsoleView& view) override;
    void retranslate() override;
    /// The chosen request if nobody has decided it yet.
    [[nodiscard]] std::optional<views::EnrolmentRow> chosenRequest() const;
    /// The chosen home if it takes part.
    [[nodiscard]] std::optional<views::ParticipantRow> chosenHome() const;

Q_SIGNALS:
    void approvalAsked();
    void refusalAsked();
    void revocationAsked();

private:
    TablePage* m_requests;
    TablePage* m_participants;
    Button* m_approve;
    Button* m_refuse;
    Button* m_revoke;
    std::shared_ptr<const views::OperatorSnapshot> m_snapshot;
};

} // namespace dgex::ui
