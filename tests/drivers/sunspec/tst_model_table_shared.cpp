// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the register maps are those of the standard. Method: compare every point with the published models, and
// decode the published example device, whose values are published beside its registers.
#include "drivers/sunspec/model_decoder.h"
#include "drivers/sunspec/model_walk.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace dgex::drivers;

namespace {

const QString kFolder = QStringLiteral(DGEX_SHARED_DIR "/vectors/sunspec/");

QJsonObject read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject{};
}

QByteArray nameOf(PointType type)
{
    constexpr const char* kNames[] = {"int16",  "uint16",     "int32",      "uint32",  "uint64", "acc32",  "acc64",
                                      "enum16", "bitfield16", "bitfield32", "float32", "sunssf", "string", "pad"};
    return kNames[static_cast<std::size_t>(type)];
}

/// What differs between a published block and ours; empty when nothing does.
QString difference(const QJsonObject& published, const GroupDef& ours, qsizetype skip)
{
    const QJsonArray points = published[QLatin1String("points")].toArray();
    if (points.size() - skip != static_cast<qsizetype>(ours.points.size()))
        return QStringLiteral("number of points");
    for (qsizetype i = skip; i < points.size(); ++i) {
        const QJsonObject point = points[i].toObject();
        const PointDef& own = ours.points[static_cast<std::size_t>(i - skip)];
        const QByteArray name = point[QLatin1String("name")].toString().toUtf8();
        const QByteArray type = point[QLatin1String("type")].toString().toUtf8();
        const bool isSame = name == own.name.data() && (type == nameOf(own.type) || type == "count") &&
                            point[QLatin1String("size")].toInt() == own.words() &&
                            point[QLatin1String("sf")].toString().toUtf8() ==
                                QByteArray(own.scale.data(), static_cast<qsizetype>(own.scale.size()));
        if (!isSame)
            return QString::fromUtf8(name);
    }
    const QJsonArray groups = published[QLatin1String("groups")].toArray();
    if (groups.size() != static_cast<qsizetype>(ours.groups.size()))
        return QStringLiteral("number of groups");
    for (qsizetype i = 0; i < groups.size(); ++i) {
        if (const QString found = difference(groups[i].toObject(), ours.groups[static_cast<std::size_t>(i)], 0);
            !found.isEmpty())
            return found;
    }
    return {};
}

} // namespace

class TestModelTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPublishedModelHasTheSameRegisters()
    {
        int seen = 0;
        for (const QString& name : QDir(kFolder + QStringLiteral("models")).entryList({QStringLiteral("*.json")})) {
            const QJsonObject model = read(kFolder + QStringLiteral("models/") + name);
            const auto id = static_cast<std::uint16_t>(model[QLatin1String("id")].toInt());
            const ModelDef* own = findModel(id);
            QVERIFY2(own != nullptr, qPrintable(name));
            const QString found = difference(model[QLatin1String("group")].toObject(), own->body, 2);
            QVERIFY2(found.isEmpty(), qPrintable(name + u' ' + found));
            ++seen;
        }
        QVERIFY(seen >= 30);
    }

    void theExampleDeviceDecodesToItsPublishedValues()
    {
        const QJsonObject published = read(kFolder + QStringLiteral("device_1547.json"));
        const QJsonObject image = read(kFolder + QStringLiteral("device_1547.image.json"));
        std::vector<std::uint16_t> words;
        for (const QJsonValue& word : image[QLatin1String("registers")].toArray())
            words.push_back(static_cast<std::uint16_t>(word.toInt()));
        QCOMPARE(words.size(), std::size_t{614});
        const ModelWalk walk = walkImage(40'000, words);
        QVERIFY(walk.isComplete());
        QJsonArray models = published[QLatin1String("models")].toArray();
        models.removeLast(); // the end model
        QCOMPARE(static_cast<qsizetype>(walk.places().size()), models.size());

        qsizetype compared = 0;
        for (qsizetype i = 0; i < models.size(); ++i) {
            const ModelPlace& place = walk.places()[static_cast<std::size_t>(i)];
            const ModelDef& def = *findModel(place.id);
            const auto rest =
                std::span<const std::uint16_t>{words}.subspan(static_cast<std::size_t>(place.address - 40'000));
            const DecodedModel decoded = decodeModel(def, rest);
            QCOMPARE(decoded.absurd, 0);
            const QJsonObject values = models[i].toObject();
            for (const PointDef& point : def.body.points) {
                const QJsonValue value =
                    values[QLatin1String(point.name.data(), static_cast<qsizetype>(point.name.size()))];
                const PointValue* own = decoded.find(point.name);
                if (own == nullptr || value.isNull() || value.isUndefined())
                    continue;
                if (value.isString())
                    QCOMPARE(QString::fromStdString(own->text()), value.toString());
                else
                    QCOMPARE(std::get<Decimal>(own->value).mantissa, value.toInteger());
                ++compared;
            }
            for (const char* name : {"WSet", "WSetPct", "WMaxLimPct"})
                QVERIFY2(place.id != 704 || decoded.find(name) == nullptr, name);
            if (place.id == 704)
                QCOMPARE(decoded.find("PFWInj.PF")->text(), std::string("0.950"));
            if (place.id == 701) {
                QCOMPARE(decoded.find("W")->text(), std::string("9800"));
                QCOMPARE(decoded.find("PF")->text(), std::string("0.985"));
                QCOMPARE(decoded.find("Hz")->text(), std::string("60.010"));
            }
        }
        QVERIFY2(compared > 100, qPrintable(QString::number(compared)));
    }
};

QTEST_GUILESS_MAIN(TestModelTable)
#include "tst_model_table_shared.moc"
