// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"

#include <filesystem>

namespace dgex::app {

/// Keys kept in a folder, unencrypted and readable by their owner only, in the order in which they were made. The
/// simulation keeps a pool in the user's cache so that a second start need not make them again; a node keeps the keys
/// that it made itself in its own folder. Every key is handed out once per object. Thread: one at a time.
class KeyPool final : public ports::KeySource {
public:
    explicit KeyPool(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {
    }
    /// Makes the keys that are missing for count hand-outs, on all cores; reports progress as (made, missing).
    std::expected<void, crypto::CryptoError> prepare(std::size_t count,
                                                     const std::function<void(std::size_t, std::size_t)>& progress);
    [[nodiscard]] std::expected<std::unique_ptr<crypto::Signer>, crypto::CryptoError> newKey() override;

private:
    [[nodiscard]] std::filesystem::path fileOf(std::size_t index) const;

    std::filesystem::path m_folder;
    std::size_t m_next = 0;
};

/// Makes fresh keys and keeps none.
class FreshKeys final : public ports::KeySource {
public:
    [[nodiscard]] std::expected<std::unique_ptr<crypto::Signer>, crypto::CryptoError> newKey() override
    {
        return crypto::makeRsaSigner();
    }
};

} // namespace dgex::app
