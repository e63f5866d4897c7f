// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/engine_words.h"

#include "app/models/model_catalogue.h"
#include "engine/whisper/languages.h"
#include "kernels/npu/runtime/npu_detection.h"
#include "kernels/npu/runtime/npu_load_meter.h"
#include "kernels/op_timing.h"
#include "ui/icons.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

using namespace tilescribe;

namespace {

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace

class EngineWordsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyWordIsTranslated();
    void unknownWordsStay();
    void reasonsAreTheEngines();
};

void EngineWordsTest::everyWordIsTranslated() {
    registerResources();
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/translations/tilescribe_de.qm")));
    const auto isKnown = [&german](std::string_view word) {
        return !german.translate("Engine", std::string(word).c_str()).isEmpty();
    };
    for (int kind = 0; kind < op_kind_count; ++kind) {
        const std::string_view title = title_of(static_cast<OpKind>(kind));
        QVERIFY2(isKnown(title), qPrintable(textOf(title)));
    }
    for (const std::string_view code : whisper_language_codes())
        QVERIFY2(isKnown(whisper_language_name(code)), qPrintable(textOf(code)));
    for (const CatalogueModel& model : model_catalogue()) QVERIFY2(isKnown(model.note), qPrintable(textOf(model.note)));
    for (const auto source : {npu::NpuLoadSource::sensors, npu::NpuLoadSource::own_contexts, npu::NpuLoadSource::own_busy_time,
                              npu::NpuLoadSource::none})
        QVERIFY2(isKnown(npu::describe(source)), npu::describe(source).c_str());
    const QTemporaryDir nothing;
    const std::string absent = npu::find_npu({.root = nothing.path().toStdString()}).reason;
    QVERIFY2(isKnown(absent), absent.c_str());
    QVERIFY(!isKnown("something else"));

    QVERIFY(QCoreApplication::installTranslator(&german));
    QCOMPARE(engineWord("German"), QStringLiteral("Deutsch"));
    QCOMPARE(engineWord("the device was unplugged"), QStringLiteral("das Gerät wurde abgezogen"));
}

void EngineWordsTest::unknownWordsStay() {
    QCOMPARE(engineWord("/dev/sdb: No space left on device"), QStringLiteral("/dev/sdb: No space left on device"));
    QCOMPARE(engineWord(""), QString());
}

/// The reasons have no list in the engine: its source is looked at.
void EngineWordsTest::reasonsAreTheEngines() {
    QFile track(QStringLiteral(TILESCRIBE_SOURCE_DIR "/engine/audio/capture_track.cpp"));
    QVERIFY(track.open(QIODevice::ReadOnly));
    const QByteArray source = track.readAll();
    for (const char* reason :
         {"the device was unplugged", "the sound system ended the recording from the device", "the device stopped sending sound",
          "there was no device to record from", "the computer was too busy to keep up with the device"})
        QVERIFY2(source.contains('"' + QByteArray(reason) + '"'), reason);
}

QTEST_GUILESS_MAIN(EngineWordsTest)
#include "engine_words_test.moc"
