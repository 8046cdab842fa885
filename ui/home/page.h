// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/home_snapshot.h"
#include "ui/common/quantity_format.h"

#include <QWidget>

namespace dgex::ui {

/// One tab of the home panel. A page is told of snapshots only while it is shown, and once when it comes to be shown.
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    virtual void setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format) = 0;
    /// Sets the texts that do not depend on a snapshot.
    virtual void retranslate() = 0;
    /// Wide panels show more at a time; narrow ones one idea per screen.
    virtual void setWide(bool wide) = 0;
};

/// Where an instant is on an axis of half hours, in half hours from the start of the first.
[[nodiscard]] inline double placeOf(UtcTime at, Period first)
{
    return static_cast<double>((at - first.start()).count()) / 1'800'000.0;
}

} // namespace dgex::ui
