// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/controls.h"

#include "ui/common/button_access.h"

#include <QBoxLayout>
#include <QFocusEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace dgex::ui {

Label::Label(Theme& theme, TextSize size, Role role, bool bold, QWidget* parent)
    : QLabel(parent)
    , m_theme(theme)
    , m_size(size)
    , m_role(role)
    , m_bold(bold)
{
    setTextFormat(Qt::PlainText);
    connect(&theme, &Theme::changed, this, &Label::applyTheme);
    applyTheme();
}

void Label::setRole(Role role)
{
    if (role == m_role)
        return;
    m_role = role;
    applyTheme();
}

void Label::setTextSize(TextSize size)
{
    if (size == m_size)
        return;
    m_size = size;
    applyTheme();
}

void Label::applyTheme()
{
    setFont(m_theme.font(m_size, m_bold));
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, m_theme.color(m_role));
    setPalette(colors);
}

WarningSign::WarningSign(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize WarningSign::sizeHint() const
{
    const int side = m_theme.fontPx(TextSize::Strong);
    return {side + 2, side};
}

void WarningSign::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double side = std::min(width() - 2, height());
    painter.translate((width() - side) / 2, (height() - side) / 2);
    painter.scale(side / 24, side / 24);
    const QColor color = m_theme.color(Role::Warning);
    painter.setPen(QPen(color, 2.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(m_theme.tint(Role::Warning, 0.12));
    painter.drawPolygon(QPolygonF{{12, 2.5}, {22.5, 21.5}, {1.5, 21.5}});
    painter.setPen(QPen(m_theme.color(Role::Text), 2.6, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(12, 9), QPointF(12, 14));
    painter.drawPoint(QPointF(12, 18));
}

Card::Card(Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_box(new QBoxLayout(QBoxLayout::TopToBottom, this))
{
    connect(&theme, &Theme::changed, this, &Card::applyTheme);
    applyTheme();
}

void Card::setStripe(std::optional<Role> role)
{
    m_stripe = role;
    applyTheme();
}

void Card::applyTheme()
{
    const int side = m_theme.px(14);
    m_box->setContentsMargins(side + (m_stripe ? m_theme.px(6) : 0), m_theme.px(10), side, m_theme.px(10));
    m_box->setSpacing(m_theme.px(6));
    update();
}

void Card::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_theme.px(m_theme.isDesktop() ? 4 : 12);
    const QRectF body = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath shape;
    shape.addRoundedRect(body, radius, radius);
    painter.fillPath(shape, m_theme.color(Role::Surface));
    if (m_stripe) {
        painter.save();
        painter.setClipPath(shape);
        painter.fillRect(QRectF(0, 0, m_theme.px(7), height()), m_theme.color(*m_stripe));
        painter.restore();
    }
    painter.setPen(QPen(m_theme.tint(Role::Outline, 0.6), 1));
    painter.drawPath(shape);
}

Button::Button(Theme& theme, Kind kind, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_kind(kind)
{
    makeButtonsPressable();
    setCheckable(kind == Kind::Choice || kind == Kind::Tab);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void Button::setGlyph(Glyph glyph)
{
    m_glyph = glyph;
    updateGeometry();
    update();
}

QFont Button::textFont() const
{
    const bool bold = m_kind == Kind::Primary || m_kind == Kind::Secondary || isChecked();
    return m_theme.font(m_kind == Kind::Choice ? TextSize::Body : TextSize::Strong, bold);
}

void Button::focusInEvent(QFocusEvent* event)
{
    m_byKeyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QAbstractButton::focusInEvent(event);
}

QSize Button::sizeHint() const
{
    QFont widest = textFont();
    widest.setBold(true);
    const QFontMetrics metrics(widest);
    const int height = m_theme.isDesktop()       ? m_theme.fontPx(TextSize::Body) * 2 + 4
                       : m_kind == Kind::Primary ? m_theme.px(62)
                       : m_kind == Kind::Tab     ? m_theme.px(58)
                                                 : m_theme.px(50);
    const int glyph = m_glyph == Glyph::None ? 0 : metrics.height();
    if (text().isEmpty())
        return {height, height};
    const int text = metrics.horizontalAdvance(this->text());
    return {std::max(height, text + glyph + m_theme.px(m_kind == Kind::Tab ? 16 : 32)), height};
}

QSize Button::minimumSizeHint() const
{
    return sizeHint();
}

QColor Button::textColor() const
{
    if (!isEnabled())
        return m_theme.color(Role::Outline);
    switch (m_kind) {
    case Kind::Primary:
        return m_theme.color(Role::OnAccent);
    case Kind::Secondary:
        return m_theme.color(Role::Accent);
    case Kind::Choice:
        return m_theme.color(isChecked() ? Role::OnAccent : Role::Text);
    case Kind::Tab:
        return m_theme.color(isChecked() ? Role::Accent : Role::TextSecondary);
    }
    return m_theme.color(Role::Text);
}

void Button::paintBody(QPainter& painter, const QRectF& body) const
{
    const double radius = m_theme.px(m_theme.isDesktop() ? 4 : 10);
    const bool filled = m_kind == Kind::Primary || (m_kind == Kind::Choice && isChecked());
    painter.setBrush(Qt::NoBrush);
    if (m_kind == Kind::Tab) {
        painter.setPen(Qt::NoPen);
        if (isDown())
            painter.fillRect(rect(), m_theme.tint(Role::Accent, 0.12));
        if (isChecked())
            painter.fillRect(QRectF(m_theme.px(14), 0, width() - m_theme.px(28), m_theme.px(4)),
                             m_theme.color(Role::Accent));
    } else {
        QColor fill = filled ? m_theme.color(Role::Accent) : m_theme.color(Role::Surface);
        if (!isEnabled())
            fill = m_theme.tint(Role::Outline, 0.15);
        else if (isDown())
            fill = filled ? m_theme.tint(Role::Accent, 0.8) : m_theme.tint(Role::Accent, 0.15);
        const Role edge = m_kind == Kind::Choice || !isEnabled() ? Role::Outline : Role::Accent;
        painter.setBrush(fill);
        painter.setPen(filled && isEnabled() ? QPen(Qt::NoPen)
                                             : QPen(m_theme.color(edge), m_theme.px(m_kind == Kind::Choice ? 1 : 2)));
        painter.drawRoundedRect(body, radius, radius);
    }
    if (hasFocus() && m_byKeyboard) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(filled ? Role::OnAccent : Role::Accent), m_theme.px(1.5), Qt::DashLine));
        const double inset = m_theme.px(4);
        painter.drawRoundedRect(body.adjusted(inset, inset, -inset, -inset), radius - 3, radius - 3);
    }
}

void Button::paintGlyph(QPainter& painter, const QRectF& area) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(textColor());
    const double size = area.height();
    const QPointF middle = area.center();
    const QPen stroke(textColor(), size * 0.14, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    switch (m_glyph) {
    case Glyph::None:
        break;
    case Glyph::Pause:
        painter.drawRect(QRectF(middle.x() - size * 0.32, middle.y() - size * 0.36, size * 0.22, size * 0.72));
        painter.drawRect(QRectF(middle.x() + size * 0.10, middle.y() - size * 0.36, size * 0.22, size * 0.72));
        break;
    case Glyph::Play:
        painter.drawPolygon(QPolygonF{middle + QPointF(-size * 0.26, -size * 0.36),
                                      middle + QPointF(-size * 0.26, size * 0.36), middle + QPointF(size * 0.38, 0)});
        break;
    case Glyph::Back:
        painter.setPen(stroke);
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF{middle + QPointF(size * 0.14, -size * 0.3), middle + QPointF(-size * 0.16, 0),
                                       middle + QPointF(size * 0.14, size * 0.3)});
        break;
    case Glyph::Undo: {
        painter.setPen(stroke);
        painter.setBrush(Qt::NoBrush);
        const QRectF round(middle.x() - size * 0.3, middle.y() - size * 0.26, size * 0.6, size * 0.6);
        painter.drawArc(round, -120 * 16, 240 * 16);
        const QPointF tip(middle.x() - size * 0.14, round.top() + size * 0.04);
        painter.drawPolyline(
            QPolygonF{tip + QPointF(size * 0.14, -size * 0.18), tip, tip + QPointF(size * 0.2, size * 0.12)});
        break;
    }
    case Glyph::Plus:
        painter.drawRect(QRectF(middle.x() - size * 0.07, middle.y() - size * 0.34, size * 0.14, size * 0.68));
        [[fallthrough]];
    case Glyph::Minus:
        painter.drawRect(QRectF(middle.x() - size * 0.34, middle.y() - size * 0.07, size * 0.68, size * 0.14));
        break;
    }
}

void Button::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBody(painter, QRectF(rect()).adjusted(1, 1, -1, -1));
    painter.setFont(textFont());
    const QFontMetricsF metrics(painter.font());
    const double glyph = m_glyph == Glyph::None ? 0 : metrics.ascent();
    const double gap = m_glyph == Glyph::None || text().isEmpty() ? 0 : glyph * 0.45;
    const double text = metrics.horizontalAdvance(this->text());
    const double left = (width() - glyph - gap - text) / 2;
    if (m_glyph != Glyph::None)
        paintGlyph(painter, QRectF(left, (height() - glyph) / 2, glyph, glyph));
    painter.setPen(textColor());
    painter.drawText(QRectF(left + glyph + gap, 0, text + 2, height()), Qt::AlignVCenter | Qt::AlignLeft, this->text());
}

