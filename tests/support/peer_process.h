// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdint>
#include <functional>
#include <vector>

namespace dgex::test {

inline QString peerPath(const char* name)
{
    return qEnvironmentVariable("DGEX_PEERS_DIR") + QLatin1Char('/') + QString::fromLatin1(name);
}
inline QString testProgram(const char* name)
{
    return qEnvironmentVariable("DGEX_TEST_PROGRAMS") + QLatin1Char('/') + QString::fromLatin1(name);
}

/// A server that a test starts; it ends with this object.
class PeerProcess {
public:
    PeerProcess() { m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel); }
    ~PeerProcess() { stop(); }
    PeerProcess(const PeerProcess&) = delete;
    PeerProcess& operator=(const PeerProcess&) = delete;

    /// Starts it and waits for its first line; empty when none came.
    QByteArray start(const QString& program, const QStringList& arguments)
    {
        m_process.start(program, arguments);
        QElapsedTimer timer;
        timer.start();
        while (!m_process.canReadLine() && timer.elapsed() < 15'000 && m_process.state() != QProcess::NotRunning)
            m_process.waitForReadyRead(100);
        return m_process.readLine().trimmed();
    }
    /// The number behind `port` in the first line; 0 when there was none.
    int startOnPort(const QString& program, const QStringList& arguments)
    {
        const QByteArray line = start(program, arguments);
        return line.startsWith("port ") ? line.mid(5).toInt() : 0;
    }
    void stop()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished(5'000);
    }
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }

private:
    QProcess m_process;
};

/// Writes an image as the peers read it.
inline QString writeImage(const QTemporaryDir& folder, const char* name, int base,
                          const std::vector<std::uint16_t>& words)
{
    QFile file(folder.filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(QByteArray::number(base));
    for (const std::uint16_t word : words)
        file.write(' ' + QByteArray::number(word));
    return file.fileName();
}

/// Two serial lines joined back to back by socat; pulling them out is stop().
class SerialPair {
public:
    bool start(const QString& a, const QString& b)
    {
        QFile::remove(a);
        QFile::remove(b);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("socat"),
                        {QStringLiteral("pty,raw,echo=0,link=") + a, QStringLiteral("pty,raw,echo=0,link=") + b});
        return QTest::qWaitFor([&] { return QFile::exists(a) && QFile::exists(b); }, 5'000);
    }
    ~SerialPair() { stop(); }
    void stop()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished(5'000);
    }

private:
    QProcess m_process;
};

} // namespace dgex::test
