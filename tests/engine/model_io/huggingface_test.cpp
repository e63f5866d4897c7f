// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/alignment_heads.h"
#include "engine/model_io/checkpoint.h"
#include "tests/support/checkpoint_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace tilescribe;
using namespace tilescribe::testing;

namespace fs = std::filesystem;

/// Folders as Hugging Face lays them out, written here.
class HuggingFaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(folder_->isValid());
        model_ = fs::path(folder_->path().toStdString()) / "whisper-small.test";
        fs::create_directory(model_);
        write_json("config.json", huggingface_config(small_config()));
        write_json(
            "tokenizer.json",
            {{"model", {{"vocab", {{"!", 0}, {"a", 64}, {"\u0120the", 262}, {"\u00C3\u00A4", 300}, {"<|endoftext|>", 50256}}}}}});
    }

    void reads_a_single_file_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("f32") << static_cast<int>(ElementType::f32);
        QTest::newRow("f16") << static_cast<int>(ElementType::f16);
        QTest::newRow("bf16") << static_cast<int>(ElementType::bf16);
    }

    void reads_a_single_file() {
        QFETCH(int, type);
        SafetensorsFile file = weights(static_cast<ElementType>(type));
        file.add({"proj", "proj_out.weight", {3, 3}}, ElementType::f32);  // tied to the embedding: not read
        write_file(model_ / "model.safetensors", file.bytes());
        write_json("generation_config.json", {{"alignment_heads", {{0, 0}}}});

        const auto checkpoint = read_checkpoint(model_);
        QCOMPARE(checkpoint->name, std::string("whisper-small.test"));
        QCOMPARE(checkpoint->format, "safetensors " + std::string(name_of(static_cast<ElementType>(type))));
        QVERIFY(checkpoint->config == small_config());
        QVERIFY(checkpoint->alignment_heads == (std::vector<std::pair<int, int>>{{0, 0}}));
        QCOMPARE(checkpoint->vocabulary.size(), std::size_t{50256});
        QCOMPARE(checkpoint->vocabulary[262], std::string(" the"));
        QCOMPARE(checkpoint->vocabulary[300], std::string("\xC3\xA4"));
        QVERIFY(checkpoint->vocabulary[1].empty());
        const WhisperWeights& w = checkpoint->weights;
        compare(w.token_embedding, 51863, "decoder.token_embedding.weight");
        compare(w.conv2.weight, 63, "encoder.conv2.weight");
        compare(w.decoder_layers[0].cross_attention.out.weight, 5, "decoder.blocks.0.cross_attn.out.weight");
        for (std::size_t i = 0; i < 64; ++i) {
            QCOMPARE(w.encoder_norm.gain[i], test_value("encoder.ln_post.weight", static_cast<std::int64_t>(i)));
            QCOMPARE(w.decoder_layers[0].mlp_norm.bias[i],
                     test_value("decoder.blocks.0.mlp_ln.bias", static_cast<std::int64_t>(i)));
        }
        for (const char* name : {"config.json", "model.safetensors"})
            QVERIFY(read_checkpoint(model_ / name)->config == small_config());
        QCOMPARE(read_checkpoint(model_ / "")->name, std::string("whisper-small.test"));
        const CheckpointSummary summary = summarise_checkpoint(model_);
        QCOMPARE(summary.format, checkpoint->format);
        QCOMPARE(summary.bytes, fs::file_size(model_ / "model.safetensors"));
    }

    void reads_shards() {
        write_shards();
        const auto checkpoint = read_checkpoint(model_);
        compare(checkpoint->weights.token_embedding, 7, "decoder.token_embedding.weight");
        compare(checkpoint->weights.encoder_layers[0].mlp_up.weight, 200, "encoder.blocks.0.mlp.0.weight");
        QVERIFY(checkpoint->alignment_heads.empty());
        fs::remove(model_ / "model-2.safetensors");
        expect_error("misses the file 'model-2.safetensors'");
    }

    void refuses_shards_outside_the_folder() {
        for (const std::string name : {"../model-2.safetensors", "/etc/passwd", "..", "", "sub/model-2.safetensors"}) {
            write_shards();
            write_json("model.safetensors.index.json", {{"weight_map", {{"model.encoder.conv1.bias", name}}}});
            expect_error("only names of files in the same folder are read");
        }
        write_json("model.safetensors.index.json", {{"weight_map", {{"model.encoder.conv1.bias", 7}}}});
        expect_error("only names of files");
        write_json("model.safetensors.index.json", {{"weight_map", nlohmann::json::object()}});
        expect_error("lists no files");
        write_json("model.safetensors.index.json", {{"metadata", 1}});
        expect_error("lists no files");
    }

    void refuses_wrong_configs() {
        write_file(model_ / "model.safetensors", weights(ElementType::bf16).bytes());
        const auto expect_with = [&](const char* member, const nlohmann::json& value, const char* message) {
            nlohmann::json config = huggingface_config(small_config());
            config[member] = value;
            write_json("config.json", config);
            expect_error(message);
        };
        expect_with("model_type", "wav2vec2", "does not describe a Whisper model");
        expect_with("model_type", 3, "does not describe a Whisper model");
        expect_with("d_model", -64, "n_audio_state is -64");
        expect_with("d_model", 2147483647, "n_audio_state");
        expect_with("d_model", std::uint64_t{1} << 63, "n_audio_state");
        expect_with("d_model", 64.5, "no whole number as 'd_model'");
        expect_with("d_model", "64", "no whole number as 'd_model'");
        expect_with("vocab_size", 32000, "n_vocab (the vocabulary's size) is 32000");
        expect_with("encoder_layers", 2147483647, "n_audio_layer");
        expect_with("decoder_layers", 2, "misses the tensor 'model.decoder.layers.1.self_attn_layer_norm.weight'");
        expect_with("decoder_ffn_dim", 128, "decoder_ffn_dim = 128");
        nlohmann::json config = huggingface_config(small_config());
        config.erase("num_mel_bins");
        write_json("config.json", config);
        expect_error("does not say 'num_mel_bins'");
        write_text("config.json", "{\"model_type\": \"whisper\"");
        expect_error("config.json: is not valid JSON");
        write_text("config.json", std::string(5U << 20, ' '));
        expect_error("is larger than a file of its kind can be");
        fs::remove(model_ / "config.json");
        expect_error("holds no config.json");
        fs::create_directory(model_ / "config.json");
        expect_error("config.json: is a folder where a file was expected");
    }

    void refuses_wrong_vocabularies() {
        write_file(model_ / "model.safetensors", weights(ElementType::bf16).bytes());
        const auto expect_with = [&](const nlohmann::json& vocabulary, const char* message) {
            write_json("tokenizer.json", {{"model", {{"vocab", vocabulary}}}});
            expect_error(message);
        };
        expect_with({{"a", -1}}, "'a' has no valid id");
        expect_with({{"a", "x"}}, "'a' has no valid id");
        expect_with({{"a", 5}, {"b", 5}}, "id 5 is given twice");
        expect_with({{"a b", 5}}, "token 5 is not spelled in GPT-2's byte letters");
        expect_with({{"\u65E5", 6}}, "token 6 is not spelled");
        expect_with({{"\u0144", 6}}, "token 6 is not spelled");
        expect_with({{"a", 60000}}, "empty vocabulary");
        expect_with(nlohmann::json::object(), "empty vocabulary");
        expect_with({"a", "b"}, "holds no vocabulary");
        write_json("tokenizer.json", {{"model", 1}});
        expect_error("holds no vocabulary");
        fs::remove(model_ / "tokenizer.json");
        expect_error("tokenizer.json: cannot be read");
        write_json("vocab.json", {{"\u0120the", 262}});
        QCOMPARE(read_checkpoint(model_)->vocabulary[262], std::string(" the"));
    }

    void refuses_wrong_alignment_heads() {
        write_file(model_ / "model.safetensors", weights(ElementType::bf16).bytes());
        for (const char* heads : {"[[1, 0]]", "[[0, 1]]", "[[-1, 0]]", "[[0]]", "[[0, 0, 0]]", "[0]", "7", "[[0, 0.5]]",
                                  "[[0, 18446744073709551615]]"}) {
            write_text("generation_config.json", "{\"alignment_heads\": " + std::string(heads) + "}");
            expect_error("alignment");
        }
        write_text("generation_config.json", "{\"alignment_heads\": null}");
        QVERIFY(read_checkpoint(model_)->alignment_heads.empty());
    }

    void says_what_a_folder_lacks() {
        expect_error("holds no model.safetensors");
        write_text("pytorch_model.bin", "PK");
        expect_error("its pytorch_model.bin is not read");
        write_text("model.safetensors", "");
        expect_error("model.safetensors: is empty");
        SafetensorsFile file = weights(ElementType::f16);
        file.header.erase("model.decoder.layers.0.fc2.bias");
        write_file(model_ / "model.safetensors", file.bytes());
        expect_error("misses the tensor 'model.decoder.layers.0.fc2.bias'");
    }

    void reads_defaults_beside_the_folder() {
        write_file(model_ / "model.safetensors", weights(ElementType::bf16).bytes());
        QVERIFY(!read_checkpoint(model_)->defaults.condition_on_previous_text.has_value());
        std::ofstream(model_.string() + ".json") << R"({"condition_on_previous_text": true, "description": "a test"})";
        QVERIFY(read_checkpoint(model_)->defaults.condition_on_previous_text == true);
        QCOMPARE(read_checkpoint(model_)->defaults.description, std::string("a test"));
    }

    void known_heads_by_dimensions() {
        const WhisperConfig tiny = {51865, 1500, 384, 6, 4, 448, 384, 6, 4, 80};
        const WhisperConfig base = {51865, 1500, 512, 8, 6, 448, 512, 8, 6, 80};
        const WhisperConfig turbo = {51866, 1500, 1280, 20, 32, 448, 1280, 20, 4, 128};
        QCOMPARE(known_alignment_heads(tiny).size(), std::size_t{6});
        QCOMPARE(known_alignment_heads(base).size(), std::size_t{8});
        QVERIFY(known_alignment_heads(turbo).front() == std::pair(2, 4));
        for (const WhisperConfig& config : {tiny, base, turbo})
            for (const auto& [layer, head] : known_alignment_heads(config))
                QVERIFY(layer < config.n_text_layer && head < config.n_text_head);
        WhisperConfig english = tiny;  // tiny.en has other heads
        english.n_vocab = 51864;
        QVERIFY(known_alignment_heads(english).empty());
        QVERIFY(known_alignment_heads(small_config()).empty());
    }

