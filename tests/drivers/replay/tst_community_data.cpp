// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: what the folder says arrives unchanged, gaps are filled as promised and every fault names file and line.
// Method: folders written by the test, one fault a row.
#include "core/base/text.h"
#include "drivers/replay/community_data.h"

#include <QtTest>

#include <fstream>
#include <map>

using namespace dgex;
using namespace dgex::drivers;

namespace {

constexpr Period kFirst{1'672'671'600};           // 2023-01-02T15:00Z, Tuesday 00:00 in Tokyo
const std::string kHomes = "version = 1\n"        // 1
                           "[utility]\n"          // 2
                           "currency = \"JPY\"\n" // 3
                           "retail_adder = 9.0\n" // 4
                           "feed_in = 8.5\n"      // 5
                           "[a]\n"                // 6
                           "pv_kwp = 4.0\n"       // 7
                           "battery_kwh = 9.8\n"  // 8
                           "battery_kw = 4.9\n";  // 9

using Cells = std::map<std::int64_t, std::string>;

std::string table(std::string_view header, std::int64_t rows, const std::string& usual, const Cells& special = {})
{
    std::string text{header};
    text += "\n";
    for (std::int64_t i = 0; i < rows; ++i) {
        const auto found = special.find(i);
        text += dgex::toText(kFirst.plus(i)) + "," + (found == special.end() ? usual : found->second) + "\n";
    }
    return text;
}

std::string homeTable(std::int64_t rows, const Cells& special = {})
{
    return table("time_utc,demand_wh,pv_wh", rows, "300,25", special);
}

std::string priceTable(std::int64_t rows)
{
    return table("time_utc,price_per_kwh", rows, "22.71");
}

class Folder {
public:
    explicit Folder(const std::map<std::string, std::string>& files)
    {
        for (const auto& [name, text] : files)
            std::ofstream{path() / name, std::ios::binary} << text;
    }
    [[nodiscard]] std::filesystem::path path() const { return m_directory.path().toStdString(); }

private:
    QTemporaryDir m_directory;
};

void replaceOnce(std::string& text, const std::string& from, const std::string& to)
{
    const std::size_t at = text.find(from);
    QVERIFY(at != std::string::npos);
    text.replace(at, from.size(), to);
}

} // namespace

class TestCommunityData : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatIsThere()
    {
        const Folder folder{
            {{"homes.toml", kHomes}, {"a.csv", homeTable(96, {{3, "777,0"}})}, {"price.csv", priceTable(96)}}};
        const auto community = readCommunity(folder.path());
        QVERIFY2(community, community ? "" : dgex::drivers::toText(community.error()).c_str());
        QCOMPARE(community->currency, std::string{"JPY"});
        QVERIFY(community->first == kFirst);
        QCOMPARE(community->size(), std::size_t{96});
        QCOMPARE(community->retailAt(0), Price{2271 + 900});
        QCOMPARE(community->feedIn, Price{850});
        QCOMPARE(community->filledPeriods, std::size_t{0});
        const CommunityHome& home = community->homes.front();
        QCOMPARE(home.name, std::string{"a"});
        QCOMPARE(home.pvPeak, Power{4000});
        QCOMPARE(home.battery.capacity, Energy{9800});
        QCOMPARE(home.battery.powerMax, Power{4900});
        QCOMPARE(home.demand[3], Energy{777});
        QCOMPARE(home.pv[4], Energy{25}); // as written: not scaled by pv_kwp again
    }

    void fillsFromTheLastLikeDay()
    {
        // Tuesday is day 0: Friday 3, Saturday 4, Monday 6.
        Cells cells{{6 * 48 + 5, ",25"}, {3 * 48 + 5, "333,25"}, {4 * 48 + 5, "444,25"}, {4 * 48 + 7, ",9"}, {8, ",1"}};
        const Folder folder{
            {{"homes.toml", kHomes}, {"a.csv", homeTable(8 * 48, cells)}, {"price.csv", priceTable(8 * 48)}}};
        const auto community = readCommunity(folder.path());
        QVERIFY(community);
        const std::vector<Energy>& demand = community->homes.front().demand;
        QCOMPARE(demand[6 * 48 + 5], Energy{333}); // Monday like Friday, not like the weekend
        QCOMPARE(demand[4 * 48 + 7], Energy{300}); // Saturday: Sunday, the next like day
        QCOMPARE(demand[8], Energy{300});
        QCOMPARE(community->filledPeriods, std::size_t{3});
    }

    void keepsTheCommonHalfHours()
    {
        const Folder folder{{{"homes.toml", kHomes}, {"a.csv", homeTable(96)}, {"price.csv", priceTable(50)}}};
        const auto community = readCommunity(folder.path());
        QVERIFY(community);
        QCOMPARE(community->size(), std::size_t{50});
        QCOMPARE(community->homes.front().pv.size(), std::size_t{50});
    }

