// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: registers become the values that the standard means, and nothing else. Method: images built point by point.
#include "drivers/sunspec/model_decoder.h"
#include "drivers/sunspec/model_walk.h"
#include "tests/support/sunspec_image.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::drivers;
using test::SunSpecImage;

namespace {

DecodedModel decoded(std::uint16_t id, const std::map<std::string_view, std::int64_t>& raw,
                     const SunSpecImage::Words& repeated = {})
{
    const SunSpecImage::Words words = SunSpecImage{}.add(id, raw, repeated).words();
    return decodeModel(*findModel(id), std::span{words}.subspan(2));
}

} // namespace

class TestModelDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scaleFactorsAreReadWithTheirValues()
    {
        const DecodedModel model =
            decoded(103, {{"W", 276}, {"W_SF", 1}, {"Hz", 5001}, {"Hz_SF", -2}, {"WH", 100'000}});
        QCOMPARE(model.whole("W"), std::optional<std::int64_t>(2'760));
        QCOMPARE(model.find("Hz")->text(), std::string("50.01"));
        QCOMPARE(model.whole("WH"), std::optional<std::int64_t>(100'000));
        QCOMPARE(decoded(103, {{"W", -5}, {"W_SF", 0}}).whole("W"), std::optional<std::int64_t>(-5));
    }

    void whatIsNotImplementedIsAbsent()
    {
        const DecodedModel model = decoded(103, {{"W", 276}});
        QVERIFY(model.find("W") != nullptr);
        for (const char* name : {"A", "Hz", "PF", "DCW", "TmpCab", "St", "Evt1"})
            QVERIFY2(model.find(name) == nullptr, name);
        QVERIFY(decoded(111, {{"W", 0x7FC0'0001}}).find("W") == nullptr);
        QVERIFY(decoded(704, {{"WSet", 0x8000'0000}, {"WSet_SF", 0}}).find("WSet") == nullptr);
        QVERIFY(decoded(701, {{"TotWhInj", -1}, {"TotWh_SF", 0}}).find("TotWhInj") == nullptr);
        QVERIFY(decoded(1, {}).values.empty());
    }

    void aPointWithoutItsPowerOfTenIsAbsent()
    {
        const DecodedModel model = decoded(103, {{"W", 276}, {"W_SF", 0x8000}});
        QVERIFY(model.find("W") == nullptr);
        QCOMPARE(model.absurd, 0);
    }

    void anImpossiblePowerOfTenIsCountedAndItsPointsAreAbsent()
    {
        const DecodedModel model = decoded(103, {{"W", 276}, {"W_SF", 65'529 - 65'536 - 10}});
        QVERIFY(model.find("W") == nullptr);
        QCOMPARE(model.absurd, 1);
    }

    void aCounterAtZeroIsAValueOnlyWhereTheModelMustHaveIt()
    {
        const DecodedModel meter =
            decoded(203, {{"TotWhExp", 0}, {"TotWhImp", 7}, {"TotWhExpPhA", 0}, {"TotWh_SF", 1}});
        QCOMPARE(meter.whole("TotWhExp"), std::optional<std::int64_t>(0));
        QCOMPARE(meter.whole("TotWhImp"), std::optional<std::int64_t>(70));
        QVERIFY(meter.find("TotWhExpPhA") == nullptr);
    }

    void repeatedGroupsGoOnForTheLengthOfTheModel()
    {
        SunSpecImage::Words modules(40, 0);
        modules[0] = 1;
        modules[11] = 2'754; // DCW
        modules[20] = 2;
        modules[31] = 0xFFFF;
        const DecodedModel model = decoded(160, {{"DCW_SF", -1}, {"N", 2}}, modules);
        QCOMPARE(model.find("module[1].DCW")->text(), std::string("275.4"));
        QCOMPARE(model.whole("module[2].ID"), std::optional<std::int64_t>(2));
        QVERIFY(model.find("module[2].DCW") == nullptr);
        QVERIFY(model.find("module[3].ID") == nullptr);
    }

    void curvesNestPointsInCurves()
    {
        const SunSpecImage::Words curves{2, 0, 0, 30, 0, 9'500, 100, 10'500, 0, 2, 0, 0, 30, 0, 9'500, 100, 10'500, 50};
        const DecodedModel model =
            decoded(706, {{"NPt", 2}, {"NCrv", 2}, {"V_SF", -2}, {"DeptRef_SF", 0}, {"RspTms_SF", 0}}, curves);
        QCOMPARE(model.find("Crv[2].Pt[1].V")->text(), std::string("95.00"));
        QCOMPARE(model.whole("Crv[2].Pt[2].W"), std::optional<std::int64_t>(50));
        QVERIFY(model.find("Crv[3].ActPt") == nullptr);
    }

    void aModelShorterThanItsMapEndsEarlyAndALongerOneIsRead()
    {
        SunSpecImage::Words words = SunSpecImage{}.add(103, {{"W", 5}, {"WH", 9}}).words();
        words[3] = 14; // ends behind W and its power of ten
        QCOMPARE(decodeModel(*findModel(103), std::span{words}.subspan(2)).values.size(), std::size_t{1});
        const DecodedModel longer = decoded(103, {{"W", 5}}, SunSpecImage::Words(20, 7));
        QCOMPARE(longer.whole("W"), std::optional<std::int64_t>(5));
    }

    void readsAreSplitAt125RegistersBetweenPoints()
    {
        QCOMPARE(planReads(*findModel(103), 50), (std::vector<ReadChunk>{{0, 52}}));
        QCOMPARE(planReads(*findModel(701), 153), (std::vector<ReadChunk>{{0, 123}, {123, 32}}));
        // The last point of a meter with floats has two words, of which the first still fitted.
        QCOMPARE(planReads(*findModel(213), 124), (std::vector<ReadChunk>{{0, 124}, {124, 2}}));
        // Ten words, then modules of 20: none is cut in the middle of its 32-bit energy.
        QCOMPARE(planReads(*findModel(160), 8 + 20 * 8).front(), (ReadChunk{0, 124}));
        QCOMPARE(*scaleRegisters(*findModel(701)), (ReadChunk{113, 10}));
        QVERIFY(!scaleRegisters(*findModel(213)));
    }

    void writesUseThePowerOfTenOfTheDevice()
    {
        const SunSpecImage image =
            SunSpecImage{}.add(704, {{"WSet", 0}, {"WSet_SF", 1}, {"WMaxLimPct", 0}, {"WMaxLimPct_SF", -2}});
        const SunSpecImage::Words words = image.words();
        const auto model = std::span{words}.subspan(2);
        const ModelDef& def = *findModel(704);
        QCOMPARE(*encodePoint(def, model, "WSet", -1'500), (std::vector<std::uint16_t>{0xFFFF, 0xFF6A}));
        QCOMPARE(*encodePoint(def, model, "WMaxLimPct", 62.5), (std::vector<std::uint16_t>{6'250}));
        QCOMPARE(*encodePoint(def, model, "WSetRvrtTms", 60), (std::vector<std::uint16_t>{0, 60}));
        QCOMPARE(encodePoint(def, model, "WSetPct", 5).error(), EncodeFault::NoScale);
        QCOMPARE(encodePoint(def, model, "WMaxLimPct", 700).error(), EncodeFault::OutOfRange);
        QCOMPARE(encodePoint(def, model, "WMaxLimPct", -1).error(), EncodeFault::OutOfRange);
        QCOMPARE(encodePoint(def, model, "WMaxLimPct", 655.35).error(), EncodeFault::OutOfRange); // "not implemented"
        QCOMPARE(encodePoint(def, model, "WLimit", 1).error(), EncodeFault::NoSuchPoint);
    }

    void theWalkStopsAtTheEndModelAtNonsenseAndAtARefusal()
    {
        const SunSpecImage::Words words = SunSpecImage{}.add(1, {}).add(103, {{"W", 5}}).add(713, {}).words();
        const ModelWalk walk = walkImage(40'000, words);
        QVERIFY(walk.isComplete());
        QCOMPARE(walk.places(), (std::vector<ModelPlace>{{1, 40'002, 66}, {103, 40'070, 50}, {713, 40'122, 7}}));

        const ModelWalk cut = walkImage(40'000, std::span{words}.first(130));
        QVERIFY(!cut.isComplete());
        QCOMPARE(cut.places().size(), std::size_t{3});
        const ModelWalk noise = walkImage(0, SunSpecImage::Words{1, 2, 3, 4});
        QVERIFY(!noise.hasMarker());
        QVERIFY(walkImage(60'000, SunSpecImage::Words{0x5375, 0x6E53, 1, 0xFF00, 0, 0}).places().empty());
        QVERIFY(walkImage(0, SunSpecImage::Words(65'536, 0)).places().size() <= 200);
    }
};

QTEST_GUILESS_MAIN(TestModelDecoder)
#include "tst_model_decoder.moc"
