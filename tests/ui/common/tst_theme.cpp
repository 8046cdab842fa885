// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: every palette can be read, and its colours told apart by colour-blind eyes. Method: contrast by WCAG 2.2,
// colour-vision deficiencies by Machado, Oliveira and Fernandes 2009 (severity 1), distances by CIEDE2000, which is
// first checked against the published pairs of Sharma, Wu and Dalal 2005.
#include "ui/common/theme.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

using namespace dgex::ui;

namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

constexpr Matrix kNormal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix kProtan{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeutan{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kTritan{
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

Vector times(const Matrix& matrix, const Vector& vector)
{
    Vector result{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 3; ++k)
            result[i] += matrix[i][k] * vector[k];
    return result;
}

Vector linear(const QColor& color)
{
    const auto decode = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return {decode(color.redF()), decode(color.greenF()), decode(color.blueF())};
}

double luminance(const QColor& color)
{
    const Vector rgb = linear(color);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

double contrast(const QColor& a, const QColor& b)
{
    const double high = std::max(luminance(a), luminance(b));
    const double low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

Vector labOf(Vector rgb)
{
    for (double& part : rgb)
        part = std::clamp(part, 0.0, 1.0);
    constexpr Matrix kXyz{
        {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
    Vector xyz = times(kXyz, rgb);
    constexpr Vector kWhite{0.95047, 1.0, 1.08883};
    for (std::size_t i = 0; i < 3; ++i) {
        const double t = xyz[i] / kWhite[i];
        xyz[i] = t > 216.0 / 24389.0 ? std::cbrt(t) : (24389.0 / 27.0 * t + 16.0) / 116.0;
    }
    return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

double degrees(double radians)
{
    const double angle = radians * 180 / std::numbers::pi;
    return angle < 0 ? angle + 360 : angle;
}
double radians(double angle)
{
    return angle * std::numbers::pi / 180;
}

double ciede2000(const Vector& a, const Vector& b)
{
    const double mean = (std::hypot(a[1], a[2]) + std::hypot(b[1], b[2])) / 2;
    const double g = 0.5 * (1 - std::sqrt(std::pow(mean, 7) / (std::pow(mean, 7) + std::pow(25.0, 7))));
    const double a1 = (1 + g) * a[1];
    const double a2 = (1 + g) * b[1];
    const double c1 = std::hypot(a1, a[2]);
    const double c2 = std::hypot(a2, b[2]);
    const double h1 = c1 == 0 ? 0 : degrees(std::atan2(a[2], a1));
    const double h2 = c2 == 0 ? 0 : degrees(std::atan2(b[2], a2));
    double turn = c1 * c2 == 0 ? 0 : h2 - h1;
    turn += turn > 180 ? -360 : turn < -180 ? 360 : 0;
    const double dH = 2 * std::sqrt(c1 * c2) * std::sin(radians(turn / 2));
    double h = h1 + h2;
    if (c1 * c2 != 0)
        h = std::abs(h1 - h2) <= 180 ? h / 2 : h < 360 ? h / 2 + 180 : h / 2 - 180;
    const double l = (a[0] + b[0]) / 2;
    const double c = (c1 + c2) / 2;
    const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h)) +
                     0.32 * std::cos(radians(3 * h + 6)) - 0.20 * std::cos(radians(4 * h - 63));
    const double sl = 1 + 0.015 * (l - 50) * (l - 50) / std::sqrt(20 + (l - 50) * (l - 50));
    const double sc = 1 + 0.045 * c;
    const double sh = 1 + 0.015 * c * t;
    const double rc = 2 * std::sqrt(std::pow(c, 7) / (std::pow(c, 7) + std::pow(25.0, 7)));
    const double rt = -std::sin(radians(60 * std::exp(-std::pow((h - 275) / 25, 2)))) * rc;
    const double pl = (b[0] - a[0]) / sl;
    const double pc = (c2 - c1) / sc;
    const double ph = dH / sh;
    return std::sqrt(pl * pl + pc * pc + ph * ph + rt * pc * ph);
}

/// The least distance of any two roles for any eyes.
double nearest(const Theme& theme, const std::vector<Role>& roles)
{
    double least = 1e9;
    for (const Matrix& eyes : {kNormal, kProtan, kDeutan, kTritan})
        for (std::size_t i = 0; i < roles.size(); ++i)
            for (std::size_t k = 0; k < i; ++k)
                least = std::min(least, ciede2000(labOf(times(eyes, linear(theme.color(roles[i])))),
                                                  labOf(times(eyes, linear(theme.color(roles[k]))))));
    return least;
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDistanceIsThePublishedOne();
    void everyTextIsReadable_data() { addPalettes(); }
    void everyTextIsReadable();
    void everyMarkStandsOut_data() { addPalettes(); }
    void everyMarkStandsOut();
    void energyColoursDifferForAllEyes();
    void alarmColoursDifferForAllEyes();

private:
    static void addPalettes();
};

void TestTheme::addPalettes()
{
    QTest::addColumn<int>("palette");
    constexpr std::array kNames{"light", "dark", "night", "operator", "operator in a dark room"};
    for (std::size_t i = 0; i < kNames.size(); ++i)
        QTest::newRow(kNames[i]) << static_cast<int>(i);
}

void TestTheme::theDistanceIsThePublishedOne()
{
    const auto isNear = [](double a, double b) { return std::abs(a - b) < 0.0001; };
    QVERIFY(isNear(ciede2000({50, 2.6772, -79.7751}, {50, 0, -82.7485}), 2.0425));
    QVERIFY(isNear(ciede2000({50, 2.5, 0}, {58, 24, 15}), 19.4535));
    QVERIFY(isNear(ciede2000({2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}), 0.9082));
}

void TestTheme::everyTextIsReadable()
{
    QFETCH(int, palette);
    const Theme theme(static_cast<Palette>(palette));
    for (const Role text : {Role::Text, Role::TextSecondary, Role::LiveValue})
        for (const Role ground : {Role::Background, Role::Surface})
            QVERIFY2(contrast(theme.color(text), theme.color(ground)) >= 4.5,
                     qPrintable(QString::number(contrast(theme.color(text), theme.color(ground)))));
    QVERIFY(contrast(theme.color(Role::OnAccent), theme.color(Role::Accent)) >= 4.5);
}

void TestTheme::everyMarkStandsOut()
{
    QFETCH(int, palette);
    const Theme theme(static_cast<Palette>(palette));
    for (const Role mark : {Role::Outline, Role::Accent, Role::Ok, Role::Warning, Role::Critical, Role::Solar,
                            Role::Utility, Role::Battery, Role::Load, Role::Sell, Role::Buy})
        QVERIFY2(contrast(theme.color(mark), theme.color(Role::Surface)) >= 3,
                 qPrintable(QStringLiteral("role %1: %2")
                                .arg(static_cast<int>(mark))
                                .arg(contrast(theme.color(mark), theme.color(Role::Surface)))));
}

void TestTheme::energyColoursDifferForAllEyes()
{
    for (const Palette palette : {Palette::Light, Palette::Dark}) {
        const double least =
            nearest(Theme(palette), {Role::Solar, Role::Utility, Role::Battery, Role::Load, Role::Sell, Role::Buy});
        QVERIFY2(least >= 12, qPrintable(QString::number(least)));
    }
}

void TestTheme::alarmColoursDifferForAllEyes()
{
    const double least =
        nearest(Theme(Palette::Operator), {Role::AlarmP1, Role::AlarmP2, Role::AlarmP3, Role::AlarmP4});
    QVERIFY2(least >= 20, qPrintable(QString::number(least)));
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
