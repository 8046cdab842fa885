// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QAbstractButton>
#include <QFrame>
#include <QLabel>
#include <QSlider>

#include <optional>

class QBoxLayout;

namespace dgex::ui {

/// Text in a size and colour of the theme.
class Label : public QLabel {
    Q_OBJECT
public:
    Label(Theme& theme, TextSize size, Role role = Role::Text, bool bold = false, QWidget* parent = nullptr);
    void setRole(Role role);
    void setTextSize(TextSize size);

private:
    void applyTheme();
    Theme& m_theme;
    TextSize m_size;
    Role m_role;
    bool m_bold;
};

/// A triangle with an exclamation mark in the colour of warnings, as high as a text: no other sign looks like it.
class WarningSign : public QWidget {
    Q_OBJECT
public:
    explicit WarningSign(Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
};

/// A surface with an outline and round corners; stripe paints its left edge in a colour.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(Theme& theme, QWidget* parent = nullptr);
    void setStripe(std::optional<Role> role);
    [[nodiscard]] QBoxLayout& box() { return *m_box; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void applyTheme();
    Theme& m_theme;
    QBoxLayout* m_box;
    std::optional<Role> m_stripe;
};

/// A button that is at least 9 mm high and shows its keyboard focus.
class Button : public QAbstractButton {
    Q_OBJECT
public:
    enum class Kind {
        Primary,   ///< Filled; 12 mm high.
        Secondary, ///< Outlined.
        Choice,    ///< Checkable: filled when chosen.
        Tab        ///< Checkable, with a bar above when chosen.
    };
    enum class Glyph { None, Pause, Play, Back, Undo, Minus, Plus };
    Button(Theme& theme, Kind kind, QWidget* parent = nullptr);
    void setGlyph(Glyph glyph);
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] QFont textFont() const;
    void paintBody(QPainter& painter, const QRectF& body) const;
    void paintGlyph(QPainter& painter, const QRectF& area) const;
    [[nodiscard]] QColor textColor() const;
    Theme& m_theme;
    Kind m_kind;
    Glyph m_glyph = Glyph::None;
    bool m_byKeyboard = false; ///< The focus came from a key, so it is shown.
};

/// A slider with a thumb of 9 mm.
class TouchSlider : public QSlider {
    Q_OBJECT
public:
    explicit TouchSlider(Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void moveTo(double x);
    Theme& m_theme;
};

/// A figure between a minus and a plus button; what a step means is up to its owner.
class Stepper : public QWidget {
    Q_OBJECT
public:
    explicit Stepper(Theme& theme, QWidget* parent = nullptr);
    void setText(const QString& text);
    /// What the figure is, for screen readers.
    void setMeaning(const QString& name, const QString& lower, const QString& raise);

Q_SIGNALS:
    void stepped(int direction);

private:
    Button* m_minus;
    Label* m_text;
    Button* m_plus;
};

} // namespace dgex::ui
