// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/simulation/tour.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QCoreApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <array>

namespace dgex::ui {

namespace {

constexpr int kCardWidth = 380;
constexpr int kGap = 14; ///< Between the card and what it is about.
constexpr int kFrame = 3;
constexpr int kFollowMs = 100;
constexpr float kShade = 0.45F;

} // namespace

Tour::Tour(Theme& theme, std::vector<Stop> stops, QWidget* window)
    : QWidget(window)
    , m_theme(theme)
    , m_stops(std::move(stops))
    , m_card(new Card(theme, this))
    , m_progress(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_title(new Label(theme, TextSize::Title, Role::Text, true))
    , m_text(new Label(theme, TextSize::Strong))
    , m_end(new Button(theme, Button::Kind::Secondary))
    , m_back(new Button(theme, Button::Kind::Secondary))
    , m_next(new Button(theme, Button::Kind::Primary))
{
    setObjectName(QStringLiteral("tour"));
    m_title->setObjectName(QStringLiteral("tourTitleLabel"));
    m_text->setObjectName(QStringLiteral("tourTextLabel"));
    m_end->setObjectName(QStringLiteral("tourEndButton"));
    m_back->setObjectName(QStringLiteral("tourBackButton"));
    m_next->setObjectName(QStringLiteral("tourNextButton"));
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_end);
    buttons->addStretch(1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    m_card->setFixedWidth(kCardWidth);
    m_card->box().addWidget(m_progress);
    m_card->box().addWidget(m_title);
    m_card->box().addWidget(m_text, 1);
    m_card->box().addLayout(buttons);
    connect(m_end, &Button::clicked, this, &Tour::end);
    connect(m_back, &Button::clicked, this, &Tour::back);
    connect(m_next, &Button::clicked, this, &Tour::next);
    connect(&m_follow, &QTimer::timeout, this, &Tour::place);
    for (QObject* watched : std::initializer_list<QObject*>{window, m_end, m_back, m_next})
        watched->installEventFilter(this);
    hide();
}

void Tour::offer()
{
    m_stop.reset();
    open();
}

void Tour::visit(std::size_t stop)
{
    m_stop = std::min(stop, m_stops.size() - 1);
    open();
}

void Tour::end()
{
    m_follow.stop();
    m_target = nullptr;
    hide();
    if (m_before)
        m_before->setFocus(Qt::OtherFocusReason);
}

void Tour::back()
{
    if (m_stop && *m_stop > 0)
        visit(*m_stop - 1);
}

void Tour::next()
{
    if (!m_stop)
        start();
    else if (*m_stop + 1 < m_stops.size())
        visit(*m_stop + 1);
    else
        end();
}

void Tour::open()
{
    if (!isVisible())
        m_before = window()->focusWidget();
    m_target = m_stop ? m_stops[*m_stop].open() : nullptr;
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest); // The page is where it will be.
    retranslate();
    m_lit = {};
    setGeometry(parentWidget()->rect());
    show();
    raise();
    place();
    m_follow.start(kFollowMs);
    m_next->setFocus(Qt::TabFocusReason);
    announce();
}

void Tour::retranslate()
{
    const bool isLast = m_stop && *m_stop + 1 == m_stops.size();
    m_progress->setText(m_stop ? tr("Guided tour: %1 of %2").arg(*m_stop + 1).arg(m_stops.size()) : tr("Guided tour"));
    m_title->setText(m_stop ? m_stops[*m_stop].title() : tr("New here?"));
    m_text->setText(m_stop ? m_stops[*m_stop].text()
                           : tr("See in %n stop(s) what a home and the operator see. It takes two minutes, and the "
                                "button Tour starts it again at any time.",
                                nullptr, static_cast<int>(m_stops.size())));
    m_end->setText(m_stop ? tr("End") : tr("Not now"));
    m_end->setVisible(!isLast);
    m_back->setText(tr("Back"));
    m_back->setVisible(m_stop.value_or(0) > 0);
    m_next->setText(!m_stop ? tr("Start the tour") : isLast ? tr("Done") : tr("Next"));
    setAccessibleName(m_progress->text());
    m_card->setAccessibleName(m_title->text());
    m_card->setAccessibleDescription(m_text->text());
    m_next->setAccessibleDescription(m_text->text());
    // Words of another length need another height.
    m_card->setFixedHeight(m_card->layout()->totalHeightForWidth(kCardWidth));
    m_lit = QRect{-1, -1, 0, 0};
}

void Tour::announce()
{
    QAccessibleAnnouncementEvent event(this, m_progress->text() + QStringLiteral(". ") + m_title->text() +
                                                 QStringLiteral(". ") + m_text->text());
    QAccessible::updateAccessibility(&event);
}

QRect Tour::visibleTarget() const
{
    if (!m_target || !m_target->isVisible())
        return {};
    QRect area = m_target->rect();
    const QWidget* widget = m_target;
    for (; widget != parentWidget() && widget->parentWidget() != nullptr; widget = widget->parentWidget())
        area = area.translated(widget->pos()) & widget->parentWidget()->rect();
    return area;
}

QRect Tour::cardBeside(const QRect& area) const
{
    const QSize size = m_card->size();
    const QRect room = rect().marginsRemoved({kGap, kGap, kGap, kGap});
    const auto within = [&room, &size](QPoint corner) {
        return QRect(
            QPoint(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() + 1 - size.width())),
                   std::clamp(corner.y(), room.top(), std::max(room.top(), room.bottom() + 1 - size.height()))),
            size);
    };
    const QPoint middle = (area.isEmpty() ? rect() : area).center() - QPoint(size.width() / 2, size.height() / 2);
    if (area.isEmpty())
        return within(middle);
    const QRect kept = area.marginsAdded({kGap, kGap, kGap, kGap});
    const std::array corners{QPoint(kept.right() + 1, middle.y()), QPoint(kept.left() - size.width(), middle.y()),
                             QPoint(middle.x(), kept.bottom() + 1), QPoint(middle.x(), kept.top() - size.height())};
    for (const QPoint corner : corners)
        if (const QRect place = within(corner); !place.intersects(area))
            return place;
    return within(corners[0]);
}

