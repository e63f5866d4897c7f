// SPDX-License-Identifier: GPL-3.0-or-later
// The network against openai/whisper's own figures, on every CPU backend.
#include "engine/audio/media_file_source.h"
#include "engine/features/log_mel_stream.h"
#include "engine/whisper/window_decoder.h"
#include "kernels/backend_registry.h"
#include "tests/support/cosine.h"
#include "tests/support/npy.h"
#include "tests/support/shared_files.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace tilescribe;
using namespace tilescribe::testing;
using tilescribe::testing::NpyArray;
using tilescribe::testing::read_npy;
using tilescribe::testing::shared_folder;

namespace {

QJsonDocument read_json(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
}

std::vector<Token> forced_tokens(const std::string& name) {
    std::vector<Token> tokens;
    const QJsonArray values = read_json(shared_folder() / "golden" / (name + "-tokens.json")).array();
    for (const QJsonValue& value : values) tokens.push_back(value.toInt());
    return tokens;
}

double largest_difference(std::span<const float> a, std::span<const float> b) {
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

std::span<const float> row(TensorView view, std::int64_t r) {
    return {view.row(r), static_cast<std::size_t>(view.cols)};
}

/// A model on a backend with the first window of a recording encoded.
struct EncodedRecording {
    WhisperModel model;
    const CrossKeyValues* cross = nullptr;

    EncodedRecording(const std::string& model_file, const std::string& audio, const std::string& backend, bool with_silence = false)
        : model(*read_checkpoint(shared_folder() / "models" / model_file),
                std::shared_ptr(BackendRegistry::with_built_in_backends().create(backend, {}))) {
        MediaFileSource source(shared_folder() / "audio" / audio);
        LogMelStream mel(source, static_cast<int>(model.config().n_mels));
        const std::int64_t all = mel_window_frames;
        mel.window(0, with_silence ? all : std::min(all, mel.content_frames()), model.mel_input());
        cross = &model.encode();
    }

    TensorView logits(const std::vector<Token>& tokens) {
        KvCache cache = model.decoder().make_cache();
        const Decoder::Input input{&cache, tokens};
        return model.decoder().logits(model.decoder().forward({&input, 1}, *cross));
    }
};

class NetworkGoldenTest : public QObject {
    Q_OBJECT

    static void add_networks() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("audio");
        QTest::addColumn<QString>("golden");
        QTest::addColumn<QString>("backend");
        for (const char* backend : {"cpu", "reference"}) {
            const auto add = [&](const char* model, const char* audio, const char* golden) {
                QTest::addRow("%s on %s", model, backend) << model << audio << golden << backend;
            };
            add("pico.en-q8_0.bin", "standup.wav", "standup-pico");
            add("nano.random-f16.bin", "jfk.wav", "jfk-nano");
            add("nano.random-hf", "jfk.wav", "jfk-nano");
            add("nano-v3.random-f16.bin", "jfk.wav", "jfk-nano-v3");
        }
    }

private Q_SLOTS:
    void initTestCase() { REQUIRE_SHARED(); }

    void encoder_and_logits_equal_the_oracle_data() { add_networks(); }
    void encoder_and_logits_equal_the_oracle() {
        QFETCH(QString, model);
        QFETCH(QString, audio);
        QFETCH(QString, golden);
        QFETCH(QString, backend);
        EncodedRecording recording(model.toStdString(), audio.toStdString(), backend.toStdString());
        const std::filesystem::path folder = shared_folder() / "golden";

        const NpyArray encoder = read_npy(folder / (golden.toStdString() + "-encoder.npy"));
        const TensorView output = recording.model.encoder_output();
        QCOMPARE(output.rows * output.cols, static_cast<std::int64_t>(encoder.values.size()));
        QCOMPARE(output.stride, output.cols);
        const double similarity = cosine({output.data, encoder.values.size()}, encoder.values);
        QVERIFY2(similarity >= 0.99999, qPrintable(QString::number(similarity, 'g', 9)));

        const NpyArray expected = read_npy(folder / (golden.toStdString() + "-logits.npy"));
        const TensorView logits = recording.logits(forced_tokens(golden.toStdString()));
        QCOMPARE(logits.rows, expected.shape[0]);
        const double error = largest_difference({logits.data, expected.values.size()}, expected.values);
        QVERIFY2(error <= 1e-3, qPrintable(QString::number(error)));
    }

    void step_by_step_equals_all_at_once() {
        EncodedRecording recording("pico.en-q8_0.bin", "standup.wav", "cpu");
        const std::vector<Token> tokens = forced_tokens("standup-pico");
        const NpyArray expected = read_npy(shared_folder() / "golden" / "standup-pico-logits.npy");
        KvCache cache = recording.model.decoder().make_cache();
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const Decoder::Input input{&cache, std::span(tokens).subspan(i, 1)};
            const TensorView logits =
                recording.model.decoder().logits(recording.model.decoder().forward({&input, 1}, *recording.cross));
            const auto n = static_cast<std::size_t>(logits.cols);
            const double error = largest_difference(row(logits, 0), std::span(expected.values).subspan(i * n, n));
            QVERIFY2(error <= 1e-3, qPrintable(QString("token %1: %2").arg(i).arg(error)));
        }
    }

