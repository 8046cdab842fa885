// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/backend.h"
#include "core/api/enrolment.h"
#include "core/api/service.h"

#include <deque>
#include <list>
#include <memory>

namespace dgex::api {

/// A node behind HTTPS: the API's calls with their authorisation, long polls for new blocks, idempotent submission, the
/// OpenAPI document and the operator's enrolment desk.
/// Paths beside those of http_call.h:
///   GET  /v1/openapi.json                          by anybody with a certificate
///   GET  /v1/enrolments                            by the operator: a JSON list
///   POST /v1/enrolments                            by anybody: a request, also for renewal
///   GET  /v1/enrolments/{fingerprint}              by anybody: what became of it
///   POST /v1/enrolments/{fingerprint}/approval     by the operator: an encoded Admission
///   POST /v1/enrolments/{fingerprint}/refusal      by the operator: {"reason": text}
/// Thread: the service's, which is the server's.
class NodeBackend final : public Backend {
public:
    struct Parts {
        Service* service = nullptr;         ///< Outlives the backend.
        const Registry* registry = nullptr; ///< Outlives the backend.
        MarketId market;
        EnrolmentDesk* desk = nullptr; ///< May be none: enrolment paths are then not there.
        std::function<UtcTime()> now;  ///< None: the system's clock.
    };
    explicit NodeBackend(Parts parts);
    ~NodeBackend() override;

    void handle(const Call& call, Reply reply) override;
    /// Answers the long polls that wait for a block. Call it after every block.
    void blockArrived(std::uint64_t height);
    [[nodiscard]] std::size_t waiting() const;

private:
    struct Waiter;
    struct Submission;

    void serve(const Request& request, const Reply& reply);
    void submit(const SubmitRequest& request, const Reply& reply);
    void settle(const Hash256& transaction, const Answer& answer);
    void wait(const HeadRequest& request, const Reply& reply);
    /// None when the path is no enrolment path.
    [[nodiscard]] std::optional<HttpReply> enrolment(const Call& call, const Caller& caller);
    [[nodiscard]] HttpReply decide(const Enrolment& enrolment, std::string_view action, const Bytes& body);

    Parts m_parts;
    Access m_access;
    std::uint64_t m_height = 0;
    std::list<Waiter> m_waiters;
    std::map<Hash256, Submission> m_submissions; ///< By the transaction's hash.
    std::deque<Hash256> m_settled;               ///< Answered submissions, oldest first.
    std::shared_ptr<NodeBackend*> m_self;        ///< Emptied at the end, for answers that come later.
};

/// The way in for homes that have no certificate yet: POST /v1/enrolments and GET /v1/enrolments/{fingerprint}, and
/// nothing else. For a server that asks for no certificate. Thread: the desk's, which is the server's.
class EnrolmentBackend final : public Backend {
public:
    /// The desk outlives the backend.
    explicit EnrolmentBackend(EnrolmentDesk& desk)
        : m_desk(desk)
    {
    }
    void handle(const Call& call, Reply reply) override;

private:
    EnrolmentDesk& m_desk;
};

} // namespace dgex::api
