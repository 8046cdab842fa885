// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/log_line.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace dgex::app {

namespace {

spdlog::logger& logger()
{
    static const std::shared_ptr<spdlog::logger> made = [] {
        auto logger = std::make_shared<spdlog::logger>("dgexd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        logger->set_pattern("time=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
        logger->flush_on(spdlog::level::info);
        return logger;
    }();
    return *made;
}

} // namespace

void logLine(std::string_view level, std::string_view event, const std::string& fields)
{
    const std::string name{level};
    logger().log(spdlog::level::from_str(name), "event={}{}{}", event, fields.empty() ? "" : " ", fields);
}

std::string inQuotes(std::string_view value)
{
    std::string text{'"'};
    for (const char letter : value) {
        if (letter == '"' || letter == '\\')
            text += '\\';
        text += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
    }
    return text + '"';
}

} // namespace dgex::app
