// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/operator_snapshot.h"
#include "ui/common/chart.h"
#include "ui/common/quantity_format.h"

namespace dgex::ui {

/// Supply and demand of one market as step lines over the cumulated quantity, the cleared area hatched, the clearing
/// price and volume as a cross, and the interval of possible prices as a band where there is one.
class StepCurveChart : public Chart {
    Q_OBJECT
public:
    explicit StepCurveChart(Theme& theme, QWidget* parent = nullptr);
    /// curves may be null. format is used for the axes and the label at the cross.
    void setMarket(std::shared_ptr<const views::Curves> curves, std::optional<Price> price,
                   std::optional<std::pair<Price, Price>> priceInterval, const QuantityFormat& format);
    /// The steps of one's own orders in the curves; counts from the next setMarket on.
    void setOwn(views::Curves own) { m_own = std::move(own); }
    /// Where the curves cross: the quantity that both sides accept.
    [[nodiscard]] Lots crossing() const { return m_crossing; }
    /// The steps of both curves with cumulated quantities.
    [[nodiscard]] ChartTable table() const override;

protected:
    [[nodiscard]] bool isEmpty() const override;
    void paintPlot(QPainter& painter) override;
    [[nodiscard]] ValueAxis valueAxis() const override;
    [[nodiscard]] std::vector<Tick> horizontalTicks() const override;

private:
    [[nodiscard]] QPolygonF steps(const std::vector<views::CurveStep>& side, double upTo) const;
    void paintCross(QPainter& painter) const;
    void paintOwn(QPainter& painter, const std::vector<views::CurveStep>& own,
                  const std::vector<views::CurveStep>& side, Role role) const;

    std::shared_ptr<const views::Curves> m_curves;
    std::optional<Price> m_price;
    std::optional<std::pair<Price, Price>> m_interval;
    QuantityFormat m_format;
    Lots m_crossing;
    views::Curves m_own;
    ValueAxis m_quantityAxis;
    ValueAxis m_priceAxis;
};

} // namespace dgex::ui