    void sequences_side_by_side_equal_one_alone() {
        EncodedRecording recording("pico.en-q8_0.bin", "standup.wav", "cpu");
        const std::vector<Token> tokens = forced_tokens("standup-pico");
        const NpyArray expected = read_npy(shared_folder() / "golden" / "standup-pico-logits.npy");
        KvCache first = recording.model.decoder().make_cache();
        KvCache second = recording.model.decoder().make_cache();
        const std::vector<Decoder::Input> inputs{{&first, std::span(tokens).first(3)}, {&second, std::span(tokens).first(5)}};
        const TensorView logits = recording.model.decoder().logits(recording.model.decoder().forward(inputs, *recording.cross));
        const auto n = static_cast<std::size_t>(logits.cols);
        QCOMPARE(logits.rows, std::int64_t{8});
        QVERIFY(largest_difference(row(logits, 2), std::span(expected.values).subspan(2 * n, n)) <= 1e-3);
        QVERIFY(largest_difference(row(logits, 7), std::span(expected.values).subspan(4 * n, n)) <= 1e-3);
        QCOMPARE(second.n_past(), std::int64_t{5});
    }

    void quantised_types_equal_the_oracle_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("backend");
        for (const char* backend : {"cpu", "reference"})
            for (const char* type : {"q4_0", "q4_1", "q5_0", "q5_1", "q8_0"})
                QTest::addRow("%s on %s", type, backend) << type << backend;
    }
    void quantised_types_equal_the_oracle() {
        QFETCH(QString, type);
        QFETCH(QString, backend);
        EncodedRecording recording("nano.random-" + type.toStdString() + ".bin", "jfk.wav", backend.toStdString());
        const NpyArray expected = read_npy(shared_folder() / "golden" / ("jfk-nano-" + type.toStdString() + "-logits.npy"));
        const TensorView logits = recording.logits(forced_tokens("jfk-nano"));
        const auto n = static_cast<std::size_t>(logits.cols);
        QCOMPARE(expected.shape, (std::vector<std::int64_t>{2, logits.cols}));
        QVERIFY(largest_difference(row(logits, 0), std::span(expected.values).first(n)) <= 1e-3);
        QVERIFY(largest_difference(row(logits, logits.rows - 1), std::span(expected.values).last(n)) <= 1e-3);
    }

    void language_probabilities_equal_the_oracle_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("golden");
        QTest::newRow("99 languages") << "nano.random-f16.bin" << "jfk-nano-languages.json";
        QTest::newRow("99 languages, safetensors") << "nano.random-hf" << "jfk-nano-languages.json";
        QTest::newRow("100 languages") << "nano-v3.random-f16.bin" << "jfk-nano-v3-languages.json";
    }
    void language_probabilities_equal_the_oracle() {
        QFETCH(QString, model);
        QFETCH(QString, golden);
        EncodedRecording recording(model.toStdString(), "jfk.wav", "cpu", true);
        const QJsonObject expected = read_json(shared_folder() / "golden" / golden.toStdString()).object();
        const std::vector<LanguageProbability> languages = detect_language(recording.model, *recording.cross);
        QCOMPARE(static_cast<qsizetype>(languages.size()), expected.size());
        for (const LanguageProbability& language : languages) {
            const QJsonValue value = expected.value(QString::fromStdString(language.code));
            QVERIFY2(value.isDouble(), language.code.c_str());
            QVERIFY2(std::abs(language.probability - value.toDouble()) <= 1e-4, language.code.c_str());
        }
        QVERIFY(std::ranges::is_sorted(languages, std::ranges::greater{}, &LanguageProbability::probability));
    }

    void a_full_context_is_refused() {
        EncodedRecording recording("nano.random-f16.bin", "jfk.wav", "cpu");
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, (void)recording.logits(std::vector<Token>(449, 400)));
        QCOMPARE(recording.logits(std::vector<Token>(448, 400)).rows, std::int64_t{448});
    }
};

}  // namespace

QTEST_GUILESS_MAIN(NetworkGoldenTest)
#include "network_golden_test.moc"
