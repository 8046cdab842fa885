// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/number_pad.h"

#include <QBoxLayout>
#include <QEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>

namespace dgex::ui {

namespace {

constexpr std::array kKeys{u'1', u'2', u'3', u'4', u'5', u'6', u'7', u'8', u'9', u'-', u'0', u'⌫'};

} // namespace

NumberPad::NumberPad(Theme& theme, QWidget* window)
    : QWidget(window)
    , m_theme(theme)
    , m_card(new Card(theme, this))
    , m_title(new Label(theme, TextSize::Strong, Role::TextSecondary, true))
    , m_shown(new Label(theme, TextSize::Title, Role::Text, true))
    , m_cancel(new Button(theme, Button::Kind::Secondary))
    , m_ok(new Button(theme, Button::Kind::Primary))
{
    setObjectName(QStringLiteral("numberPad"));
    m_shown->setObjectName(QStringLiteral("numberPadLabel"));
    m_cancel->setObjectName(QStringLiteral("numberPadCancelButton"));
    m_ok->setObjectName(QStringLiteral("numberPadOkButton"));
    auto* grid = new QGridLayout;
    grid->setSpacing(theme.px(8));
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
        const QChar key(kKeys[i]);
        m_keys[i] = new Button(theme, Button::Kind::Secondary);
        m_keys[i]->setText(key);
        m_keys[i]->setObjectName(i + 1 == kKeys.size() ? QStringLiteral("numberPadBackButton")
                                                       : QStringLiteral("numberPad%1Button").arg(key));
        grid->addWidget(m_keys[i], static_cast<int>(i / 3), static_cast<int>(i % 3));
        if (i + 1 == kKeys.size())
            connect(m_keys[i], &Button::clicked, this, &NumberPad::removeLast);
        else
            connect(m_keys[i], &Button::clicked, this, [this, key] { add(key); });
    }
    auto* left = new QVBoxLayout;
    left->addWidget(m_title);
    left->addStretch(1);
    left->addWidget(m_shown);
    left->addStretch(1);
    left->addWidget(m_cancel);
    left->addWidget(m_ok);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme.px(24));
    row->addLayout(left, 1);
    row->addLayout(grid, 1);
    m_card->box().addLayout(row);
    auto* whole = new QVBoxLayout(this);
    whole->addWidget(m_card);
    m_title->setWordWrap(true);
    m_shown->setWordWrap(true);
    connect(m_cancel, &Button::clicked, this, &QWidget::hide);
    connect(m_ok, &Button::clicked, this, &NumberPad::accept);
    window->installEventFilter(this);
    hide();
}

void NumberPad::retranslate()
{
    m_cancel->setText(tr("Cancel"));
    m_ok->setText(tr("Take this number"));
    m_keys.back()->setAccessibleName(tr("Delete the last digit"));
    m_keys[9]->setAccessibleName(tr("Hyphen"));
}

void NumberPad::open(const QString& title, const QString& number)
{
    retranslate();
    m_title->setText(title);
    m_number = number;
    showNumber();
    const int edge = std::max(m_theme.px(24), parentWidget()->width() / 24);
    layout()->setContentsMargins(edge, m_theme.px(12), edge, m_theme.px(12));
    setGeometry(parentWidget()->rect());
    show();
    raise();
    setFocus();
}

void NumberPad::add(QChar key)
{
    if (m_number.size() < kLengthMax)
        m_number += key;
    showNumber();
}

void NumberPad::removeLast()
{
    m_number.chop(1);
    showNumber();
}

void NumberPad::accept()
{
    if (m_number.isEmpty())
        return;
    hide();
    Q_EMIT accepted(m_number);
}

void NumberPad::showNumber()
{
    m_shown->setText(m_number.isEmpty() ? QStringLiteral("—") : m_number);
    m_ok->setEnabled(!m_number.isEmpty());
}

void NumberPad::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter(this).fillRect(rect(), m_theme.color(Role::Background));
}

void NumberPad::keyPressEvent(QKeyEvent* event)
{
    const QString text = event->text();
    if (event->key() == Qt::Key_Escape)
        hide();
    else if (event->key() == Qt::Key_Backspace)
        removeLast();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        accept();
    else if (text.size() == 1 && (text[0].isDigit() || text[0] == u'-'))
        add(text[0]);
    else
        QWidget::keyPressEvent(event);
}

bool NumberPad::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

} // namespace dgex::ui
