// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/bfloat16.h"
#include "kernels/npu/aie/log_mel_tables.h"
#include "tests/kernels/npu/aie/kernel_call.h"
#include "tests/support/npy.h"
#include "tests/support/shared_files.h"
#include "tests/support/wav_reader.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

using namespace tilescribe::npu;
using namespace tilescribe::npu::testing;
using tilescribe::testing::shared_folder;

namespace {

constexpr int tile_frames = 64;
constexpr int hop = 160;
constexpr int window = 400;
constexpr int dft_columns = 80;  // of a tile: 40 bins

/// Columns first ... first + count - 1 of a row-major matrix.
std::vector<std::uint16_t> columns_of(const std::vector<std::uint16_t>& matrix, int cols, int first, int count) {
    std::vector<std::uint16_t> out;
    for (std::size_t row = 0; row < matrix.size() / static_cast<std::size_t>(cols); ++row)
        out.insert(out.end(), matrix.begin() + static_cast<std::ptrdiff_t>(row) * cols + first,
                   matrix.begin() + static_cast<std::ptrdiff_t>(row) * cols + first + count);
    return out;
}

/// Log-mel of 64 frames after frames, by the core kernels as a design would chain them.
class LogMel {
public:
    LogMel(ArrayGeneration generation, int n_mels)
        : generation_(generation),
          t_(block_width(generation)),
          n_mels_(n_mels),
          dft_(mel_dft_matrix(t_)),
          filters_(mel_filter_matrix(n_mels)) {}

    /// samples: at least 63 * 160 + 400. rows: {floor, gain} of each frame. Returns [64][n_mels].
    std::vector<float> frames(const float* samples, const std::vector<float>& rows) const {
        std::vector<float> sound(samples, samples + (tile_frames - 1) * hop + window);
        sound.resize((sound.size() + 31) / 32 * 32);
        const auto n = static_cast<int>(sound.size());
        const auto planes = run({.kernel = "split_f32", .generation = generation_, .parameters = {n}, .inputs = {bytes_of(sound)}});
        const auto hi = values_of<std::uint16_t>(planes[0]);
        const auto lo = values_of<std::uint16_t>(planes[1]);
        std::vector<std::uint16_t> a;
        for (int frame = 0; frame < tile_frames; ++frame)
            for (const auto* plane : {&hi, &hi, &lo})
                a.insert(a.end(), plane->begin() + frame * hop, plane->begin() + frame * hop + window);
        return finished(mel_power(a), rows);
    }

private:
    /// Real and imaginary parts, their power, and the filters, 40 bins at a time.
    Bytes mel_power(const std::vector<std::uint16_t>& a) const {
        const auto left = bytes_of(blocked(a, tile_frames, mel_dft_rows, 4, 8));
        Bytes mel = bytes_of(std::vector<float>(static_cast<std::size_t>(tile_frames) * n_mels_));
        for (int first = 0; first < mel_dft_columns; first += dft_columns) {
            Bytes c = bytes_of(std::vector<float>(static_cast<std::size_t>(tile_frames) * dft_columns));
            const auto right = columns_of(dft_, mel_dft_columns, first, dft_columns);
            c = run({.kernel = "gemm_bf16",
                     .generation = generation_,
                     .parameters = {tile_frames, mel_dft_rows, dft_columns, t_},
                     .inputs = {left, bytes_of(blocked(right, mel_dft_rows, dft_columns, 8, t_))},
                     .before = {c}})[0];
            const auto power = run(
                {.kernel = "power_bf16", .generation = generation_, .parameters = {tile_frames, dft_columns, t_}, .inputs = {c}});
            const std::vector<std::uint16_t> filters(
                filters_.begin() + static_cast<std::ptrdiff_t>(first) / 2 * n_mels_,
                filters_.begin() + static_cast<std::ptrdiff_t>(first + dft_columns) / 2 * n_mels_);
            mel = run({.kernel = "gemm_bf16",
                       .generation = generation_,
                       .parameters = {tile_frames, dft_columns / 2, n_mels_, t_},
                       .inputs = {power[0], bytes_of(blocked(filters, dft_columns / 2, n_mels_, 8, t_))},
                       .before = {mel}})[0];
        }
        return mel;
    }
    std::vector<float> finished(const Bytes& mel, const std::vector<float>& rows) const {
        const auto y = run({.kernel = "log_mel_finish",
                            .generation = generation_,
                            .parameters = {tile_frames, n_mels_, t_},
                            .inputs = {mel, bytes_of(rows)}});
        return to_floats(unblocked(values_of<std::uint16_t>(y[0]), tile_frames, n_mels_, 4, t_));
    }

