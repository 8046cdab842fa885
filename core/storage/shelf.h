// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace dgex::storage {

/// Bytes that can be made again and need not be in memory: a file without a name, which goes with the process. Nothing
/// is synced. After a failure of the device it is no longer good, and what it gives is zeros.
/// Thread: one at a time; concurrent reading is fine.
class Shelf {
public:
    /// On the file system of a folder; with an empty path, in memory. The error is one sentence.
    [[nodiscard]] static std::expected<std::shared_ptr<Shelf>, std::string> open(const std::filesystem::path& folder);
    ~Shelf();
    Shelf(const Shelf&) = delete;
    Shelf& operator=(const Shelf&) = delete;

    /// Grows as needed; what was never written reads as zeros.
    void write(std::uint64_t offset, ByteView bytes);
    void append(ByteView bytes) { write(m_size, bytes); }
    void read(std::uint64_t offset, std::span<std::uint8_t> into) const;
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] bool isGood() const { return m_isGood; }

private:
    explicit Shelf(int file)
        : m_file(file)
    {
    }
    int m_file; ///< < 0: in memory.
    Bytes m_memory;
    std::uint64_t m_size = 0;
    mutable bool m_isGood = true;
};

} // namespace dgex::storage