    void faultsNameFileAndLine_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<CommunityFault>("fault");
        QTest::addColumn<int>("line");
        const auto row = [](const char* name, const char* file, const char* from, const char* to, CommunityFault fault,
                            int line) {
            QTest::newRow(name) << QByteArray{file} << QByteArray{from} << QByteArray{to} << fault << line;
        };
        row("unknown key at the top", "homes.toml", "[utility]", "extra = 1\n[utility]", CommunityFault::UnknownKey, 2);
        row("unknown key of the utility", "homes.toml", "feed_in", "feedin", CommunityFault::UnknownKey, 5);
        row("unknown key of a home", "homes.toml", "battery_kw =", "battery_w =", CommunityFault::UnknownKey, 9);
        row("missing key of a home", "homes.toml", "pv_kwp = 4.0\n", "", CommunityFault::MissingKey, 6);
        row("version of the future", "homes.toml", "version = 1", "version = 2", CommunityFault::BadValue, 1);
        row("negative battery", "homes.toml", "= 9.8", "= -9.8", CommunityFault::BadValue, 8);
        row("text for a number", "homes.toml", "= 9.8", "= \"9.8\"", CommunityFault::BadValue, 8);
        row("not a number at all", "homes.toml", "= 9.8", "= nan", CommunityFault::BadValue, 8);
        row("name that leaves the folder", "homes.toml", "[a]", "[\"../a\"]", CommunityFault::BadValue, 6);
        row("broken TOML", "homes.toml", "= 4.9", "= 4.9.9", CommunityFault::NotToml, 9);
        row("home without a file", "homes.toml", "[a]", "[b]", CommunityFault::CannotRead, 0);
        row("wrong header", "a.csv", "demand_wh", "demand_kwh", CommunityFault::BadHeader, 1);
        row("time off the grid", "a.csv", "T15:30Z", "T15:29Z", CommunityFault::BadTime, 3);
        row("time without zone", "a.csv", "T15:30Z", "T15:30", CommunityFault::BadTime, 3);
        row("doubled row", "a.csv", "T16:00Z", "T15:30Z", CommunityFault::DoubledRow, 4);
        row("gap in time", "price.csv", "T16:00Z", "T16:30Z", CommunityFault::GapInTime, 4);
        row("time backwards", "price.csv", "T16:00Z", "T15:00Z", CommunityFault::TimeBackwards, 4);
        row("column missing", "a.csv", "T16:00Z,300,25", "T16:00Z,300", CommunityFault::BadRow, 4);
        row("column too many", "a.csv", "T16:00Z,300,25", "T16:00Z,300,25,1", CommunityFault::BadRow, 4);
        row("empty line", "a.csv", "2023-01-02T16:00Z,300,25", "", CommunityFault::BadTime, 4);
        row("not a number", "a.csv", "T16:00Z,300", "T16:00Z,3e2", CommunityFault::BadValue, 4);
        row("negative demand", "a.csv", "T16:00Z,300", "T16:00Z,-300", CommunityFault::BadValue, 4);
        row("absurd demand", "a.csv", "T16:00Z,300", "T16:00Z,3000000", CommunityFault::BadValue, 4);
        row("price finer than a tick", "price.csv", "T16:00Z,22.71", "T16:00Z,22.715", CommunityFault::BadValue, 4);
    }
    void faultsNameFileAndLine()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(CommunityFault, fault);
        QFETCH(int, line);
        std::map<std::string, std::string> files{
            {"homes.toml", kHomes}, {"a.csv", homeTable(60)}, {"price.csv", priceTable(60)}};
        replaceOnce(files.at(file.toStdString()), from.toStdString(), to.toStdString());
        const auto community = readCommunity(Folder{files}.path());
        QVERIFY(!community);
        const CommunityError& error = community.error();
        QVERIFY2(error.fault == fault, dgex::drivers::toText(error).c_str());
        QCOMPARE(error.line, line);
        const std::string where = fault == CommunityFault::CannotRead ? "b.csv" : file.toStdString();
        QVERIFY2(dgex::drivers::toText(error).starts_with(where), dgex::drivers::toText(error).c_str());
    }

    void whatCannotBeFilledIsAFault()
    {
        const Folder folder{{{"homes.toml", kHomes},
                             {"a.csv", homeTable(96, {{7, ",25"}, {55, ",25"}})},
                             {"price.csv", priceTable(96)}}};
        const auto community = readCommunity(folder.path());
        QVERIFY(!community);
        QVERIFY(community.error().fault == CommunityFault::NothingToFill);
        QCOMPARE(community.error().line, 9);
    }

    void noFolderIsAFault()
    {
        const auto community = readCommunity("/nonexistent/folder");
        QVERIFY(!community);
        QVERIFY(community.error().fault == CommunityFault::CannotRead);
    }
};

QTEST_GUILESS_MAIN(TestCommunityData)
#include "tst_community_data.moc"
