// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/enrolment.h"

#include "core/base/encoding.h"
#include "core/base/text.h"
#include "core/crypto/key_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace dgex::api {

namespace {

using nlohmann::json;

constexpr std::size_t kCertificateMax = 1U << 14;
constexpr std::size_t kRequestJsonMax = 1U << 14;
constexpr std::size_t kEnrolmentJsonMax = 1U << 18;
constexpr std::size_t kKeySizeMax = 4096;
constexpr std::size_t kMeterMax = 64;
constexpr std::size_t kReasonMax = 200;
constexpr std::int64_t kCapacityMax = 10'000'000;

Bytes bytesOf(const std::string& text)
{
    return {text.begin(), text.end()};
}

Bytes admissionPreimage(const Admission& admission)
{
    Encoder encoder;
    encoder.domain("admission").raw(admission.anchor.market.bytes).u64(admission.participant.number);
    encoder.u32(admission.anchor.threshold).u32(static_cast<std::uint32_t>(admission.anchor.authorities.size()));
    for (const crypto::PublicKey& key : admission.anchor.authorities)
        encoder.u16(static_cast<std::uint16_t>(key.algorithm)).blob(key.der);
    return encoder.text(admission.certificatePem).take();
}

bool isPlain(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

std::optional<json> parseObject(ByteView bytes, std::size_t sizeMax)
{
    if (bytes.size() > sizeMax)
        return std::nullopt;
    json parsed = json::parse(bytes.begin(), bytes.end(), nullptr, /*allow_exceptions=*/false);
    if (!parsed.is_object())
        return std::nullopt;
    return parsed;
}

std::optional<std::string> textAt(const json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? std::optional{found->get<std::string>()} : std::nullopt;
}

std::optional<std::int64_t> integerAt(const json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? std::optional{found->get<std::int64_t>()}
                                                               : std::nullopt;
}

std::optional<EnrolmentRequest> requestOf(const json& object)
{
    const auto pem = textAt(object, "request");
    const auto meter = textAt(object, "meter");
    const auto capacity = integerAt(object, "connection_capacity_w");
    if (!pem || !meter || meter->size() > kMeterMax || !isPlain(*meter) || !capacity || *capacity <= 0 ||
        *capacity > kCapacityMax)
        return std::nullopt;
    return EnrolmentRequest{*pem, *meter, Power{*capacity}};
}

json jsonOf(const EnrolmentRequest& request)
{
    return {{"request", request.requestPem},
            {"meter", request.meter},
            {"connection_capacity_w", request.connectionCapacity.count()}};
}

} // namespace

Bytes encode(const Admission& admission)
{
    Encoder encoder;
    encoder.raw(admissionPreimage(admission)).u16(static_cast<std::uint16_t>(admission.signature.algorithm));
    return encoder.blob(admission.signature.bytes).take();
}

std::optional<Admission> decodeAdmission(ByteView bytes)
{
    const auto takeAlgorithm = [](Decoder& decoder) {
        if (decoder.u16() != static_cast<std::uint16_t>(crypto::Algorithm::RsaPkcs1Sha256))
            decoder.fail();
        return crypto::Algorithm::RsaPkcs1Sha256;
    };
    Decoder decoder{bytes};
    Admission admission;
    decoder.domain("admission");
    admission.anchor.market.bytes = decoder.array<16>();
    admission.participant.number = decoder.u64();
    admission.anchor.threshold = decoder.u32();
    const std::uint32_t count = decoder.listCount(ledger::kAuthoritiesMax, 6);
    for (std::uint32_t i = 0; i < count; ++i) {
        const crypto::Algorithm algorithm = takeAlgorithm(decoder);
        admission.anchor.authorities.push_back({algorithm, decoder.blob(kKeySizeMax)});
    }
    admission.certificatePem = decoder.text(kCertificateMax);
    admission.signature.algorithm = takeAlgorithm(decoder);
    admission.signature.bytes = decoder.blob(ledger::kSignatureSizeMax);
    if (!decoder.finished() || admission.anchor.threshold < 1 || admission.anchor.threshold > count)
        return std::nullopt;
    return admission;
}

std::expected<Admission, crypto::CryptoError> sign(Admission admission, const crypto::Signer& authority)
{
    auto signature = authority.sign(admissionPreimage(admission));
    if (!signature)
        return std::unexpected(signature.error());
    admission.signature = std::move(*signature);
    return admission;
}

bool holds(const Admission& admission, std::string_view authorityPem, const crypto::PublicKey& key, UtcTime now)
{
    const auto authority = crypto::readCertificate(authorityPem);
    const auto certificate = crypto::verifyIssued(admission.certificatePem, authorityPem, now);
    return authority && authority->isAuthority && certificate && certificate->key == key &&
           crypto::Verifier{}.verify(authority->key, admissionPreimage(admission), admission.signature);
}

Bytes toJson(const EnrolmentRequest& request)
{
    return bytesOf(jsonOf(request).dump());
}

std::optional<EnrolmentRequest> parseEnrolmentRequest(ByteView bytes)
{
    const auto object = parseObject(bytes, kRequestJsonMax);
    return object && object->size() == 3 ? requestOf(*object) : std::nullopt;
}

std::string_view nameOf(EnrolmentState state)
{
    switch (state) {
    case EnrolmentState::Pending:
        return "pending";
    case EnrolmentState::Approved:
        return "approved";
    case EnrolmentState::Refused:
        return "refused";
    }
    return "unknown";
}

std::string toJson(const Enrolment& enrolment)
{
    json object = jsonOf(enrolment.request);
    object["fingerprint"] = toHex(enrolment.fingerprint());
    object["name"] = enrolment.name;
    object["received"] = enrolment.received.milliseconds();
    object["state"] = nameOf(enrolment.state);
    if (enrolment.state == EnrolmentState::Refused)
        object["reason"] = enrolment.reason;
    if (enrolment.state == EnrolmentState::Approved)
        object["admission"] = toHex(enrolment.admission);
    return object.dump();
}

std::optional<Enrolment> parseEnrolment(ByteView bytes)
{
    const auto object = parseObject(bytes, kEnrolmentJsonMax);
    auto request = object ? requestOf(*object) : std::nullopt;
    if (!request)
        return std::nullopt;
    const auto read = crypto::readRequest(request->requestPem);
    const auto received = integerAt(*object, "received");
    const auto state = textAt(*object, "state");
    if (!read || !received || !state)
        return std::nullopt;
    Enrolment enrolment{std::move(*request),     read->name, read->key, UtcTime{*received},
                        EnrolmentState::Pending, {},         {}};
    if (*state == nameOf(EnrolmentState::Refused)) {
        enrolment.state = EnrolmentState::Refused;
        enrolment.reason = textAt(*object, "reason").value_or("");
    } else if (*state == nameOf(EnrolmentState::Approved)) {
        const auto admission = fromHex(textAt(*object, "admission").value_or(""));
        if (!admission || !decodeAdmission(*admission))
            return std::nullopt;
        enrolment.state = EnrolmentState::Approved;
        enrolment.admission = *admission;
    } else if (*state != nameOf(EnrolmentState::Pending)) {
        return std::nullopt;
    }
    return enrolment;
}

std::string_view describe(DeskError error)
{
    switch (error) {
    case DeskError::Malformed:
        return "the request cannot be read, or is not signed by its own key";
    case DeskError::Full:
        return "too many requests wait for the operator";
    case DeskError::NotThere:
        return "no such request";
    case DeskError::AlreadyDecided:
        return "this request was decided already";
    case DeskError::NotStored:
        return "the request could not be stored";
    }
    return "unknown error";
}

EnrolmentDesk::EnrolmentDesk(std::filesystem::path folder)
    : m_folder(std::move(folder))
{
    std::error_code error;
    std::filesystem::create_directories(m_folder, error);
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, error)) {
        if (entry.path().extension() != ".json")
            continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        const Bytes bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        if (auto enrolment = parseEnrolment(bytes))
            m_enrolments[enrolment->fingerprint()] = std::move(*enrolment);
    }
}

