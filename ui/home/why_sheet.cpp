// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/why_sheet.h"

#include <QBoxLayout>
#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

namespace dgex::ui {

WhySheet::WhySheet(Theme& theme, QWidget* window)
    : QWidget(window)
    , m_theme(theme)
    , m_card(new Card(theme, this))
    , m_title(new Label(theme, TextSize::Strong, Role::TextSecondary, true))
    , m_sentence(new Label(theme, TextSize::Strong, Role::Text, true))
    , m_causesHead(new Label(theme, TextSize::Caption, Role::TextSecondary, true))
    , m_changeHead(new Label(theme, TextSize::Caption, Role::TextSecondary, true))
    , m_change(new Label(theme, TextSize::Caption))
    , m_close(new Button(theme, Button::Kind::Primary))
{
    setObjectName(QStringLiteral("whySheet"));
    m_close->setObjectName(QStringLiteral("closeWhyButton"));
    m_sentence->setObjectName(QStringLiteral("whySentenceLabel"));
    for (Label*& cause : m_causes)
        cause = new Label(theme, TextSize::Caption);
    for (Label* label : {m_sentence, m_causes[0], m_causes[1], m_causes[2], m_change})
        label->setWordWrap(true);
    QBoxLayout& box = m_card->box();
    box.addWidget(m_title);
    box.addWidget(m_sentence);
    box.addStretch(1);
    box.addWidget(m_causesHead);
    for (Label* cause : m_causes)
        box.addWidget(cause);
    box.addStretch(1);
    box.addWidget(m_changeHead);
    box.addWidget(m_change);
    box.addStretch(1);
    box.addWidget(m_close, 0, Qt::AlignRight);
    auto* whole = new QVBoxLayout(this);
    whole->addWidget(m_card);
    connect(m_close, &Button::clicked, this, &QWidget::hide);
    window->installEventFilter(this);
    hide();
}

void WhySheet::retranslate()
{
    m_causesHead->setText(tr("Three causes"));
    m_changeHead->setText(tr("What would change it"));
    m_close->setText(tr("Close"));
}

void WhySheet::open(const QString& title, const std::optional<policy::DecisionRecord>& record,
                    const QuantityFormat& format)
{
    retranslate();
    m_title->setText(title);
    Wording::Explanation why;
    why.sentence = tr("Nothing was decided for this half hour yet.");
    if (record)
        why = Wording::explain(*record, format);
    m_sentence->setText(why.sentence);
    for (std::size_t i = 0; i < m_causes.size(); ++i) {
        m_causes[i]->setText(QStringLiteral("%1.  %2").arg(i + 1).arg(why.causes[i]));
        m_causes[i]->setVisible(record.has_value());
    }
    m_change->setText(why.wouldChange);
    for (Label* label : {m_causesHead, m_changeHead, m_change})
        label->setVisible(record.has_value());
    const int edge = std::max(m_theme.px(24), parentWidget()->width() / 24);
    layout()->setContentsMargins(edge, m_theme.px(12), edge, m_theme.px(12));
    setGeometry(parentWidget()->rect());
    show();
    raise();
    m_close->setFocus();
}

void WhySheet::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QColor scrim(Qt::black);
    scrim.setAlphaF(0.55F);
    QPainter(this).fillRect(rect(), scrim);
}

void WhySheet::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        return hide();
    QWidget::keyPressEvent(event);
}

bool WhySheet::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

} // namespace dgex::ui
