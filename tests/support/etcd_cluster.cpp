// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/etcd_cluster.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStringList>
#include <QTcpServer>
#include <QThread>

#include <csignal>

namespace dgex::test {

namespace {

constexpr int kStartMilliseconds = 30'000;
constexpr int kPollMilliseconds = 100;

bool run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished() && process.exitCode() == 0;
}

std::string path(const QString& folder, const char* name)
{
    return (folder + QLatin1Char{'/'} + QLatin1StringView{name}).toStdString();
}

} // namespace

TestCertificates makeCertificates(const QString& folder)
{
    const QString openssl = QStringLiteral("openssl");
    const auto in = [&folder](const char* name) { return QString::fromStdString(path(folder, name)); };
    bool made = run(openssl, {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                              QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-days"),
                              QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=test authority"),
                              QStringLiteral("-keyout"), in("ca.key"), QStringLiteral("-out"), in("ca.pem")});
    QFile extensions{in("extensions")};
    made = made && extensions.open(QIODevice::WriteOnly) &&
           extensions.write("subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n") > 0;
    extensions.close();
    for (const char* name : {"server", "client"}) {
        const QString base = in(name);
        made = made &&
               run(openssl, {QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
                             QStringLiteral("-nodes"), QStringLiteral("-subj"),
                             QStringLiteral("/CN=") + QLatin1StringView{name}, QStringLiteral("-keyout"),
                             base + QStringLiteral(".key"), QStringLiteral("-out"), base + QStringLiteral(".csr")});
        made = made && run(openssl, {QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"),
                                     base + QStringLiteral(".csr"), QStringLiteral("-CA"), in("ca.pem"),
                                     QStringLiteral("-CAkey"), in("ca.key"), QStringLiteral("-CAcreateserial"),
                                     QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-extfile"),
                                     in("extensions"), QStringLiteral("-out"), base + QStringLiteral(".pem")});
    }
    if (!made)
        return {};
    return {.authority = path(folder, "ca.pem"),
            .serverCertificate = path(folder, "server.pem"),
            .serverKey = path(folder, "server.key"),
            .clientCertificate = path(folder, "client.pem"),
            .clientKey = path(folder, "client.key")};
}

EtcdCluster::EtcdCluster(int members, bool encrypted)
    : m_encrypted(encrypted)
{
    if (encrypted)
        m_certificates = makeCertificates(m_folder.path());
    // All ports are taken at once, so that no two are the same.
    std::vector<std::unique_ptr<QTcpServer>> taken;
    const auto port = [&taken] {
        taken.push_back(std::make_unique<QTcpServer>());
        taken.back()->listen(QHostAddress::LocalHost);
        return taken.back()->serverPort();
    };
    for (int i = 0; i < members; ++i)
        m_members.push_back({.clientPort = port(), .peerPort = port(), .process = nullptr});
}

EtcdCluster::~EtcdCluster()
{
    for (Member& member : m_members)
        if (member.process) {
            member.process->kill();
            member.process->waitForFinished();
        }
}

QString EtcdCluster::clientUrl(const Member& member) const
{
    return QStringLiteral("%1://127.0.0.1:%2")
        .arg(QLatin1StringView{m_encrypted ? "https" : "http"})
        .arg(member.clientPort);
}

std::vector<std::string> EtcdCluster::endpoints() const
{
    std::vector<std::string> urls;
    for (const Member& member : m_members)
        urls.push_back(clientUrl(member).toStdString());
    return urls;
}

