// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/overlay_text.h"
#include "tests/kernels/npu/designs/whisper_programs.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe::npu;

class TestBuildXclbin : public QObject {
    Q_OBJECT

    struct Result {
        int code = 0;
        QString output;
    };
    /// With an environment of its own: this search path and this Peano.
    static Result run(const QStringList& arguments, const QString& path = "/usr/bin:/bin",
                      const QString& peano = "/nowhere/peano") {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        QProcessEnvironment environment;
        environment.insert("PATH", path);
        environment.insert("PEANO_INSTALL_DIR", peano);
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(TILESCRIBE_SOURCE_DIR "/kernels/npu/build_xclbin"), arguments);
        process.waitForFinished(-1);
        return {process.exitCode(), QString::fromUtf8(process.readAll())};
    }

    static void write(const QString& path, const QByteArray& text) {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    /// A folder with tools that write down how they are called and make the file that they are asked for; and what Tilescribe
    /// wrote.
    static void furnish(const QTemporaryDir& folder, ArrayGeneration generation) {
        const QByteArray tool = "#!/bin/sh\necho \"$(basename $0) $*\" >> " + folder.filePath("calls").toUtf8() +
                                "\nfor word; do\n  [ \"$last\" != -o ] || echo made > \"$word\"\n"
                                "  case \"$word\" in --xclbin-name=*) cat tilescribe_core.o overlay.mlir > \"${word#*=}\";; esac\n"
                                "  last=$word\ndone\n";
        for (const char* name : {"peano/bin/clang++", "peano/bin/ld.lld", "mlir_aie/bin/aiecc", "xrt/bin/xclbinutil"}) {
            write(folder.filePath(name), tool);
            QFile::setPermissions(folder.filePath(name), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        }
        const auto program = some_program(generation);
        write(folder.filePath("designs/overlay.mlir"), QByteArray::fromStdString(overlay_text(program)));
        write(folder.filePath("designs/0123456789abcdef.insts"), "first");
        write(folder.filePath("designs/fedcba9876543210.insts"), "second");
    }
    static Result build(const QTemporaryDir& folder, const QString& device, const QStringList& more = {}) {
        const QString path = folder.filePath("mlir_aie/bin") + ":" + folder.filePath("xrt/bin") + ":/usr/bin:/bin";
        return run(
            QStringList{"--device", device, "--designs", folder.filePath("designs"), "--output", folder.filePath("out")} + more,
            path, folder.filePath("peano"));
    }
    static QByteArray content(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void missing_tools_are_named() {
        for (const char* device : {"npu1", "npu4"}) {
            const Result result = run({"--device", device, "--check"});
            QVERIFY(result.code != 0);
            for (const char* tool :
                 {"/nowhere/peano/bin", "Peano's clang++", "Peano's ld.lld", "aiecc of mlir-aie", "xclbinutil of XRT"})
                QVERIFY2(result.output.contains(tool), qPrintable(result.output));
            QVERIFY(!result.output.contains("Traceback"));
        }
    }
    void help_explains() {
        const Result result = run({"--help"});
        QCOMPARE(result.code, 0);
        QVERIFY(result.output.contains("--device"));
    }

    void the_overlay_is_built_once_data() {
        QTest::addColumn<ArrayGeneration>("generation");
        QTest::addColumn<QString>("device");
        QTest::addRow("npu1") << ArrayGeneration::npu1 << "npu1";
        QTest::addRow("npu4") << ArrayGeneration::npu4 << "npu4";
    }
    void the_overlay_is_built_once() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(QString, device);
        const QTemporaryDir folder;
        furnish(folder, generation);
        QCOMPARE(build(folder, device, {"--check"}).code, 0);
        QVERIFY(!QFile::exists(folder.filePath("calls")));
        const Result result = build(folder, device);
        QVERIFY2(result.code == 0, qPrintable(result.output));

        const QStringList calls = QString::fromUtf8(content(folder.filePath("calls"))).split('\n', Qt::SkipEmptyParts);
        const bool has_bfp16 = generation == ArrayGeneration::npu4;
        for (int i = 0; i < calls.size() - 2; ++i) {
            QVERIFY2(calls[i].startsWith("clang++ -O2 -std=c++20 "), qPrintable(calls[i]));
            QVERIFY(calls[i].contains(has_bfp16 ? "--target=aie2p-none-unknown-elf" : "--target=aie2-none-unknown-elf"));
            QVERIFY(calls[i].contains(folder.filePath("mlir_aie/include")));
            QCOMPARE(calls[i].contains("-DTILESCRIBE_NPU_WITHOUT_BFP16"), !has_bfp16);
        }
        const QString all = calls.join('\n');
        for (const char* source : {"/gemm_bf16.cpp -o", "/finish.cpp -o", "/level_runs.cpp -o", "/dispatcher.cpp -o"})
            QCOMPARE(all.count(QString::fromUtf8(source)), 1);
        QCOMPARE(all.contains("/gemm_bfp16.cpp"), has_bfp16);
        QVERIFY(!all.contains("/kernel_table.cpp"));
        const QString link = calls[calls.size() - 2];
        QVERIFY(link.startsWith("ld.lld -r -o "));
        QVERIFY(link.contains("tilescribe_core.o") && link.contains("dispatcher.o"));
        QVERIFY(calls.back().startsWith("aiecc "));
        for (const char* option : {"--get-xclbin", "--xclbin-name=final.xclbin", "overlay.mlir"})
            QVERIFY2(calls.back().contains(option), option);

        QVERIFY(content(folder.filePath("out/final.xclbin")).startsWith("made\n// Written by Tilescribe"));
        QCOMPARE(content(folder.filePath("out/0123456789abcdef.insts")), QByteArray("first"));
        QCOMPARE(content(folder.filePath("out/fedcba9876543210.insts")), QByteArray("second"));
    }

    void what_does_not_fit_is_refused() {
        const QTemporaryDir folder;
        furnish(folder, ArrayGeneration::npu1);
        const Result other = build(folder, "npu4");
        QVERIFY(other.code != 0 && other.output.contains("is not for npu4"));
        write(folder.filePath("peano/bin/clang++"), "#!/bin/sh\nexit 3\n");
        const Result failing = build(folder, "npu1");
        QVERIFY(failing.code != 0);
        QVERIFY2(failing.output.contains("this failed with 3") && !failing.output.contains("Traceback"),
                 qPrintable(failing.output));
        QVERIFY(!QFile::exists(folder.filePath("out/final.xclbin")));
        QVERIFY(QFile::remove(folder.filePath("designs/overlay.mlir")));
        QVERIFY(build(folder, "npu1").output.contains("no overlay.mlir"));
    }
};

QTEST_GUILESS_MAIN(TestBuildXclbin)
#include "test_build_xclbin.moc"
