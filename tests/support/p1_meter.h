// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/p1_telegram_text.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

namespace dgex::test {

/// A P1 meter behind a TCP converter; it counts 1 Wh each half second.
class P1Meter : public QTcpServer {
public:
    P1Meter()
    {
        listen(QHostAddress::LocalHost);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection())
                m_readers.append(socket);
            ++m_wattHours;
            for (QTcpSocket* socket : std::as_const(m_readers))
                socket->write(p1Telegram("1-0:1.8.0(" + QByteArray::number(m_wattHours / 1000.0, 'f', 3) +
                                         "*kWh)\n1-0:2.8.0(0.000*kWh)\n1-0:1.7.0(7.200*kW)\n"));
        });
        m_timer.start(500);
    }
    void pullOut()
    {
        m_timer.stop();
        close();
        qDeleteAll(std::exchange(m_readers, {}));
    }

private:
    QTimer m_timer;
    QList<QTcpSocket*> m_readers;
    int m_wattHours = 100'000;
};

} // namespace dgex::test
