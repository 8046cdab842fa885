// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/operator_snapshot.h"
#include "ui/common/quantity_format.h"
#include "ui/common/theme.h"

#include <QWidget>

#include <memory>

namespace dgex::ui {

/// What the console shows now: a snapshot (never null), how its figures are written and the chosen period.
struct ConsoleView {
    std::shared_ptr<const views::OperatorSnapshot> snapshot;
    QuantityFormat format;
    Period chosen;
};

/// One page of the operator's console. A page is given views only while it is shown, and once when it comes to be
/// shown; it keeps selections and scroll positions between views.
class ConsolePage : public QWidget {
    Q_OBJECT
public:
    explicit ConsolePage(Theme& theme, QWidget* parent = nullptr)
        : QWidget(parent)
        , m_theme(theme)
    {
    }
    virtual void setView(const ConsoleView& view) = 0;
    /// Sets the texts that do not depend on a view. A view follows.
    virtual void retranslate() = 0;

Q_SIGNALS:
    void periodWanted(dgex::Period period);
    void acknowledgeWanted(quint64 alarm);

protected:
    [[nodiscard]] Theme& theme() const { return m_theme; }

private:
    Theme& m_theme;
};

} // namespace dgex::ui
