// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/batching_transport.h"

#include "core/api/messages.h"

namespace dgex::app {

std::optional<Bytes> BatchingTransport::exchange(ByteView request)
{
    const std::optional<api::Request> decoded = api::decodeRequest(request);
    if (decoded && std::holds_alternative<api::SubmitRequest>(*decoded)) {
        m_waiting.emplace_back(request.begin(), request.end());
        return api::encode(api::Answer{api::SubmitAnswer{}});
    }
    const std::lock_guard turn{m_turns};
    return m_node.exchange(request);
}

bool BatchingTransport::deliver()
{
    bool taken = true;
    for (const Bytes& request : m_waiting) {
        const std::optional<Bytes> bytes = m_node.exchange(request);
        const std::optional<api::Answer> answer = bytes ? api::decodeAnswer(*bytes) : std::nullopt;
        taken = taken && answer && std::holds_alternative<api::SubmitAnswer>(*answer);
    }
    m_waiting.clear();
    return taken;
}

} // namespace dgex::app