TouchSlider::TouchSlider(Theme& theme, QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize TouchSlider::sizeHint() const
{
    return {m_theme.px(200), m_theme.px(50)};
}

QSize TouchSlider::minimumSizeHint() const
{
    return {m_theme.px(120), m_theme.px(50)};
}

void TouchSlider::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_theme.px(20);
    const double middle = height() / 2.0;
    const double track = m_theme.px(12);
    const double fraction = maximum() > minimum() ? double(value() - minimum()) / (maximum() - minimum()) : 0;
    const double x = radius + 1 + fraction * (width() - 2 * radius - 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Role::Outline));
    painter.drawRoundedRect(QRectF(radius, middle - track / 2, width() - 2 * radius, track), track / 2, track / 2);
    painter.setBrush(m_theme.color(Role::Accent));
    painter.drawRoundedRect(QRectF(radius, middle - track / 2, x - radius, track), track / 2, track / 2);
    painter.setPen(QPen(m_theme.color(Role::Surface), m_theme.px(3)));
    painter.drawEllipse(QPointF(x, middle), radius - 1, radius - 1);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(Role::Accent), m_theme.px(1.5), Qt::DashLine));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), m_theme.px(8), m_theme.px(8));
    }
}

void TouchSlider::moveTo(double x)
{
    const double radius = m_theme.px(20);
    const double fraction = std::clamp((x - radius) / std::max(1.0, width() - 2 * radius), 0.0, 1.0);
    const double raw = minimum() + fraction * (maximum() - minimum());
    const int step = std::max(1, singleStep());
    setValue(static_cast<int>(std::lround(raw / step)) * step);
}

