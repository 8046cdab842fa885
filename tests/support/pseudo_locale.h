// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

namespace dgex::test {

/// Puts every text between brackets and makes it longer by a share, so that what was not translated, or has no room
/// for a longer language, is seen.
class PseudoLocale final : public QTranslator {
public:
    explicit PseudoLocale(int longerPercent)
        : m_longerPercent(longerPercent)
    {
    }
    [[nodiscard]] QString translate(const char*, const char* text, const char*, int) const override
    {
        const QString plain = QString::fromUtf8(text);
        const auto more = (plain.size() * m_longerPercent + 99) / 100;
        return QLatin1Char('[') + plain + QString(more > 2 ? more - 2 : 0, QLatin1Char('~')) + QLatin1Char(']');
    }
    [[nodiscard]] bool isEmpty() const override { return false; }

private:
    int m_longerPercent;
};

} // namespace dgex::test
