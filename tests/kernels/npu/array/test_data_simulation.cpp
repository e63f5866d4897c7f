// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/emulated_array.h"
#include "tests/kernels/npu/array/small_programs.h"

#include <QtTest>

#include <cstring>
#include <numeric>

using namespace tilescribe::npu;
using small::acquire;
using small::call;
using small::fifo;
using small::fifo_buffer;
using small::loop;
using small::release;

namespace {

using Words = std::vector<std::uint32_t>;

Words counted(std::size_t words, std::uint32_t first = 0) {
    Words values(words);
    std::iota(values.begin(), values.end(), first);
    return values;
}

/// Runs the program on arguments, which it may write.
void run(const ArrayProgram& program, std::vector<Words>& arguments, int threads = 2) {
    EmulatedArray array(program.generation, threads, small::kernels());
    std::vector<std::span<std::byte>> bytes;
    for (Words& argument : arguments) bytes.push_back(std::as_writable_bytes(std::span(argument)));
    array.run(*array.load(serialise(program)), bytes);
}

constexpr TileAddress core_at(int column, int row) {
    return {.column = static_cast<std::uint8_t>(column), .row = static_cast<std::uint8_t>(row)};
}

CoreProgram copying(TileAddress tile, std::uint16_t in, std::uint16_t out, std::uint32_t objects, std::int32_t words) {
    return {.tile = tile,
            .local_bytes = {},
            .steps = {loop(objects), acquire(in), acquire(out), call(0, {fifo_buffer(in), fifo_buffer(out)}, {words}), release(in),
                      release(out), small::end()}};
}

}  // namespace

