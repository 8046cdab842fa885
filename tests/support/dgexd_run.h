// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>

namespace dgex::test {

/// What a run of the headless program left; exitCode -1 when it did not end in time.
struct DgexdRun {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

/// Runs the real binary to its end.
inline DgexdRun dgexd(const QStringList& arguments, const QByteArray& input = {}, int milliseconds = 60'000)
{
    QProcess process;
    process.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(milliseconds))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace dgex::test
