// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/npu_words.h"

#include "tests/kernels/npu/runtime/system_tree.h"
#include "ui/icons.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

using namespace tilescribe;
using npu::NpuPresence;
using npu::NpuState;

namespace {

/// A machine in each state; without_node: the driver's node is not there, as in a container.
NpuPresence machine(NpuState state, const std::filesystem::path& root, bool without_node) {
    const tilescribe::testing::SystemTree tree(root);
    if (state != NpuState::absent) tree.add_device("0x1022", state == NpuState::unknown ? "0xabcd" : "0x1502", "0x00");
    if (state == NpuState::no_firmware || state == NpuState::driver_failed) tree.load_driver();
    if (state == NpuState::driver_failed) tree.write("lib/firmware/amdnpu/1502_00/npu.sbin", "firmware");
    const bool runs = state == NpuState::ready || state == NpuState::no_permission || state == NpuState::unknown;
    if (runs) tree.start_device("RyzenAI-npu1", "1.5.5.391");
    if (without_node) std::filesystem::remove(root / "dev/accel/accel0");
    const bool may = state == NpuState::ready;
    return npu::find_npu({.root = root,
                          .may_open = may ? +[](const std::filesystem::path&) { return true; }
                                          : +[](const std::filesystem::path&) { return false; }});
}

}  // namespace

/// The engine's English sentences about the NPU in the user's language: none is forgotten, and what they name stays.
class NpuWordsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStateHasItsSentence_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("withoutNode");
        const auto row = [](const char* name, NpuState state, bool without_node = false) {
            QTest::newRow(name) << static_cast<int>(state) << without_node;
        };
        row("absent", NpuState::absent);
        row("unknown", NpuState::unknown);
        row("no driver", NpuState::no_driver);
        row("no firmware", NpuState::no_firmware);
        row("driver failed", NpuState::driver_failed);
        row("no permission", NpuState::no_permission);
        row("container", NpuState::no_permission, true);
        row("ready", NpuState::ready);
    }
    void everyStateHasItsSentence() {
        QFETCH(int, state);
        QFETCH(bool, withoutNode);
        const QTemporaryDir root;
        const NpuPresence npu = machine(static_cast<NpuState>(state), root.path().toStdString(), withoutNode);
        QCOMPARE(static_cast<int>(npu.state), state);
        const QString english = npuSentence(npu);
        QCOMPARE(english, QString::fromStdString(npu.reason));
        QTranslator german;
        registerResources();
        QVERIFY(german.load(QStringLiteral(":/translations/tilescribe_de.qm")));
        QVERIFY(QCoreApplication::installTranslator(&german));
        const QString translated = npuSentence(npu);
        QVERIFY2(translated != english, qPrintable(translated));
        QVERIFY2(!translated.contains(QLatin1Char('%')), qPrintable(translated));
        for (const std::string& named : {npu.name, npu.node.string(), npu.firmware_folder.string()})
            if (english.contains(QString::fromStdString(named)))
                QVERIFY2(translated.contains(QString::fromStdString(named)), qPrintable(translated));
    }

    void noticesBecomeSentences_data() {
        QTest::addColumn<QByteArray>("engine");
        QTest::addColumn<QString>("said");
        QTest::newRow("repeated") << QByteArray("It hung. Its context was rebuilt and the window is repeated.")
                                  << QStringLiteral("The NPU failed once: the window is repeated, and no text is lost. It hung.");
        QTest::newRow("tried again") << QByteArray("It hung. Its context was rebuilt and it is tried again.")
                                     << QStringLiteral("The NPU failed once: it is tried again. It hung.");
        QTest::newRow("passed over") << QByteArray("npu: It is busy. Taken instead: cpu.")
                                     << QStringLiteral("The NPU could not be used, and the CPU was taken. npu: It is busy.");
        QTest::newRow("another") << QByteArray("Something else.") << QStringLiteral("Something else.");
    }
    void noticesBecomeSentences() {
        QFETCH(QByteArray, engine);
        QFETCH(QString, said);
        QCOMPARE(backendNotice(engine.toStdString()), said);
    }

    void aTakeOverIsOne() {
        QCOMPARE(takeOverSentence("It is gone. The CPU takes over."),
                 QStringLiteral("The NPU was given up, and the CPU goes on; no text is lost. It is gone."));
    }
};

QTEST_GUILESS_MAIN(NpuWordsTest)
#include "npu_words_test.moc"
