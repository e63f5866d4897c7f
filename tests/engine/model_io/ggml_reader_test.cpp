// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/ggml_reader.h"

#include "engine/model_io/model_file_error.h"
#include "engine/model_io/network_weights.h"
#include "tests/support/checkpoint_writer.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <limits>
#include <random>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace {

constexpr std::int32_t huge = std::numeric_limits<std::int32_t>::max();

/// The error that reading everything gives, or nothing. The bytes are copied so that asan sees a read past their end.
std::string error_of(std::span<const std::byte> bytes) {
    const Bytes exact(bytes.begin(), bytes.end());
    try {
        GgmlContents contents = parse_ggml(exact, "test.bin");
        FloatStore floats;
        (void)collect_weights(contents.header.config, contents.tensors, TensorNaming::openai, floats);
    } catch (const ModelFileError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

class GgmlReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_what_was_written_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("f32") << static_cast<int>(ElementType::f32);
        QTest::newRow("f16") << static_cast<int>(ElementType::f16);
        QTest::newRow("q8_0") << static_cast<int>(ElementType::q8_0);
    }

    void reads_what_was_written() {
        QFETCH(int, type);
        const auto matrices = static_cast<ElementType>(type);
        const Bytes bytes = small_ggml_file(matrices).bytes();
        GgmlContents contents = parse_ggml(bytes, "test.bin");
        QVERIFY(contents.header.config == small_config());
        QCOMPARE(contents.header.format, "ggml " + std::string(name_of(matrices)));
        QCOMPARE(contents.vocabulary.size(), std::size_t{50256});  // the entry of eot is no text
        QCOMPARE(contents.vocabulary[256], std::string(" the"));
        QVERIFY(contents.vocabulary[300].empty());

        FloatStore floats;
        const WhisperWeights weights = collect_weights(contents.header.config, contents.tensors, TensorNaming::openai, floats);
        QCOMPARE(weights.conv2.stride, 2);
        QVERIFY(weights.decoder_layers[0].cross_attention.key.bias.empty());
        compare_matrix(weights.conv1.weight, "encoder.conv1.weight", 64, 240);
        compare_vector(weights.conv1.bias, "encoder.conv1.bias", 64);
        compare_matrix(weights.encoder_positions, "encoder.positional_embedding", 1500, 64);
        compare_matrix(weights.encoder_layers[0].attention.query.weight, "encoder.blocks.0.attn.query.weight", 64, 64);
        compare_vector(weights.encoder_layers[0].mlp_up.bias, "encoder.blocks.0.mlp.0.bias", 256);
        compare_matrix(weights.token_embedding, "decoder.token_embedding.weight", 51864, 64);
        compare_matrix(weights.decoder_layers[0].cross_attention.key.weight, "decoder.blocks.0.cross_attn.key.weight", 64, 64);
        compare_matrix(weights.decoder_layers[0].mlp_down.weight, "decoder.blocks.0.mlp.2.weight", 64, 256);
        compare_vector(weights.decoder_layers[0].cross_attention_norm.gain, "decoder.blocks.0.cross_attn_ln.weight", 64);
        compare_vector(weights.decoder_norm.bias, "decoder.ln.bias", 64);
    }

    void refuses_wrong_files_data() {
        using Change = std::function<void(GgmlFile&)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const Change& change, const char* message) {
            QTest::newRow(name) << change << message;
        };
        row("magic", [](GgmlFile& f) { f.magic = 0x12345678; }, "not a ggml model");
        row("gguf", [](GgmlFile& f) { f.magic = 0x46554747; }, "GGUF");
        row("n_vocab negative", [](GgmlFile& f) { f.header[0] = -1; }, "n_vocab");
        row("n_vocab huge", [](GgmlFile& f) { f.header[0] = huge; }, "51864");
        row("audio_ctx", [](GgmlFile& f) { f.header[1] = huge; }, "n_audio_ctx");
        row("audio_state", [](GgmlFile& f) { f.header[2] = huge; }, "n_audio_state");
        row("audio_state 0", [](GgmlFile& f) { f.header[2] = 0; }, "n_audio_state");
        row("audio_state uneven", [](GgmlFile& f) { f.header[2] = 65; }, "n_audio_state is 65");
        row("audio_head", [](GgmlFile& f) { f.header[3] = 2; }, "n_audio_head is 2, supported is 1 heads of width 64");
        row("audio_layer 0", [](GgmlFile& f) { f.header[4] = 0; }, "n_audio_layer");
        row("audio_layer huge", [](GgmlFile& f) { f.header[4] = huge; }, "n_audio_layer");
        row(
            "audio_layer more than there are", [](GgmlFile& f) { f.header[4] = 2; },
            "misses the tensor 'encoder.blocks.1.attn_ln.weight'");
        row("text_ctx", [](GgmlFile& f) { f.header[5] = -448; }, "n_text_ctx");
        row("text_state", [](GgmlFile& f) { f.header[6] = 128, f.header[7] = 2; }, "n_text_state");
        row("text_head", [](GgmlFile& f) { f.header[7] = std::numeric_limits<std::int32_t>::min(); }, "n_text_head");
        row("text_layer", [](GgmlFile& f) { f.header[8] = 257; }, "n_text_layer");
        row("n_mels", [](GgmlFile& f) { f.header[9] = 81; }, "n_mels is 81, supported is 80 or 128");
        row("ftype unknown", [](GgmlFile& f) { f.header[10] = 12; }, "ftype 12");
        row("ftype negative", [](GgmlFile& f) { f.header[10] = -1; }, "ftype -1");
        row("ftype of the old layout", [](GgmlFile& f) { f.header[10] = 1007; }, "version 1");
        row("filters of another size", [](GgmlFile& f) { f.filter_shape = {128, 201}; }, "mel filters of 128 x 201");
        row("filters huge", [](GgmlFile& f) { f.filter_shape = {80, huge}; }, "mel filters");
        row("filters negative", [](GgmlFile& f) { f.filter_shape = {-80, -201}; }, "mel filters");
        row("vocabulary negative", [](GgmlFile& f) { f.vocabulary_count = -1; }, "vocabulary of -1");
        row("vocabulary huge", [](GgmlFile& f) { f.vocabulary_count = huge; }, "vocabulary of 2147483647");
        row("vocabulary short", [](GgmlFile& f) { f.vocabulary.resize(1000); }, "vocabulary of 1000");
        row("vocabulary longer than the network's", [](GgmlFile& f) { f.vocabulary.resize(51865); }, "vocabulary of 51865");
        row("vocabulary longer than declared", [](GgmlFile& f) { f.vocabulary_count = 50256; }, "");
        row("vocabulary shorter than declared", [](GgmlFile& f) { f.vocabulary_count = 50260; }, "");
        row("token of 5000 bytes", [](GgmlFile& f) { f.vocabulary[7].resize(5000); }, "vocabulary entry of 5000 bytes");
        row("n_dims 0", [](GgmlFile& f) { f.tensors[3].n_dims = 0; }, "0 dimensions");
        row("n_dims 5", [](GgmlFile& f) { f.tensors[3].n_dims = 5; }, "5 dimensions");
        row("n_dims huge", [](GgmlFile& f) { f.tensors[3].n_dims = huge; }, "dimensions");
        row("n_dims negative", [](GgmlFile& f) { f.tensors[3].n_dims = -2; }, "-2 dimensions");
        row("name empty", [](GgmlFile& f) { f.tensors[3].name_length = 0; }, "name is 0 bytes");
        row("name huge", [](GgmlFile& f) { f.tensors[3].name_length = huge; }, "name is 2147483647 bytes");
        row("name negative", [](GgmlFile& f) { f.tensors[3].name_length = -5; }, "name is -5 bytes");
        row("type unknown", [](GgmlFile& f) { f.tensors[3].type = 14; }, "the type 14");
        row("type negative", [](GgmlFile& f) { f.tensors[3].type = -1; }, "the type -1");
        row("dimension negative", [](GgmlFile& f) { f.tensors[3].dims[0] = -3; }, "cannot have the shape");
        row("dimension huge", [](GgmlFile& f) { f.tensors[3].dims[1] = huge; }, "truncated");
        row("product overflows", [](GgmlFile& f) { f.tensors[3].dims = {huge, huge, huge, huge}; }, "cannot have the shape");
        row(
            "product overflows to 0", [](GgmlFile& f) { f.tensors[3].dims = {1 << 30, 1 << 30, 1 << 30, 1 << 30}; },
            "cannot have the shape");
        row(
            "quantised convolution", [](GgmlFile& f) { f.tensor("encoder.conv2.weight").type = 8; },
            "cannot have the shape [64, 64, 3] in q8_0");
        row("quantised rows of 1", [](GgmlFile& f) { f.tensor("encoder.conv1.bias").type = 2; }, "cannot have the shape");
        row(
            "wrong shape, same size", [](GgmlFile& f) { f.tensor("encoder.conv1.weight").dims = {80, 3, 64}; },
            "'encoder.conv1.weight' has the shape [64, 3, 80] instead of [64, 80, 3]");
        row(
            "vector as a matrix", [](GgmlFile& f) { f.tensor("decoder.ln.bias").dims = {8, 8}; },
            "'decoder.ln.bias' has the shape [8, 8] instead of [64]");
        row("tensor twice", [](GgmlFile& f) { f.tensors.push_back(f.tensors[5]); }, "twice");
        row(
            "tensor missing", [](GgmlFile& f) { std::erase_if(f.tensors, [](auto& t) { return t.name == "decoder.ln.bias"; }); },
            "misses the tensor 'decoder.ln.bias'");
        row(
            "tensor left over",
            [](GgmlFile& f) {
                f.tensors.push_back(f.tensor("decoder.ln.bias"));
                f.tensors.back().name = "decoder.blocks.0.attn.key.bias\n";
            },
            "'decoder.blocks.0.attn.key.bias?', which a Whisper network of its size does not have");
        row("no tensors", [](GgmlFile& f) { f.tensors.clear(); }, "misses the tensor");
    }

    void refuses_wrong_files() {
        QFETCH(std::function<void(GgmlFile&)>, change);
        QFETCH(QString, message);
        GgmlFile file = valid_;
        change(file);
        const std::string error = error_of(file.bytes());
        QVERIFY2(QString::fromStdString(error).startsWith("test.bin: "), error.c_str());
        QVERIFY2(QString::fromStdString(error).contains(message), error.c_str());
    }

    void refuses_what_is_no_model() {
        QCOMPARE(error_of({}), std::string("test.bin: is empty"));
        QVERIFY(error_of(bytes_of("lmg")).find("not a ggml model") != std::string::npos);
        QVERIFY(error_of(bytes_of("PK\x03\x04 something")).find("PyTorch") != std::string::npos);
        QVERIFY(error_of(bytes_of(std::string("lmgg\x0a\0\0\0silero-16k...", 21))).find("voice activity") != std::string::npos);
    }

    void refuses_truncated_files() {
        std::vector<std::size_t> ends;
        const Bytes bytes = valid_.bytes(&ends);
        std::vector<std::size_t> cuts;
        for (const std::size_t end : ends)
            for (const std::size_t cut : {end - 1, end, end + 1, end + 4})
                if (cut < bytes.size()) cuts.push_back(cut);
        std::mt19937 random(1);
        std::uniform_int_distribution<std::size_t> anywhere(0, bytes.size() - 1);
        for (int i = 0; i < 200; ++i) cuts.push_back(anywhere(random));
        for (std::size_t cut = 0; cut < 70; ++cut) cuts.push_back(cut);
        for (const std::size_t cut : cuts) QVERIFY2(!error_of(std::span(bytes).first(cut)).empty(), std::to_string(cut).c_str());
        QCOMPARE(error_of(bytes), std::string());
        Bytes longer = bytes;
        longer.resize(longer.size() + 3);
        QVERIFY(!error_of(longer).empty());
    }

    void survives_damaged_bytes() {
        std::vector<std::size_t> ends;
        const Bytes bytes = valid_.bytes(&ends);
        std::mt19937 random(2);
        std::uniform_int_distribution<std::size_t> section(0, ends.size() - 1);
        std::uniform_int_distribution<int> value(0, 255);
        std::uniform_int_distribution<std::size_t> offset(0, 40);
        for (int i = 0; i < 300; ++i) {
            Bytes damaged = bytes;
            for (int k = 0; k < 4; ++k)  // near the ends of sections, where the structure is
                damaged[std::min(ends[section(random)] + offset(random), damaged.size() - 1)] =
                    static_cast<std::byte>(value(random));
            (void)error_of(damaged);
        }
    }

private:
    const GgmlFile valid_ = small_ggml_file(ElementType::q8_0);

    static void compare_matrix(const WeightMatrix& matrix, std::string_view name, std::int64_t rows, std::int64_t cols) {
        QCOMPARE(matrix.rows, rows);
        QCOMPARE(matrix.cols, cols);
        QCOMPARE(matrix.bytes.size(), static_cast<std::size_t>(rows) * row_bytes(matrix.type, cols));
        std::vector<float> row(static_cast<std::size_t>(cols));
        for (std::int64_t r = 0; r < rows; r += 1 + rows / 100) {
            dequantise_row(matrix, r, row);
            for (std::int64_t c = 0; c < cols; ++c) QCOMPARE(row[static_cast<std::size_t>(c)], test_value(name, r * cols + c));
        }
    }

    static void compare_vector(std::span<const float> values, std::string_view name, std::size_t size) {
        QCOMPARE(values.size(), size);
        for (std::size_t i = 0; i < size; ++i) QCOMPARE(values[i], test_value(name, static_cast<std::int64_t>(i)));
    }
};

QTEST_GUILESS_MAIN(GgmlReaderTest)
#include "ggml_reader_test.moc"
