// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operator/tile.h"

#include <QBoxLayout>

namespace dgex::ui {

Tile::Tile(Theme& theme, const char* objectName, QWidget* parent)
    : Card(theme, parent)
    , m_theme(theme)
    , m_caption(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_value(new Label(theme, TextSize::Title, Role::LiveValue, true))
    , m_note(new Label(theme, TextSize::Caption, Role::TextSecondary))
{
    setObjectName(QString::fromLatin1(objectName));
    box().setSpacing(0);
    for (Label* label : {m_caption, m_value, m_note}) {
        // A long word may be cut before it widens the page; the whole text is in the tool tip.
        label->setMinimumWidth(1);
        box().addWidget(label);
    }
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Tile::setCaption(const QString& caption)
{
    m_caption->setText(caption);
    m_caption->setToolTip(caption);
    setAccessibleName(caption);
}

void Tile::setValue(const QString& value, const QString& note)
{
    m_value->setText(value);
    m_note->setText(note);
    m_note->setToolTip(note);
    setAccessibleDescription(note.isEmpty() ? value : value + QStringLiteral(", ") + note);
}

QString Tile::value() const
{
    return m_value->text();
}

QSize Tile::minimumSizeHint() const
{
    return {m_theme.px(120), Card::minimumSizeHint().height()};
}

} // namespace dgex::ui
