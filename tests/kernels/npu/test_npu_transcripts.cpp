// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/media_file_source.h"
#include "engine/model_io/checkpoint.h"
#include "engine/pipeline/transcriber.h"
#include "kernels/backend_registry.h"
#include "tests/kernels/npu/word_alignment.h"
#include "tests/support/shared_files.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <chrono>
#include <map>
#include <string>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace {

std::string true_text(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    std::string text;
    if (!file.open(QIODevice::ReadOnly)) return text;
    const QJsonArray parts = QJsonDocument::fromJson(file.readAll()).array();
    for (const QJsonValue& part : parts) text += part.toObject()["text"].toString().toStdString() + " ";
    return text;
}

class Listener {
public:
    explicit Listener(const char* backend)
        : model_(*read_checkpoint(std::filesystem::path(TILESCRIBE_SOURCE_DIR) / "resources/models/pico.en-q8_0.bin"),
                 std::shared_ptr(BackendRegistry::with_built_in_backends().create(backend, {}))) {
        model_.encoder_backend().set_notice_receiver([this](const std::string& sentence) { notices += sentence; });
    }

    std::string hear(const std::string& name) {
        MediaFileSource source(shared_folder() / "audio" / (name + ".wav"));
        return transcribe(model_, source, {}).transcript.text;
    }

    std::string notices;

private:
    WhisperModel model_;
};

}  // namespace

/// The recordings on the emulated array: how many more words go wrong than on the CPU, and which.
class TestNpuTranscripts : public QObject {
    Q_OBJECT

    std::map<std::string, std::string> by_cpu_;

    void listen(const char* backend, const std::vector<std::string>& meetings) {
        Listener array(backend);
        int words = 0;
        int cpu_errors = 0;
        int array_errors = 0;
        const auto begin = std::chrono::steady_clock::now();
        for (const std::string& name : meetings) {
            const std::vector<std::string> truth = plain_words(true_text(shared_folder() / "audio" / (name + ".json")));
            const std::vector<std::string> cpu = plain_words(by_cpu_[name]);
            const std::vector<std::string> heard = plain_words(array.hear(name));
            words += static_cast<int>(truth.size());
            cpu_errors += word_differences(truth, cpu).errors;
            array_errors += word_differences(truth, heard).errors;
            const WordDifferences differences = word_differences(cpu, heard);
            qInfo("%s on %s: %d words differ from the CPU's", name.c_str(), backend, differences.errors);
            for (const std::string& line : differences.lines) qInfo("    %s", line.c_str());
        }
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
        QVERIFY(words > 0);
        const double cpu_rate = 100.0 * cpu_errors / words;
        const double array_rate = 100.0 * array_errors / words;
        qInfo("%d words: %.2f %% wrong on the CPU, %.2f %% on %s; %.1f s", words, cpu_rate, array_rate, backend, elapsed.count());
        QCOMPARE(array.notices, std::string());
        QVERIFY(array_rate <= cpu_rate + 1.0);
    }

private Q_SLOTS:
    void initTestCase() {
        REQUIRE_SHARED();
        Listener cpu("cpu");
        for (const char* name : {"short", "standup", "noisy", "pauses", "planning"}) by_cpu_[name] = cpu.hear(name);
    }

    void all_meetings_on_npu1() { listen("npu-emulated:npu1", {"short", "standup", "noisy", "pauses", "planning"}); }
    void a_meeting_on_npu4() { listen("npu-emulated:npu4", {"standup"}); }
    void a_meeting_in_int8() { listen("npu-emulated:npu1-int8", {"standup"}); }
    void a_meeting_in_block_floats() { listen("npu-emulated:npu4-bfp16", {"standup"}); }

    /// Human speech, which the built-in model does not know: it has only to come through.
    void jfk_is_heard() {
        Listener array("npu-emulated:npu1");
        QVERIFY(!array.hear("jfk").empty());
        QCOMPARE(array.notices, std::string());
    }

    void word_differences_are_found() {
        const auto found = word_differences(plain_words("The cat sat, on the mat."), plain_words("the bat sat on a the"));
        QCOMPARE(found.errors, 3);
        QCOMPARE(found.lines.size(), std::size_t{3});
        QCOMPARE(found.lines.front(), std::string("cat -> bat"));
        QCOMPARE(word_differences(plain_words("a b c"), plain_words("a c")).lines, std::vector<std::string>{"-b"});
        QCOMPARE(word_differences(plain_words("a c"), plain_words("a b c")).lines, std::vector<std::string>{"+b"});
    }
};

QTEST_GUILESS_MAIN(TestNpuTranscripts)
#include "test_npu_transcripts.moc"
