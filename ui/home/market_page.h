// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/bar_chart.h"
#include "ui/common/controls.h"
#include "ui/common/step_curve_chart.h"
#include "ui/home/page.h"
#include "ui/home/trade_path_view.h"

namespace dgex::ui {

/// The prices of the open half hours with the home's trades; a tap shows one of them from bid to money, with the
/// market's curves and the home's own orders in them.
class MarketPage : public Page {
    Q_OBJECT
public:
    explicit MarketPage(Theme& theme, QWidget* parent = nullptr);
    void setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format) override;
    void retranslate() override;
    void setWide(bool wide) override;

Q_SIGNALS:
    void whyAsked(const QString& title, const std::optional<dgex::policy::DecisionRecord>& record);
    /// The half hour that the page shows; also of every new snapshot.
    void periodShown(dgex::Period period);

private:
    [[nodiscard]] QWidget* makePeriodCard();
    [[nodiscard]] QWidget* makeCurvesCard();
    void showPeriod();
    /// The half hour before (-1) or after (1) the chosen one.
    void step(int direction);
    void showCurves(const views::HomeMarketRow& row);
    /// Which charts have a place: prices and, when there is room, volumes and curves; else one of them.
    void arrange();
    [[nodiscard]] QString orderText(const views::HomeMarketRow& row) const;
    [[nodiscard]] QString fillText(const views::HomeMarketRow& row) const;

    Theme& m_theme;
    Label* m_head;
    Label* m_sells;
    Label* m_buys;
    Label* m_agreed;
    BarChart* m_prices;
    Card* m_priceCard;
    QWidget* m_below;
    Card* m_volumeCard;
    Label* m_volumeHead;
    BarChart* m_volumes;
    Card* m_curvesCard;
    Label* m_curvesHead;
    StepCurveChart* m_curves;
    Label* m_period;
    Label* m_price;
    Label* m_tariff;
    Label* m_orders;
    Label* m_fill;
    Label* m_proof;
    TradePathView* m_path;
    Button* m_before;
    Button* m_after;
    Label* m_money;
    Button* m_why;
    Button* m_showCurves;
    bool m_isWide = false;

    std::vector<views::HomeMarketRow> m_rows;
    std::vector<views::TradeRow> m_trades;
    QuantityFormat m_format;
    std::optional<Period> m_chosen;
};

} // namespace dgex::ui
