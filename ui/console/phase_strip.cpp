// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/phase_strip.h"

#include "ui/console/console_tables.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr int kHeight = 26;
constexpr int kPhases = 5;

} // namespace

PhaseStrip::PhaseStrip(Theme& theme, QWidget* parent)
    : Chart(theme, parent)
{
    setPlain(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize PhaseStrip::sizeHint() const
{
    return {400, kHeight};
}

QSize PhaseStrip::minimumSizeHint() const
{
    return {200, kHeight};
}

void PhaseStrip::showView(const ConsoleView& view)
{
    m_cells.clear();
    m_chosen = -1;
    for (const views::MarketRow& row : view.snapshot->markets) {
        if (row.period == view.period)
            m_chosen = static_cast<int>(m_cells.size());
        m_cells.push_back({row.period, row.phase, view.format.numberedPeriod(row.period)});
    }
    update();
}

ChartTable PhaseStrip::table() const
{
    ChartTable table{.header = {tr("Period"), tr("Phase")}, .rows = {}};
    for (const PhaseCell& cell : m_cells)
        table.rows.push_back({cell.name, ConsoleTables::phase(cell.phase)});
    return table;
}

void PhaseStrip::paintPlot(QPainter& painter)
{
    const QRectF area = plot();
    const double slot = area.width() / static_cast<double>(m_cells.size());
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const QRectF cell(area.left() + slot * static_cast<double>(i) + 1, area.top() + 2, std::max(2.0, slot - 2),
                          area.height() - 4);
        const double share = static_cast<double>(static_cast<int>(m_cells[i].phase)) / (kPhases - 1);
        painter.setPen(QPen(theme().color(Role::Outline), 1));
        painter.setBrush(theme().color(Role::Surface));
        painter.drawRect(cell);
        painter.setPen(Qt::NoPen);
        painter.setBrush(
            theme().color(m_cells[i].phase == views::MarketPhase::Delivering ? Role::Text : Role::Outline));
        painter.drawRect(
            QRectF(cell.left(), cell.bottom() - cell.height() * share, cell.width(), cell.height() * share));
        if (static_cast<int>(i) == m_chosen) {
            painter.setPen(QPen(theme().color(Role::Accent), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(cell.adjusted(-1, -1, 1, 1));
        }
    }
}

void PhaseStrip::choose(int index)
{
    if (m_cells.empty())
        return;
    const auto place = static_cast<std::size_t>(std::clamp(index, 0, static_cast<int>(m_cells.size()) - 1));
    Q_EMIT periodChosen(m_cells[place].period);
}

void PhaseStrip::mouseReleaseEvent(QMouseEvent* event)
{
    choose(static_cast<int>(event->position().x() * static_cast<double>(m_cells.size()) / std::max(1, width())));
}

void PhaseStrip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        choose(m_chosen + (event->key() == Qt::Key_Right ? 1 : -1));
    else
        Chart::keyPressEvent(event);
}

} // namespace dgex::ui
