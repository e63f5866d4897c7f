// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QTest>

class TestBuildXclbin : public QObject {
    Q_OBJECT

    struct Result {
        int code = 0;
        QString output;
    };
    /// Without mlir-aie, Peano and XRT: with an empty environment and a search path that has the system's programs only.
    static Result run(const QStringList& arguments) {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setProcessEnvironment([] {
            QProcessEnvironment environment;
            environment.insert("PATH", "/usr/bin:/bin");
            environment.insert("PEANO_INSTALL_DIR", "/nowhere/peano");
            return environment;
        }());
        process.start(QStringLiteral(TILESCRIBE_SOURCE_DIR "/kernels/npu/build_xclbin"), arguments);
        process.waitForFinished(-1);
        return {process.exitCode(), QString::fromUtf8(process.readAll())};
    }

private Q_SLOTS:
    void missing_tools_are_named() {
        for (const char* device : {"npu1", "npu4"}) {
            const Result result = run({"--device", device});
            QVERIFY(result.code != 0);
            for (const char* tool : {"/nowhere/peano/bin", "Peano's clang++", "aiecc.py of mlir-aie", "the Python module aie"})
                QVERIFY2(result.output.contains(tool), qPrintable(result.output));
            QVERIFY(!result.output.contains("Traceback"));
        }
    }
    void help_explains() {
        const Result result = run({"--help"});
        QCOMPARE(result.code, 0);
        QVERIFY(result.output.contains("--device"));
    }
};

QTEST_GUILESS_MAIN(TestBuildXclbin)
#include "test_build_xclbin.moc"
