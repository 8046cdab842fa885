// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/secret.h"

#include "core/base/assert.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace dgex::crypto {

Secret::Secret(std::size_t size)
{
    if (size == 0)
        return;
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    m_mapped = (size + page - 1) / page * page;
    void* const place = ::mmap(nullptr, m_mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    DGEX_ASSERT(place != MAP_FAILED);
    m_bytes = static_cast<std::uint8_t*>(place);
    m_size = size;
    ::madvise(m_bytes, m_mapped, MADV_DONTDUMP);
    ::madvise(m_bytes, m_mapped, MADV_WIPEONFORK);
    ::mlock(m_bytes, m_mapped); // Denied above RLIMIT_MEMLOCK; the rest of the protection stands.
}

Secret::Secret(ByteView bytes)
    : Secret(bytes.size())
{
    std::ranges::copy(bytes, m_bytes);
}

Secret::~Secret()
{
    release();
}

Secret::Secret(Secret&& other) noexcept
    : m_bytes(std::exchange(other.m_bytes, nullptr))
    , m_size(std::exchange(other.m_size, 0))
    , m_mapped(std::exchange(other.m_mapped, 0))
{
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        release();
        m_bytes = std::exchange(other.m_bytes, nullptr);
        m_size = std::exchange(other.m_size, 0);
        m_mapped = std::exchange(other.m_mapped, 0);
    }
    return *this;
}

void Secret::shorten(std::size_t size)
{
    DGEX_ASSERT(size <= m_size);
    if (m_bytes != nullptr)
        OPENSSL_cleanse(m_bytes + size, m_size - size);
    m_size = size;
}

void Secret::release()
{
    if (m_bytes == nullptr)
        return;
    OPENSSL_cleanse(m_bytes, m_mapped);
    ::munmap(m_bytes, m_mapped);
    m_bytes = nullptr;
}

void fillRandom(std::span<std::uint8_t> bytes)
{
    DGEX_ASSERT(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
}

bool protectProcess()
{
    const rlimit none{0, 0};
    return ::setrlimit(RLIMIT_CORE, &none) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

} // namespace dgex::crypto
