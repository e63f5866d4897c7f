// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_plugin.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <fstream>

using namespace tilescribe::npu;

/// What the program says when the plugin, or a file of the array's, is not as it should be. Needs no XRT.
class TestXrtPlugin : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    [[nodiscard]] std::filesystem::path file(const char* name) const { return folder_.filePath(name).toStdString(); }
    static void says(const std::string& sentence, const char* words) {
        QVERIFY2(sentence.find(words) != std::string::npos, sentence.c_str());
    }

private Q_SLOTS:
    void cleanup() {
        qunsetenv("TILESCRIBE_NPU_PLUGIN");
        qunsetenv("TILESCRIBE_NPU_XCLBIN");
        qunsetenv("XDG_DATA_HOME");
    }

    void missing_plugin_is_a_sentence() {
        const XrtPlugin plugin = load_xrt_plugin({file("none.so")});
        QVERIFY(!plugin);
        says(plugin.sentence, "built without XRT");
    }

    void looks_beside_the_program_and_in_its_library_folder() {
        const auto files = xrt_plugin_files();
        QCOMPARE(files.size(), std::size_t{2});
        QVERIFY(files[1].string().ends_with("/lib/tilescribe/tilescribe_npu_xrt.so"));
    }

    void environment_names_a_plugin() {
        qputenv("TILESCRIBE_NPU_PLUGIN", "/somewhere/else.so");
        QCOMPARE(xrt_plugin_files(), std::vector<std::filesystem::path>{"/somewhere/else.so"});
        QVERIFY_THROWS_EXCEPTION(NpuFault, static_cast<void>(open_xrt_device({})));
    }

    void file_that_is_no_library_is_a_sentence() {
        std::ofstream(file("text.so")) << "not a library";
        const XrtPlugin plugin = load_xrt_plugin({file("text.so")});
        QVERIFY(!plugin);
        says(plugin.sentence, "cannot be loaded");
    }

    void plugin_of_another_version_is_a_sentence() {
        const XrtPlugin plugin = load_xrt_plugin({UNFIT_PLUGIN});
        QVERIFY(!plugin);
        says(plugin.sentence, "another version");
    }

    void library_without_the_entry_is_a_sentence() {
        const XrtPlugin plugin = load_xrt_plugin({FOREIGN_LIBRARY});
        QVERIFY(!plugin);
        says(plugin.sentence, "not a plugin");
    }

    void finds_the_users_xclbin() {
        qputenv("XDG_DATA_HOME", folder_.path().toUtf8());
        QVERIFY(find_xclbin(ArrayGeneration::npu4).empty());
        says(missing_xclbin_sentence(ArrayGeneration::npu4), "build_xclbin --device npu4");
        const std::filesystem::path made = file("tilescribe/npu/npu4/final.xclbin");
        std::filesystem::create_directories(made.parent_path());
        std::ofstream(made) << "xclbin2";
        QCOMPARE(find_xclbin(ArrayGeneration::npu4), made);
        QVERIFY(find_xclbin(ArrayGeneration::npu1).empty());
    }

    void environment_names_the_xclbin() {
        std::ofstream(file("mine.xclbin")) << "xclbin2";
        qputenv("TILESCRIBE_NPU_XCLBIN", folder_.filePath("mine.xclbin").toUtf8());
        QCOMPARE(find_xclbin(ArrayGeneration::npu1), file("mine.xclbin"));
    }

    // FNV-1a's published figures: of nothing, and of the bytes "foobar" and two more.
    void names_instruction_files_by_their_words() {
        QCOMPARE(instruction_file({}), std::string("cbf29ce484222325.insts"));
        constexpr std::array<std::uint32_t, 1> abcd = {0x64636261};  // "abcd"
        QCOMPARE(instruction_file(abcd), std::string("fc179f83ee0724dd.insts"));
    }
};

QTEST_GUILESS_MAIN(TestXrtPlugin)
#include "test_xrt_plugin.moc"
