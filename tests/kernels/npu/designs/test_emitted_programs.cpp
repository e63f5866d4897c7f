// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/emulated_array.h"
#include "kernels/npu/array/program_format.h"
#include "kernels/npu/designs/array_configuration.h"
#include "kernels/npu/designs/designs.h"
#include "kernels/npu/designs/list_encoding.h"
#include "kernels/npu/designs/overlay_text.h"
#include "kernels/npu/designs/transaction.h"
#include "tests/kernels/npu/designs/run_program.h"
#include "tests/kernels/npu/designs/size_rows.h"

#include <QTest>

#include <random>

using namespace tilescribe::npu;

/// What is written for hardware, the overlay of a device and each program's instructions, is read back and is the program that the
/// emulator runs.
class TestEmittedPrograms : public QObject {
    Q_OBJECT

    static ArrayProgram read_back(const std::string& overlay, std::span<const std::uint32_t> instructions) {
        const ParsedOverlay parsed = parse_overlay_text(overlay);
        const ArrayConfiguration configuration = parse_transaction(instructions);
        return program_of(configuration, parsed.fifos, parsed.routes);
    }
    static ArrayProgram small_program() { return some_program(ArrayGeneration::npu1); }

private Q_SLOTS:
    void every_program_comes_back_data() { add_rows_of_sizes(); }
    void every_program_comes_back() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(GemmType, type);
        QFETCH(int, size);
        const auto programs = window_programs(generation, type, whisper_sizes()[static_cast<std::size_t>(size)]);
        const std::string overlay = overlay_text(some_program(generation));
        for (const WindowProgram& op : programs) {
            QVERIFY2(overlay_text(op.program) == overlay, op.program.name.c_str());
            const std::vector<std::uint32_t> instructions = transaction(configure(op.program));
            ArrayProgram back = read_back(overlay, instructions);
            // What hardware is not told.
            back.name = op.program.name;
            back.macs = op.program.macs;
            back.uses_int8_peak = op.program.uses_int8_peak;
            back.argument_bytes = op.program.argument_bytes;
            for (std::size_t i = 0; i < back.fifos.size(); ++i)
                QVERIFY2(back.fifos[i] == op.program.fifos[i], (op.program.name + " " + back.fifos[i].name).c_str());
            QVERIFY2(back.links == op.program.links, op.program.name.c_str());
            QVERIFY2(back.cores == op.program.cores, op.program.name.c_str());
            QVERIFY2(back.kernels == op.program.kernels, op.program.name.c_str());
            QVERIFY2(back.transfers == op.program.transfers, op.program.name.c_str());
            QVERIFY2(back == op.program, op.program.name.c_str());
        }
    }

    void the_overlay_runs_the_dispatcher_on_every_core() {
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4}) {
            const ArrayProgram program = some_program(generation);
            const ParsedOverlay overlay = parse_overlay_text(overlay_text(program));
            QVERIFY(overlay.generation == generation);
            QCOMPARE(overlay.cores.size(), program.cores.size());
            for (std::size_t i = 0; i < overlay.cores.size(); ++i) QVERIFY(overlay.cores[i] == program.cores[i].tile);
            const std::vector<FifoRoute> routes = routes_of(program);
            for (std::size_t i = 0; i < routes.size(); ++i) QVERIFY(overlay.routes[i].destinations == routes[i].destinations);
        }
    }

    void every_changed_word_is_seen() {
        const ArrayProgram program = small_program();
        const std::string overlay = overlay_text(program);
        std::vector<std::uint32_t> words = transaction(configure(program));
        const ArrayProgram good = read_back(overlay, words);
        for (std::size_t i = 0; i < words.size(); i += 3) {
            for (const std::uint32_t bit : {0x1U, 0x100U, 0x80000000U}) {
                words[i] ^= bit;
                bool is_seen = true;
                try {
                    is_seen = read_back(overlay, words) != good;
                } catch (const std::invalid_argument&) {
                }
                QVERIFY2(is_seen, qPrintable(QString::number(i)));
                words[i] ^= bit;
            }
        }
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(parse_transaction({})));
        for (const std::size_t size : {std::size_t{3}, std::size_t{40}, words.size() / 2, words.size() - 1})
            QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(parse_transaction(std::span(words).first(size))));
    }

    /// The emulator takes words from files too: whatever they say about the real kernels' parameters, it answers with a refusal or
    /// with a program that ends.
    void hostile_words_for_the_real_kernels_are_refused_or_end() {
        std::mt19937 random(3);
        int accepted = 0;
        for (const ArrayProgram& good : {design_attention({.generation = ArrayGeneration::npu1,
                                                           .q_rows = 512,
                                                           .kv_rows = 512,
                                                           .kv_valid = 500,
                                                           .n_heads = 1,
                                                           .q_stride = 64,
                                                           .k_stride = 64,
                                                           .v_stride = 64,
                                                           .y_stride = 64}),
                                         small_program()}) {
            const std::vector<std::uint32_t> words = serialise(good);
            for (int round = 0; round < 400; ++round) {
                std::vector<std::uint32_t> changed = words;
                const std::size_t place = program_header_words + random() % (changed.size() - program_header_words);
                changed[place] = random() % 4 == 0 ? static_cast<std::uint32_t>(random()) : changed[place] ^ 1U << (random() % 32);
                changed[2] = check_sum(changed);
                try {
                    static_cast<void>(prepare_program(deserialise(changed)));
                    ++accepted;
                } catch (const NpuFault& fault) {
                    QVERIFY(fault.kind() == FaultKind::refused);
                }
            }
        }
        qInfo("%d of 800 accepted", accepted);
        QVERIFY(accepted > 10);
    }

    void a_changed_descriptor_is_seen() {
        const ArrayProgram program = small_program();
        const std::string overlay = overlay_text(program);
        ArrayConfiguration configuration = configure(program);
        ArrayProgram good = read_back(overlay, transaction(configuration));
        configuration.tasks.front().pattern.offset += 4;
        QVERIFY(read_back(overlay, transaction(configuration)) != good);
        configuration = configure(program);
        configuration.channels.front().descriptors.front().release.count += 1;
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(read_back(overlay, transaction(configuration))));
        configuration = configure(program);
        configuration.locks.back().value = 1;
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(read_back(overlay, transaction(configuration))));
    }

    void what_is_no_overlay_is_refused() {
        const std::string text = overlay_text(small_program());
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(parse_overlay_text("")));
        std::string odd = text;
        odd.replace(odd.find("aie.flow("), 9, "aie.flaw(");
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(parse_overlay_text(odd)));
        odd = text;
        odd.replace(odd.find("DMA : 0)"), 8, "DMA : x)");
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(parse_overlay_text(odd)));
    }

    void what_does_not_fit_is_refused() {
        ArrayProgram program = small_program();
        program.fifos[4].to_stream.offset = 1;
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(configure(program)));
        program = small_program();
        program.fifos[4].repeat = 200;  // descriptors and what a lock counts
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(configure(program)));
        program = small_program();
        program.cores.front().local_bytes.push_back(60 * 1024);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(configure(program)));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(decode_list(std::vector<std::uint32_t>{99})));
    }
};

QTEST_GUILESS_MAIN(TestEmittedPrograms)
#include "test_emitted_programs.moc"
