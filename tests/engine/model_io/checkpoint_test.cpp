// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/checkpoint.h"

#include "engine/model_io/mapped_file.h"
#include "tests/support/checkpoint_writer.h"
#include "tests/support/shared_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <functional>
#include <random>
#include <sys/stat.h>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace fs = std::filesystem;

namespace {

std::string error_of(const std::function<void()>& read) {
    try {
        read();
    } catch (const ModelFileError& error) {
        return error.what();
    }
    return "";
}

std::string reading_error(const fs::path& path) {
    const std::string error = error_of([&] { (void)read_checkpoint(path); });
    if (error.empty()) return {};
    return error.starts_with(path.string()) ? error.substr(path.string().size()) : "another file's: " + error;
}

/// Every matrix and vector of two networks, in the same order.
template <typename OnMatrices, typename OnVectors>
void walk(const WhisperWeights& a, const WhisperWeights& b, OnMatrices on_matrices, OnVectors on_vectors) {
    const auto norm = [&](const NormWeights& x, const NormWeights& y) {
        on_vectors(x.gain, y.gain);
        on_vectors(x.bias, y.bias);
    };
    const auto linear = [&](const LinearWeights& x, const LinearWeights& y) {
        on_matrices(x.weight, y.weight);
        on_vectors(x.bias, y.bias);
    };
    const auto convolution = [&](const ConvWeights& x, const ConvWeights& y) {
        on_matrices(x.weight, y.weight);
        on_vectors(x.bias, y.bias);
    };
    const auto attention = [&](const AttentionWeights& x, const AttentionWeights& y) {
        linear(x.query, y.query);
        linear(x.key, y.key);
        linear(x.value, y.value);
        linear(x.out, y.out);
    };
    convolution(a.conv1, b.conv1);
    convolution(a.conv2, b.conv2);
    on_matrices(a.encoder_positions, b.encoder_positions);
    for (std::size_t i = 0; i < a.encoder_layers.size(); ++i) {
        norm(a.encoder_layers[i].attention_norm, b.encoder_layers[i].attention_norm);
        attention(a.encoder_layers[i].attention, b.encoder_layers[i].attention);
        norm(a.encoder_layers[i].mlp_norm, b.encoder_layers[i].mlp_norm);
        linear(a.encoder_layers[i].mlp_up, b.encoder_layers[i].mlp_up);
        linear(a.encoder_layers[i].mlp_down, b.encoder_layers[i].mlp_down);
    }
    norm(a.encoder_norm, b.encoder_norm);
    on_matrices(a.token_embedding, b.token_embedding);
    on_matrices(a.decoder_positions, b.decoder_positions);
    for (std::size_t i = 0; i < a.decoder_layers.size(); ++i) {
        norm(a.decoder_layers[i].attention_norm, b.decoder_layers[i].attention_norm);
        attention(a.decoder_layers[i].attention, b.decoder_layers[i].attention);
        norm(a.decoder_layers[i].cross_attention_norm, b.decoder_layers[i].cross_attention_norm);
        attention(a.decoder_layers[i].cross_attention, b.decoder_layers[i].cross_attention);
        norm(a.decoder_layers[i].mlp_norm, b.decoder_layers[i].mlp_norm);
        linear(a.decoder_layers[i].mlp_up, b.decoder_layers[i].mlp_up);
        linear(a.decoder_layers[i].mlp_down, b.decoder_layers[i].mlp_down);
    }
    norm(a.decoder_norm, b.decoder_norm);
}

struct Difference {
    double squares = 0;         ///< of the differences
    double total = 0;           ///< of the first network's values
    double largest_vector = 0;  ///< in biases and norms
    int tensors = 0;

    [[nodiscard]] double relative() const { return std::sqrt(squares / total); }
};

Difference difference(const WhisperWeights& a, const WhisperWeights& b) {
    Difference result;
    walk(
        a, b,
        [&](const WeightMatrix& x, const WeightMatrix& y) {
            QCOMPARE(x.rows, y.rows);
            QCOMPARE(x.cols, y.cols);
            std::vector<float> from(static_cast<std::size_t>(x.cols));
            std::vector<float> to(from.size());
            for (std::int64_t r = 0; r < x.rows; ++r) {
                dequantise_row(x, r, from);
                dequantise_row(y, r, to);
                for (std::size_t c = 0; c < from.size(); ++c) {
                    result.squares += (from[c] - to[c]) * (from[c] - to[c]);
                    result.total += from[c] * from[c];
                }
            }
            ++result.tensors;
        },
        [&](std::span<const float> x, std::span<const float> y) {
            QCOMPARE(x.size(), y.size());
            for (std::size_t i = 0; i < x.size(); ++i)
                result.largest_vector = std::max<double>(result.largest_vector, std::fabs(x[i] - y[i]));
            ++result.tensors;
        });
    return result;
}

fs::path shared_model(const std::string& name) {
    return shared_folder() / "models" / name;
}

}  // namespace

class CheckpointTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(directory_.isValid());
        folder_ = directory_.path().toStdString();
    }

    void reads_the_shared_models() {
        REQUIRE_SHARED();
        const auto pico = read_checkpoint(shared_model("pico.en-q8_0.bin"));
        QVERIFY(pico->config == (WhisperConfig{51864, 1500, 192, 3, 4, 448, 192, 3, 4, 80}));
        QCOMPARE(pico->name, std::string("pico.en-q8_0"));
        QCOMPARE(pico->format, std::string("ggml q8_0"));
        QCOMPARE(pico->vocabulary.size(), std::size_t{50256});
        QVERIFY(pico->weights.token_embedding.type == ElementType::q8_0);
        QVERIFY(pico->weights.conv1.weight.type == ElementType::f16);
        const auto v3 = read_checkpoint(shared_model("nano-v3.random-f16.bin"));
        QVERIFY(v3->config == (WhisperConfig{51866, 1500, 64, 1, 2, 448, 64, 1, 2, 128}));
        QCOMPARE(v3->vocabulary.size(), std::size_t{50257});
        const CheckpointSummary summary = summarise_checkpoint(shared_model("pico.en-q8_0.bin"));
        QVERIFY(summary.config == pico->config);
        QCOMPARE(summary.format, pico->format);
        QCOMPARE(summary.bytes, fs::file_size(shared_model("pico.en-q8_0.bin")));
        QVERIFY(reading_error(shared_model("silero-v6.2.0-ggml.bin")).find("voice activity") != std::string::npos);
    }

    void ggml_and_hugging_face_agree() {
        REQUIRE_SHARED();
        const auto ggml = read_checkpoint(shared_model("nano.random-f16.bin"));
        const auto folder = read_checkpoint(shared_model("nano.random-hf"));
        QCOMPARE(folder->format, std::string("safetensors f16"));
        QVERIFY(folder->config == ggml->config);
        QVERIFY(folder->vocabulary == ggml->vocabulary);
        QVERIFY(folder->alignment_heads == (std::vector<std::pair<int, int>>{{1, 0}}));
        const Difference d = difference(ggml->weights, folder->weights);
        QCOMPARE(d.tensors, 89 + 6);  // those that are stored, and the absent biases of the keys
        QVERIFY(d.total > 0);
        // Vectors and positions are f32 in the one and f16 in the other; the rest is equal to the bit.
        QVERIFY2(d.relative() < 2e-4, std::to_string(d.relative()).c_str());
        QVERIFY2(d.largest_vector < 1e-3, std::to_string(d.largest_vector).c_str());
        QVERIFY(std::ranges::equal(ggml->weights.token_embedding.bytes, folder->weights.token_embedding.bytes));
        QVERIFY(std::ranges::equal(ggml->weights.conv1.weight.bytes, folder->weights.conv1.weight.bytes));
        QVERIFY(std::ranges::equal(ggml->weights.decoder_layers[1].cross_attention.value.weight.bytes,
                                   folder->weights.decoder_layers[1].cross_attention.value.weight.bytes));
    }

    void quantised_types_are_close_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<double>("tolerance");  // relative error of the whole: about 2^-bits of a block's largest value
        QTest::newRow("q8_0") << "q8_0" << 0.01;
        QTest::newRow("q5_0") << "q5_0" << 0.06;
        QTest::newRow("q5_1") << "q5_1" << 0.06;
        QTest::newRow("q4_0") << "q4_0" << 0.12;
        QTest::newRow("q4_1") << "q4_1" << 0.12;
    }

    void quantised_types_are_close() {
        REQUIRE_SHARED();
        QFETCH(QString, type);
        QFETCH(double, tolerance);
        const auto f16 = read_checkpoint(shared_model("nano.random-f16.bin"));
        const auto quantised = read_checkpoint(shared_model("nano.random-" + type.toStdString() + ".bin"));
        QCOMPARE(quantised->format, "ggml " + type.toStdString());
        QVERIFY(quantised->config == f16->config);
        const WeightMatrix& embedding = quantised->weights.token_embedding;
        QCOMPARE(std::string(name_of(embedding.type)), type.toStdString());
        WhisperWeights only_embedding_a;
        WhisperWeights only_embedding_b;
        only_embedding_a.token_embedding = f16->weights.token_embedding;
        only_embedding_b.token_embedding = embedding;
        const double error = difference(only_embedding_a, only_embedding_b).relative();
        QVERIFY2(error > 0 && error < tolerance, std::to_string(error).c_str());
        QVERIFY(difference(f16->weights, quantised->weights).relative() < tolerance);
    }

    void the_views_outlive_the_readers_scope() {
        const fs::path path = folder_ / "kept.bin";
        write_file(path, small_ggml_file(ElementType::f16).bytes());
        const auto checkpoint = read_checkpoint(path);
        fs::remove(path);  // a mapping stays valid
        std::vector<float> row(64);
        dequantise_row(checkpoint->weights.token_embedding, 51863, row);
        QCOMPARE(row[63], test_value("decoder.token_embedding.weight", 51863 * 64 + 63));
        QCOMPARE(checkpoint->weights.decoder_norm.bias[5], test_value("decoder.ln.bias", 5));
    }

    void reads_defaults_beside_the_file() {
        const fs::path path = folder_ / "small.en-f16.bin";
        write_file(path, small_ggml_file(ElementType::f16).bytes());
        QVERIFY(!read_checkpoint(path)->defaults.condition_on_previous_text.has_value());
        const fs::path json = folder_ / "small.en-f16.json";
        std::ofstream(json) << R"({"condition_on_previous_text": false, "description": "tiny"})";
        QVERIFY(read_checkpoint(path)->defaults.condition_on_previous_text == false);
        QCOMPARE(read_checkpoint(path)->defaults.description, std::string("tiny"));
        std::ofstream(json) << R"({"condition_on_previous_text": "no"})";
        QVERIFY(error_of([&] { (void)read_checkpoint(path); }).find("small.en-f16.json: has a condition_on_previous_text") !=
                std::string::npos);
        std::ofstream(json) << R"({"description": 1})";
        QVERIFY(error_of([&] { (void)read_checkpoint(path); }).find("no text") != std::string::npos);
        std::ofstream(json) << "[]";
        QVERIFY(error_of([&] { (void)read_checkpoint(path); }).find("not a JSON object") != std::string::npos);
    }

    void refuses_what_is_no_file() {
        QCOMPARE(reading_error(folder_ / "absent.bin"), std::string(": does not exist"));
        fs::create_directory(folder_ / "folder.bin");
        QVERIFY(reading_error(folder_ / "folder.bin").find("holds no config.json") != std::string::npos);
        write_file(folder_ / "empty.bin", {});
        QCOMPARE(reading_error(folder_ / "empty.bin"), std::string(": is empty"));
        QCOMPARE(::mkfifo((folder_ / "pipe.bin").c_str(), 0600), 0);
        QCOMPARE(reading_error(folder_ / "pipe.bin"), std::string(": is not a regular file"));
        QVERIFY(!reading_error(folder_ / "empty.bin" / "below a file").empty());
        QVERIFY(!reading_error(std::string(5000, 'x')).empty());
        QVERIFY(!reading_error("").empty());
        write_file(folder_ / "lonely.safetensors", bytes_of("x"));
        QVERIFY(!error_of([&] { (void)read_checkpoint(folder_ / "lonely.safetensors"); }).empty());
        for (const char* name : {"absent.bin", "folder.bin", "empty.bin", "pipe.bin", "lonely.safetensors"})
            QVERIFY(!error_of([&] { (void)summarise_checkpoint(folder_ / name); }).empty());
        if (fs::exists("/dev/null")) QVERIFY(!reading_error("/dev/null").empty());
    }

    void refuses_truncated_files_on_disk() {
        const fs::path path = folder_ / "truncated.bin";
        const Bytes bytes = small_ggml_file(ElementType::q8_0).bytes();
        write_file(path, bytes);
        QCOMPARE(reading_error(path), std::string());
        std::mt19937 random(4);
        std::uintmax_t size = bytes.size();
        while (size > 0) {  // always shorter: about 100 steps
            size -= std::min<std::uintmax_t>(size, 1 + random() % (2 * bytes.size() / 100));
            fs::resize_file(path, size);
            QVERIFY(!reading_error(path).empty());
        }
    }

    void mapped_files() {
        const fs::path path = folder_ / "mapped";
        write_file(path, bytes_of("some bytes"));
        const MappedFile mapped(path);
        QVERIFY(std::ranges::equal(mapped.bytes(), bytes_of("some bytes")));
        write_file(folder_ / "nothing", {});
        QVERIFY(MappedFile(folder_ / "nothing").bytes().empty());
        QVERIFY(error_of([&] { const MappedFile folder(folder_); }).find("is a folder") != std::string::npos);
        if (::geteuid() != 0) {
            fs::permissions(path, fs::perms::none);
            QVERIFY(error_of([&] { const MappedFile unreadable(path); }).find("Permission denied") != std::string::npos);
        }
    }

private:
    QTemporaryDir directory_;
    fs::path folder_;
};

QTEST_GUILESS_MAIN(CheckpointTest)
#include "checkpoint_test.moc"
