// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include "ui/format_text.h"
#include "ui/icons.h"
#include "ui/style_sheet.h"
#include "ui/tabular_text.h"

#include <QApplication>
#include <QDir>
#include <QFontMetricsF>
#include <QImage>
#include <QPalette>
#include <QRegularExpression>
#include <QTest>

using namespace tilescribe;

class ThemeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contrastFormulaIsWcags();
    void textReadsWellOnEveryGround_data();
    void textReadsWellOnEveryGround();
    void forcedAndBack();
    void styleSheetHasNoUnknownTokens();
    void digitsTakeTheSameRoom();
    void everyIconDraws();
    void figuresAsText();
    void devicesAreShort_data();
    void devicesAreShort();
};

void ThemeTest::contrastFormulaIsWcags() {
    QVERIFY(std::abs(contrastRatio(Qt::white, Qt::black) - 21) < 0.001);
    QVERIFY(std::abs(contrastRatio(QColor(0x767676), Qt::white) - 4.54) < 0.01);  // the grey WCAG's documents name as just enough
    QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
}

void ThemeTest::textReadsWellOnEveryGround_data() {
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    for (const bool dark : {false, true}) {
        const ThemeColors& colors = dark ? darkColors() : lightColors();
        const std::pair<const char*, QColor> texts[]{{"ink", colors.ink},         {"soft", colors.soft},  {"accent", colors.accent},
                                                     {"accent2", colors.accent2}, {"cpu", colors.cpu},    {"ok", colors.ok},
                                                     {"warning", colors.warning}, {"error", colors.error}};
        const std::pair<const char*, QColor> grounds[]{
            {"background", colors.background}, {"panel", colors.panel}, {"track", colors.track}};
        for (const auto& [textName, text] : texts) {
            for (const auto& [groundName, ground] : grounds) {
                QTest::addRow("%s: %s on %s", dark ? "dark" : "light", textName, groundName) << text << ground;
            }
        }
        QTest::addRow("%s: on record", dark ? "dark" : "light") << colors.onRecord << colors.record;
        QTest::addRow("%s: on accent", dark ? "dark" : "light") << colors.onAccent << colors.accent;
    }
}

void ThemeTest::textReadsWellOnEveryGround() {
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    const double contrast = contrastRatio(text, ground);
    QVERIFY2(contrast >= 4.5, qPrintable(QString::number(contrast)));
}

void ThemeTest::forcedAndBack() {
    const bool system = isDark(QApplication::palette());
    applyAppearance(Appearance::dark);
    QVERIFY(isDark(QApplication::palette()));
    QCOMPARE(themeColors().background, darkColors().background);
    applyAppearance(Appearance::light);
    QCOMPARE(themeColors().background, lightColors().background);
    applyAppearance(Appearance::system);
    QCOMPARE(isDark(QApplication::palette()), system);
}

void ThemeTest::styleSheetHasNoUnknownTokens() {
    const QString sheet = styleSheetOf(darkColors(), QApplication::font());
    QVERIFY(!sheet.contains("${"));
    QVERIFY(sheet != styleSheetOf(lightColors(), QApplication::font()));
    static const QRegularExpression addresses("url\\(([^)]*)\\)");
    registerResources();
    for (auto match = addresses.globalMatch(sheet); match.hasNext();) {
        const QString file = match.next().captured(1);
        QVERIFY2(QFile::exists(file), qPrintable(file));
    }
}

void ThemeTest::digitsTakeTheSameRoom() {
    const QFontMetricsF metrics(interfaceFont());
    QCOMPARE(tabularWidth(metrics, "11:11"), tabularWidth(metrics, "48:09"));
    QVERIFY(tabularWidth(metrics, "ab") > 0);
}

void ThemeTest::everyIconDraws() {
    registerResources();
    const QStringList files = QDir(":/icons/actions").entryList({"*.svg"});
    QVERIFY(files.size() > 20);
    for (const QString& file : files) {
        const QImage picture = actionIcon(qPrintable(file.chopped(4))).pixmap(32, 32).toImage();
        bool drawn = false;
        for (int i = 0; i < 32 * 32; ++i) drawn = drawn || picture.pixelColor(i % 32, i / 32).alpha() > 128;
        QVERIFY2(drawn, qPrintable(file));
    }
    QVERIFY(!applicationIcon().isNull());
    QVERIFY(actionIcon("no such icon").isNull());
}

