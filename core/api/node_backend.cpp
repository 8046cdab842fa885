// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/node_backend.h"

#include "core/api/openapi.h"
#include "core/crypto/hash.h"

#include <QDateTime>
#include <QTimer>

#include <nlohmann/json.hpp>

namespace dgex::api {

namespace {

constexpr std::string_view kEnrolments = "/v1/enrolments";
constexpr std::size_t kWaitersMax = 10'000;
constexpr std::size_t kSubmissionsKept = 65'536;

HttpReply jsonReply(int status, const std::string& text)
{
    return {status, std::string{kJsonType}, {text.begin(), text.end()}};
}

HttpReply replyOf(DeskError error)
{
    switch (error) {
    case DeskError::Malformed:
        return errorReply(400, describe(error));
    case DeskError::NotThere:
        return errorReply(404, describe(error));
    case DeskError::AlreadyDecided:
        return errorReply(409, describe(error));
    case DeskError::Full:
    case DeskError::NotStored:
        break;
    }
    return errorReply(503, describe(error));
}

HttpReply submitEnrolment(EnrolmentDesk& desk, const Bytes& body, UtcTime now)
{
    const auto request = parseEnrolmentRequest(body);
    const auto fingerprint = request ? desk.submit(*request, now) : std::unexpected(DeskError::Malformed);
    return fingerprint ? jsonReply(202, toJson(*desk.find(*fingerprint))) : replyOf(fingerprint.error());
}

/// The fingerprint and the action behind it of a path below /v1/enrolments/.
struct EnrolmentPath {
    const Enrolment* enrolment = nullptr;
    std::string_view action;
};

EnrolmentPath enrolmentAt(const EnrolmentDesk& desk, std::string_view path)
{
    path.remove_prefix(kEnrolments.size() + 1);
    const std::size_t slash = path.find('/');
    const auto fingerprint = crypto::parseFingerprint(path.substr(0, slash));
    const auto action = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    return {fingerprint ? desk.find(*fingerprint) : nullptr, action};
}

UtcTime systemClock()
{
    return UtcTime{QDateTime::currentMSecsSinceEpoch()};
}

} // namespace

struct NodeBackend::Waiter {
    std::uint64_t after;
    Reply reply;
    std::unique_ptr<QTimer> timer;
};

struct NodeBackend::Submission {
    std::optional<Answer> answer; ///< None: the service has not answered yet.
    std::vector<Reply> replies;
};

NodeBackend::NodeBackend(Parts parts)
    : m_parts(std::move(parts))
    , m_access(*m_parts.registry, m_parts.market)
    , m_self(std::make_shared<NodeBackend*>(this))
{
    if (!m_parts.now)
        m_parts.now = systemClock;
}

NodeBackend::~NodeBackend()
{
    *m_self = nullptr;
}

std::size_t NodeBackend::waiting() const
{
    return m_waiters.size();
}

void NodeBackend::handle(const Call& call, Reply reply)
{
    const Caller caller = m_access.identify(call, m_parts.now());
    if (call.http.path == "/v1/openapi.json") {
        reply(call.http.method == "GET" ? jsonReply(200, std::string{openApiDocument()})
                                        : errorReply(405, "only GET is possible here"));
        return;
    }
    if (auto enrolled = enrolment(call, caller)) {
        reply(std::move(*enrolled));
        return;
    }
    const auto request = fromHttp(call.http);
    if (!request) {
        HttpReply refused = api::replyOf(ApiError::BadRequest);
        refused.status = statusOf(request.error());
        reply(std::move(refused));
        return;
    }
    if (const auto refusal = m_access.refusal(*request, caller))
        reply(api::replyOf(*refusal));
    else
        serve(*request, reply);
}

void NodeBackend::serve(const Request& request, const Reply& reply)
{
    if (const auto* submission = std::get_if<SubmitRequest>(&request)) {
        submit(*submission, reply);
        return;
    }
    if (const auto* head = std::get_if<HeadRequest>(&request); head != nullptr && head->waitSeconds > 0) {
        wait(*head, reply);
        return;
    }
    m_parts.service->serveLater(request, [reply](const Answer& answer) { reply(api::replyOf(answer)); });
}

void NodeBackend::submit(const SubmitRequest& request, const Reply& reply)
{
    const Hash256 transaction = crypto::sha256(request.transaction);
    auto [place, isNew] = m_submissions.try_emplace(transaction);
    if (place->second.answer) {
        reply(api::replyOf(*place->second.answer));
        return;
    }
    place->second.replies.push_back(reply);
    if (!isNew)
        return;
    m_parts.service->serveLater(request, [self = m_self, transaction](const Answer& answer) {
        if (*self != nullptr)
            (*self)->settle(transaction, answer);
    });
}

void NodeBackend::settle(const Hash256& transaction, const Answer& answer)
{
    const auto place = m_submissions.find(transaction);
    if (place == m_submissions.end())
        return;
    const std::vector<Reply> replies = std::move(place->second.replies);
    if (std::holds_alternative<SubmitAnswer>(answer)) {
        place->second = {answer, {}};
        m_settled.push_back(transaction);
        if (m_settled.size() > kSubmissionsKept) {
            m_submissions.erase(m_settled.front());
            m_settled.pop_front();
        }
    } else {
        m_submissions.erase(place); // What failed may be tried again.
    }
    for (const Reply& reply : replies)
        reply(api::replyOf(answer));
}

void NodeBackend::wait(const HeadRequest& request, const Reply& reply)
{
    const auto answerNow = [this, after = request.after, reply] {
        m_parts.service->serveLater(HeadRequest{after, 0},
                                    [reply](const Answer& answer) { reply(api::replyOf(answer)); });
    };
    const Answer head = m_parts.service->serve(HeadRequest{});
    const auto* known = std::get_if<HeadAnswer>(&head);
    if (known == nullptr || known->height > request.after) {
        answerNow();
        return;
    }
    if (m_waiters.size() >= kWaitersMax) {
        reply(api::replyOf(ApiError::TooMany));
        return;
    }
    const auto place = m_waiters.insert(m_waiters.end(), Waiter{request.after, reply, std::make_unique<QTimer>()});
    place->timer->setSingleShot(true);
    QObject::connect(place->timer.get(), &QTimer::timeout, [this, place, answerNow] {
        place->timer.release()->deleteLater();
        m_waiters.erase(place);
        answerNow();
    });
    place->timer->start(std::chrono::seconds{request.waitSeconds});
}

void NodeBackend::blockArrived(std::uint64_t height)
{
    m_height = std::max(m_height, height);
    std::vector<Reply> replies;
    for (auto at = m_waiters.begin(); at != m_waiters.end();) {
        if (at->after < m_height) {
            replies.push_back(std::move(at->reply));
            at = m_waiters.erase(at);
        } else {
            ++at;
        }
    }
    for (const Reply& reply : replies)
        m_parts.service->serveLater(HeadRequest{}, [reply](const Answer& answer) { reply(api::replyOf(answer)); });
}

std::optional<HttpReply> NodeBackend::enrolment(const Call& call, const Caller& caller)
{
    const std::string& path = call.http.path;
    if (m_parts.desk == nullptr || !path.starts_with(kEnrolments))
        return std::nullopt;
    const bool isOperator = caller.standing && caller.standing->isOperator() && !caller.standing->revoked;
    const bool reads = call.http.method == "GET";
    if (path == kEnrolments) {
        if (!reads)
            return submitEnrolment(*m_parts.desk, call.http.body, m_parts.now());
        if (!isOperator)
            return errorReply(403, "only the operator may list the requests");
        nlohmann::json list = nlohmann::json::array();
        for (const Enrolment* one : m_parts.desk->all())
            list.push_back(nlohmann::json::parse(toJson(*one)));
        return jsonReply(200, list.dump());
    }
    if (path[kEnrolments.size()] != '/')
        return std::nullopt;
    const EnrolmentPath wanted = enrolmentAt(*m_parts.desk, path);
    if (!wanted.action.empty() && !isOperator)
        return errorReply(403, "only the operator may decide");
    if (wanted.enrolment == nullptr)
        return replyOf(DeskError::NotThere);
    if (wanted.action.empty())
        return reads ? jsonReply(200, toJson(*wanted.enrolment)) : errorReply(405, "only GET is possible here");
    if (reads)
        return errorReply(405, "only POST is possible here");
    return decide(*wanted.enrolment, wanted.action, call.http.body);
}

HttpReply NodeBackend::decide(const Enrolment& enrolment, std::string_view action, const Bytes& body)
{
    const Hash256 fingerprint = enrolment.fingerprint();
    std::optional<DeskError> failure = DeskError::Malformed;
    const auto failureOf = [](const std::expected<void, DeskError>& done) {
        return done ? std::nullopt : std::optional{done.error()};
    };
    if (action == "approval") {
        const auto admission = decodeAdmission(body);
        if (admission && admission->anchor.market == m_parts.market)
            failure = failureOf(m_parts.desk->approve(fingerprint, *admission));
    } else if (action == "refusal") {
        const auto object = nlohmann::json::parse(body.begin(), body.end(), nullptr, /*allow_exceptions=*/false);
        if (object.is_object() && object.size() == 1 && object.contains("reason") && object["reason"].is_string())
            failure = failureOf(m_parts.desk->refuse(fingerprint, object["reason"].get<std::string>()));
    } else {
        return errorReply(404, "no such operation");
    }
    return failure ? replyOf(*failure) : jsonReply(200, toJson(*m_parts.desk->find(fingerprint)));
}

void EnrolmentBackend::handle(const Call& call, Reply reply)
{
    const HttpCall& http = call.http;
    if (http.path == kEnrolments && http.method == "POST") {
        reply(submitEnrolment(m_desk, http.body, systemClock()));
        return;
    }
    if (http.method != "GET" || !http.path.starts_with(std::string{kEnrolments} + "/")) {
        reply(errorReply(404, "homes without a certificate can only ask for one here"));
        return;
    }
    const EnrolmentPath wanted = enrolmentAt(m_desk, http.path);
    reply(wanted.enrolment != nullptr && wanted.action.empty() ? jsonReply(200, toJson(*wanted.enrolment))
                                                               : replyOf(DeskError::NotThere));
}

} // namespace dgex::api
