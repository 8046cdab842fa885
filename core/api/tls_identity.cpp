// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/tls_identity.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace dgex::api {

std::optional<QSslConfiguration> configurationOf(const TlsIdentity& identity)
{
    const auto authorities = QSslCertificate::fromData(QByteArray::fromStdString(identity.authorityPem));
    if (authorities.size() != 1)
        return std::nullopt;
    QSslConfiguration configuration;
    configuration.setProtocol(QSsl::TlsV1_3OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    configuration.setCaCertificates(authorities);
    if (identity.certificatePem.empty())
        return configuration;
    const auto chain = QSslCertificate::fromData(QByteArray::fromStdString(identity.certificatePem));
    const std::string_view pem = identity.keyPem.text();
    const QSslKey key{QByteArray::fromRawData(pem.data(), static_cast<qsizetype>(pem.size())), QSsl::Rsa};
    if (chain.isEmpty() || key.isNull())
        return std::nullopt;
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    return configuration;
}

} // namespace dgex::api