void ThemeTest::figuresAsText() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    QCOMPARE(format::clock(55.0), QStringLiteral("0:55"));
    QCOMPARE(format::clock(6127.9), QStringLiteral("1:42:07"));
    QCOMPARE(format::clock(-5.0), QStringLiteral("0:00"));
    QCOMPARE(format::clock(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("0:00"));
    QCOMPARE(format::clock(std::optional<double>()), QStringLiteral("—"));
    QCOMPARE(format::elapsed(892), QStringLiteral("00:14:52"));
    QCOMPARE(format::milliseconds(0.114), QStringLiteral("0.11 ms"));
    QCOMPARE(format::milliseconds(2.44), QStringLiteral("2.4 ms"));
    QCOMPARE(format::milliseconds(132.4), QStringLiteral("132 ms"));
    QCOMPARE(format::milliseconds(0.0042), QStringLiteral("4.2 µs"));
    QCOMPARE(format::milliseconds(0.062), QStringLiteral("62.0 µs"));
    QCOMPARE(format::milliseconds(0.0), QStringLiteral("0.00 ms"));
    QCOMPARE(format::milliseconds({}), QStringLiteral("—"));
    QCOMPARE(format::millisecondsLike(0.0042, 0.5), QStringLiteral("500"));
    QCOMPARE(format::millisecondsLike(2.4, 0.0042), QStringLiteral("0.00"));
    QCOMPARE(format::millisecondsLike({}, 2.4), QStringLiteral("2.4"));
    QCOMPARE(format::percent(0.374), QStringLiteral("37 %"));
    QCOMPARE(format::speed(148.2), QStringLiteral("148×"));
    QCOMPARE(format::speed(0.8), QStringLiteral("0.8×"));
    QCOMPARE(format::count(1204), QStringLiteral("1,204"));
    QCOMPARE(format::bytes(231'000'000), QStringLiteral("231 MB"));
    QLocale::setDefault(QLocale(QLocale::German));
    QCOMPARE(format::seconds(0.8), QStringLiteral("0,8 s"));
    QLocale::setDefault(QLocale::c());
}

void ThemeTest::devicesAreShort_data() {
    QTest::addColumn<QString>("description");
    QTest::addColumn<QString>("expected");
    QTest::newRow("AMD") << "AMD Ryzen 7 8845HS w/ Radeon 780M Graphics, AVX-512 (oneDNN 2.6), 8 threads"
                         << "Ryzen 7 8845HS, AVX-512";
    QTest::newRow("server") << "AMD EPYC 7R13 48-Core Processor, AVX2 (own kernels only), 1 thread" << "EPYC 7R13, AVX2";
    QTest::newRow("Intel") << "Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz, AVX-512 (oneDNN 3.1), 32 threads"
                           << "Xeon Platinum 8375C, AVX-512";
    QTest::newRow("generation") << "12th Gen Intel(R) Core(TM) i7-1260P, AVX2 (oneDNN 2.6), 4 threads"
                                << "12th Gen Core i7-1260P, AVX2";
    QTest::newRow("nameless") << "Intel(R) Xeon(R) Processor, AVX-512 (oneDNN 2.6), 2 threads" << "Xeon, AVX-512";
    QTest::newRow("NPU") << "Phoenix, 4 columns" << "Phoenix, 4 columns";
    QTest::newRow("emulated NPU")
        << "emulated XDNA2 (Strix, Halo, Krackan), 8 columns x 4 core rows, simulated time; decoder on Intel(R) "
           "Xeon(R) Processor, AVX-512 (oneDNN 2.6), 2 threads"
        << "XDNA2";
    QTest::newRow("NPU given up") << "Intel(R) Xeon(R) Processor, AVX-512 (oneDNN 2.6), 2 threads; the NPU was given up: It hung."
                                  << "Xeon, AVX-512";
    QTest::newRow("only noise") << "CPU" << "CPU";
    QTest::newRow("nothing") << "" << "";
}

void ThemeTest::devicesAreShort() {
    QFETCH(const QString, description);
    QFETCH(const QString, expected);
    QCOMPARE(format::shortDevice(description), expected);
}

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
