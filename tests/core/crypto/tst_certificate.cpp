// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: only the operator's authority makes certificates that hold, over keys that their holders proved. Method: two
// authorities, real keys, and the openssl program as the second opinion.
#include "core/crypto/certificate.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace dgex;

namespace {

const UtcTime kNow = UtcTime::fromSeconds(1'790'000'000);
const crypto::Validity kYear{kNow, kNow + std::chrono::hours{24 * 365}};

} // namespace

class TestCertificate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_authorityKey = crypto::makeRsaSigner().value();
        m_otherKey = crypto::makeRsaSigner().value();
        m_homeKey = crypto::makeRsaSigner().value();
        m_authority = crypto::makeAuthority(*m_authorityKey, "Operator", kYear).value();
        m_other = crypto::makeAuthority(*m_otherKey, "Operator", kYear).value();
    }

    void requestsProveTheirKey()
    {
        const std::string request = crypto::makeRequest(*m_homeKey, "Home 7").value();
        const auto read = crypto::readRequest(request);
        QVERIFY(read.has_value());
        QCOMPARE(read->name, std::string{"Home 7"});
        QVERIFY(read->key == m_homeKey->publicKey());
        QByteArray der = QByteArray::fromBase64(QByteArray::fromStdString(request).split('-')[10]);
        der[der.size() - 1] = static_cast<char>(der[der.size() - 1] ^ 1);
        const std::string changed = "-----BEGIN CERTIFICATE REQUEST-----\n" + der.toBase64().toStdString() +
                                    "\n-----END CERTIFICATE REQUEST-----\n";
        QVERIFY(!crypto::readRequest(changed).has_value());
        QVERIFY(!crypto::readRequest("").has_value());
        QVERIFY(!crypto::makeRequest(*m_homeKey, "").has_value());
        QVERIFY(!crypto::makeRequest(*m_homeKey, std::string(65, 'a')).has_value());
    }

    void issuesWhatWasOrdered()
    {
        const auto info = crypto::verifyIssued(home(), m_authority, kNow);
        QVERIFY(info.has_value());
        QCOMPARE(info->name, std::string{"Home 7"});
        QVERIFY(info->use == crypto::CertificateUse::Participant);
        QVERIFY(!info->isAuthority);
        QVERIFY(info->key == m_homeKey->publicKey());
        QVERIFY(info->notBefore == kNow && info->notAfter == kYear.notAfter);
        QVERIFY(crypto::readCertificate(m_authority)->isAuthority);
        QVERIFY(crypto::readCertificate(home())->serial != crypto::readCertificate(home())->serial);
    }

    void refusesOtherIssuersAndTimes()
    {
        const std::string certificate = home();
        QCOMPARE(crypto::verifyIssued(certificate, m_other, kNow).error(), crypto::CertificateError::WrongIssuer);
        QCOMPARE(crypto::verifyIssued(certificate, certificate, kNow).error(), crypto::CertificateError::WrongIssuer);
        QCOMPARE(crypto::verifyIssued(certificate, m_authority, kNow - std::chrono::seconds{1}).error(),
                 crypto::CertificateError::OutOfTime);
        QCOMPARE(crypto::verifyIssued(certificate, m_authority, kYear.notAfter + std::chrono::seconds{1}).error(),
                 crypto::CertificateError::OutOfTime);
        QVERIFY(!crypto::issue(order(), *m_otherKey, m_authority).has_value());
        crypto::CertificateOrder badHost = order();
        badHost.hosts = {"evil,DNS:*"};
        QVERIFY(!crypto::issue(badHost, *m_authorityKey, m_authority).has_value());
    }

    void opensslAgrees()
    {
        crypto::CertificateOrder node = order();
        node.use = crypto::CertificateUse::Node;
        node.hosts = {"127.0.0.1", "node-1.example", "::1"};
        const QString file = write("node.pem", crypto::issue(node, *m_authorityKey, m_authority).value());
        const QString authority = write("ca.pem", m_authority);
        const QString time = QString::number(kNow.seconds() + 10);
        QCOMPARE(openssl({QStringLiteral("verify"), QStringLiteral("-x509_strict"), QStringLiteral("-purpose"),
                          QStringLiteral("sslserver"), QStringLiteral("-verify_ip"), QStringLiteral("127.0.0.1"),
                          QStringLiteral("-attime"), time, QStringLiteral("-CAfile"), authority, file}),
                 0);
        QCOMPARE(
            openssl({QStringLiteral("verify"), QStringLiteral("-x509_strict"), QStringLiteral("-purpose"),
                     QStringLiteral("sslclient"), QStringLiteral("-verify_hostname"), QStringLiteral("node-1.example"),
                     QStringLiteral("-attime"), time, QStringLiteral("-CAfile"), authority, file}),
            0);
        QVERIFY(openssl({QStringLiteral("verify"), QStringLiteral("-purpose"), QStringLiteral("sslserver"),
                         QStringLiteral("-attime"), time, QStringLiteral("-CAfile"), authority,
                         write("home.pem", home())}) != 0);
        QCOMPARE(
            openssl({QStringLiteral("req"), QStringLiteral("-verify"), QStringLiteral("-noout"), QStringLiteral("-in"),
                     write("request.pemQStringLiteral(", crypto::makeRequest(*m_homeKey, ")Home 7").value())}),
            0);
    }

    void showsFingerprintsThatPeopleCompare()
    {
        const Hash256 fingerprint = crypto::fingerprintOf(m_homeKey->publicKey());
        const std::string text = crypto::fingerprintText(fingerprint);
        QCOMPARE(text.size(), std::size_t{79});
        QVERIFY(crypto::parseFingerprint(text) == fingerprint);
        QVERIFY(crypto::parseFingerprint(toHex(fingerprint)) == fingerprint);
        QVERIFY(!crypto::parseFingerprint(text.substr(1)));
    }

private:
    [[nodiscard]] crypto::CertificateOrder order() const
    {
        return {"Home 7", crypto::CertificateUse::Participant, m_homeKey->publicKey(), kYear, {}};
    }
    [[nodiscard]] std::string home() const { return crypto::issue(order(), *m_authorityKey, m_authority).value(); }
    [[nodiscard]] QString write(const char* name, const std::string& text) const
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(text)) < 0)
            return {};
        return file.fileName();
    }
    static int openssl(std::initializer_list<QString> arguments)
    {
        return QProcess::execute(QStringLiteral("openssl"), arguments);
    }

    crypto::Library m_library;
    QTemporaryDir m_folder;
    std::unique_ptr<crypto::Signer> m_authorityKey;
    std::unique_ptr<crypto::Signer> m_otherKey;
    std::unique_ptr<crypto::Signer> m_homeKey;
    std::string m_authority;
    std::string m_other;
};

QTEST_GUILESS_MAIN(TestCertificate)
#include "tst_certificate.moc"
