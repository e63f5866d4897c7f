// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/include_rules/include_rules.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <string>

using tilescribe::testing::check_include_rules;
using tilescribe::testing::RuleReport;

namespace {

const std::string spdx = "// SPDX-License-Identifier: GPL-3.0-or-later\n";

/// A small tree that keeps every rule; each test adds one file to it.
class SourceTree {
public:
    SourceTree() {
        write("kernels/op_timing.h", spdx + "#pragma once\n#include <cstdint>\n");
        write("kernels/cpu/onednn_matmul.cpp", spdx + "#include \"kernels/op_timing.h\"\n#include <oneapi/dnnl/dnnl.hpp>\n");
        write("engine/audio/audio_format.h", spdx + "#pragma once\n");
        write("engine/features/mel.cpp",
              spdx + "#include \"kernels/op_timing.h\"\n#include <fftw3.h>\n#include <spdlog/spdlog.h>\n");
        write("engine/transcript/transcript.h", spdx + "#pragma once\n#include <string>\n");
        write("ui/page.h", spdx +
                               "#pragma once\n#include \"engine/transcript/transcript.h\"\n#include "
                               "\"kernels/op_timing.h\"\n#include <QWidget>\n");
        write("app/main.cpp", spdx + "#include \"ui/page.h\"\n#include <QApplication>\n#include \"main.moc\"\n");
        write("app/cli/main.cpp",
              spdx + "#include \"app/version.h\"\n#include \"engine/transcript/transcript.h\"\n#include <CLI/CLI.hpp>\n");
        write("app/version.h.in", "");
        write("app/session.h", spdx + "#pragma once\n#include <QObject>\n");
        write("tests/ui/page_test.cpp", spdx + "#include \"app/session.h\"\n#include <QTest>\n#include <fftw3.h>\n");
    }

    void write(const std::string& path, const std::string& text) const {
        const std::filesystem::path file = root() / path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }

    [[nodiscard]] std::filesystem::path root() const { return folder_.path().toStdString(); }

private:
    QTemporaryDir folder_;
};

}  // namespace

class IncludeRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void accepts_a_tree_that_keeps_the_rules() {
        const SourceTree tree;
        const RuleReport report = check_include_rules(tree.root());
        QCOMPARE(report.files, 10);
        for (const auto& violation : report.violations) qWarning("%s", to_string(violation).c_str());
        QVERIFY(report.violations.empty());
    }

    void reports_a_broken_rule_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* path, const std::string& text, const char* expected) {
            QTest::newRow(name) << QString(path) << QString::fromStdString(text) << QString(expected);
        };
        const std::string audio = "#include \"engine/audio/audio_format.h\"\n";
        row("kernels on engine", "kernels/x.cpp", spdx + audio,
            "kernels/x.cpp:2: kernels/ must not include engine/audio/audio_format.h");
        row("engine on ui", "engine/x.cpp", spdx + "#include \"ui/page.h\"\n",
            "engine/x.cpp:2: engine/ must not include ui/page.h");
        row("engine on app", "engine/x.cpp", spdx + "\n#include \"app/session.h\"\n", "engine/x.cpp:3: engine/ must not include");
        row("ui on kernels", "ui/x.cpp", spdx + "#include \"kernels/onednn.h\"\n", "ui/x.cpp:2: ui/ must not include");
        row("ui on app", "ui/x.cpp", spdx + "#include \"app/session.h\"\n", "ui/x.cpp:2: ui/ must not include");
        row("app on tests", "app/x.cpp", spdx + "#include \"tests/x.h\"\n", "app/x.cpp:2: app/ must not include tests/x.h");
        row("cli on ui", "app/cli/x.cpp", spdx + "#include \"ui/page.h\"\n", "app/cli/x.cpp:2: app/ must not include ui/page.h");
        row("Qt in engine", "engine/x.cpp", spdx + "#include <QString>\n", "engine/x.cpp:2: Qt (QString)");
        row("Qt in kernels", "kernels/x.cpp", spdx + "#  include <QtCore/qglobal.h>\n", "kernels/x.cpp:2: Qt");
        row("Qt in the command line", "app/cli/x.cpp", spdx + "#include <QCoreApplication>\n", "app/cli/x.cpp:2: Qt");
        row("Qt below the command line", "app/cli/x.cpp", spdx + "#include \"app/session.h\"\n",
            "app/session.h, which needs QObject");
        row("PortAudio", "engine/audio/x.cpp", spdx + "#include <portaudio.h>\n", "engine/audio/x.cpp:2: PortAudio");
        row("FFTW", "engine/whisper/x.cpp", spdx + "#include <fftw3.h>\n", "engine/whisper/x.cpp:2: FFTW");
        row("XRT", "kernels/cpu/x.cpp", spdx + "#include <xrt/xrt_bo.h>\n", "kernels/cpu/x.cpp:2: XRT");
        row("spdlog", "kernels/x.cpp", spdx + "#include <spdlog/spdlog.h>\n", "kernels/x.cpp:2: spdlog");
        row("spdlog in ui", "ui/x.cpp", spdx + "#include <spdlog/spdlog.h>\n", "ui/x.cpp:2: spdlog");
        row("FFmpeg", "engine/pipeline/x.cpp", spdx + "#include <libavformat/avformat.h>\n", "engine/pipeline/x.cpp:2: FFmpeg");
        row("oneDNN", "kernels/cpu/x.cpp", spdx + "#include <dnnl.hpp>\n", "kernels/cpu/x.cpp:2: oneDNN");
        row("no licence", "engine/x.cpp", "#include <string>\n", "engine/x.cpp:1: the first line");
        row("licence not first", "engine/x.cpp", "\n" + spdx, "engine/x.cpp:1: the first line");
        row("empty file", "engine/x.cpp", "", "engine/x.cpp:1: the first line");
        row("no pragma once", "engine/x.h", spdx + "#include <string>\n", "engine/x.h:1: a header needs #pragma once");
        row("manager", "ui/window_manager.h", spdx + "#pragma once\n", "ui/window_manager.h: this name");
        row("helper", "engine/helpers.h", spdx + "#pragma once\n", "engine/helpers.h: this name");
        row("utils", "tests/string_utils.cpp", spdx, "tests/string_utils.cpp: this name");
        row("a type that manages", "engine/x.cpp", spdx + "class ModelManager {};\n", "engine/x.cpp:2: the name ModelManager");
        row("camelCase file", "ui/MainWindow.cpp", spdx, "ui/MainWindow.cpp: file names are snake_case");
        row("relative include", "engine/audio/x.cpp", spdx + "#include \"audio_format.h\"\n",
            "\"audio_format.h\" is not relative to the root");
        row("missing include", "engine/x.cpp", spdx + "#include \"engine/gone.h\"\n",
            "engine/x.cpp:2: engine/gone.h does not exist");
        row("a value header that grew", "kernels/op_timing.h", spdx + "#pragma once\n#include \"kernels/cpu/pool.h\"\n",
            "kernels/op_timing.h:3: ui/ may include this header because it is plain values");
    }

    void reports_a_broken_rule() {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const SourceTree tree;
        tree.write(path.toStdString(), text.toStdString());
        QStringList found;
        for (const auto& violation : check_include_rules(tree.root()).violations)
            found << QString::fromStdString(to_string(violation));
        QVERIFY2(found.join('\n').contains(expected), qPrintable(found.join('\n')));
    }

    void an_empty_root_has_no_files() {
        const QTemporaryDir folder;
        QCOMPARE(check_include_rules(folder.path().toStdString()).files, 0);
    }
};

QTEST_GUILESS_MAIN(IncludeRulesTest)
#include "include_rules_test.moc"
