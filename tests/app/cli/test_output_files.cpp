// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/input_files.h"
#include "app/cli/output_files.h"
#include "app/cli/terminal_text.h"
#include "tests/app/cli/transcript_comparison.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <set>
#include <sys/stat.h>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace {

QStringList stems_of(const std::vector<std::string>& arguments) {
    QStringList stems;
    for (const InputFile& file : input_files(arguments)) stems += QString::fromStdString(file.output_stem);
    return stems;
}

QStringList names_of(const std::vector<std::string>& arguments) {
    QStringList names;
    for (const InputFile& file : input_files(arguments)) names += QString::fromStdString(file.name);
    return names;
}

}  // namespace

class OutputFilesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void every_input_has_its_own_stem() {
        QCOMPARE(stems_of({"a/talk.wav", "b/talk.mp3", "talk.wav"}), QStringList({"talk", "talk-2", "talk-3"}));
        QCOMPARE(stems_of({"talk.wav", "talk.mp3", "talk-2.wav"}), QStringList({"talk", "talk-3", "talk-2"}));
        QCOMPARE(stems_of({"-", "stdin.wav"}), QStringList({"stdin", "stdin-2"}));
        QCOMPARE(stems_of({"", "..", "a/", ".wav", "x.tar.gz"}),
                 QStringList({"transcript", "transcript-2", "transcript-3", ".wav", "x.tar"}));
    }

    void long_names_leave_room_and_whole_characters() {
        const std::string name = "x" + std::string("\u00e4\u00e4\u00e4\u00e4\u00e4") + std::string(240, 'y') + ".wav";
        std::string umlauts;
        for (int i = 0; i < 120; ++i) umlauts += "\u00e4";
        QVERIFY(input_files({name})[0].output_stem.size() <= 230);
        const QString stem = QString::fromStdString(input_files({"x" + umlauts + ".wav"})[0].output_stem);
        QVERIFY(!stem.contains(QChar(0xFFFD)));
        QCOMPARE(stem.toUtf8().size(), 229);
    }

    void names_are_paths_only_where_they_must_be() {
        QCOMPARE(names_of({"a/x.wav", "b/y.wav", "-"}), QStringList({"x.wav", "y.wav", "standard input"}));
        QCOMPARE(names_of({"a/x.wav", "b/x.wav", "y.wav"}), QStringList({"a/x.wav", "b/x.wav", "y.wav"}));
    }

    void a_file_is_written_whole_or_kept() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("x.txt").toStdString();
        QVERIFY(write_whole_file(path, "one", false));
        QCOMPARE(file_content(folder.filePath("x.txt")), QByteArray("one"));
        QVERIFY(!write_whole_file(path, "two", false));
        QCOMPARE(file_content(folder.filePath("x.txt")), QByteArray("one"));
        QVERIFY(write_whole_file(path, "three", true));
        QCOMPARE(file_content(folder.filePath("x.txt")), QByteArray("three"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList({"x.txt"}));
    }

    void permissions_follow_the_umask() {
        const QTemporaryDir folder;
        const mode_t before = ::umask(027);
        const bool is_written = write_whole_file(folder.filePath("x").toStdString(), "x", false);
        ::umask(before);
        QVERIFY(is_written);
        struct stat status{};
        QCOMPARE(::stat(qPrintable(folder.filePath("x")), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0640U);
    }

    void a_missing_folder_is_told() {
        QVERIFY_THROWS_EXCEPTION(OutputFileError, (void)write_whole_file("/nonexistent/folder/x.txt", "x", false));
    }

    void text_for_a_terminal_has_no_control_characters() {
        QCOMPARE(terminal_text("a\nb\t\x1b[2J\x7f\r"), std::string("a\\nb\\t\\x1b[2J\\x7f\\r"));
        QCOMPARE(terminal_text("\u009b31m \u00e4\u00a0"), std::string("\\x9b31m \u00e4\u00a0"));
        QCOMPARE(terminal_text("\xff"), std::string("\uFFFD"));
    }
};

QTEST_GUILESS_MAIN(OutputFilesTest)
#include "test_output_files.moc"
