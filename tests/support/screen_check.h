// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chart.h"

#include <QAbstractButton>
#include <QLabel>
#include <QRegularExpression>
#include <QSlider>
#include <QStringList>
#include <QTableView>
#include <QWidget>

#include <algorithm>

namespace dgex::test {

/// Labels and buttons whose text has no room, by their text.
inline QStringList clippedTexts(const QWidget& window)
{
    QStringList clipped;
    for (const QLabel* label : window.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty())
            continue;
        const bool tooLow = label->wordWrap() && label->heightForWidth(label->width()) > label->height() + 1;
        const bool tooNarrow = !label->wordWrap() && label->sizeHint().width() > label->width() + 1;
        if (tooLow || tooNarrow)
            clipped << label->objectName() + QStringLiteral(": ") + label->text();
    }
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
        if (button->isVisible() && button->sizeHint().width() > button->width())
            clipped << button->objectName() + QStringLiteral(": [") + button->text() + QLatin1Char(']');
    return clipped;
}

/// What a finger aims at and is narrower or lower than this.
inline QStringList smallTargets(const QWidget& window, int pixels)
{
    QStringList small;
    for (const QWidget* target : window.findChildren<QWidget*>()) {
        const bool isTarget = qobject_cast<const QAbstractButton*>(target) || qobject_cast<const QSlider*>(target);
        if (target->isVisible() && isTarget && std::min(target->height(), target->width()) < pixels)
            small << QStringLiteral("%1 %2x%3").arg(target->objectName()).arg(target->width()).arg(target->height());
    }
    return small;
}

/// Texts with words that did not come through a translator, which marks them with brackets. Units, languages' own names
/// and what the snapshot calls by name are no words of ours.
inline QStringList untranslated(const QWidget& window)
{
    static const QRegularExpression ours(QStringLiteral("[A-Za-z]{2,}"));
    static const QRegularExpression theirs(
        QStringLiteral("^(DEMO|English|Deutsch|Home \\d+|[^A-Za-z]*(kWh|kW|kWp|Wh|W)?[^A-Za-z]*)$"));
    QStringList found;
    const auto check = [&](const QWidget& widget, const QString& text) {
        if (widget.isVisible() && !text.contains(QLatin1Char('[')) && text.contains(ours) && !text.contains(theirs))
            found << widget.objectName() + QStringLiteral(": ") + text;
    };
    for (const QLabel* label : window.findChildren<QLabel*>())
        check(*label, label->text());
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
        check(*button, button->text());
    for (const QTableView* table : window.findChildren<QTableView*>())
        for (int column = 0; column < table->model()->columnCount(); ++column)
            check(*table, table->model()->headerData(column, Qt::Horizontal).toString());
    for (const ui::Chart* chart : window.findChildren<ui::Chart*>()) {
        check(*chart, chart->accessibleName());
        for (const QString& title : chart->table().header)
            check(*chart, title);
    }
    return found;
}

/// What a screen reader would meet without a name, or a finger could use and a keyboard not.
inline QStringList unreachable(const QWidget& window)
{
    QStringList found;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible())
            continue;
        const auto* const button = qobject_cast<const QAbstractButton*>(widget);
        const bool isTable = qobject_cast<const QTableView*>(widget) != nullptr;
        const bool isChart = qobject_cast<const ui::Chart*>(widget) != nullptr;
        const bool isSlider = qobject_cast<const QSlider*>(widget) != nullptr;
        const bool isText =
            button != nullptr && std::ranges::any_of(button->text(), [](QChar one) { return one.isLetter(); });
        // Of buttons that exclude each other, Tab reaches the chosen one and arrow keys the others.
        const bool isOneOfMany = button != nullptr && button->autoExclusive() && button->isCheckable();
        if ((button || isTable || isChart || isSlider) && widget->accessibleName().isEmpty() && !isText)
            found << QStringLiteral("no name: %1 (%2)")
                         .arg(widget->objectName(), QLatin1String(widget->metaObject()->className()));
        if ((button || isSlider) && !isOneOfMany && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) == 0)
            found << QStringLiteral("no keyboard: %1").arg(widget->objectName());
    }
    return found;
}

} // namespace dgex::test
