// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chart_table.h"
#include "ui/common/theme.h"

#include <QString>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

class QPainter;

namespace dgex::ui {

using AxisText = std::function<QString(double)>;

/// An axis from low to high with a round step. Invariants: low < high, step > 0.
struct ValueAxis {
    double low = 0;
    double high = 1;
    double step = 1;
    /// The least axis with round steps that holds both values and about so many steps.
    [[nodiscard]] static ValueAxis around(double least, double greatest, int steps);
    [[nodiscard]] std::vector<double> ticks() const;
    /// The same range in steps so wide that no two neighbouring ticks read the same.
    [[nodiscard]] ValueAxis readableBy(const AxisText& text) const;
    /// 0 at low, 1 at high.
    [[nodiscard]] double fraction(double value) const { return (value - low) / (high - low); }
};

/// Base of the painted charts: background, axes, an accessible name and a spoken summary. The data of a chart are set
/// as a whole; a hidden chart keeps them and paints nothing.
class Chart : public QWidget {
    Q_OBJECT
public:
    explicit Chart(Theme& theme, QWidget* parent = nullptr);

    /// Also the accessible name. Not painted.
    void setTitle(const QString& title);
    /// What a screen reader says instead of the picture.
    void setSummary(const QString& summary);
    /// The words in the middle while there are no data ("First result at 13:30").
    void setEmptyText(const QString& text);
    void setValueText(AxisText text);
    void setAxisTitles(const QString& horizontal, const QString& vertical);
    /// What is painted, for screen readers; without rows while there are no data.
    [[nodiscard]] virtual ChartTable table() const = 0;
    /// Without axes and labels, for strips.
    void setPlain(bool plain);
    /// A plain strip keeps its labels below the axis.
    void setPlainLabels(bool labels);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

    [[nodiscard]] virtual bool isEmpty() const = 0;
    /// Paints inside plot(); the axes are there already.
    virtual void paintPlot(QPainter& painter) = 0;
    [[nodiscard]] virtual ValueAxis valueAxis() const = 0;
    struct Tick {
        double fraction = 0; ///< 0 left, 1 right.
        QString text;
    };
    [[nodiscard]] virtual std::vector<Tick> horizontalTicks() const = 0;

    [[nodiscard]] Theme& theme() const { return m_theme; }
    /// Where the data are painted.
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] double yOf(double value) const;
    [[nodiscard]] double xOf(double fraction) const;
    [[nodiscard]] QString valueText(double value) const;
    /// A value with the title of its axis behind it; "-" when there is none.
    [[nodiscard]] QString spoken(const std::optional<double>& value) const;
    [[nodiscard]] QString valueTitle() const;
    [[nodiscard]] bool isPlain() const { return m_plain; }

private:
    void paintAxes(QPainter& painter) const;
    void paintValues(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;

    Theme& m_theme;
    QString m_emptyText;
    QString m_horizontalTitle;
    QString m_verticalTitle;
    AxisText m_valueText;
    bool m_plain = false;
    bool m_plainLabels = false;
    bool m_byKeyboard = false; ///< The focus came from a key, so it is shown.
};

} // namespace dgex::ui
