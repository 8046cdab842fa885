// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/button_access.h"

#include "ui/common/controls.h"

#include <QAccessibleWidget>

namespace dgex::ui {

namespace {

class ButtonInterface final : public QAccessibleWidget {
public:
    explicit ButtonInterface(Button* button)
        : QAccessibleWidget(button, roleOf(*button))
        , m_button(button)
    {
    }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && m_button->accessibleName().isEmpty() ? m_button->text()
                                                                                 : QAccessibleWidget::text(kind);
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.checkable = m_button->isCheckable();
        state.checked = m_button->isChecked();
        return state;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        QStringList names = QAccessibleWidget::actionNames();
        if (m_button->isEnabled())
            names.prepend(pressAction());
        return names;
    }
    void doAction(const QString& name) override
    {
        if (name == pressAction())
            m_button->click();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    static QAccessible::Role roleOf(const Button& button)
    {
        if (button.kind() == Button::Kind::Tab)
            return QAccessible::PageTab;
        if (!button.isCheckable())
            return QAccessible::PushButton;
        return button.autoExclusive() ? QAccessible::RadioButton : QAccessible::CheckBox;
    }

    Button* m_button;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* const button = qobject_cast<Button*>(object);
    return button == nullptr ? nullptr : new ButtonInterface(button);
}

} // namespace

void makeButtonsPressable()
{
    static const bool isDone = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(isDone)
}

} // namespace dgex::ui