void EtcdCluster::restart(int number)
{
    Member& member = m_members[static_cast<std::size_t>(number)];
    QStringList initial;
    for (std::size_t i = 0; i < m_members.size(); ++i)
        initial += QStringLiteral("m%1=http://127.0.0.1:%2").arg(i).arg(m_members[i].peerPort);
    const QString peerUrl = QStringLiteral("http://127.0.0.1:%1").arg(member.peerPort);
    QStringList arguments{QStringLiteral("--name=m%1").arg(number),
                          QStringLiteral("--data-dir=%1/m%2").arg(m_folder.path()).arg(number),
                          QStringLiteral("--listen-client-urls=") + clientUrl(member),
                          QStringLiteral("--advertise-client-urls=") + clientUrl(member),
                          QStringLiteral("--listen-peer-urls=") + peerUrl,
                          QStringLiteral("--initial-advertise-peer-urls=") + peerUrl,
                          QStringLiteral("--initial-cluster=") + initial.join(QLatin1Char{','}),
                          QStringLiteral("--logger=zap"),
                          QStringLiteral("--log-level=error")};
    if (m_encrypted)
        arguments += {QStringLiteral("--cert-file=") + QString::fromStdString(m_certificates.serverCertificate),
                      QStringLiteral("--key-file=") + QString::fromStdString(m_certificates.serverKey),
                      QStringLiteral("--trusted-ca-file=") + QString::fromStdString(m_certificates.authority),
                      QStringLiteral("--client-cert-auth")};
    member.process = std::make_unique<QProcess>();
    member.process->setStandardOutputFile(QProcess::nullDevice());
    member.process->setStandardErrorFile(m_folder.filePath(QStringLiteral("m%1.log").arg(number)), QIODevice::Append);
    member.process->start(QStringLiteral("etcd"), arguments);
    member.process->waitForStarted();
}

bool EtcdCluster::start()
{
    for (int i = 0; i < size(); ++i)
        restart(i);
    return waitUntilServing(kStartMilliseconds);
}

void EtcdCluster::kill(int number)
{
    Member& member = m_members[static_cast<std::size_t>(number)];
    member.process->kill();
    member.process->waitForFinished();
}

void EtcdCluster::pause(int number, bool paused)
{
    ::kill(static_cast<pid_t>(m_members[static_cast<std::size_t>(number)].process->processId()),
           paused ? SIGSTOP : SIGCONT);
}

bool EtcdCluster::isRunning(int number) const
{
    const Member& member = m_members[static_cast<std::size_t>(number)];
    return member.process && member.process->state() == QProcess::Running;
}

QByteArray EtcdCluster::control(const QStringList& arguments) const
{
    QStringList urls;
    for (std::size_t i = 0; i < m_members.size(); ++i)
        if (isRunning(static_cast<int>(i)))
            urls += clientUrl(m_members[i]);
    QStringList all{QStringLiteral("--endpoints=") + urls.join(QLatin1Char{','})};
    if (m_encrypted)
        all += {QStringLiteral("--cacert=") + QString::fromStdString(m_certificates.authority),
                QStringLiteral("--cert=") + QString::fromStdString(m_certificates.clientCertificate),
                QStringLiteral("--key=") + QString::fromStdString(m_certificates.clientKey)};
    QProcess process;
    process.start(QStringLiteral("etcdctl"), all + arguments);
    process.waitForFinished();
    return process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray{};
}

int EtcdCluster::leader() const
{
    // One comma-separated line a member: endpoint, id, version, size, leads, learner, ...
    const QByteArray status = control({QStringLiteral("endpoint"), QStringLiteral("status")});
    for (const QByteArray& line : status.split('\n')) {
        const QList<QByteArray> fields = line.split(',');
        if (fields.size() < 5 || fields[4].trimmed() != "true")
            continue;
        for (int i = 0; i < size(); ++i)
            if (fields[0].endsWith(':' + QByteArray::number(m_members[static_cast<std::size_t>(i)].clientPort)))
                return i;
    }
    return -1;
}

bool EtcdCluster::waitUntilServing(int milliseconds) const
{
    QElapsedTimer waited;
    waited.start();
    while (waited.elapsed() < milliseconds) {
        if (!control({QStringLiteral("put"), QStringLiteral("probe"), QStringLiteral("1")}).isEmpty())
            return true;
        QThread::msleep(kPollMilliseconds);
    }
    return false;
}

} // namespace dgex::test
