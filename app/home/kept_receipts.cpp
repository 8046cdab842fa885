// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/home/kept_receipts.h"

#include "core/crypto/key_file.h"

#include <fstream>

namespace dgex::app {

namespace {

constexpr const char* kReceipt = ".receipt";
constexpr const char* kEvidence = ".evidence";

std::optional<ledger::Receipt> receiptIn(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    const Bytes bytes{std::istreambuf_iterator<char>{stream}, {}};
    return ledger::decodeReceipt(bytes);
}

} // namespace

KeptReceipts::KeptReceipts(ports::Transport& way, std::filesystem::path folder, ledger::TrustAnchor anchor)
    : m_way(way)
    , m_folder(std::move(folder))
    , m_anchor(std::move(anchor))
{
    std::error_code error;
    std::filesystem::create_directories(m_folder, error);
}

std::optional<Bytes> KeptReceipts::exchange(ByteView request)
{
    auto answer = m_way.exchange(request);
    const auto asked = answer ? api::decodeRequest(request) : std::nullopt;
    const auto* const submission = asked ? std::get_if<api::SubmitRequest>(&*asked) : nullptr;
    const auto said = submission != nullptr ? api::decodeAnswer(*answer) : std::nullopt;
    const auto* const taken = said ? std::get_if<api::SubmitAnswer>(&*said) : nullptr;
    if (taken == nullptr || !taken->receipt)
        return answer;
    const ledger::Receipt& receipt = *taken->receipt;
    const auto sheet = ledger::decodeTransaction(submission->transaction);
    if (!sheet || !isAbout(receipt, *sheet) || !verify(receipt, m_anchor, ledger::checkWith(m_verifier)))
        return api::encode(api::Answer{api::ApiError::BadAnswer});
    // One that cannot be stored is worth no less to the ledger; only to a later complaint.
    (void)crypto::replaceFile(m_folder / (toHex(receipt.transaction) + kReceipt), encode(receipt), 0600);
    return answer;
}

std::vector<std::filesystem::path> KeptReceipts::settle(Round lastClosed)
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, error))
        if (entry.path().extension() == kReceipt)
            files.push_back(entry.path());
    std::vector<std::filesystem::path> evidence;
    api::Client client{m_way};
    for (const std::filesystem::path& file : files) {
        const auto receipt = receiptIn(file);
        if (!receipt || receipt->round > lastClosed)
            continue;
        const auto answer = client.brokenPromise(*receipt);
        const auto claim = answer ? ledger::decodeEvidence(*answer) : std::nullopt;
        const bool convicts = claim && std::holds_alternative<ledger::BrokenPromise>(*claim) &&
                              std::get<ledger::BrokenPromise>(*claim).receipt == *receipt &&
                              checkEvidence(*claim, m_anchor, ledger::checkWith(m_verifier));
        if (answer ? !convicts : answer.error() != api::ApiError::NotThere)
            continue; // Nothing was learned: ask again later.
        if (convicts) {
            const std::filesystem::path place = m_folder / (file.stem().string() + kEvidence);
            if (!crypto::replaceFile(place, *answer, 0644))
                continue;
            evidence.push_back(place);
        }
        std::filesystem::remove(file, error);
    }
    return evidence;
}

} // namespace dgex::app