    ArrayGeneration generation_;
    int t_;
    int n_mels_;
    std::vector<std::uint16_t> dft_;
    std::vector<std::uint16_t> filters_;
};

/// The recording with its reflection before and silence behind.
std::vector<float> padded(const std::vector<float>& sound, std::size_t frames) {
    std::vector<float> out(sound.rbegin() + static_cast<std::ptrdiff_t>(sound.size()) - 201, sound.rend() - 1);
    out.insert(out.end(), sound.begin(), sound.end());
    out.resize((frames + tile_frames) * hop + window);
    return out;
}

}  // namespace

class TestNpuLogMel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void as_the_golden_mel_data() {
        QTest::addColumn<QString>("sound");
        QTest::addColumn<QString>("golden");
        QTest::addColumn<bool>("npu4");
        QTest::newRow("standup, 80 bands, npu1") << "standup.wav" << "standup-pico-mel.npy" << false;
        QTest::newRow("jfk, 80 bands, npu4") << "jfk.wav" << "jfk-nano-mel.npy" << true;
        QTest::newRow("jfk, 128 bands, npu1") << "jfk.wav" << "jfk-nano-v3-mel.npy" << false;
    }
    void as_the_golden_mel() {
        REQUIRE_SHARED();
        QFETCH(QString, sound);
        QFETCH(QString, golden);
        QFETCH(bool, npu4);
        const auto expected = tilescribe::testing::read_npy(shared_folder() / "golden" / golden.toStdString());
        const auto n_mels = static_cast<std::size_t>(expected.shape.at(0));
        const auto stored_frames = static_cast<std::size_t>(expected.shape.at(1));
        const std::size_t frames = std::min<std::size_t>(stored_frames, 1088);  // sound, not the silence behind it
        const auto samples = padded(tilescribe::testing::read_wav(shared_folder() / "audio" / sound.toStdString()), frames);
        const float floor = *std::ranges::max_element(expected.values) * 4 - 4 - 8;
        std::vector<float> rows;
        for (int i = 0; i < tile_frames; ++i) rows.insert(rows.end(), {floor, 1.0F});
        const LogMel mel(npu4 ? ArrayGeneration::npu4 : ArrayGeneration::npu1, static_cast<int>(n_mels));
        std::vector<float> ours;
        std::vector<float> theirs;
        float largest = 0;
        for (std::size_t first = 0; first + tile_frames <= frames; first += tile_frames) {
            const auto tile = mel.frames(samples.data() + first * hop, rows);
            for (std::size_t i = 0; i < tile.size(); ++i) {
                ours.push_back(tile[i]);
                theirs.push_back(expected.values[i % n_mels * stored_frames + first + i / n_mels]);
                largest = std::max(largest, std::fabs(ours.back() - theirs.back()));
            }
        }
        const double r = correlation(ours, theirs);
        qInfo("correlation %.7f, largest difference %.4f over %zu values", r, static_cast<double>(largest), ours.size());
        QVERIFY(ours.size() > 50000);
        QVERIFY(r >= 0.9999);
    }

    void silence_stops_at_the_floor_and_padding_is_zero() {
        const std::vector<float> silence(static_cast<std::size_t>(tile_frames) * hop + window);
        std::vector<float> rows;
        for (int i = 0; i < tile_frames; ++i) rows.insert(rows.end(), {-6.5F, i < 40 ? 1.0F : 0.0F});
        const auto mel = LogMel(ArrayGeneration::npu1, 80).frames(silence.data(), rows);
        for (std::size_t i = 0; i < mel.size(); ++i) QCOMPARE(mel[i], i / 80 < 40 ? -0.625F : 0.0F);
    }

    void logarithm_over_the_whole_range() {
        const int m = 16;
        const int n = 16;
        std::vector<float> power;
        power.reserve(m * n);
        for (int i = 0; i < m * n; ++i) power.push_back(std::pow(10.0F, -10.0F + 15.0F * static_cast<float>(i) / 255.0F));
        power[0] = 0.0F;
        power[1] = std::numeric_limits<float>::quiet_NaN();
        power[2] = -1.0F;
        std::vector<float> rows;
        for (int i = 0; i < m; ++i) rows.insert(rows.end(), {-20.0F, 4.0F});
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4}) {
            const int t = block_width(generation);
            const auto y = run({.kernel = "log_mel_finish",
                                .generation = generation,
                                .parameters = {m, n, t},
                                .inputs = {bytes_of(blocked(power, m, n, 4, t)), bytes_of(rows)}});
            const auto values = to_floats(unblocked(values_of<std::uint16_t>(y[0]), m, n, 4, t));
            for (std::size_t i = 0; i < values.size(); ++i) {
                const double expected = i < 3 ? -6.0 : std::log10(double{power[i]}) + 4;
                QVERIFY2(std::fabs(values[i] - expected) <= 0.005 * std::max(0.1, std::fabs(expected)),
                         qPrintable(QString::number(values[i])));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestNpuLogMel)
#include "test_npu_log_mel.moc"
