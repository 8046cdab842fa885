// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/home_snapshot.h"
#include "ui/common/quantity_format.h"
#include "ui/common/theme.h"

#include <QWidget>

namespace dgex::ui {

/// The home in the middle of its sun, battery, neighbours (through the DGR) and utility. Lines are as wide as their
/// power, chevrons point where it flows; powers under 30 W are shown as idle.
class FlowDiagram : public QWidget {
    Q_OBJECT
public:
    explicit FlowDiagram(Theme& theme, QWidget* parent = nullptr);
    /// stale: hatched and still.
    void setFlow(const views::LiveFlow& flow, const QuantityFormat& format, bool stale);
    /// Moves the chevrons a step; nothing while idle or stale.
    void advance();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Icon { Sun, House, Neighbours, Pylon };
    struct Node {
        QPointF centre;
        double radius = 0;
        Role role = Role::Outline;
        QString name;
        QString value;
        QString second{};
        std::optional<Icon> icon{};
        bool nameAbove = false;
    };
    struct Layout {
        Node home;
        Node solar;
        Node battery;
        Node neighbours;
        Node utility;
    };
    [[nodiscard]] Layout arrange() const;
    void paintLine(QPainter& painter, const Node& node, const Node& home, const std::optional<Power>& intoHome) const;
    void paintNode(QPainter& painter, const Node& node) const;
    /// A number and its unit around the height y of a node, as large as leaves the ring free.
    void paintFigure(QPainter& painter, const Node& node, const QString& text, QFont font, double y) const;
    /// What a text of this height may take of the node's width.
    [[nodiscard]] static double roomAt(const Node& node, double y, double height);
    void paintIcon(QPainter& painter, Icon icon, QRectF area, const QColor& color) const;
    void paintRouter(QPainter& painter, const Layout& layout) const;
    void describe();

    Theme& m_theme;
    views::LiveFlow m_flow;
    QuantityFormat m_format;
    bool m_stale = false;
    double m_phase = 0.4;
};

} // namespace dgex::ui
