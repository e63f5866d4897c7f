// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/half_float.h"
#include "kernels/shape_error.h"
#include "kernels/weight_matrix.h"

#include <QTest>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

using namespace tilescribe;

namespace {

constexpr std::uint16_t f16_one = 0x3c00;
constexpr std::uint16_t f16_half = 0x3800;
constexpr std::uint16_t f16_minus_three = 0xc200;

/// Writes values one after the other, as a model file holds them.
class Bytes {
public:
    template <typename T>
    Bytes& add(T value) {
        const std::size_t at = bytes_.size();
        bytes_.resize(at + sizeof value);
        std::memcpy(bytes_.data() + at, &value, sizeof value);
        return *this;
    }
    /// 16 bytes whose low nibbles are 0 .. 15 and whose high nibbles are 15 .. 0.
    Bytes& add_nibbles() {
        for (int j = 0; j < 16; ++j) add(static_cast<std::uint8_t>(j | (15 - j) << 4));
        return *this;
    }
    [[nodiscard]] std::span<const std::byte> view() const { return bytes_; }

private:
    std::vector<std::byte> bytes_;
};

std::vector<float> row_of(ElementType type, const Bytes& bytes, std::int64_t rows, std::int64_t cols, std::int64_t row) {
    std::vector<float> out(static_cast<std::size_t>(cols));
    dequantise_row({type, rows, cols, bytes.view()}, row, out);
    return out;
}

int nibble(int j) {
    return j < 16 ? j : 31 - j;
}

}  // namespace

