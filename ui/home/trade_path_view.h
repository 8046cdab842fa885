// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/home_snapshot.h"
#include "ui/common/quantity_format.h"
#include "ui/common/theme.h"

#include <QWidget>

namespace dgex::ui {

/// The six steps from a bid to money as a row of marks: filled with a tick when done, with the time below.
class TradePathView : public QWidget {
    Q_OBJECT
public:
    explicit TradePathView(Theme& theme, QWidget* parent = nullptr);
    void setPath(const views::TradePath& path, const QuantityFormat& format);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Step {
        QString name;
        std::optional<UtcTime> at;
    };
    [[nodiscard]] std::vector<Step> steps() const;
    Theme& m_theme;
    views::TradePath m_path;
    QuantityFormat m_format;
};

} // namespace dgex::ui