class TestDataSimulation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void copies_objects_in_order() {
        for (const std::uint32_t depth : {1U, 2U, 5U}) {
            std::vector<Words> arguments{counted(100 * 16), Words(100 * 16)};
            run(small::copy_program(100, 16, depth), arguments);
            QVERIFY(arguments[1] == arguments[0]);
            std::vector<Words> through_tile{counted(100 * 16), Words(100 * 16)};
            run(small::tile_copy_program(100, 16, depth), through_tile);
            QVERIFY(through_tile[1] == through_tile[0]);
        }
    }

    void transfers_follow_their_patterns() {
        // In: every second row of a matrix [8][32], columns 4 ... 19, last row first by four tasks; out: columns of 4 words.
        ArrayProgram program = small::copy_program(4, 16, 2);
        program.argument_bytes = {8 * 32 * 4, 4 * 16 * 4};
        program.transfers.clear();
        for (std::uint32_t row = 0; row < 4; ++row)
            program.transfers.push_back(
                {.fifo = 0, .argument = 0, .pattern = {.offset = (6 - 2 * row) * 32 + 4, .dimensions = {{16, 1}}}});
        program.transfers.push_back({.fifo = 1, .argument = 1, .pattern = {.offset = 0, .dimensions = {{4, 4}, {4, 16}, {4, 1}}}});
        std::vector<Words> arguments{counted(8 * 32), Words(4 * 16)};
        run(program, arguments);
        for (std::uint32_t object = 0; object < 4; ++object)
            for (std::uint32_t word = 0; word < 16; ++word)
                QCOMPARE(arguments[1][word / 4 * 16 + object * 4 + word % 4], (6 - 2 * object) * 32 + 4 + word);
    }

    void a_repeated_transfer_begins_again() {
        ArrayProgram program = small::copy_program(6, 16, 2);
        program.transfers[0] = {.fifo = 0, .argument = 0, .pattern = {.offset = 16, .dimensions = {{32, 1}}}, .repeat = 3};
        std::vector<Words> arguments{counted(96), Words(96)};
        run(program, arguments);
        for (std::uint32_t word = 0; word < 96; ++word) QCOMPARE(arguments[1][word], 16 + word % 32);
    }

    void an_object_may_come_from_two_transfers() {
        ArrayProgram program = small::copy_program(2, 16, 2);
        program.transfers = {{.fifo = 0, .argument = 0, .pattern = {.offset = 0, .dimensions = {{8, 1}}}},
                             {.fifo = 0, .argument = 0, .pattern = {.offset = 16, .dimensions = {{16, 1}}}},
                             {.fifo = 0, .argument = 0, .pattern = {.offset = 0, .dimensions = {{8, 1}}}},
                             {.fifo = 1, .argument = 1, .pattern = {}}};
        std::vector<Words> arguments{counted(32), Words(32)};
        run(program, arguments);
        for (std::uint32_t word = 0; word < 32; ++word)
            QCOMPARE(arguments[1][word], word < 8 ? word : word < 24 ? word + 8 : word - 24);
    }

    void tiles_are_blocked_on_their_way() {
        // The memory tile sends a row-major 8 x 8 tile in blocks of 4 x 4 words; the core's DMA writes each block transposed.
        ArrayProgram program = small::tile_copy_program(3, 64, 2);
        program.fifos[1].to_stream.dimensions = {{2, 32}, {2, 4}, {4, 8}, {4, 1}};
        program.fifos[2].to_stream.dimensions = {{4, 16}, {4, 1}, {4, 4}};
        std::vector<Words> arguments{counted(3 * 64), Words(3 * 64)};
        run(program, arguments);
        std::size_t i = 0;
        for (std::uint32_t tile = 0; tile < 3; ++tile)
            for (std::uint32_t block = 0; block < 4; ++block)
                for (std::uint32_t column = 0; column < 4; ++column)
                    for (std::uint32_t row = 0; row < 4; ++row)
                        QCOMPARE(arguments[1][i++], tile * 64 + (block / 2 * 4 + row) * 8 + block % 2 * 4 + column);
    }

    void a_broadcast_object_reaches_every_core() {
        ArrayProgram program;
        program.kernels = {"copy"};
        program.fifos.push_back(fifo("in", small::shim, {core_at(0, 2), core_at(1, 2), core_at(2, 4)}, 64, 2));
        for (std::uint16_t i = 0; i < 3; ++i) {
            const TileAddress core = program.fifos[0].consumers[i];
            program.fifos.push_back(fifo("out", core, {{.column = core.column, .row = 0}}, 64, 2));
            program.cores.push_back(copying(core, 0, static_cast<std::uint16_t>(1 + i), 10, 16));
            program.transfers.push_back(
                {.fifo = static_cast<std::uint16_t>(1 + i), .argument = static_cast<std::uint16_t>(1 + i), .pattern = {}});
        }
        program.transfers.push_back({.fifo = 0, .argument = 0, .pattern = {}});
        program.argument_bytes = {640, 640, 640, 640};
        std::vector<Words> arguments{counted(160), Words(160), Words(160), Words(160)};
        run(program, arguments);
        for (std::size_t i = 1; i < 4; ++i) QVERIFY(arguments[i] == arguments[0]);
    }

    /// Distribute to four cores, join what they return in the reverse order.
    void parts_are_distributed_and_joined() {
        ArrayProgram program;
        program.kernels = {"copy"};
        program.fifos = {fifo("whole", small::shim, {small::memory_tile}, 256, 2),
                         fifo("joined", small::memory_tile, {small::shim}, 256, 2)};
        FifoLink distribution{.inputs = {0}, .outputs = {}, .offsets = {}};
        FifoLink join{.inputs = {}, .outputs = {1}, .offsets = {}};
        for (int i = 0; i < 4; ++i) {
            const TileAddress core = core_at(0, 2 + i);
            const auto part = static_cast<std::uint16_t>(program.fifos.size());
            program.fifos.push_back(fifo("part", small::memory_tile, {core}, 64, 2));
            program.fifos.push_back(fifo("result", core, {small::memory_tile}, 64, 2));
            distribution.outputs.push_back(part);
            distribution.offsets.push_back(static_cast<std::uint32_t>(64 * i));
            join.inputs.push_back(static_cast<std::uint16_t>(part + 1));
            join.offsets.push_back(static_cast<std::uint32_t>(64 * (3 - i)));
            program.cores.push_back(copying(core, part, static_cast<std::uint16_t>(part + 1), 20, 16));
        }
        program.links = {distribution, join};
        program.argument_bytes = {20 * 256, 20 * 256};
        program.transfers = {{.fifo = 0, .argument = 0, .pattern = {}}, {.fifo = 1, .argument = 1, .pattern = {}}};
        std::vector<Words> arguments{counted(20 * 64), Words(20 * 64)};
        run(program, arguments);
        for (std::uint32_t word = 0; word < 20 * 64; ++word)
            QCOMPARE(arguments[1][word], word / 64 * 64 + (3 - word % 64 / 16) * 16 + word % 16);
    }

    /// A panel in the memory tile, filled by three objects, sent twice as six core tiles.
    void a_panel_is_sent_repeatedly_as_tiles() {
        ArrayProgram program = small::tile_copy_program(24, 16, 2);
        program.fifos[0].object_bytes = 128;
        program.fifos[0].from_stream.dimensions = {{96, 1}};
        program.fifos[1].to_stream.dimensions = {{2, 8}, {6, 16}, {8, 1}};
        program.fifos[1].repeat = 2;
        program.argument_bytes = {2 * 96 * 4, 4 * 96 * 4};
        std::vector<Words> arguments{counted(2 * 96), Words(4 * 96)};
        run(program, arguments);
        std::size_t i = 0;
        for (std::uint32_t panel = 0; panel < 2; ++panel)
            for (int repeat = 0; repeat < 2; ++repeat)
                for (std::uint32_t half = 0; half < 2; ++half)
                    for (std::uint32_t row = 0; row < 6; ++row)
                        for (std::uint32_t word = 0; word < 8; ++word)
                            QCOMPARE(arguments[1][i++], panel * 96 + half * 8 + row * 16 + word);
    }

    /// Neighbours share buffers; locals keep their contents: each core adds what came before.
    void neighbours_share_memory_and_locals_stay() {
        ArrayProgram program;
        program.kernels = {"copy", "add"};
        program.fifos = {fifo("in", small::shim, {core_at(0, 2)}, 64, 2), fifo("next", core_at(0, 2), {core_at(0, 3)}, 64, 2),
                         fifo("out", core_at(0, 3), {small::shim}, 64, 1)};
        program.cores = {copying(core_at(0, 2), 0, 1, 5, 16),
                         {.tile = core_at(0, 3),
                          .local_bytes = {64, 64},
                          .steps = {acquire(1), call(0, {fifo_buffer(1), small::local_buffer(0)}, {16}), release(1), loop(4),
                                    acquire(1), call(1, {fifo_buffer(1), small::local_buffer(0), small::local_buffer(1)}, {16}),
                                    call(0, {small::local_buffer(1), small::local_buffer(0)}, {16}), release(1), small::end(),
                                    acquire(2), call(0, {small::local_buffer(0), fifo_buffer(2)}, {16}), release(2)}}};
        program.argument_bytes = {5 * 64, 64};
        program.transfers = {{.fifo = 0, .argument = 0, .pattern = {}}, {.fifo = 1, .argument = 1, .pattern = {}}};
        program.transfers[1].fifo = 2;
        std::vector<Words> arguments{counted(80), Words(16)};
        run(program, arguments);
        for (std::uint32_t word = 0; word < 16; ++word) QCOMPARE(arguments[1][word], 5 * word + (0 + 16 + 32 + 48 + 64));
    }

    void threads_do_not_change_anything() {
        const ArrayProgram program = small::tile_copy_program(500, 64, 2);
        std::vector<Words> one{counted(500 * 64), Words(500 * 64)};
        std::vector<Words> four = one;
        run(program, one, 1);
        run(program, four, 4);
        QVERIFY(one == four);
        QVERIFY(one[1] == one[0]);
    }

    void what_nobody_wrote_is_garbage() {
        ArrayProgram program = small::copy_program(1, 16, 1);
        program.cores[0].steps[3].parameters = {8};  // half of the object
        std::vector<Words> arguments{counted(16), Words(16)};
        run(program, arguments);
        QCOMPARE(arguments[1][7], 7U);
        QCOMPARE(arguments[1][8], 0xFFFF'FFFFU);
    }

    void refuses_short_arguments() {
        const ArrayProgram program = small::copy_program(4, 16, 2);
        std::vector<Words> one{counted(64)};
        QVERIFY_THROWS_EXCEPTION(NpuFault, run(program, one));
        std::vector<Words> shorter{counted(64), Words(63)};
        QVERIFY_THROWS_EXCEPTION(NpuFault, run(program, shorter));
    }

    void loads_equal_streams_once() {
        EmulatedArray array(ArrayGeneration::npu1, 1, small::kernels());
        const std::vector<std::uint32_t> words = serialise(small::copy_program(4, 16, 2));
        QVERIFY(array.load(words) == array.load(words));
        QVERIFY(array.load(serialise(small::copy_program(4, 16, 1))) != array.load(words));
        ArrayProgram other = small::copy_program(4, 16, 2);
        other.generation = ArrayGeneration::npu4;
        QVERIFY_THROWS_EXCEPTION(NpuFault, (void)array.load(serialise(other)));
    }
};

QTEST_GUILESS_MAIN(TestDataSimulation)
#include "test_data_simulation.moc"
