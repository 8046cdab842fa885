// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/network_call.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QUrl>

namespace dgex::api {

namespace {

std::expected<HttpReply, std::string> replyOf(QNetworkReply& reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0 || reply.error() == QNetworkReply::OperationCanceledError ||
        reply.error() == QNetworkReply::RemoteHostClosedError)
        return std::unexpected(reply.errorString().toStdString());
    const QByteArray body = reply.readAll();
    return HttpReply{
        status, reply.header(QNetworkRequest::ContentTypeHeader).toString().toStdString(), {body.begin(), body.end()}};
}

} // namespace

Verdict verdictOn(const HttpReply& reply)
{
    const std::optional<Answer> answer = decodeAnswer(reply.body);
    if (!answer)
        return Verdict::Useless;
    const auto* error = std::get_if<ApiError>(&*answer);
    if (error == nullptr)
        return Verdict::Good;
    switch (*error) {
    case ApiError::NotThere:
        return Verdict::KnowsNothing;
    case ApiError::BadRequest:
    case ApiError::BadTransaction:
    case ApiError::NotAllowed:
        return Verdict::Refused;
    default:
        return Verdict::Useless;
    }
}

HttpsClient::Headers headersOf(const CallSignature& signature)
{
    const Bytes& bytes = signature.signature.bytes;
    const QByteArray raw(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    return {{"DGEX-Participant", std::to_string(signature.participant.number)},
            {"DGEX-Time", std::to_string(signature.time.milliseconds())},
            {"DGEX-Signature", raw.toBase64().toStdString()}};
}

void callOver(QNetworkAccessManager& network, const QSslConfiguration& configuration, const OutgoingCall& call,
              std::function<void(std::expected<HttpReply, std::string>)> done)
{
    QUrl url{QString::fromStdString(call.endpoint)};
    url.setPath(QString::fromStdString(call.http.path));
    url.setQuery(QString::fromStdString(call.http.query));
    QNetworkRequest request{url};
    request.setSslConfiguration(configuration);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(call.timeout);
    for (const auto& [name, value] : call.headers)
        request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    QNetworkReply* reply = nullptr;
    if (call.http.method == "POST") {
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/octet-stream"));
        reply = network.post(request, QByteArray(reinterpret_cast<const char*>(call.http.body.data()),
                                                 static_cast<qsizetype>(call.http.body.size())));
    } else {
        reply = network.get(request);
    }
    QObject::connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > static_cast<qint64>(HttpsClient::kAnswerBytesMax))
            reply->abort();
    });
    auto answered = std::make_shared<bool>(false);
    const auto finish = [answered, done = std::move(done)](std::expected<HttpReply, std::string> outcome) {
        if (!std::exchange(*answered, true))
            done(std::move(outcome));
    };
    QObject::connect(reply, &QNetworkReply::finished, reply, [reply, finish] {
        finish(replyOf(*reply));
        reply->deleteLater();
    });
    QObject::connect(reply, &QObject::destroyed, [finish] { finish(std::unexpected("the call was given up")); });
}

} // namespace dgex::api
