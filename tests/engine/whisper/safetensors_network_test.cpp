// SPDX-License-Identifier: GPL-3.0-or-later
// The sharded nano model of ../shared written again as one file, in F16, F32 and BF16, gives the oracle's logits.
#include "engine/audio/media_file_source.h"
#include "engine/features/log_mel_stream.h"
#include "engine/whisper/whisper_model.h"
#include "kernels/backend_registry.h"
#include "kernels/half_float.h"
#include "tests/support/npy.h"
#include "tests/support/shared_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <map>

using namespace tilescribe;
using tilescribe::testing::read_npy;
using tilescribe::testing::shared_folder;

namespace {

/// A tensor's values in f32, whatever its type in the file.
struct PlainTensor {
    nlohmann::json shape;
    std::vector<float> values;
};
using PlainTensors = std::map<std::string, PlainTensor>;

void read_shard(const std::filesystem::path& file, PlainTensors& tensors) {
    std::ifstream in(file, std::ios::binary);
    std::uint64_t header_size = 0;
    in.read(reinterpret_cast<char*>(&header_size), sizeof header_size);
    std::string header(header_size, '\0');
    in.read(header.data(), static_cast<std::streamsize>(header_size));
    const std::string data{std::istreambuf_iterator<char>(in), {}};
    const nlohmann::json entries = nlohmann::json::parse(header);
    for (const auto& [name, entry] : entries.items()) {
        if (name == "__metadata__") continue;
        const std::size_t begin = entry["data_offsets"][0];
        const std::size_t end = entry["data_offsets"][1];
        const bool half = entry["dtype"] == "F16";
        PlainTensor& tensor = tensors[name];
        tensor.shape = entry["shape"];
        for (std::size_t at = begin; at < end; at += half ? 2 : 4) {
            std::uint32_t bits = 0;
            std::memcpy(&bits, data.data() + at, half ? 2 : 4);
            tensor.values.push_back(half ? f16_to_f32(static_cast<std::uint16_t>(bits)) : std::bit_cast<float>(bits));
        }
    }
}

std::uint16_t bfloat16_of(float value) {  // to nearest, ties to even; the values are finite
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

/// One file; `dtype` F32 or BF16. With `round`, F32 holds what BF16 would.
void write_single_file(const std::filesystem::path& file, const PlainTensors& tensors, const std::string& dtype, bool round) {
    nlohmann::json header;
    std::string data;
    for (const auto& [name, tensor] : tensors) {
        const std::size_t begin = data.size();
        for (const float value : tensor.values) {
            const std::uint16_t small = bfloat16_of(value);
            const std::uint32_t rounded = static_cast<std::uint32_t>(small) << 16;
            const float wide = round ? std::bit_cast<float>(rounded) : value;
            data.append(dtype == "BF16" ? reinterpret_cast<const char*>(&small) : reinterpret_cast<const char*>(&wide),
                        dtype == "BF16" ? 2 : 4);
        }
        header[name] = {{"dtype", dtype}, {"shape", tensor.shape}, {"data_offsets", {begin, data.size()}}};
    }
    const std::string text = header.dump();
    const std::uint64_t size = text.size();
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(&size), sizeof size);
    out << text << data;
}

class SafetensorsNetworkTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    PlainTensors tensors_;

    std::filesystem::path make_folder(const char* name, const std::string& dtype, bool round) const {
        const std::filesystem::path folder = folder_.filePath(name).toStdString();
        std::filesystem::create_directories(folder);
        for (const char* file : {"config.json", "generation_config.json", "tokenizer.json"})
            std::filesystem::copy_file(shared_folder() / "models/nano.random-hf" / file, folder / file);
        write_single_file(folder / "model.safetensors", tensors_, dtype, round);
        return folder;
    }

    static std::vector<float> logits_of(const std::filesystem::path& folder) {
        const std::shared_ptr<KernelBackend> backend = BackendRegistry::with_built_in_backends().create("cpu", {});
        WhisperModel model(*read_checkpoint(folder), backend);
        MediaFileSource source(shared_folder() / "audio/jfk.wav");
        LogMelStream mel(source, 80);
        mel.window(0, mel.content_frames(), model.mel_input());
        const CrossKeyValues& cross = model.encode();
        KvCache cache = model.decoder().make_cache();
        const std::vector<Token> tokens{50258, 50259, 50359, 50364, 400, 370, 452};
        const Decoder::Input input{&cache, tokens};
        const TensorView logits = model.decoder().logits(model.decoder().forward({&input, 1}, cross));
        return {logits.data, logits.data + logits.rows * logits.cols};
    }

    static double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
        double largest = a.size() == b.size() ? 0 : 1e9;
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
            largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
        return largest;
    }

private Q_SLOTS:
    void initTestCase() {
        REQUIRE_SHARED();
        for (const char* shard : {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"})
            read_shard(shared_folder() / "models/nano.random-hf" / shard, tensors_);
    }

    void a_single_f32_file_equals_the_oracle() {
        const auto expected = read_npy(shared_folder() / "golden/jfk-nano-logits.npy").values;
        const double error = largest_difference(logits_of(make_folder("f32", "F32", false)), expected);
        QVERIFY2(error <= 1e-3, qPrintable(QString::number(error)));
    }

    void bf16_equals_the_same_values_in_f32() {
        const std::vector<float> small = logits_of(make_folder("bf16", "BF16", false));
        const std::vector<float> wide = logits_of(make_folder("rounded", "F32", true));
        const double error = largest_difference(small, wide);
        QVERIFY2(error <= 1e-3, qPrintable(QString::number(error)));
        const auto exact = read_npy(shared_folder() / "golden/jfk-nano-logits.npy").values;
        QVERIFY(largest_difference(small, exact) > 1e-3);  // rounding is visible: the BF16 path really ran
        QVERIFY(largest_difference(small, exact) < 0.5);
    }
};

}  // namespace

QTEST_GUILESS_MAIN(SafetensorsNetworkTest)
#include "safetensors_network_test.moc"
