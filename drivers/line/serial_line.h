// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

class QObject;
class QSerialPort;

namespace dgex::drivers {

enum class Parity : std::uint8_t { None, Even, Odd };

/// Calls back, until the connection or the context ends, whenever an open line has hung up, as an adapter that was
/// pulled out does. Qt itself wakes up without end and without an error for such a line while nothing is written.
[[nodiscard]] QMetaObject::Connection watchHangUp(const QSerialPort& line, QObject* context,
                                                  std::function<void()> hungUp);

/// The serial lines of this machine, as paths.
[[nodiscard]] std::vector<std::string> serialLines();

} // namespace dgex::drivers
