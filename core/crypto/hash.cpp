// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/hash.h"

#include "core/base/assert.h"

#include <openssl/evp.h>

namespace dgex::crypto {

namespace {

struct FreeDigest {
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// One per thread: fetching the digest and allocating a context cost more than hashing a Merkle node.
struct ThreadHasher {
    std::unique_ptr<EVP_MD, FreeDigest> digest{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

} // namespace

Hash256 sha256(ByteView bytes)
{
    return sha256(bytes, {});
}

Hash256 sha256(ByteView first, ByteView second)
{
    thread_local const ThreadHasher hasher;
    DGEX_ASSERT(hasher.digest && hasher.context);
    EVP_MD_CTX* const context = hasher.context.get();
    Hash256 hash{};
    unsigned int size = 0;
    DGEX_ASSERT(EVP_DigestInit_ex2(context, hasher.digest.get(), nullptr) == 1);
    DGEX_ASSERT(first.empty() || EVP_DigestUpdate(context, first.data(), first.size()) == 1);
    DGEX_ASSERT(second.empty() || EVP_DigestUpdate(context, second.data(), second.size()) == 1);
    DGEX_ASSERT(EVP_DigestFinal_ex(context, hash.data(), &size) == 1 && size == hash.size());
    return hash;
}

} // namespace dgex::crypto
