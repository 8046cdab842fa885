// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>
#include <QStringList>

namespace dgex::ui {

/// The language of all windows of the program. Choosing one sends QEvent::LanguageChange to every widget; windows then
/// set their texts anew. Thread: the GUI's, with a QApplication.
class Language {
public:
    /// "en", "ja" and "de", by the order in which they are offered.
    [[nodiscard]] static QStringList codes();
    /// Another code gives English.
    static void choose(const QString& code);
    [[nodiscard]] static QString current();
    /// How numbers, dates and times are written.
    [[nodiscard]] static QLocale locale() { return QLocale(current()); }
};

} // namespace dgex::ui
