// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_sheet.h"

#include <QBoxLayout>
#include <QEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>

#include <utility>

namespace dgex::ui {

namespace {

constexpr float kScrim = 0.45F;
constexpr int kAskWidth = 620;
constexpr int kKeyColumns = 2;
constexpr int kGap = 24;

} // namespace

ConsoleSheet::ConsoleSheet(Theme& theme, QWidget* window)
    : QWidget(window)
    , m_theme(theme)
    , m_card(new Card(theme, this))
{
    auto* whole = new QVBoxLayout(this);
    whole->addWidget(m_card, 0, Qt::AlignCenter);
    window->installEventFilter(this);
    hide();
}

void ConsoleSheet::open()
{
    setGeometry(parentWidget()->rect());
    show();
    raise();
}

void ConsoleSheet::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QColor scrim(Qt::black);
    scrim.setAlphaF(kScrim);
    QPainter(this).fillRect(rect(), scrim);
}

void ConsoleSheet::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        return hide();
    QWidget::keyPressEvent(event);
}

bool ConsoleSheet::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

ConfirmSheet::ConfirmSheet(Theme& theme, QWidget* window)
    : ConsoleSheet(theme, window)
    , m_title(new Label(theme, TextSize::Title, Role::Text, true))
    , m_text(new Label(theme, TextSize::Body))
    , m_warning(new Label(theme, TextSize::Strong, Role::Critical, true))
    , m_yes(new Button(theme, Button::Kind::Primary))
    , m_no(new Button(theme, Button::Kind::Secondary))
{
    setObjectName(QStringLiteral("confirmSheet"));
    m_title->setObjectName(QStringLiteral("confirmTitleLabel"));
    m_text->setObjectName(QStringLiteral("confirmTextLabel"));
    m_warning->setObjectName(QStringLiteral("confirmWarningLabel"));
    m_yes->setObjectName(QStringLiteral("confirmYesButton"));
    m_no->setObjectName(QStringLiteral("confirmNoButton"));
    card().setMinimumWidth(kAskWidth);
    card().setMaximumWidth(kAskWidth);
    for (Label* label : {m_title, m_text, m_warning}) {
        label->setWordWrap(true);
        card().box().addWidget(label);
    }
    auto* actions = new QHBoxLayout;
    actions->addStretch(1);
    actions->addWidget(m_no);
    actions->addWidget(m_yes);
    card().box().addLayout(actions);
    connect(m_no, &Button::clicked, this, &QWidget::hide);
    connect(m_yes, &Button::clicked, this, [this] {
        hide();
        std::exchange(m_then, {})();
    });
    retranslate();
}

void ConfirmSheet::ask(const Question& question, std::function<void()> yes)
{
    m_title->setText(question.title);
    m_text->setText(question.text);
    m_warning->setText(question.warning);
    m_warning->setVisible(!question.warning.isEmpty());
    m_yes->setText(question.yes);
    m_then = std::move(yes);
    open();
    m_no->setFocus();
}

void ConfirmSheet::retranslate()
{
    hide(); // Its question is in another language.
    m_no->setText(tr("Cancel (Esc)"));
}

KeySheet::KeySheet(Theme& theme, QWidget* window)
    : ConsoleSheet(theme, window)
    , m_title(new Label(theme, TextSize::Title, Role::Text, true))
    , m_grid(new QGridLayout)
    , m_close(new Button(theme, Button::Kind::Secondary))
{
    setObjectName(QStringLiteral("keySheet"));
    m_close->setObjectName(QStringLiteral("closeKeysButton"));
    m_grid->setHorizontalSpacing(kGap);
    card().box().addWidget(m_title);
    card().box().addLayout(m_grid);
    card().box().addWidget(m_close, 0, Qt::AlignRight);
    connect(m_close, &Button::clicked, this, &QWidget::hide);
    retranslate();
}

void KeySheet::open(const std::vector<Line>& lines)
{
    for (Label* label : std::exchange(m_labels, {}))
        delete label;
    const auto rows = (static_cast<int>(lines.size()) + kKeyColumns - 1) / kKeyColumns;
    for (int i = 0; i < static_cast<int>(lines.size()); ++i) {
        const Line& line = lines[static_cast<std::size_t>(i)];
        auto* keys = new Label(theme(), TextSize::Body, Role::LiveValue, true);
        auto* action = new Label(theme(), TextSize::Body);
        keys->setObjectName(QStringLiteral("keyLabel"));
        action->setObjectName(QStringLiteral("keyActionLabel"));
        keys->setText(line.keys);
        action->setText(line.action);
        m_grid->addWidget(keys, i % rows, i / rows * 2);
        m_grid->addWidget(action, i % rows, i / rows * 2 + 1);
        m_labels.insert(m_labels.end(), {keys, action});
    }
    ConsoleSheet::open();
    m_close->setFocus();
}

void KeySheet::retranslate()
{
    hide();
    m_title->setText(tr("Keys"));
    m_close->setText(tr("Close (Esc)"));
}

} // namespace dgex::ui