private:
    static SafetensorsFile weights(ElementType type) {
        SafetensorsFile file;
        for (const NetworkTensor& tensor : network_tensors(small_config())) file.add(tensor, type);
        return file;
    }

    void write_json(const char* name, const nlohmann::json& json) { write_text(name, json.dump()); }
    void write_text(const char* name, const std::string& text) { write_file(model_ / name, bytes_of(text)); }

    void write_shards() {
        std::array<SafetensorsFile, 2> shards;
        nlohmann::json map;
        std::size_t next = 0;
        for (const NetworkTensor& tensor : network_tensors(small_config())) {
            map[tensor.hugging_face_name] = "model-" + std::to_string(next + 1) + ".safetensors";
            shards[next].add(tensor, ElementType::bf16);
            next = 1 - next;
        }
        write_file(model_ / "model-1.safetensors", shards[0].bytes());
        write_file(model_ / "model-2.safetensors", shards[1].bytes());
        write_json("model.safetensors.index.json", {{"metadata", {{"total_size", 0}}}, {"weight_map", map}});
    }

    void expect_error(const char* message) const {
        try {
            (void)read_checkpoint(model_);
        } catch (const ModelFileError& error) {
            QVERIFY2(QString(error.what()).contains(message), error.what());
            return;
        }
        QFAIL(message);
    }

    static void compare(const WeightMatrix& matrix, std::int64_t row, std::string_view name) {
        std::vector<float> values(static_cast<std::size_t>(matrix.cols));
        dequantise_row(matrix, row, values);
        for (std::int64_t c = 0; c < matrix.cols; ++c)
            QCOMPARE(values[static_cast<std::size_t>(c)], test_value(name, row * matrix.cols + c));
    }

    std::unique_ptr<QTemporaryDir> folder_;
    fs::path model_;
};

QTEST_GUILESS_MAIN(HuggingFaceTest)
#include "huggingface_test.moc"
