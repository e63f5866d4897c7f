// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/aie/aie_branch.h"

#include <QTest>

#include <array>
#include <bit>
#include <cmath>
#include <limits>

using namespace tilescribe::npu;
using namespace tilescribe::npu::testing;

namespace {

enum class Data : std::uint8_t { ordinary, extreme };

constexpr auto npu1 = ArrayGeneration::npu1;
constexpr auto npu4 = ArrayGeneration::npu4;

struct Shape {
    const char* kernel;
    ArrayGeneration generation;
    std::vector<std::int32_t> parameters;
    const char* types;  ///< of the buffers: f f32, b bf16, c int8, i int32, s bfp16 blocks, t attention statistics
};

const std::int32_t one = std::bit_cast<std::int32_t>(1.0F);
const std::int32_t eighth = std::bit_cast<std::int32_t>(0.125F * 1.44269504F);

const Shape shapes[] = {
    {"zero_f32", npu1, {96}, "f"},
    {"copy_runs", npu1, {3, 32, 64, 48}, "ii"},
    {"gemm_bf16", npu1, {32, 24, 48, 4}, "bbf"},
    {"gemm_bf16_first", npu1, {32, 24, 48, 4}, "bbf"},
    {"gemm_bf16", npu4, {32, 24, 48, 8}, "bbf"},
    {"gemm_bf16_first", npu4, {32, 24, 48, 8}, "bbf"},
    {"gemm_int8", npu1, {32, 24, 48, 4, 8}, "cci"},
    {"gemm_int8_first", npu1, {32, 24, 48, 4, 8}, "cci"},
    {"gemm_int8", npu4, {32, 24, 48, 8, 8}, "cci"},
    {"gemm_int8_first", npu4, {32, 24, 48, 8, 8}, "cci"},
    {"gemm_bfp16", npu4, {32, 24, 48}, "ssf"},
    {"gemm_bfp16_first", npu4, {32, 24, 48}, "ssf"},
    {"to_bfp16", npu4, {32, 24}, "bs"},
    {"quantise_rows", npu1, {9, 96}, "bcf"},
    {"finish_bias", npu1, {16, 48, 4, 4}, "ffb"},
    {"finish_bias", npu4, {16, 48, 8, 8}, "ffb"},
    {"finish_bias_gelu", npu1, {32, 48, 4, 4}, "ffb"},
    {"finish_bias_gelu", npu4, {32, 48, 4, 8}, "ffb"},
    {"finish_bias_residual", npu4, {16, 48, 4, 8}, "ffbb"},
    {"finish_bias_gelu_residual", npu1, {16, 48, 4, 4}, "ffbb"},
    {"finish_int8_bias", npu1, {16, 48, 4, 8}, "ifffb"},
    {"finish_int8_bias", npu4, {16, 48, 8, 8}, "ifffb"},
    {"finish_int8_bias_gelu", npu4, {16, 48, 8, 8}, "ifffb"},
    {"finish_int8_bias_residual", npu4, {16, 48, 8, 8}, "ifffbb"},
    {"finish_int8_bias_gelu_residual", npu1, {16, 48, 4, 8}, "ifffbb"},
    {"attention_begin", npu1, {16, 4}, "tf"},
    {"attention_begin", npu4, {16, 8}, "tf"},
    {"attention_queries", npu1, {32, 4, one}, "bb"},
    {"attention_queries", npu4, {32, 8, eighth}, "bb"},
    {"attention_scores", npu1, {32, 48, 4, 48}, "bbf"},
    {"attention_scores", npu4, {32, 48, 8, 29}, "bbf"},
    {"attention_softmax", npu1, {32, 48, 4, 48}, "ftfb"},
    {"attention_softmax", npu1, {32, 48, 4, 29}, "ftfb"},
    {"attention_softmax", npu4, {32, 48, 8, 48}, "ftfb"},
    {"attention_softmax", npu4, {32, 48, 8, 1}, "ftfb"},
    {"attention_end", npu1, {32, 4}, "ftb"},
    {"attention_end", npu4, {32, 8}, "ftb"},
    {"layer_norm_bf16", npu1, {5, 160}, "bffb"},
    {"add_bf16", npu1, {160}, "bbb"},
    {"gelu_bf16", npu1, {160}, "bb"},
    {"split_f32", npu1, {160}, "fbb"},
    {"power_bf16", npu1, {32, 48, 4}, "fb"},
    {"power_bf16", npu4, {32, 48, 8}, "fb"},
    {"log_mel_finish", npu1, {32, 80, 4}, "ffb"},
    {"log_mel_finish", npu4, {32, 80, 8}, "ffb"},
};

/// Some lanes are NaN, Inf, zeros of both signs, and large; no product is beyond f32 (kernel_table.h says why).
void make_extreme(std::vector<float>& values) {
    constexpr std::array extremes{std::numeric_limits<float>::quiet_NaN(),
                                  std::numeric_limits<float>::infinity(),
                                  -std::numeric_limits<float>::infinity(),
                                  -0.0F,
                                  0.0F,
                                  1.0e18F,
                                  -1.0e15F};
    for (std::size_t i = 0; i < extremes.size(); ++i) values[(i * i * 13 + i * 5 + 3) % values.size()] = extremes[i];
}

/// References: none yet, or an integer from -13 to 13 above 1.5 * 2^23; sums.
void make_statistics(std::vector<float>& values, int t) {
    const std::size_t m = values.size() / 12;
    const std::size_t references = m * 32 / static_cast<std::size_t>(t);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (i >= references)
            values[i] = std::fabs(values[i]);
        else
            values[i] =
                i / 32 % 3 == 0 ? 8388608.0F : 12582912.0F + std::nearbyint(values[i - i % 32 + i % static_cast<std::size_t>(t)]);
}

Bytes content(char type, std::size_t bytes, unsigned seed, Data data, int t) {
    auto values = random_values(bytes, seed, 3.0F);
    if (type == 'c' || type == 'i' || type == 's') {
        Bytes out(bytes);
        for (std::size_t i = 0; i < bytes; ++i) out[i] = static_cast<std::byte>(static_cast<int>(values[i] * 20.0F));
        if (type == 'i')
            for (std::size_t i = 3; i < bytes; i += 4)
                out[i] = out[i - 1] = static_cast<std::byte>(std::to_integer<int>(out[i - 2]) >= 128 ? 255 : 0);
        if (type == 's')
            for (std::size_t i = 0; i < bytes; i += 9)
                out[i] = static_cast<std::byte>(data == Data::extreme && i % 36 == 0 ? 255 : 120 + i % 9);
        return out;
    }
    values.resize(type == 'b' ? bytes / 2 : bytes / 4);
    if (data == Data::extreme && type != 't') make_extreme(values);
    if (type == 't') make_statistics(values, t);
    return type == 'b' ? bytes_of(to_bf16s(values)) : bytes_of(values);
}

Call call_of(const Shape& shape, Data data) {
    Call call{.kernel = shape.kernel, .generation = shape.generation, .parameters = shape.parameters, .inputs = {}};
    const auto use = tile_use(shape.generation, shape.kernel, shape.parameters);
    for (int i = 0; use && i < use->buffers; ++i) {
        auto bytes = content(shape.types[i], use->bytes[static_cast<std::size_t>(i)], static_cast<unsigned>(i + 1), data,
                             block_width(shape.generation));
        (i < use->inputs ? call.inputs : call.before).push_back(std::move(bytes));
    }
    return call;
}

Run kernel_of(std::span<const CoreKernel> kernels, std::string_view name) {
    for (const CoreKernel& kernel : kernels)
        if (kernel.name == name) return kernel.run;
    return nullptr;
}

/// NaN equals NaN: which payload and sign a NaN has is the machine's choice.
bool same(char type, const Bytes& a, const Bytes& b) {
    if (type == 'f' || type == 't') {
        const auto x = values_of<std::uint32_t>(a);
        const auto y = values_of<std::uint32_t>(b);
        const auto is_nan = [](std::uint32_t v) { return (v & 0x7fffffffU) > 0x7f800000U; };
        return std::ranges::equal(x, y, [&](auto v, auto w) { return v == w || (is_nan(v) && is_nan(w)); });
    }
    if (type != 'b') return a == b;
    const auto x = values_of<std::uint16_t>(a);
    const auto y = values_of<std::uint16_t>(b);
    const auto is_nan = [](std::uint16_t v) { return (v & 0x7fffU) > 0x7f80U; };
    return std::ranges::equal(x, y, [&](auto v, auto w) { return v == w || (is_nan(v) && is_nan(w)); });
}

}  // namespace