void Tour::place()
{
    const QRect area = visibleTarget();
    if (area == m_lit)
        return;
    m_lit = area;
    m_card->setGeometry(cardBeside(area));
    setMask(area.isEmpty() ? QRegion(rect()) : QRegion(rect()) - QRegion(area));
    update();
}

void Tour::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    QColor shade(Qt::black);
    shade.setAlphaF(kShade);
    painter.fillRect(rect(), shade);
    if (m_lit.isEmpty())
        return;
    painter.setPen(QPen(m_theme.color(Role::Warning), kFrame));
    painter.drawRect(m_lit.marginsAdded({kFrame - 1, kFrame - 1, kFrame - 1, kFrame - 1}));
}

bool Tour::takeKey(int key)
{
    if (key == Qt::Key_Escape)
        end();
    else if (key == Qt::Key_Right)
        next();
    else if (key == Qt::Key_Left)
        back();
    else
        return false;
    return true;
}

bool Tour::focusNextPrevChild(bool next)
{
    if (!isVisible())
        return QWidget::focusNextPrevChild(next);
    std::vector<Button*> buttons;
    std::ranges::copy_if(std::array{m_end, m_back, m_next}, std::back_inserter(buttons), &QWidget::isVisible);
    const auto at = std::ranges::find_if(buttons, &QWidget::hasFocus);
    const std::size_t from = at == buttons.end() ? 0 : static_cast<std::size_t>(at - buttons.begin());
    buttons[(from + (next ? 1 : buttons.size() - 1)) % buttons.size()]->setFocus(Qt::TabFocusReason);
    return true;
}

void Tour::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange && isVisible()) {
        retranslate();
        place();
        announce();
    }
    QWidget::changeEvent(event);
}

bool Tour::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && watched != parentWidget())
        return takeKey(static_cast<QKeyEvent*>(event)->key());
    if (event->type() == QEvent::Resize && watched == parentWidget() && isVisible()) {
        setGeometry(parentWidget()->rect());
        m_lit = QRect{-1, -1, 0, 0};
        place();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace dgex::ui