void TouchSlider::mousePressEvent(QMouseEvent* event)
{
    moveTo(event->position().x());
}

void TouchSlider::mouseMoveEvent(QMouseEvent* event)
{
    moveTo(event->position().x());
}

Stepper::Stepper(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_minus(new Button(theme, Button::Kind::Secondary, this))
    , m_text(new Label(theme, TextSize::Strong, Role::Text, true, this))
    , m_plus(new Button(theme, Button::Kind::Secondary, this))
{
    m_minus->setObjectName(QStringLiteral("minusButton"));
    m_plus->setObjectName(QStringLiteral("plusButton"));
    m_text->setObjectName(QStringLiteral("figureLabel"));
    m_minus->setGlyph(Button::Glyph::Minus);
    m_plus->setGlyph(Button::Glyph::Plus);
    for (Button* button : {m_minus, m_plus}) {
        button->setAutoRepeat(true);
        button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    m_text->setAlignment(Qt::AlignCenter);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme.px(6));
    row->addWidget(m_minus);
    row->addWidget(m_text, 1);
    row->addWidget(m_plus);
    connect(m_minus, &Button::clicked, this, [this] { Q_EMIT stepped(-1); });
    connect(m_plus, &Button::clicked, this, [this] { Q_EMIT stepped(1); });
}

void Stepper::setText(const QString& text)
{
    m_text->setText(text);
}

void Stepper::setMeaning(const QString& name, const QString& lower, const QString& raise)
{
    setAccessibleName(name);
    m_minus->setAccessibleName(lower);
    m_plus->setAccessibleName(raise);
}

} // namespace dgex::ui