class TestWeightMatrix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void row_sizes() {
        QCOMPARE(row_bytes(ElementType::f32, 7), std::size_t{28});
        QCOMPARE(row_bytes(ElementType::f16, 7), std::size_t{14});
        QCOMPARE(row_bytes(ElementType::bf16, 7), std::size_t{14});
        QCOMPARE(row_bytes(ElementType::q4_0, 64), std::size_t{36});
        QCOMPARE(row_bytes(ElementType::q4_1, 64), std::size_t{40});
        QCOMPARE(row_bytes(ElementType::q5_0, 64), std::size_t{44});
        QCOMPARE(row_bytes(ElementType::q5_1, 64), std::size_t{48});
        QCOMPARE(row_bytes(ElementType::q8_0, 64), std::size_t{68});
    }

    void impossible_row_sizes() {
        QVERIFY_THROWS_EXCEPTION(ShapeError, row_bytes(ElementType::q4_0, 33));
        QVERIFY_THROWS_EXCEPTION(ShapeError, row_bytes(ElementType::f32, -1));
        QVERIFY_THROWS_EXCEPTION(ShapeError, row_bytes(ElementType::f32, std::numeric_limits<std::int64_t>::max()));
    }

    void half_floats() {
        QCOMPARE(f16_to_f32(0x0000), 0.0F);
        QVERIFY(std::signbit(f16_to_f32(0x8000)));
        QCOMPARE(f16_to_f32(f16_one), 1.0F);
        QCOMPARE(f16_to_f32(f16_minus_three), -3.0F);
        QCOMPARE(f16_to_f32(0x0001), 0x1p-24F);
        QCOMPARE(f16_to_f32(0x83ff), -1023 * 0x1p-24F);
        QCOMPARE(f16_to_f32(0x0400), 0x1p-14F);
        QCOMPARE(f16_to_f32(0x7bff), 65504.0F);
        QVERIFY(std::isinf(f16_to_f32(0x7c00)));
        QVERIFY(f16_to_f32(0xfc00) < 0);
        QVERIFY(std::isnan(f16_to_f32(0x7e00)));
        QCOMPARE(bf16_to_f32(0x3f80), 1.0F);
        QCOMPARE(bf16_to_f32(0xc040), -3.0F);
    }

    /// Every finite half is sign * fraction * 2^exponent, here with std::ldexp.
    void every_half_float() {
        for (int bits = 0; bits < 0x7c00; ++bits) {
            const int exponent = bits >> 10;
            const int fraction = bits & 0x3ff;
            const float expected = exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                                                 : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
            QCOMPARE(f16_to_f32(static_cast<std::uint16_t>(bits)), expected);
            QCOMPARE(f16_to_f32(static_cast<std::uint16_t>(bits | 0x8000)), -expected);
        }
    }

    void plain_types() {
        const Bytes f32 = Bytes().add(std::uint8_t{0}).add(1.5F).add(-2.25F);
        std::vector<float> out(2);
        dequantise_row({ElementType::f32, 1, 2, f32.view().subspan(1)}, 0, out);  // unaligned
        QCOMPARE(out, (std::vector<float>{1.5F, -2.25F}));
        const Bytes f16 = Bytes().add(f16_one).add(f16_half).add(f16_minus_three).add(std::uint16_t{1});
        QCOMPARE(row_of(ElementType::f16, f16, 2, 2, 1), (std::vector<float>{-3.0F, 0x1p-24F}));
        const Bytes bf16 = Bytes().add(std::uint16_t{0x3f80}).add(std::uint16_t{0xc040});
        QCOMPARE(row_of(ElementType::bf16, bf16, 1, 2, 0), (std::vector<float>{1.0F, -3.0F}));
    }

    void q4_0() {
        const std::vector<float> row = row_of(ElementType::q4_0, Bytes().add(f16_half).add_nibbles(), 1, 32, 0);
        for (int j = 0; j < 32; ++j) QCOMPARE(row[j], static_cast<float>(nibble(j) - 8) * 0.5F);
    }

    void q4_1() {
        const std::vector<float> row =
            row_of(ElementType::q4_1, Bytes().add(f16_half).add(f16_minus_three).add_nibbles(), 1, 32, 0);
        for (int j = 0; j < 32; ++j) QCOMPARE(row[j], static_cast<float>(nibble(j)) * 0.5F - 3.0F);
    }

    void q5_0() {
        constexpr std::uint32_t fifth_bits = 0x8001'0002U;  // elements 1, 16 and 31
        const std::vector<float> row = row_of(ElementType::q5_0, Bytes().add(f16_half).add(fifth_bits).add_nibbles(), 1, 32, 0);
        for (int j = 0; j < 32; ++j) {
            const int fifth = j == 1 || j == 16 || j == 31 ? 16 : 0;
            QCOMPARE(row[j], static_cast<float>(nibble(j) + fifth - 16) * 0.5F);
        }
    }

    void q5_1() {
        constexpr std::uint32_t fifth_bits = 0x8001'0002U;
        const std::vector<float> row =
            row_of(ElementType::q5_1, Bytes().add(f16_half).add(f16_minus_three).add(fifth_bits).add_nibbles(), 1, 32, 0);
        for (int j = 0; j < 32; ++j) {
            const int fifth = j == 1 || j == 16 || j == 31 ? 16 : 0;
            QCOMPARE(row[j], static_cast<float>(nibble(j) + fifth) * 0.5F - 3.0F);
        }
    }

    void q8_0() {
        Bytes bytes;
        bytes.add(f16_half);
        for (int j = 0; j < 32; ++j) bytes.add(static_cast<std::int8_t>(j == 31 ? -128 : 4 * j));
        const std::vector<float> row = row_of(ElementType::q8_0, bytes, 1, 32, 0);
        for (int j = 0; j < 31; ++j) QCOMPARE(row[j], 2.0F * static_cast<float>(j));
        QCOMPARE(row[31], -64.0F);
    }

    /// The second row's second block has its own scale and lies where the layout says.
    void several_blocks_and_rows() {
        Bytes bytes;
        for (const std::uint16_t scale : {f16_one, f16_one, f16_one, f16_half}) bytes.add(scale).add_nibbles();
        const std::vector<float> row = row_of(ElementType::q4_0, bytes, 2, 64, 1);
        for (int j = 0; j < 64; ++j) QCOMPARE(row[j], static_cast<float>(nibble(j % 32) - 8) * (j < 32 ? 1.0F : 0.5F));
    }

    void rows_out_of_range() {
        const Bytes bytes = Bytes().add(1.0F).add(2.0F);
        QVERIFY_THROWS_EXCEPTION(ShapeError, row_of(ElementType::f32, bytes, 2, 1, 2));
        QVERIFY_THROWS_EXCEPTION(ShapeError, row_of(ElementType::f32, bytes, 2, 1, -1));
        QVERIFY_THROWS_EXCEPTION(ShapeError, row_of(ElementType::f32, bytes, 3, 1, 2));  // fewer bytes than rows promise
        std::vector<float> too_long(2);
        QVERIFY_THROWS_EXCEPTION(ShapeError, dequantise_row({ElementType::f32, 2, 1, bytes.view()}, 0, too_long));
    }

    void weights_that_contradict_themselves() {
        const Bytes bytes = Bytes().add(1.0F).add(2.0F).add(3.0F).add(4.0F).add(5.0F).add(6.0F);
        const std::vector<float> two(2);
        const std::vector<float> three(3);
        const WeightMatrix matrix{ElementType::f32, 2, 3, bytes.view()};
        check_weights(LinearWeights{matrix, two});
        check_weights(LinearWeights{matrix, {}});
        check_weights(ConvWeights{matrix, two, 2});
        check_weights(NormWeights{two, two});
        QVERIFY_THROWS_EXCEPTION(ShapeError, check_weights(WeightMatrix{ElementType::f32, 3, 3, bytes.view()}));
        QVERIFY_THROWS_EXCEPTION(ShapeError, check_weights(WeightMatrix{ElementType::f32, 0, 3, bytes.view()}));
        // 2^62 * 4 rows of 4 bytes wrap around to a product of 0 bytes
        QVERIFY_THROWS_EXCEPTION(ShapeError, check_weights(WeightMatrix{ElementType::f32, std::int64_t{1} << 62, 1, {}}));
        QVERIFY_THROWS_EXCEPTION(ShapeError, check_weights(LinearWeights{matrix, three}));
        QVERIFY_THROWS_EXCEPTION(ShapeError, check_weights(ConvWeights{matrix, two, 3}));
        QVERIFY_THROWS_EXCEPTION(ShapeError, check_weights(ConvWeights{{ElementType::f32, 3, 2, bytes.view()}, three, 1}));
        QVERIFY_THROWS_EXCEPTION(ShapeError, check_weights(NormWeights{two, three}));
        QVERIFY_THROWS_EXCEPTION(ShapeError, check_weights(NormWeights{}));
    }
};

QTEST_GUILESS_MAIN(TestWeightMatrix)
#include "test_weight_matrix.moc"
