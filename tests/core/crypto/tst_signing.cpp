// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: signatures hold for exactly the bytes, key and algorithm they were made for. Method: one fresh key, every
// byte of a signature and of a message changed once, malformed keys and PEM texts.
#include "core/crypto/hash.h"
#include "core/crypto/signing.h"

#include <QTest>

#include <array>

using namespace dgex;

class TestSigning : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void hashesKnownMessages_data();
    void hashesKnownMessages();
    void hashesTwoPartsLikeTheirJoin();
    void verifiesWhatItSigned();
    void signsTheSameBytesTheSameWay();
    void refusesAnyChangedByte();
    void refusesMalformedKeysAndSignatures();
    void readsBackTheExportedKey();
    void refusesTextThatIsNoKey();
    void keepsKeysApart();

private:
    crypto::Library m_library;
    std::unique_ptr<crypto::Signer> m_signer;
    const Bytes m_message{'h', 'a', 'l', 'f', ' ', 'h', 'o', 'u', 'r'};
};

void TestSigning::initTestCase()
{
    auto signer = crypto::makeRsaSigner();
    QVERIFY2(signer.has_value(), signer ? "" : std::string(describe(signer.error())).c_str());
    m_signer = std::move(*signer);
    QVERIFY(!m_signer->publicKey().der.empty());
}

void TestSigning::hashesKnownMessages_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("empty") << QByteArray()
                           << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("FIPS 180-4 example, one block")
        << QByteArray("abc") << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("FIPS 180-4 example, two blocks")
        << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

void TestSigning::hashesKnownMessages()
{
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, hash);
    QCOMPARE(toHex(crypto::sha256(viewOf(message.toStdString()))), hash.toStdString());
}

void TestSigning::hashesTwoPartsLikeTheirJoin()
{
    const Bytes all{1, 2, 3, 4, 5, 6, 7};
    for (std::size_t cut = 0; cut <= all.size(); ++cut)
        QCOMPARE(crypto::sha256(ByteView(all).first(cut), ByteView(all).subspan(cut)), crypto::sha256(all));
}

void TestSigning::verifiesWhatItSigned()
{
    crypto::Verifier verifier;
    for (const Bytes& message : {Bytes{}, m_message, Bytes(100'000, 0x5a)}) {
        const auto signature = m_signer->sign(message);
        QVERIFY(signature.has_value());
        QVERIFY(verifier.verify(m_signer->publicKey(), message, *signature));
    }
}

void TestSigning::signsTheSameBytesTheSameWay()
{
    QCOMPARE(m_signer->sign(m_message)->bytes, m_signer->sign(m_message)->bytes);
}

void TestSigning::refusesAnyChangedByte()
{
    crypto::Verifier verifier;
    const crypto::Signature signature = m_signer->sign(m_message).value();
    for (std::size_t i = 0; i < signature.bytes.size(); ++i) {
        crypto::Signature changed = signature;
        changed.bytes[i] ^= 1;
        QVERIFY2(!verifier.verify(m_signer->publicKey(), m_message, changed), std::to_string(i).c_str());
    }
    for (std::size_t i = 0; i < m_message.size(); ++i) {
        Bytes changed = m_message;
        changed[i] ^= 0x80;
        QVERIFY2(!verifier.verify(m_signer->publicKey(), changed, signature), std::to_string(i).c_str());
    }
}

void TestSigning::refusesMalformedKeysAndSignatures()
{
    crypto::Verifier verifier;
    const crypto::Signature signature = m_signer->sign(m_message).value();
    const crypto::PublicKey& key = m_signer->publicKey();
    QVERIFY(!verifier.verify(key, m_message, {}));
    QVERIFY(!verifier.verify(key, m_message, {.algorithm = crypto::Algorithm{2}, .bytes = signature.bytes}));
    QVERIFY(!verifier.verify({.algorithm = crypto::Algorithm{2}, .der = key.der}, m_message, signature));
    QVERIFY(!verifier.verify({}, m_message, signature));
    for (std::size_t size = 0; size < key.der.size(); size += 7) {
        const Bytes cut(key.der.begin(), key.der.begin() + static_cast<std::ptrdiff_t>(size));
        QVERIFY(!verifier.verify({.algorithm = key.algorithm, .der = cut}, m_message, signature));
    }
}

void TestSigning::readsBackTheExportedKey()
{
    const auto pem = crypto::exportPem(*m_signer);
    QVERIFY(pem.has_value());
    const auto read = crypto::readRsaSigner(pem->text());
    QVERIFY(read.has_value());
    QVERIFY((*read)->publicKey() == m_signer->publicKey());
    QCOMPARE((*read)->sign(m_message)->bytes, m_signer->sign(m_message)->bytes);
}

void TestSigning::refusesTextThatIsNoKey()
{
    const std::string pem{crypto::exportPem(*m_signer).value().text()};
    for (const std::string& text : {std::string(), std::string("no key"), pem.substr(0, pem.size() / 2)}) {
        const auto read = crypto::readRsaSigner(text);
        QVERIFY(!read.has_value());
        QCOMPARE(read.error(), crypto::CryptoError::KeyNotRead);
    }
}

void TestSigning::keepsKeysApart()
{
    const auto other = crypto::makeRsaSigner().value();
    crypto::Verifier verifier;
    QVERIFY(other->publicKey() != m_signer->publicKey());
    const crypto::Signature signature = other->sign(m_message).value();
    QVERIFY(verifier.verify(other->publicKey(), m_message, signature));
    QVERIFY(!verifier.verify(m_signer->publicKey(), m_message, signature));
}

QTEST_GUILESS_MAIN(TestSigning)
#include "tst_signing.moc"
