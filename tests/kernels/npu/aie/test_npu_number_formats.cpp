// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/bfloat16.h"
#include "kernels/npu/aie/bfp16.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace tilescribe::npu;

namespace {

using Group = std::array<std::uint8_t, 9>;

Group encoded(const std::array<Bf16, 8>& values) {
    Group group{};
    bfp16_from_bf16(values, group);
    return group;
}
std::array<Bf16, 8> decoded(const Group& group) {
    std::array<Bf16, 8> values{};
    bf16_from_bfp16(group, values);
    return values;
}

/// The nearest of all mantissas at this exponent, the even one of two, within -127 ... 127.
int nearest_mantissa(double value, int exponent) {
    return std::clamp(static_cast<int>(std::nearbyint(std::ldexp(value, 133 - exponent))), -127, 127);
}

}  // namespace

class TestNpuNumberFormats : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_bf16_goes_through_f32_unchanged() {
        for (int bits = 0; bits < 65536; ++bits) {
            const auto value = static_cast<Bf16>(bits);
            const float wide = from_bf16(value);
            if (std::isnan(wide))
                QCOMPARE(to_bf16(wide), static_cast<Bf16>((bits & 0x8000) | 0x7fc0));
            else
                QCOMPARE(to_bf16(wide), value);
        }
    }

    void f32_rounds_to_the_nearest_bf16_ties_to_even() {
        for (int bits = 0; bits < 0x7f7f; ++bits) {
            const float below = from_bf16(static_cast<Bf16>(bits));
            const float above = from_bf16(static_cast<Bf16>(bits + 1));
            const auto middle = std::bit_cast<float>(std::bit_cast<std::uint32_t>(below) + 0x8000U);
            QCOMPARE(to_bf16(middle), static_cast<Bf16>(bits + (bits & 1)));
            QCOMPARE(to_bf16(std::nextafter(middle, below)), static_cast<Bf16>(bits));
            QCOMPARE(to_bf16(-std::nextafter(middle, above)), static_cast<Bf16>((bits + 1) | 0x8000));
        }
        QCOMPARE(to_bf16(std::numeric_limits<float>::max()), Bf16{0x7f80});
        QCOMPARE(to_bf16(-std::numeric_limits<float>::infinity()), Bf16{0xff80});
    }

    void two_bf16_hold_sixteen_bits() {
        std::mt19937 generator(3);
        std::uniform_real_distribution<float> values(-1.0F, 1.0F);
        for (int i = 0; i < 10000; ++i) {
            const float value = values(generator);
            const Bf16Pair pair = split_f32(value);
            QVERIFY(std::fabs(from_bf16(pair.hi) + from_bf16(pair.lo) - value) <= std::ldexp(std::fabs(value), -16));
        }
    }

    /// Every magnitude as a group's largest, with every other value drawn from below it: exponent and mantissas by arithmetic.
    void every_bf16_as_largest_of_a_group() {
        std::mt19937 generator(1);
        for (int largest = 0; largest < 0x7f80; ++largest) {
            std::array<Bf16, 8> values{};
            for (Bf16& value : values) {
                const auto magnitude = std::max(0, largest - static_cast<int>(generator() % 2048));
                value = static_cast<Bf16>(magnitude | static_cast<int>(generator() % 2 << 15U));
            }
            values[generator() % 8] = static_cast<Bf16>(largest);
            const Group group = encoded(values);
            const double top = from_bf16(static_cast<Bf16>(largest));
            int exponent = top < std::ldexp(1.0, -126) ? 0 : std::ilogb(top) + 127;
            if (exponent > 0 && std::ldexp(top, 133 - exponent) >= 127.5) exponent = std::min(exponent + 1, 254);
            QCOMPARE(int{group[0]}, exponent);
            for (std::size_t i = 0; i < 8; ++i)
                QCOMPARE(int{static_cast<std::int8_t>(group[1 + i])}, nearest_mantissa(from_bf16(values[i]), exponent));
            QCOMPARE(encoded(decoded(group)), group);
        }
    }

    void zeros_and_subnormals_are_exact() {
        QCOMPARE(encoded({0, 0x8000, 0, 0, 0, 0, 0, 0}), Group{});
        const std::array<Bf16, 8> subnormals{0x0001, 0x8001, 0x007f, 0x807f, 0x0040, 0x0000, 0x0003, 0x8055};
        QCOMPARE(decoded(encoded(subnormals)), subnormals);
    }

    void ties_go_to_even_mantissas() {
        // 64 sets the unit to 1; halves lie between two mantissas.
        const std::array<Bf16, 8> values{to_bf16(64),   to_bf16(0.5),  to_bf16(1.5), to_bf16(2.5),
                                         to_bf16(-0.5), to_bf16(-1.5), to_bf16(3.5), to_bf16(0.25)};
        QCOMPARE(encoded(values), (Group{133, 64, 0, 2, 2, 0, static_cast<std::uint8_t>(-2), 4, 0}));
    }

    void inf_and_nan_by_the_stated_rule() {
        const std::array<Bf16, 8> values{0x7f80, 0xff80, 0x7fc0, 0xffc1, 0x7f7f, 0xff7f, to_bf16(1.0F), 0};
        const Group group = encoded(values);
        QCOMPARE(group, (Group{255, 127, static_cast<std::uint8_t>(-127), 0x80, 0x80, 63, static_cast<std::uint8_t>(-63), 0, 0}));
        const auto back = decoded(group);
        QCOMPARE(back[0], Bf16{0x7f80});
        QCOMPARE(back[1], Bf16{0xff80});
        QCOMPARE(back[2], Bf16{0x7fc0});
        QCOMPARE(back[3], Bf16{0x7fc0});
        QVERIFY(std::isfinite(from_bf16(back[4])));
        QCOMPARE(back[7], Bf16{0});
    }

    /// The vectorised rounding of many f32 against one by one.
    void many_floats_as_one_by_one() {
        std::mt19937 generator(3);
        std::vector<float> values;
        for (const std::uint32_t upper : {0x0000U, 0x0001U, 0x3f80U, 0x3f81U, 0x7f7fU, 0x7f80U, 0x7f81U, 0x7fc0U})
            for (const std::uint32_t lower : {0x0000U, 0x0001U, 0x7fffU, 0x8000U, 0x8001U, 0xffffU})
                for (const std::uint32_t sign : {0U, 0x80000000U})
                    values.push_back(std::bit_cast<float>(sign | upper << 16U | lower));
        for (int i = 0; i < 100'003; ++i) values.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(generator())));
        QVERIFY(values.size() % 8 != 0);
        std::vector<Bf16> rounded(values.size());
        bf16_from_f32(values, rounded);
        for (std::size_t i = 0; i < values.size(); ++i) QCOMPARE(rounded[i], to_bf16(values[i]));
        QCOMPARE(to_bf16(std::bit_cast<float>(0x3f808000U)), Bf16{0x3f80});  // ties to even
        QCOMPARE(to_bf16(std::bit_cast<float>(0x3f818000U)), Bf16{0x3f82});
    }

    /// The vectorised conversions of many groups against group by group, for every bf16 in every place, and from f32.
    void many_groups_as_one_by_one() {
        std::mt19937 generator(2);
        std::vector<Bf16> values(65536 * 4 + 8);  // not a multiple of any vector of groups
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = i < 65536 ? static_cast<Bf16>(i) : static_cast<Bf16>(generator());
        std::vector<float> wide(values.size());
        std::ranges::transform(values, wide.begin(), from_bf16);
        std::vector<std::uint8_t> groups(values.size() / 8 * 9);
        std::vector<std::uint8_t> from_wide(groups.size());
        std::vector<Bf16> back(values.size());
        bfp16_from_bf16(values, groups);
        bfp16_from_f32(wide, from_wide);
        bf16_from_bfp16(groups, back);
        QCOMPARE(from_wide, groups);
        for (std::size_t g = 0; g < values.size() / 8; ++g) {
            std::array<std::uint8_t, 9> one{};
            encode_bfp16_group(values.data() + g * 8, one.data());
            QVERIFY(std::equal(one.begin(), one.end(), groups.begin() + static_cast<std::ptrdiff_t>(g * 9)));
            for (std::size_t i = 0; i < 8; ++i) {
                const float unit = bfp16_unit(one[0]);
                QCOMPARE(back[g * 8 + i], to_bf16(bfp16_value(one[0], static_cast<std::int8_t>(one[1 + i]), unit)));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestNpuNumberFormats)
#include "test_npu_number_formats.moc"
