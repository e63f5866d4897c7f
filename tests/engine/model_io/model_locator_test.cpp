// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/model_locator.h"

#include "engine/model_io/model_file_error.h"
#include "tests/support/checkpoint_writer.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace fs = std::filesystem;

class ModelLocatorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        directory_ = std::make_unique<QTemporaryDir>();
        QVERIFY(directory_->isValid());
        root_ = directory_->path().toStdString();
        for (const char* folder : {"data", "other", "resources"}) fs::create_directory(root_ / folder);
        search_ = {{root_ / "data", root_ / "absent", root_ / "other"}, root_ / "resources"};
        write_ggml(root_ / "resources/pico.en-q8_0.bin");
    }

    void finds_models_in_search_order() {
        write_ggml(root_ / "other/ggml-base.en.bin");
        write_ggml(root_ / "other/ggml-tiny.bin");
        write_ggml(root_ / "data/tiny.bin");
        write_folder(root_ / "data/whisper-small");
        write_file(root_ / "data/notes.bin", bytes_of("lmgg"));  // too short
        write_file(root_ / "data/picture.bin", bytes_of("not a model at all"));
        write_file(root_ / "data/silero.bin", bytes_of(std::string("lmgg\x0a\0\0\0silero-16k", 18)));
        write_file(root_ / "data/readme.txt", bytes_of("lmgg and more than enough"));
        fs::create_directory(root_ / "data/folder.bin");
        std::vector<std::string> names;
        for (const FoundModel& model : find_models(search_)) names.push_back(model.name);
        QVERIFY(names == (std::vector<std::string>{"small", "tiny", "base.en", "built-in"}));
        const auto found = find_models(search_);
        QCOMPARE(found[1].path, root_ / "data/tiny.bin");  // the first folder wins
        QVERIFY(found.back().is_built_in);
        QVERIFY(!found.front().is_built_in);
        for (const FoundModel& model : found) QCOMPARE(locate_model(model.name, search_), model.path);
        QVERIFY(find_models({}).empty());
    }

    void locates_by_name() {
        write_ggml(root_ / "other/ggml-base.en.bin");
        write_ggml(root_ / "other/base.bin");
        write_ggml(root_ / "other/ggml-large-v3-turbo.bin");
        write_folder(root_ / "data/whisper-small.en");
        const auto locate = [&](const char* name) { return locate_model(name, search_); };
        for (const char* name : {"base.en", "ggml-base.en", "ggml-base.en.bin", "base.en.bin"})
            QCOMPARE(locate(name), root_ / "other/ggml-base.en.bin");
        for (const char* name : {"base", "ggml-base.bin"}) QCOMPARE(locate(name), root_ / "other/base.bin");
        for (const char* name : {"small.en", "whisper-small.en"}) QCOMPARE(locate(name), root_ / "data/whisper-small.en");
        QCOMPARE(locate("turbo"), root_ / "other/ggml-large-v3-turbo.bin");
        for (const char* name : {"built-in", "pico.en-q8_0", "pico.en-q8_0.bin"})
            QCOMPARE(locate(name), root_ / "resources/pico.en-q8_0.bin");
    }

    void locates_by_path() {
        write_ggml(root_ / "anywhere.model");
        QCOMPARE(locate_model((root_ / "anywhere.model").string(), search_), root_ / "anywhere.model");
        QCOMPARE(locate_model((root_ / "data").string(), search_), root_ / "data");  // whether it is a model, the reader says
        QCOMPARE(locate_model("/dev/null", {}), fs::path("/dev/null"));
    }

    void a_folder_that_is_no_model_does_not_hide_a_name() {
        write_ggml(root_ / "other/ggml-base.bin");
        const fs::path before = fs::current_path();
        fs::create_directories(root_ / "work/base");
        fs::current_path(root_ / "work");
        QCOMPARE(locate_model("base", search_), root_ / "other/ggml-base.bin");
        write_folder(root_ / "work/base");
        QCOMPARE(locate_model("base", search_), fs::path("base"));
        fs::current_path(before);
    }

    void says_where_it_looked() {
        for (const std::string& name :
             {std::string("large-v9"), std::string("no/such.bin"), std::string(), std::string(5000, 'x'), std::string("a\nb")}) {
            QString message;
            try {
                (void)locate_model(name, search_);
            } catch (const ModelFileError& error) {
                message = error.what();
            }
            QVERIFY(message.contains(QString::fromStdString(printable(name))));
            for (const char* part :
                 {"/data", "/other", "/resources", "huggingface.co/ggerganov/whisper.cpp", "huggingface.co/openai"})
                QVERIFY2(message.contains(part), qPrintable(message));
            QVERIFY(!message.contains('\n'));
        }
        QVERIFY_THROWS_EXCEPTION(ModelFileError, (void)locate_model("built-in", {}));
        fs::remove(root_ / "resources/pico.en-q8_0.bin");
        QVERIFY_THROWS_EXCEPTION(ModelFileError, (void)locate_model("built-in", search_));
    }

    void reads_the_environment() {
        qputenv("XDG_DATA_HOME", "/xdg");
        qputenv("TILESCRIBE_MODEL_PATH", "/one::/two:");
        const auto folders = [] { return ModelSearchPath::from_environment("/res").folders; };
        QVERIFY(folders() == (std::vector<fs::path>{"/xdg/tilescribe/models", "/one", "/two"}));
        QCOMPARE(ModelSearchPath::from_environment("/res").models_folder(), fs::path("/xdg/tilescribe/models"));
        QCOMPARE(ModelSearchPath::from_environment("/res").resources, fs::path("/res"));
        qputenv("HOME", "/home/someone");
        qunsetenv("TILESCRIBE_MODEL_PATH");
        for (const char* data_home : {"", "relative"}) {
            qputenv("XDG_DATA_HOME", data_home);
            QVERIFY(folders() == (std::vector<fs::path>{"/home/someone/.local/share/tilescribe/models"}));
        }
    }

private:
    static void write_ggml(const fs::path& path) { write_file(path, bytes_of("lmgg and enough to look like a model")); }
    static void write_folder(const fs::path& path) {
        fs::create_directories(path);
        write_file(path / "config.json", bytes_of("{}"));
        write_file(path / "model.safetensors", bytes_of("{}"));
    }

    std::unique_ptr<QTemporaryDir> directory_;
    fs::path root_;
    ModelSearchPath search_;
};

QTEST_GUILESS_MAIN(ModelLocatorTest)
#include "model_locator_test.moc"
