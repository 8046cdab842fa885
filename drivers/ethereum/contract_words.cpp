// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/ethereum/contract_words.h"

#include <algorithm>
#include <format>

namespace dgex::drivers {

namespace {

constexpr std::string_view kAnchor = "0xe1455a31";      // anchor(uint32,uint64,uint64,bytes32,uint64,bytes32)
constexpr std::string_view kCheckpoints = "0x3e33125c"; // checkpoints(uint32)
constexpr std::string_view kMarket = "0x80f55605";      // market()
constexpr std::size_t kWord = 32;
constexpr std::size_t kMarketSize = 16;

std::string word(std::uint64_t value)
{
    return std::format("{:064x}", value);
}

std::uint64_t dayNumber(std::chrono::sys_days day)
{
    return static_cast<std::uint64_t>(day.time_since_epoch().count());
}

std::optional<Bytes> wordsOf(std::string_view answer, std::size_t count)
{
    if (!answer.starts_with("0x"))
        return std::nullopt;
    auto bytes = fromHex(answer.substr(2));
    return bytes && bytes->size() == count * kWord ? bytes : std::nullopt;
}

/// A word's number; none above 64 bits.
std::optional<std::uint64_t> numberAt(const Bytes& words, std::size_t index)
{
    const ByteView view = ByteView(words).subspan(index * kWord, kWord);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < kWord; ++i) {
        if (i < kWord - sizeof value && view[i] != 0)
            return std::nullopt;
        value = (value << 8) | view[i];
    }
    return value;
}

Hash256 hashAt(const Bytes& words, std::size_t index)
{
    Hash256 hash{};
    std::ranges::copy(ByteView(words).subspan(index * kWord, kWord), hash.begin());
    return hash;
}

} // namespace

std::string anchorCall(const ports::DailyCheckpoint& checkpoint)
{
    return std::string(kAnchor) + word(dayNumber(checkpoint.day)) + word(checkpoint.height) + word(checkpoint.logSize) +
           toHex(checkpoint.logRoot) + word(checkpoint.resultCount) + toHex(checkpoint.resultRoot);
}

std::string checkpointCall(std::chrono::sys_days day)
{
    return std::string(kCheckpoints) + word(dayNumber(day));
}

std::string marketCall()
{
    return std::string(kMarket);
}

std::string deploymentData(std::string_view code, ByteView market)
{
    return "0x" + std::string(code) + toHex(market) + std::string(2 * (kWord - kMarketSize), '0');
}

std::optional<ports::DailyCheckpoint> decodeCheckpoint(std::string_view answer, std::chrono::sys_days day)
{
    const auto words = wordsOf(answer, 5);
    if (!words)
        return std::nullopt;
    const auto height = numberAt(*words, 0);
    const auto logSize = numberAt(*words, 1);
    const auto resultCount = numberAt(*words, 2);
    if (!height || !logSize || !resultCount)
        return std::nullopt;
    return ports::DailyCheckpoint{.day = day,
                                  .height = *height,
                                  .logSize = *logSize,
                                  .logRoot = hashAt(*words, 3),
                                  .resultCount = *resultCount,
                                  .resultRoot = hashAt(*words, 4)};
}

std::optional<Bytes> decodeMarket(std::string_view answer)
{
    auto words = wordsOf(answer, 1);
    if (!words || std::any_of(words->begin() + kMarketSize, words->end(), [](std::uint8_t byte) { return byte != 0; }))
        return std::nullopt;
    words->resize(kMarketSize);
    return words;
}

bool isAddress(std::string_view text)
{
    return text.starts_with("0x") && text.size() == 42 && fromHex(text.substr(2)).has_value();
}

} // namespace dgex::drivers
