// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the corpora of the API's fuzz targets hold good inputs of the present formats. Method: one of every request,
// answer and body is made again and looked for; with DGEX_WRITE_CORPUS set to the folder of this test it is written.
#include "core/api/enrolment.h"
#include "core/api/http_call.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace dgex;

namespace {

const Period kPeriod{1'800'014'400};

ledger::Receipt receipt()
{
    ledger::Receipt receipt;
    receipt.round = kPeriod;
    receipt.home = {101};
    receipt.sequence = 4;
    receipt.signature.bytes = Bytes(384, 6);
    return receipt;
}

std::vector<api::Request> requests()
{
    ledger::MeterValues values;
    values.home = {101};
    values.period = kPeriod;
    values.imported = Energy{500};
    return {api::SubmitRequest{Bytes{1, 2, 3}, std::nullopt},
            api::SubmitRequest{Bytes{1, 2, 3}, values},
            api::HeadRequest{},
            api::HeadRequest{7, 20},
            api::RoundRequest{kPeriod, {101}},
            api::SettlementRequest{kPeriod, {101}},
            api::TariffRequest{kPeriod, 48},
            api::StandingRequest{{101}},
            api::BundleRequest{kPeriod, {101}},
            api::ConsistencyRequest{3, 7},
            api::PromiseRequest{receipt()},
            api::CurvesRequest{kPeriod}};
}

std::vector<api::Answer> answers()
{
    ledger::Checkpoint checkpoint;
    checkpoint.height = 3;
    checkpoint.signatures.push_back({0, {crypto::Algorithm::RsaPkcs1Sha256, Bytes(384, 5)}});
    return {api::ApiError::NotThere,
            api::SubmitAnswer{},
            api::HeadAnswer{9, kPeriod, kPeriod.plus(1)},
            api::ResultsAnswer{checkpoint, {{Bytes{1, 2}, 3, {Hash256{4}}}}},
            api::TariffAnswer{{{kPeriod, Price{1}, Price{2}, Price{3}, Price{4}}}},
            api::StandingAnswer{ledger::Role::Utility, 12},
            api::ProofAnswer{Bytes{7, 8, 9}},
            api::CurvesAnswer{kPeriod, {{Price{800}, {}, Lots{3}}, {Price{2000}, Lots{5}, Lots{1}}}}};
}

Bytes callBytes(const api::HttpCall& call)
{
    const std::string head = call.method + "\n" + call.path + "\n" + call.query + "\n";
    Bytes bytes{head.begin(), head.end()};
    bytes.insert(bytes.end(), call.body.begin(), call.body.end());
    return bytes;
}

} // namespace

class TestApiCorpus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMessageReadsBackAndStandsInTheCorpus()
    {
        int number = 0;
        for (const api::Request& request : requests()) {
            const Bytes bytes = api::encode(request);
            QVERIFY(api::encode(*api::decodeRequest(bytes)) == bytes);
            QVERIFY(api::encode(*api::fromHttp(api::toHttp(request))) == bytes);
            stands("fuzz_api_request", number, bytes);
            stands("fuzz_api_call", number++, callBytes(api::toHttp(request)));
        }
        number = 0;
        for (const api::Answer& answer : answers()) {
            const Bytes bytes = api::encode(answer);
            QVERIFY(api::encode(*api::decodeAnswer(bytes)) == bytes);
            stands("fuzz_api_answer", number++, bytes);
        }
        api::Admission admission;
        admission.participant = {101};
        admission.anchor.authorities = {{crypto::Algorithm::RsaPkcs1Sha256, Bytes(20, 1)}};
        admission.certificatePem = "certificate";
        admission.signature.bytes = Bytes(384, 5);
        const Bytes bytes = api::encode(admission);
        QVERIFY(api::encode(*api::decodeAdmission(bytes)) == bytes);
        stands("fuzz_api_admission", 0, bytes);
        stands("fuzz_api_enrolment", 0, api::toJson(api::EnrolmentRequest{"request", "M1", Power{10'000}}));
    }

private:
    static void stands(const char* target, int number, const Bytes& bytes)
    {
        // The compiler names the source from the top build folder, in which tests/ holds this program.
        const QFileInfo source(
            QDir(QCoreApplication::applicationDirPath() + QStringLiteral("/..")).filePath(QStringLiteral(__FILE__)));
        const QDir folder = source.dir();
        const QString name = QString::fromLatin1(target) + u'/' + QString::number(number);
        const QByteArray wanted(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
        QFile file(folder.filePath(name));
        if (qEnvironmentVariableIsSet("DGEX_WRITE_CORPUS")) {
            folder.mkpath(QString::fromLatin1(target));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(wanted);
            return;
        }
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        QCOMPARE(file.readAll(), wanted);
    }
};

QTEST_GUILESS_MAIN(TestApiCorpus)
#include "tst_api_corpus.moc"