std::expected<void, DeskError> EnrolmentDesk::store(const Enrolment& enrolment)
{
    const std::string text = toJson(enrolment);
    if (!crypto::replaceFile(m_folder / (toHex(enrolment.fingerprint()) + ".json"), viewOf(text), 0600))
        return std::unexpected(DeskError::NotStored);
    m_enrolments[enrolment.fingerprint()] = enrolment;
    return {};
}

std::expected<Hash256, DeskError> EnrolmentDesk::submit(const EnrolmentRequest& request, UtcTime now)
{
    const auto read = crypto::readRequest(request.requestPem);
    if (!read || !isPlain(read->name))
        return std::unexpected(DeskError::Malformed);
    const Enrolment enrolment{request, read->name, read->key, now, EnrolmentState::Pending, {}, {}};
    const Hash256 fingerprint = enrolment.fingerprint();
    if (const Enrolment* known = find(fingerprint); known != nullptr && known->state != EnrolmentState::Refused)
        return fingerprint;
    const auto pending = std::ranges::count_if(
        m_enrolments, [](const auto& one) { return one.second.state == EnrolmentState::Pending; });
    if (static_cast<std::size_t>(pending) >= kPendingMax)
        return std::unexpected(DeskError::Full);
    if (auto stored = store(enrolment); !stored)
        return std::unexpected(stored.error());
    return fingerprint;
}

const Enrolment* EnrolmentDesk::find(const Hash256& fingerprint) const
{
    const auto known = m_enrolments.find(fingerprint);
    return known == m_enrolments.end() ? nullptr : &known->second;
}

std::vector<const Enrolment*> EnrolmentDesk::all() const
{
    std::vector<const Enrolment*> all;
    for (const auto& [fingerprint, enrolment] : m_enrolments)
        all.push_back(&enrolment);
    std::ranges::sort(all, {}, [](const Enrolment* one) { return one->received; });
    return all;
}

std::expected<void, DeskError> EnrolmentDesk::approve(const Hash256& fingerprint, const Admission& admission)
{
    const Enrolment* known = find(fingerprint);
    if (known == nullptr)
        return std::unexpected(DeskError::NotThere);
    const auto former = decodeAdmission(known->admission);
    if (known->state == EnrolmentState::Refused || (former && former->participant != admission.participant))
        return std::unexpected(DeskError::AlreadyDecided);
    const auto certificate = crypto::readCertificate(admission.certificatePem);
    if (!certificate || certificate->key != known->key)
        return std::unexpected(DeskError::Malformed);
    Enrolment approved = *known;
    approved.state = EnrolmentState::Approved;
    approved.admission = encode(admission);
    return store(approved);
}

std::expected<void, DeskError> EnrolmentDesk::refuse(const Hash256& fingerprint, std::string reason)
{
    const Enrolment* known = find(fingerprint);
    if (known == nullptr)
        return std::unexpected(DeskError::NotThere);
    if (known->state == EnrolmentState::Approved)
        return std::unexpected(DeskError::AlreadyDecided);
    if (reason.size() > kReasonMax || !isPlain(reason))
        return std::unexpected(DeskError::Malformed);
    Enrolment refused = *known;
    refused.state = EnrolmentState::Refused;
    refused.reason = std::move(reason);
    return store(refused);
}

} // namespace dgex::api
