// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/operator_snapshot.h"
#include "ui/common/controls.h"
#include "ui/common/quantity_format.h"

#include <QWidget>

namespace dgex::ui {

/// What a page of the console shows: one snapshot, the period that the operator looks at, and how numbers are written.
struct ConsoleView {
    std::shared_ptr<const views::OperatorSnapshot> snapshot; ///< Never null.
    Period period;
    QuantityFormat format;
};

/// A page of the console. The window shows only the newest view of the visible page.
class ConsolePage : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    virtual void showView(const ConsoleView& view) = 0;
    virtual void retranslate() = 0;

Q_SIGNALS:
    void periodChosen(Period period);
};

} // namespace dgex::ui
