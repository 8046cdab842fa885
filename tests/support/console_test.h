// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/operator_fixture.h"
#include "ui/common/data_table.h"
#include "ui/console/operator_window.h"

#include <QLineEdit>
#include <QTest>

namespace dgex::test {

/// The operator's console over a busy exchange, and the hands of who uses it.
class ConsoleTest : public QObject {
protected:
    void open()
    {
        m_source.set(busyExchange());
        m_commands = {};
        m_window = std::make_unique<ui::OperatorWindow>(m_source, m_commands, m_options);
        m_window->resize(1366, 768);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void close() { m_window.reset(); }
    template <class Widget>
    Widget& child(const char* name)
    {
        auto* found = m_window->findChild<Widget*>(QLatin1String(name));
        if (found == nullptr)
            qFatal("There is no %s.", name);
        return *found;
    }
    ui::DataTableView& table(const char* name) { return child<ui::DataTableView>(name); }
    void show(views::OperatorSnapshot snapshot)
    {
        m_source.set(std::move(snapshot));
        m_window->refresh();
    }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget* focus = m_window->focusWidget();
        QTest::keyClick(focus != nullptr ? focus : m_window.get(), static_cast<Qt::Key>(key), modifiers);
    }
    void type(const char* filter, const QString& text)
    {
        auto& line = child<QLineEdit>(filter);
        line.setFocus();
        line.clear();
        QTest::keyClicks(&line, text);
    }
    static QString cell(const ui::DataTableView& table, int row, int column)
    {
        return table.model()->index(row, column).data().toString();
    }
    static void click(ui::DataTableView& table, int row)
    {
        const QModelIndex index = table.model()->index(row, 0);
        table.scrollTo(index);
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(index).center());
    }

    ui::OperatorWindow::Options m_options;
    OperatorSource m_source;
    RecordedAcknowledgements m_commands;
    std::unique_ptr<ui::OperatorWindow> m_window;
};

} // namespace dgex::test
