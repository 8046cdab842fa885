// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a private key lies on the disk sealed or not at all, and a secret gets out only by asking for it. Method: real
// files, every byte of a sealed key changed once, files left by older versions, a child that is asked to dump.
#include "core/crypto/key_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>

using namespace dgex;

static_assert(!std::is_copy_constructible_v<crypto::Secret>);
static_assert(!std::formattable<crypto::Secret, char>);
template <class Type>
concept Streamable = requires(std::ostream& out, const Type& value) { out << value; };
static_assert(!Streamable<crypto::Secret>);

class TestKeyFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_signer = crypto::makeRsaSigner().value(); }

    void opensWhatItSealed()
    {
        for (const crypto::SealKind kind : {crypto::SealKind::Passphrase, crypto::SealKind::SecretFile}) {
            const crypto::SealKey key{kind, crypto::Secret{std::string_view{"thirty-two bytes and a few more.."}}};
            const crypto::SealKey other{kind, crypto::Secret{std::string_view{"thirty-two bytes and a few more.!"}}};
            const Bytes sealed = crypto::seal(viewOf("a private key"), key);
            QCOMPARE(crypto::unseal(sealed, key)->text(), std::string_view{"a private key"});
            QVERIFY(!crypto::unseal(sealed, other));
            QVERIFY(crypto::seal(viewOf("a private key"), key) != sealed);
        }
    }

    void refusesAnyChangedByte()
    {
        const crypto::SealKey key{crypto::SealKind::SecretFile, crypto::Secret{Bytes(32, 7)}};
        const Bytes sealed = crypto::seal(viewOf("a private key"), key);
        for (std::size_t i = 0; i < sealed.size(); ++i) {
            Bytes changed = sealed;
            changed[i] ^= 1;
            QVERIFY(!crypto::unseal(changed, key));
            QVERIFY(!crypto::unseal(ByteView{sealed}.first(i), key));
        }
    }

    void keepsOnlyTheSealedKeyOnTheDisk()
    {
        const auto file = path("new/home.key");
        const auto made = crypto::openOrMakeKey(file, passphrase("correct horse"));
        QVERIFY(made.has_value());
        QVERIFY(!contentOf(file).contains("PRIVATE KEY"));
        struct stat status{};
        QCOMPARE(::stat(file.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        const auto again = crypto::openOrMakeKey(file, passphrase("correct horse"));
        QVERIFY(again.has_value());
        QVERIFY((*again)->publicKey() == (*made)->publicKey());
        const auto refused = crypto::readKeyFile(file, passphrase("battery staple"));
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().reason.contains("home.key"));
        QVERIFY(!refused.error().reason.contains("battery"));
    }

    void sealsAPlainKeyOfAnOlderVersionInItsPlace()
    {
        const auto file = path("old.pem");
        std::ofstream(file) << crypto::exportPem(*m_signer)->text();
        const auto read = crypto::readKeyFile(file, passphrase("p"));
        QVERIFY(read.has_value());
        QVERIFY((*read)->publicKey() == m_signer->publicKey());
        for (const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
            if (entry.is_regular_file())
                QVERIFY2(!contentOf(entry.path()).contains("BEGIN PRIVATE KEY"), entry.path().c_str());
        QVERIFY(crypto::readKeyFile(file, passphrase("p")).has_value());
        QVERIFY(!crypto::readKeyFile(file, passphrase("q")).has_value());
    }

    void makesASecretFileThatOnlyItsOwnerReads()
    {
        const auto file = path("secret");
        QVERIFY(!crypto::readSecretFile(file, false).has_value());
        const auto made = crypto::readSecretFile(file, true);
        QVERIFY(made.has_value());
        const auto read = crypto::readSecretFile(file, true);
        QVERIFY(read.has_value());
        QCOMPARE(toHex(read->secret.bytes()), toHex(made->secret.bytes()));
        ::chmod(file.c_str(), 0640);
        const auto refused = crypto::readSecretFile(file, true);
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().reason.contains("0600"));
    }

    void refusesShortSecretsAndForeignFiles()
    {
        const auto file = path("short");
        std::ofstream(file) << "too short";
        ::chmod(file.c_str(), 0600);
        QVERIFY(!crypto::readSecretFile(file, false).has_value());
        QVERIFY(!crypto::readKeyFile(file, passphrase("p")).has_value());
        QVERIFY(!crypto::readKeyFile(path("nothing"), passphrase("p")).has_value());
    }

    void keepsSecretsOutOfCoreDumps()
    {
        const pid_t child = ::fork();
        if (child == 0)
            ::_exit(crypto::protectProcess() && ::prctl(PR_GET_DUMPABLE) == 0 ? 0 : 1);
        int status = -1;
        ::waitpid(child, &status, 0);
        QCOMPARE(status, 0);
        crypto::Secret secret{std::string_view{"not in a dump"}};
        QVERIFY(dumpFlagsOf(secret.bytes().data()).contains(" dd"));
        const crypto::Secret moved = std::move(secret);
        QCOMPARE(moved.text(), std::string_view{"not in a dump"});
    }

    void forgetsWhatItDrops()
    {
        crypto::Secret secret{std::string_view{"keep drop"}};
        secret.shorten(4);
        QCOMPARE(secret.text(), std::string_view{"keep"});
        QCOMPARE(secret.bytes().data()[5], std::uint8_t{0});
    }

private:
    static crypto::SealKey passphrase(std::string_view text)
    {
        return {crypto::SealKind::Passphrase, crypto::Secret{text}};
    }
    [[nodiscard]] std::filesystem::path path(const char* name) const
    {
        return std::filesystem::path{m_folder.path().toStdString()} / name;
    }
    static std::string contentOf(const std::filesystem::path& file)
    {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    }
    /// The flags that the kernel gives the mapping that holds an address.
    static std::string dumpFlagsOf(const void* address)
    {
        std::ifstream maps("/proc/self/smaps");
        const auto wanted = reinterpret_cast<std::uintptr_t>(address);
        bool inside = false;
        for (std::string line; std::getline(maps, line);) {
            std::uintptr_t from = 0;
            std::uintptr_t to = 0;
            char dash = 0;
            if (std::istringstream range(line); range >> std::hex >> from >> dash >> to && dash == '-')
                inside = wanted >= from && wanted < to;
            if (inside && line.starts_with("VmFlags:"))
                return line;
        }
        return {};
    }

    crypto::Library m_library;
    QTemporaryDir m_folder;
    std::unique_ptr<crypto::Signer> m_signer;
};

QTEST_GUILESS_MAIN(TestKeyFile)
#include "tst_key_file.moc"
