// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

namespace dgex::test {

/// PEM files of a test's own certificate authority, one certificate for servers on loopback and one for clients.
struct TestCertificates {
    std::string authority;
    std::string serverCertificate;
    std::string serverKey;
    std::string clientCertificate;
    std::string clientKey;
};
/// Made by the openssl program; empty paths when it fails.
[[nodiscard]] TestCertificates makeCertificates(const QString& folder);

/// Real etcd members on free ports of loopback, with data in a folder of their own. They end with the object.
/// Thread: that of the test.
class EtcdCluster {
public:
    explicit EtcdCluster(int members, bool encrypted = false);
    ~EtcdCluster();

    /// Whether every member runs and one leads, within seconds.
    bool start();
    /// Starts a member again; it takes up its data.
    void restart(int member);
    /// kill -9.
    void kill(int member);
    /// SIGSTOP or SIGCONT.
    void pause(int member, bool paused);
    [[nodiscard]] bool isRunning(int member) const;
    /// The member that leads; none (-1) without one.
    [[nodiscard]] int leader() const;
    /// Whether requests are answered, within a time.
    [[nodiscard]] bool waitUntilServing(int milliseconds) const;

    [[nodiscard]] std::vector<std::string> endpoints() const;
    [[nodiscard]] const TestCertificates& certificates() const { return m_certificates; }
    [[nodiscard]] int size() const { return static_cast<int>(m_members.size()); }
    /// Runs the etcdctl program on the cluster; its standard output.
    [[nodiscard]] QByteArray control(const QStringList& arguments) const;

private:
    struct Member {
        quint16 clientPort = 0;
        quint16 peerPort = 0;
        std::unique_ptr<QProcess> process;
    };
    [[nodiscard]] QString clientUrl(const Member& member) const;

    QTemporaryDir m_folder;
    bool m_encrypted;
    TestCertificates m_certificates;
    std::vector<Member> m_members;
};

} // namespace dgex::test
