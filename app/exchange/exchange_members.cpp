// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Exchange about homes that join and leave.
#include "app/exchange/exchange.h"

#include "core/crypto/certificate.h"

#include <algorithm>

namespace dgex::app {

namespace {

constexpr std::chrono::hours kFirstRequest{6};
constexpr std::chrono::hours kBetweenRequests{6};

} // namespace

JoinRequest* Exchange::pendingRequest(const Hash256& fingerprint)
{
    const auto found = std::ranges::find_if(m_joinRequests, [&](const JoinRequest& request) {
        return request.fingerprint == fingerprint && request.state == views::EnrolmentState::Pending;
    });
    return found == m_joinRequests.end() ? nullptr : &*found;
}

std::expected<void, std::string> Exchange::approve(const Hash256& fingerprint)
{
    JoinRequest* const request = pendingRequest(fingerprint);
    if (request == nullptr)
        return std::unexpected("nobody asks to join by this key");
    if (auto sent = m_operator->enrol(request->enrolment); !sent)
        return std::unexpected(sent.error().reason);
    if (auto done = commit(); !done)
        return done;
    request->state = views::EnrolmentState::Approved;
    request->takesPartFrom = Period::containing(now()).end();
    m_nextRequest = now() + kBetweenRequests;
    return {};
}

std::expected<void, std::string> Exchange::refuse(const Hash256& fingerprint)
{
    JoinRequest* const request = pendingRequest(fingerprint);
    if (request == nullptr)
        return std::unexpected("nobody asks to join by this key");
    request->state = views::EnrolmentState::Refused;
    m_nextRequest = now() + kBetweenRequests;
    return {};
}

std::expected<void, std::string> Exchange::revoke(ParticipantId home)
{
    if (!m_node->state().participants().contains(home) || isRevoked(home))
        return std::unexpected("participant " + std::to_string(home.number) + " does not take part");
    if (auto sent = m_operator->revoke(home, ledger::RevocationReason::Unspecified); !sent)
        return std::unexpected(sent.error().reason);
    return commit();
}

bool Exchange::isRevoked(ParticipantId home) const
{
    const auto& participants = m_node->state().participants();
    const auto found = participants.find(home);
    return found != participants.end() && found->second.revoked.has_value();
}

void Exchange::receiveNewcomers()
{
    const auto isDue = [this](const JoinRequest& request) {
        return request.takesPartFrom && *request.takesPartFrom <= now() &&
               request.enrolment.participant == enrolmentOf(m_controllers.size()).participant;
    };
    if (m_controllers.size() == m_setup.homes.size())
        return;
    if (std::ranges::any_of(m_joinRequests, isDue)) {
        const Energy before = measured().unaccounted();
        addController();
        m_unaccountedAtStart += measured().unaccounted() - before;
    }
    const bool waits = !m_joinRequests.empty() &&
                       (m_joinRequests.back().state == views::EnrolmentState::Pending || now() < *m_nextRequest);
    const std::size_t next = m_controllers.size();
    if (waits || next == m_setup.homes.size() || now() < m_setup.start.start() + kFirstRequest)
        return;
    const node::Enrolment enrolment = enrolmentOf(next);
    m_joinRequests.push_back({m_setup.names[next], enrolment, crypto::fingerprintOf(enrolment.key), now()});
}

} // namespace dgex::app
