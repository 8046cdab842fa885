// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/backend.h"

#include <nlohmann/json.hpp>

namespace dgex::api {

HttpReply replyOf(const Answer& answer)
{
    return {statusOf(answer), std::string{kAnswerType}, encode(answer)};
}

HttpReply errorReply(int status, std::string_view reason)
{
    const std::string text = nlohmann::json{{"error", std::string{reason}}}.dump();
    return {status, std::string{kJsonType}, {text.begin(), text.end()}};
}

} // namespace dgex::api
