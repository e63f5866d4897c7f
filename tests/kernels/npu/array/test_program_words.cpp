// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/array/program_checks.h"
#include "kernels/npu/array/program_format.h"
#include "tests/kernels/npu/array/small_programs.h"

#include <QtTest>

#include <random>

using namespace tilescribe::npu;

namespace {

/// With every field in use.
ArrayProgram rich_program() {
    ArrayProgram program = small::tile_copy_program(4, 64, 2);
    program.generation = ArrayGeneration::npu4;
    program.name = "copy 4 x 64, a name of an odd length";
    program.fifos[1].to_stream = {.offset = 3, .dimensions = {{.size = 8, .stride = 8}, {.size = 8, .stride = 1}}};
    program.fifos[1].repeat = 7;
    program.links[0].offsets = {16};
    program.cores[0].local_bytes = {128, 64};
    program.cores[0].steps[3].parameters = {-1, 64};
    program.cores[0].steps[3].buffers[1] = small::local_buffer(1, 64);
    program.transfers[0].pattern.dimensions = {{.size = 2, .stride = 100}};
    program.transfers[1].repeat = 200;
    program.macs = -5'000'000'000;
    program.uses_int8_peak = true;
    return program;
}

bool is_refused(const std::vector<std::uint32_t>& words) {
    try {
        (void)deserialise(words);
    } catch (const NpuFault& fault) {
        return fault.kind() == FaultKind::refused;
    }
    return false;
}

}  // namespace

class TestProgramWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comes_back_as_it_was() {
        const ArrayProgram program = rich_program();
        const std::vector<std::uint32_t> words = serialise(program);
        QCOMPARE(words[0], program_magic);
        QCOMPARE(words[1], static_cast<std::uint32_t>(words.size()));
        QVERIFY(deserialise(words) == program);
        QVERIFY(deserialise(serialise(ArrayProgram{})) == ArrayProgram{});
    }

    void refuses_every_truncation() {
        const std::vector<std::uint32_t> words = serialise(rich_program());
        for (std::size_t length = 0; length < words.size(); ++length) {
            std::vector<std::uint32_t> cut(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(length));
            QVERIFY(is_refused(cut));
            if (cut.size() < program_header_words) continue;
            cut[1] = static_cast<std::uint32_t>(cut.size());  // as if it had been written that way
            cut[2] = check_sum(cut);
            QVERIFY(is_refused(cut));
        }
    }

    void refuses_what_follows_the_program() {
        std::vector<std::uint32_t> words = serialise(rich_program());
        words.push_back(0);
        words[1] = static_cast<std::uint32_t>(words.size());
        words[2] = check_sum(words);
        QVERIFY(is_refused(words));
    }

    void notices_every_flipped_bit() {
        std::vector<std::uint32_t> words = serialise(rich_program());
        for (std::uint32_t& word : words)
            for (unsigned bit = 0; bit < 32; ++bit) {
                word ^= 1U << bit;
                QVERIFY(is_refused(words));
                word ^= 1U << bit;
            }
    }

    /// With a right check sum: what is accepted is what serialise() would have made, and the checks can look at it.
    void survives_flipped_bits_under_a_right_check_sum() {
        const std::vector<std::uint32_t> words = serialise(rich_program());
        std::mt19937 random(1);
        int accepted = 0;
        for (int round = 0; round < 20'000; ++round) {
            std::vector<std::uint32_t> changed = words;
            for (unsigned flips = 1 + random() % 4; flips > 0; --flips) {
                const std::size_t place = program_header_words + random() % (changed.size() - program_header_words);
                changed[place] = random() % 4 == 0 ? static_cast<std::uint32_t>(random()) : changed[place] ^ 1U << (random() % 32);
            }
            changed[2] = check_sum(changed);
            try {
                const ArrayProgram program = deserialise(changed);
                QVERIFY(serialise(program) == changed);
                (void)check_program(program, small::kernels());
                ++accepted;
            } catch (const NpuFault& fault) {
                QVERIFY(fault.kind() == FaultKind::refused);
            }
        }
        QVERIFY(accepted > 100);
    }
};

QTEST_GUILESS_MAIN(TestProgramWords)
#include "test_program_words.moc"
