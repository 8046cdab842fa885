// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/ethereum/json_rpc.h"

#include <nlohmann/json.hpp>

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <utility>

namespace dgex::drivers {

namespace {

constexpr qint64 kAnswerSizeMax = 1 << 20;

} // namespace

JsonRpc::JsonRpc(std::string url, std::chrono::milliseconds answerWithin)
    : m_url(std::move(url))
    , m_network(std::make_unique<QNetworkAccessManager>())
{
    m_network->setTransferTimeout(answerWithin);
}

JsonRpc::~JsonRpc() = default;

std::expected<nlohmann::json, std::string> JsonRpc::call(const std::string& method, const nlohmann::json& parameters)
{
    const nlohmann::json question = {
        {"jsonrpc", "2.0"}, {"id", ++m_lastId}, {"method", method}, {"params", parameters}};
    QNetworkRequest request(QUrl(QString::fromStdString(m_url)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    const std::unique_ptr<QNetworkReply> reply(m_network->post(request, QByteArray::fromStdString(question.dump())));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QObject::connect(reply.get(), &QNetworkReply::downloadProgress, &loop, [&reply](qint64 received, qint64) {
        if (received > kAnswerSizeMax)
            reply->abort();
    });
    if (!reply->isFinished())
        loop.exec();
    const auto refuse = [&](const std::string& why) { return std::unexpected(m_url + ": " + method + ": " + why); };
    const auto answer = nlohmann::json::parse(reply->readAll().toStdString(), nullptr, false);
    if (!answer.is_object() || (!answer.contains("result") && !answer.contains("error")))
        return refuse(reply->error() == QNetworkReply::NoError ? "the answer is none of JSON-RPC"
                                                               : reply->errorString().toStdString());
    if (!answer.contains("id") || answer["id"] != m_lastId)
        return refuse("the answer belongs to another call");
    if (const auto error = answer.find("error"); error != answer.end() && !error->is_null())
        return refuse(error->is_object() && error->contains("message") && (*error)["message"].is_string()
                          ? (*error)["message"].get<std::string>()
                          : error->dump());
    return answer.value("result", nlohmann::json());
}

} // namespace dgex::drivers
