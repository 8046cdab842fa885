// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include "core/base/assert.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace dgex::ui {

namespace {

// One row per Role in the order of the enum; columns: light, dark, night, operator, operator dark.
constexpr std::array<std::array<QRgb, 5>, 22> kColors{{
    {0xFFF4F6F8, 0xFF0E141A, 0xFF000000, 0xFFC9CDD1, 0xFF23282D}, // Background
    {0xFFFFFFFF, 0xFF182129, 0xFF0C0604, 0xFFD8DBDE, 0xFF2D3339}, // Surface
    {0xFF15202B, 0xFFEEF2F5, 0xFFC98A6B, 0xFF1A1F24, 0xFFD6DADE}, // Text
    {0xFF46525E, 0xFFB4BFC9, 0xFFAB7459, 0xFF3C454D, 0xFFA9B1B8}, // TextSecondary
    {0xFF6B7780, 0xFF7C8894, 0xFF7F5743, 0xFF59636C, 0xFF8A949C}, // Outline
    {0xFFE1E5E9, 0xFF2B353E, 0xFF2A1A12, 0xFFBCC1C6, 0xFF434B52}, // Gridline
    {0xFF0B5CAD, 0xFF6DB6F2, 0xFFC98A6B, 0xFF0B3C66, 0xFF8FC3F0}, // Accent
    {0xFFFFFFFF, 0xFF0E141A, 0xFF000000, 0xFFFFFFFF, 0xFF1A1F24}, // OnAccent
    {0xFF0B7D77, 0xFF4FD1C5, 0xFFA8805A, 0xFF3C454D, 0xFFA9B1B8}, // Ok
    {0xFFB36A00, 0xFFF5B041, 0xFFD98A3C, 0xFFA86000, 0xFFF5B041}, // Warning
    {0xFF83002A, 0xFFFF8A9A, 0xFFE0644A, 0xFF83002A, 0xFFFF8A9A}, // Critical
    {0xFFB88304, 0xFFEACD1F, 0xFFC9A23C, 0xFF8A6200, 0xFFEACD1F}, // Solar
    {0xFF7E848F, 0xFFDADBED, 0xFF9A8478, 0xFF59636C, 0xFFDADBED}, // Utility
    {0xFF298263, 0xFF7DECB9, 0xFF8F8A55, 0xFF1E664D, 0xFF7DECB9}, // Battery
    {0xFF650741, 0xFFB07F9B, 0xFFB0705A, 0xFF650741, 0xFFC79AB3}, // Load
    {0xFFA02C0E, 0xFFE07A4C, 0xFFD4673A, 0xFF8C260C, 0xFFE8895E}, // Sell
    {0xFF1A508C, 0xFF3FAFF0, 0xFFB08A70, 0xFF1A508C, 0xFF62BDF3}, // Buy
    {0xFF15202B, 0xFFEEF2F5, 0xFFC98A6B, 0xFF0B3C66, 0xFF8FC3F0}, // LiveValue
    {0xFF83002A, 0xFF83002A, 0xFF83002A, 0xFF83002A, 0xFF83002A}, // AlarmP1
    {0xFFCA7000, 0xFFCA7000, 0xFFCA7000, 0xFFCA7000, 0xFFCA7000}, // AlarmP2
    {0xFFF5F61E, 0xFFF5F61E, 0xFFF5F61E, 0xFFF5F61E, 0xFFF5F61E}, // AlarmP3
    {0xFF9281C8, 0xFF9281C8, 0xFF9281C8, 0xFF9281C8, 0xFF9281C8}, // AlarmP4
}};

constexpr std::array kPanelText{18, 20, 22, 28, 34, 56};
constexpr std::array kDesktopText{13, 14, 16, 20, 28, 40};

} // namespace

Theme::Theme(Palette palette, QObject* parent)
    : QObject(parent)
    , m_palette(palette)
{
}

void Theme::setPalette(Palette palette)
{
    if (palette == m_palette)
        return;
    m_palette = palette;
    Q_EMIT changed();
}

void Theme::setUnit(double pixels)
{
    const double clamped = std::clamp(pixels, 0.4, 4.0);
    if (clamped == m_unit)
        return;
    m_unit = clamped;
    Q_EMIT changed();
}

double Theme::unitOf(int widthPx, double widthMm)
{
    return widthMm > 0 ? widthPx / widthMm * 9.0 / 48.0 : 1.0;
}

void Theme::setTextPercent(int percent)
{
    if (percent == m_textPercent)
        return;
    m_textPercent = std::clamp(percent, 100, 150);
    Q_EMIT changed();
}

QColor Theme::color(Role role) const
{
    return QColor::fromRgb(kColors[static_cast<std::size_t>(role)][static_cast<std::size_t>(m_palette)]);
}

QColor Theme::tint(Role role, double strength) const
{
    const QColor from = color(Role::Surface);
    const QColor to = color(role);
    const auto mixed = [strength](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * strength)); };
    return {mixed(from.red(), to.red()), mixed(from.green(), to.green()), mixed(from.blue(), to.blue())};
}

int Theme::px(double units) const
{
    const int pixels = static_cast<int>(std::lround(units * m_unit));
    return units > 0 ? std::max(1, pixels) : pixels;
}

int Theme::fontPx(TextSize size) const
{
    const std::size_t index = static_cast<std::size_t>(size);
    const double base = isDesktop() ? kDesktopText[index] : kPanelText[index] * m_unit;
    return static_cast<int>(std::lround(base * m_textPercent / 100.0));
}

QFont Theme::font(TextSize size, bool bold) const
{
    QFont font;
    font.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("Noto Sans CJK JP")});
    font.setPixelSize(fontPx(size));
    font.setWeight(bold ? QFont::Bold : QFont::Normal);
    font.setFeature(QFont::Tag("tnum"), 1);
    return font;
}

QString Theme::styleSheet() const
{
    const auto name = [this](Role role) { return color(role).name(); };
    const QString frame =
        QStringLiteral("QToolTip { background: %1; color: %2; border: 1px solid %3; }"
                       "QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }"
                       "QScrollBar:vertical { background: transparent; width: %4px; margin: 0; }"
                       "QScrollBar::handle:vertical { background: %3; border-radius: %5px; min-height: %6px; }"
                       "QScrollBar:horizontal { background: transparent; height: %4px; margin: 0; }"
                       "QScrollBar::handle:horizontal { background: %3; border-radius: %5px; min-width: %6px; }"
                       "QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }"
                       "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }");
    const QString table =
        QStringLiteral("QTableView { background: %1; alternate-background-color: %2; color: %3; border: none;"
                       " gridline-color: %4; selection-background-color: %5; selection-color: %3; outline: none; }"
                       "QTableView::item { padding: 0 %7px; }"
                       "QHeaderView { background: %1; border: none; }"
                       "QHeaderView::section { background: %1; color: %6; border: none; border-bottom: 1px solid %4;"
                       " padding: %8px %7px; font-weight: normal; }"
                       "QTableCornerButton::section { background: %1; border: none; }");
    return frame.arg(name(Role::Surface), name(Role::Text), name(Role::Outline)).arg(px(8)).arg(px(4)).arg(px(40)) +
           table
               .arg(name(Role::Surface), tint(Role::Text, 0.03).name(), name(Role::Text), name(Role::Gridline),
                    tint(Role::Accent, 0.18).name(), name(Role::TextSecondary))
               .arg(px(8))
               .arg(px(4));
}

} // namespace dgex::ui