/// One source, the same bits: the host's levels against each other, and the AIE API's branch (run against our stub of the API).
class TestNpuSameBits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_kernel_data() {
        QTest::addColumn<int>("shape");
        QTest::addColumn<bool>("extreme");
        for (int i = 0; i < static_cast<int>(std::size(shapes)); ++i)
            for (const bool extreme : {false, true})
                QTest::addRow("%d %s%s", i, shapes[i].kernel, extreme ? ", extreme" : "") << i << extreme;
    }
    void every_kernel() {
        QFETCH(int, shape);
        QFETCH(bool, extreme);
        const Shape& s = shapes[shape];
        const Call call = call_of(s, extreme ? Data::extreme : Data::ordinary);
        const auto expected = run(call, kernel_of(core_kernels(HostLevel::baseline), s.kernel));
        QCOMPARE(call.inputs.size() + expected.size(), std::strlen(s.types));
        const auto compare = [&](const char* name, Run kernel) {
            const auto outputs = run(call, kernel);
            for (std::size_t i = 0; i < expected.size(); ++i)
                QVERIFY2(same(s.types[call.inputs.size() + i], outputs[i], expected[i]),
                         qPrintable(QString("%1, output %2").arg(name).arg(i)));
        };
        for (const auto& [name, level] : {std::pair{"avx2", HostLevel::avx2}, std::pair{"avx512", HostLevel::avx512}})
            if (Run kernel = kernel_of(core_kernels(level), s.kernel)) compare(name, kernel);
        compare("AIE API", aie_branch_kernel(s.kernel));
    }

    void every_kernel_of_the_table_is_here() {
        for (const CoreKernel& kernel : core_kernels())
            QVERIFY2(std::ranges::any_of(shapes, [&](const Shape& s) { return kernel.name == s.kernel; }),
                     std::string(kernel.name).c_str());
    }
};

QTEST_GUILESS_MAIN(TestNpuSameBits)
#include "test_npu_same_bits.moc"
