// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a real congested hour clears at its published prices through the command line. Method: the hours of
// oracle_italy.json as the files that a user would write: orders, links and rules with a lot of 0.001 MWh and a tick of
// 0.01 EUR/MWh. A border is a zone of its own, in which one party buys and another sells at the neighbour's price.
#include "tests/support/dgexd_run.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <set>

namespace {

QByteArray number(double value, int decimals)
{
    return QByteArray::number(value, 'f', decimals);
}

/// The three files of one hour.
struct HourFiles {
    QByteArray orders = "id,participant,period,side,quantity_kwh,price,class,zone\n";
    QByteArray links = "from,to,capacity_kwh\n";

    void order(const QByteArray& zone, bool buys, double price, double quantity)
    {
        if (number(quantity, 3) == "0.000")
            return;
        const QByteArray id = QByteArray::number(++count);
        orders += id + ",p" + id + ",2025-04-15T10:00Z," + (buys ? "buy," : "sell,") + number(quantity, 3) + ',' +
                  number(price, 2) + ",," + zone + '\n';
    }
    void link(const QByteArray& a, const QByteArray& b, double most, double back)
    {
        links += a + ',' + b + ',' + number(most, 3) + '\n';
        links += b + ',' + a + ',' + number(back, 3) + '\n';
    }
    int count = 0;
};

HourFiles filesOf(const QJsonObject& hour)
{
    HourFiles files;
    std::set<QByteArray> inside;
    const auto text = [](const QJsonObject& object, const char* key) {
        return object[QLatin1String(key)].toString().toUtf8();
    };
    for (const QJsonValue& value : hour[QLatin1String("internal_links")].toArray()) {
        const QJsonObject link = value.toObject();
        files.link(text(link, "a"), text(link, "b"), link[QLatin1String("max_flow")].toDouble(),
                   -link[QLatin1String("min_flow")].toDouble());
        inside.insert({text(link, "a"), text(link, "b")});
    }
    for (const QJsonValue& value : hour[QLatin1String("orders")].toArray()) {
        const QJsonArray order = value.toArray();
        files.order(order[0].toString().toUtf8(), order[1].toString() == QStringLiteral("buy"), order[2].toDouble(),
                    order[3].toDouble());
    }
    for (const QJsonValue& value : hour[QLatin1String("borders")].toArray()) {
        const QJsonObject border = value.toObject();
        const bool abroadFirst = !inside.contains(text(border, "a"));
        const QByteArray outside = text(border, "a") + "-" + text(border, "b");
        const double most = border[QLatin1String("max_flow")].toDouble();
        const double back = -border[QLatin1String("min_flow")].toDouble();
        const double price = border[QLatin1String("external_price")].toDouble();
        files.link(abroadFirst ? outside : text(border, "a"), abroadFirst ? text(border, "b") : outside, most, back);
        files.order(outside, true, price, abroadFirst ? back : most);
        files.order(outside, false, price, abroadFirst ? most : back);
    }
    return files;
}

} // namespace

class TestClearItaly : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clearsRealHoursAtPublishedPrices()
    {
        QFile file(QStringLiteral(DGEX_SHARED_DIR "/data/market/oracle_italy.json"));
        QVERIFY2(file.open(QIODevice::ReadOnly), "the reference hours are missing");
        const QJsonArray hours = QJsonDocument::fromJson(file.readAll()).array();
        QVERIFY(!hours.isEmpty());
        int compared = 0;
        for (const QJsonValue& hour : hours) {
            const HourFiles files = filesOf(hour.toObject());
            const auto run = dgex::test::dgexd({QStringLiteral("clear"), QStringLiteral("--rules"),
                                                write("rules.toml", "version = 1\nlot = \"0.001\"\ntick = \"0.01\"\n"),
                                                QStringLiteral("--links"), write("links.csv", files.links),
                                                write("orders.csv", files.orders)});
            QVERIFY2(run.exitCode == 0, run.err.constData());
            QMap<QString, QString> prices;
            const QJsonObject result = QJsonDocument::fromJson(run.out).object();
            for (const QJsonValue& row : result[QLatin1String("periods")].toArray())
                prices[row[QLatin1String("zone")].toString()] = row[QLatin1String("price")].toString();
            const QJsonObject expected = hour[QLatin1String("expected")].toObject()[QLatin1String("price")].toObject();
            for (auto zone = expected.begin(); zone != expected.end(); ++zone, ++compared)
                QCOMPARE(prices[zone.key()], QString::fromLatin1(number(zone.value().toDouble(), 2)));
            QCOMPARE(result[QLatin1String("fills")].toArray().size(), files.count);
        }
        QVERIFY(compared >= 14);
    }

private:
    QString write(const char* name, const QByteArray& content)
    {
        const QString path = m_folder.filePath(QLatin1String(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return {};
        return path;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestClearItaly)
#include "tst_clear_italy_shared.moc"
