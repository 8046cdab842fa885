// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/controls.h"

namespace dgex::ui {

/// A key figure: what it is, its value and one line about it. Grey unless something is abnormal.
class Tile : public Card {
    Q_OBJECT
public:
    explicit Tile(Theme& theme, const char* objectName, QWidget* parent = nullptr);
    void setCaption(const QString& caption);
    void setValue(const QString& value, const QString& note);
    /// The left edge takes the colour of the alarm; none when normal.
    void setAbnormal(std::optional<Role> role) { setStripe(role); }
    [[nodiscard]] QString value() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    Theme& m_theme;
    Label* m_caption;
    Label* m_value;
    Label* m_note;
};

} // namespace dgex::ui
