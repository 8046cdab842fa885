// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <format>
#include <ostream>
#include <span>
#include <string_view>

namespace dgex::crypto {

/// Bytes that must not get out: a key, a passphrase. They lie in pages of their own that are left out of core dumps
/// (MADV_DONTDUMP), out of forked children (MADV_WIPEONFORK) and, where the system permits it, out of swap (mlock), and
/// are cleansed at the end. A secret cannot be copied, compared, formatted or streamed by mistake.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::size_t size);
    explicit Secret(ByteView bytes);
    explicit Secret(std::string_view text)
        : Secret(viewOf(text))
    {
    }
    ~Secret();
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] ByteView bytes() const { return {m_bytes, m_size}; }
    [[nodiscard]] std::span<std::uint8_t> bytes() { return {m_bytes, m_size}; }
    [[nodiscard]] std::string_view text() const { return {reinterpret_cast<const char*>(m_bytes), m_size}; }
    /// Drops the end; the dropped bytes are cleansed. Requires: size <= size().
    void shorten(std::size_t size);

private:
    void release();

    std::uint8_t* m_bytes = nullptr;
    std::size_t m_size = 0;
    std::size_t m_mapped = 0;
};

std::ostream& operator<<(std::ostream&, const Secret&) = delete;

/// Random bytes of the system, good for keys.
void fillRandom(std::span<std::uint8_t> bytes);

/// Keeps this process's memory from other processes and from core dumps: PR_SET_DUMPABLE 0 and a core size limit of 0.
/// Call it first in every program that holds private keys. False when the system refused.
[[nodiscard]] bool protectProcess();

} // namespace dgex::crypto

template <>
struct std::formatter<dgex::crypto::Secret> {
    formatter() = delete;
};
