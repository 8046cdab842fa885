// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/shelf.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace dgex::storage {

namespace {

/// Where a file system has no files without names.
int openUnlinked(const std::filesystem::path& folder)
{
    std::string name = (folder / "shelf-XXXXXX").string();
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file >= 0)
        ::unlink(name.c_str());
    return file;
}

} // namespace

std::expected<std::shared_ptr<Shelf>, std::string> Shelf::open(const std::filesystem::path& folder)
{
    if (folder.empty())
        return std::shared_ptr<Shelf>(new Shelf(-1));
    int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0)
        file = openUnlinked(folder);
    if (file < 0)
        return std::unexpected(folder.string() + ": no file can be made there: " + std::strerror(errno));
    return std::shared_ptr<Shelf>(new Shelf(file));
}

Shelf::~Shelf()
{
    if (m_file >= 0)
        ::close(m_file);
}

void Shelf::write(std::uint64_t offset, ByteView bytes)
{
    const std::uint64_t end = offset + bytes.size();
    m_size = std::max(m_size, end);
    if (m_file < 0) {
        if (m_memory.size() < end)
            m_memory.resize(end);
        std::ranges::copy(bytes, m_memory.begin() + static_cast<std::ptrdiff_t>(offset));
        return;
    }
    while (!bytes.empty() && m_isGood) {
        const ssize_t done = ::pwrite(m_file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR)
            continue;
        m_isGood = done > 0;
        if (!m_isGood)
            return;
        bytes = bytes.subspan(static_cast<std::size_t>(done));
        offset += static_cast<std::uint64_t>(done);
    }
}

void Shelf::read(std::uint64_t offset, std::span<std::uint8_t> into) const
{
    std::ranges::fill(into, std::uint8_t{0});
    if (offset >= m_size)
        return;
    into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), m_size - offset)));
    if (m_file < 0) {
        std::copy_n(m_memory.begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
        return;
    }
    while (!into.empty()) {
        const ssize_t done = ::pread(m_file, into.data(), into.size(), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            m_isGood = m_isGood && done == 0; // A hole at the end is zeros.
            return;
        }
        into = into.subspan(static_cast<std::size_t>(done));
        offset += static_cast<std::uint64_t>(done);
    }
}

} // namespace dgex::storage
