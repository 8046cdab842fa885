// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the tree is the one of RFC 6962. Method: known roots of the eight inputs that the Certificate Transparency
// implementations test with, and every proof of every tree of up to 64 leaves, right and spoiled.
#include "core/crypto/hash.h"
#include "core/ledger/merkle.h"

#include <QTest>

using namespace dgex;
using namespace dgex::ledger;

class TestMerkle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesKnownRoots_data();
    void givesKnownRoots();
    void frontierAgreesWithTree();
    void provesEveryLeafOfEverySize();
    void provesEveryBeginningOfEverySize();
    void provesNothingFalse();
};

namespace {

const char* const kInputs[] = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};

MerkleTree treeOf(std::uint64_t size)
{
    MerkleTree tree;
    for (std::uint64_t i = 0; i < size; ++i)
        tree.append(leafHash(Bytes{static_cast<std::uint8_t>(i)}));
    return tree;
}

Hash256 leafAt(std::uint64_t i)
{
    return leafHash(Bytes{static_cast<std::uint8_t>(i)});
}

/// RFC 6962 section 2.1, word for word.
Hash256 definition(std::uint64_t begin, std::uint64_t end)
{
    if (end - begin == 1)
        return leafAt(begin);
    std::uint64_t split = 1;
    while (split * 2 < end - begin)
        split *= 2;
    return nodeHash(definition(begin, begin + split), definition(begin + split, end));
}

} // namespace

void TestMerkle::givesKnownRoots_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("root");
    const char* const roots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                 "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                 "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                 "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                 "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                 "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                 "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                 "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    for (int size = 0; size <= 8; ++size)
        QTest::addRow("%d leaves", size) << size << QByteArray(roots[size]);
}

void TestMerkle::givesKnownRoots()
{
    QFETCH(int, size);
    QFETCH(QByteArray, root);
    MerkleTree tree;
    MerkleFrontier frontier;
    for (int i = 0; i < size; ++i) {
        const Hash256 leaf = leafHash(fromHex(kInputs[i]).value());
        tree.append(leaf);
        frontier.append(leaf);
    }
    QCOMPARE(toHex(tree.root()), root.toStdString());
    QCOMPARE(toHex(frontier.root()), root.toStdString());
}

void TestMerkle::frontierAgreesWithTree()
{
    const MerkleTree tree = treeOf(200);
    MerkleFrontier frontier;
    for (std::uint64_t size = 0; size <= 200; ++size) {
        QCOMPARE(frontier.root(), tree.rootAt(size));
        if (size > 0)
            QCOMPARE(frontier.root(), definition(0, size));
        frontier.append(leafAt(size));
    }
}

void TestMerkle::provesEveryLeafOfEverySize()
{
    const MerkleTree tree = treeOf(64);
    for (std::uint64_t size = 1; size <= 64; ++size)
        for (std::uint64_t i = 0; i < size; ++i)
            QVERIFY(verifyInclusion(leafAt(i), i, size, tree.inclusionProof(i, size), tree.rootAt(size)));
}

void TestMerkle::provesEveryBeginningOfEverySize()
{
    const MerkleTree tree = treeOf(64);
    for (std::uint64_t size = 0; size <= 64; ++size) {
        QVERIFY(verifyConsistency(0, emptyRoot(), size, tree.rootAt(size), {}));
        for (std::uint64_t old = 1; old <= size; ++old)
            QVERIFY(
                verifyConsistency(old, tree.rootAt(old), size, tree.rootAt(size), tree.consistencyProof(old, size)));
    }
}

void TestMerkle::provesNothingFalse()
{
    const MerkleTree tree = treeOf(40);
    for (std::uint64_t size = 1; size <= 40; ++size)
        for (std::uint64_t i = 0; i < size; ++i) {
            const Hash256 root = tree.rootAt(size);
            const auto proof = tree.inclusionProof(i, size);
            QVERIFY(!verifyInclusion(leafAt(i + 1), i, size, proof, root));
            QVERIFY(!verifyInclusion(leafAt(i), size, size, proof, root));
            if (size > 1)
                QVERIFY(!verifyInclusion(leafAt(i), (i + 1) % size, size, proof, root));
            for (std::size_t spoiled = 0; spoiled < proof.size(); ++spoiled) {
                auto wrong = proof;
                wrong[spoiled][3] ^= 1;
                QVERIFY(!verifyInclusion(leafAt(i), i, size, wrong, root));
            }
            auto longer = proof;
            longer.push_back(root);
            QVERIFY(!verifyInclusion(leafAt(i), i, size, longer, root));
            const std::uint64_t old = i + 1;
            const auto consistency = tree.consistencyProof(old, size);
            Hash256 otherRoot = tree.rootAt(old);
            otherRoot[0] ^= 1;
            QVERIFY(!verifyConsistency(old, otherRoot, size, root, consistency));
            QVERIFY(!verifyConsistency(old, tree.rootAt(old), size, otherRoot, consistency));
            for (std::size_t spoiled = 0; spoiled < consistency.size(); ++spoiled) {
                auto wrong = consistency;
                wrong[spoiled][31] ^= 0x80;
                QVERIFY(!verifyConsistency(old, tree.rootAt(old), size, root, wrong));
            }
        }
}

QTEST_GUILESS_MAIN(TestMerkle)
#include "tst_merkle.moc"
