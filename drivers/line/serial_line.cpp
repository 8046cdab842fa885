// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/line/serial_line.h"

#include <QAbstractEventDispatcher>
#include <QSerialPort>
#include <QSerialPortInfo>

#include <poll.h>

namespace dgex::drivers {

namespace {

bool hasHungUp(int handle)
{
    pollfd line{handle, 0, 0};
    return poll(&line, 1, 0) > 0 && (line.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

} // namespace

QMetaObject::Connection watchHangUp(const QSerialPort& line, QObject* context, std::function<void()> hungUp)
{
    return QObject::connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, context,
                            [handle = line.handle(), hungUp = std::move(hungUp)] {
                                if (hasHungUp(handle))
                                    hungUp();
                            });
}

std::vector<std::string> serialLines()
{
    std::vector<std::string> paths;
    for (const QSerialPortInfo& line : QSerialPortInfo::availablePorts())
        paths.push_back(line.systemLocation().toStdString());
    return paths;
}

} // namespace dgex::drivers
