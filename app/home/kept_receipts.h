// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/service.h"
#include "core/ledger/evidence.h"

#include <filesystem>
#include <vector>

namespace dgex::app {

/// A home's way to its authorities that keeps every receipt in a file until the promise in it is kept, and turns a
/// broken one into evidence. A sheet that is acknowledged with a receipt that does not hold counts as not acknowledged.
/// Thread: one at a time.
class KeptReceipts final : public ports::Transport {
public:
    /// The way outlives this. Makes the folder.
    KeptReceipts(ports::Transport& way, std::filesystem::path folder, ledger::TrustAnchor anchor);

    [[nodiscard]] std::optional<Bytes> exchange(ByteView request) override;
    void distrust() override { m_way.distrust(); }

    /// Asks about every receipt of a closed round. A receipt that was honoured is forgotten; for one that was not, the
    /// evidence lies in the folder from now on. The new files of evidence.
    [[nodiscard]] std::vector<std::filesystem::path> settle(Round lastClosed);

private:
    ports::Transport& m_way;
    std::filesystem::path m_folder;
    ledger::TrustAnchor m_anchor;
    crypto::Verifier m_verifier;
};

} // namespace dgex::app
