// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>

namespace dgex::ui {

enum class Palette { Light, Dark, Night, Operator, OperatorDark };

/// What a colour means. Text roles have a contrast of at least 4.5 to Surface and Background, marks at least 3.
enum class Role {
    Background,
    Surface,
    Text,
    TextSecondary,
    Outline,  ///< Borders, axes, disabled marks.
    Gridline, ///< Faint lines inside charts.
    Accent,
    OnAccent, ///< Text on Accent.
    Ok,
    Warning, ///< For the mark only; the words use Text.
    Critical,
    Solar,
    Utility,
    Battery,
    Load,
    Sell,
    Buy,
    LiveValue, ///< Measured values; the operator's blue, else Text.
    AlarmP1,
    AlarmP2,
    AlarmP3,
    AlarmP4
};

/// Sizes of the panel in units (see Theme::px); the operator's palettes use desktop pixels.
enum class TextSize { Caption, Body, Strong, Title, Value, Hero };

/// Colours, sizes and fonts of one window. Owned by the window and handed to its widgets, which repaint on changed().
class Theme : public QObject {
    Q_OBJECT
public:
    explicit Theme(Palette palette, QObject* parent = nullptr);

    [[nodiscard]] Palette palette() const { return m_palette; }
    void setPalette(Palette palette);

    /// Pixels of one unit u = 9 mm / 48. Range: 0.4 to 4.
    [[nodiscard]] double unit() const { return m_unit; }
    void setUnit(double pixels);
    /// The unit of a screen that is so wide; the installer may override what the screen says of itself.
    [[nodiscard]] static double unitOf(int widthPx, double widthMm);

    /// 100, 125 or 150.
    void setTextPercent(int percent);
    [[nodiscard]] int textPercent() const { return m_textPercent; }

    [[nodiscard]] QColor color(Role role) const;
    /// A colour between surface (0) and role (1), for fills behind marks.
    [[nodiscard]] QColor tint(Role role, double strength) const;
    /// Whole pixels of a length in units, at least 1 for a length above 0.
    [[nodiscard]] int px(double units) const;
    [[nodiscard]] int fontPx(TextSize size) const;
    /// Noto Sans, then Noto Sans CJK JP, with tabular figures.
    [[nodiscard]] QFont font(TextSize size, bool bold = false) const;
    /// Style sheet of the plain widgets (labels, buttons, tables, scroll bars) under this theme.
    [[nodiscard]] QString styleSheet() const;
    [[nodiscard]] bool isDesktop() const
    {
        return m_palette == Palette::Operator || m_palette == Palette::OperatorDark;
    }

Q_SIGNALS:
    void changed();

private:
    Palette m_palette;
    double m_unit = 1.0;
    int m_textPercent = 100;
};

} // namespace dgex::ui
