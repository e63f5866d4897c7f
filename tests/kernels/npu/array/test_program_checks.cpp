// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/core_memory.h"
#include "kernels/npu/array/emulated_array.h"
#include "kernels/npu/array/program_checks.h"
#include "tests/kernels/npu/array/small_programs.h"

#include <QtTest>

#include <functional>

using namespace tilescribe::npu;

namespace {

using Change = std::function<void(ArrayProgram&)>;

QString complaints(const ArrayProgram& program) {
    QStringList all;
    for (const std::string& sentence : check_program(program, small::kernels())) all << QString::fromStdString(sentence);
    return all.join(QStringLiteral(" "));
}

QString refusal(const ArrayProgram& program) {
    try {
        (void)prepare_program(program, small::kernels());
    } catch (const NpuFault& fault) {
        return QString::fromUtf8(fault.what());
    }
    return {};
}

/// A core with `count` more FIFOs into it, each from a shim column of its own.
void add_inputs(ArrayProgram& program, int count, std::uint32_t depth) {
    for (int i = 0; i < count; ++i)
        program.fifos.push_back(
            small::fifo("more", {.column = static_cast<std::uint8_t>(1 + i), .row = 0}, {small::core}, 64, depth));
}

/// Adds empty loops, 12 bytes each, until the first core's list is longer than `bytes`.
void lengthen_list(ArrayProgram& program, std::size_t bytes) {
    CoreProgram& core = program.cores.front();
    while (4 * step_list_words(core, program.fifos.size()) <= bytes) {
        core.steps.push_back({.kind = CoreStep::Kind::loop, .count = 1, .buffers = {}, .parameters = {}});
        core.steps.push_back({.kind = CoreStep::Kind::end, .buffers = {}, .parameters = {}});
    }
}

/// A memory tile that sends each of its `depth` buffers several times; three more of its channels are in use.
ArrayProgram repeating_program(std::uint32_t repeat, std::uint32_t depth) {
    ArrayProgram program = small::tile_copy_program(4, 16, 2);
    program.fifos[0].depth = depth;
    program.fifos[1].repeat = repeat;
    return program;
}

/// A link that takes one large object apart for `parts` cores' worth of FIFOs within one memory tile.
ArrayProgram distributing_program(int parts, std::uint32_t depth) {
    ArrayProgram program = small::copy_program(2, 16, 2);
    const auto part_fifo = static_cast<std::uint16_t>(program.fifos.size());
    program.fifos.push_back(small::fifo("whole", small::shim, {small::memory_tile}, static_cast<std::uint32_t>(64 * parts), depth));
    FifoLink link{.inputs = {part_fifo}, .outputs = {}, .offsets = {}};
    for (int i = 0; i < parts; ++i) {
        const TileAddress core{.column = static_cast<std::uint8_t>(1 + i / 4), .row = static_cast<std::uint8_t>(2 + i % 4)};
        program.cores.push_back({.tile = core, .local_bytes = {}, .steps = {}});
        link.outputs.push_back(static_cast<std::uint16_t>(program.fifos.size()));
        link.offsets.push_back(static_cast<std::uint32_t>(64 * i));
        program.fifos.push_back(small::fifo("part", small::memory_tile, {core}, 64, 1));
    }
    program.links.push_back(link);
    return program;
}

}  // namespace

class TestProgramChecks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void accepts_small_programs() {
        QCOMPARE(complaints(small::copy_program(4, 16, 2)), QString());
        QCOMPARE(complaints(small::tile_copy_program(4, 16, 2)), QString());
        QCOMPARE(complaints(ArrayProgram{}), QString());
    }

    void refuses_one_step_beyond_a_limit_data() {
        QTest::addColumn<Change>("accepted");
        QTest::addColumn<Change>("refused");
        QTest::addColumn<QString>("sentence");
        const auto add = [](const char* name, Change accepted, Change refused, const char* sentence) {
            QTest::newRow(name) << std::move(accepted) << std::move(refused) << QString::fromUtf8(sentence);
        };
        // The copy program holds 4 x 64 bytes; 65,536 - 2,048 - 256 are left, less a list of 128 and 512 for constants.
        add(
            "core memory", [](ArrayProgram& p) { p.cores[0].local_bytes = {62'592}; },
            [](ArrayProgram& p) { p.cores[0].local_bytes = {62'596}; },
            "needs 65600 bytes of memory, stack and step list counted; it has 65536");
        add(
            "step list",
            [](ArrayProgram& p) {
                p.cores[0].local_bytes = {62'592 - 32 * 64};
                lengthen_list(p, 33 * 64 + 64 - 12);
            },
            [](ArrayProgram& p) {
                p.cores[0].local_bytes = {62'592 - 32 * 64};
                lengthen_list(p, 34 * 64);
            },
            "needs 65600 bytes of memory, stack and step list counted; it has 65536");
        add(
            "buffers of a list", [](ArrayProgram& p) { p.cores[0].local_bytes.assign(14, 64); },
            [](ArrayProgram& p) { p.cores[0].local_bytes.assign(15, 64); }, "has 17 buffers; its dispatcher knows 16");
        add(
            "memory tile",
            [](ArrayProgram& p) {
                p = small::tile_copy_program(4, 16, 2);
                p.fifos[1].to_stream.offset = 32'752;
                p.fifos[2].from_stream.offset = 32'752;
            },
            [](ArrayProgram& p) {
                p = small::tile_copy_program(4, 16, 2);
                p.fifos[1].to_stream.offset = 32'752;
                p.fifos[2].from_stream.offset = 32'753;
            },
            "memory tile (0, 1) needs 524296 bytes of memory; it has 524288");
        add(
            "channels into a core", [](ArrayProgram& p) { add_inputs(p, 1, 1); }, [](ArrayProgram& p) { add_inputs(p, 2, 1); },
            "core (0, 2) needs 3 DMA channels in and 1 out; it has 2 and 2");
        add(
            "channels of a memory tile", [](ArrayProgram& p) { p = distributing_program(6, 1); },
            [](ArrayProgram& p) { p = distributing_program(7, 1); }, "needs 1 DMA channels in and 7 out; it has 6 and 6");
        add(
            "descriptors of a core", [](ArrayProgram& p) { add_inputs(p, 1, 12); }, [](ArrayProgram& p) { add_inputs(p, 1, 13); },
            "core (0, 2) needs 17 buffer descriptors; it has 16");
        add(
            "descriptors of half the channels", [](ArrayProgram& p) { p = repeating_program(23, 2); },
            [](ArrayProgram& p) { p = repeating_program(24, 2); }, "even channels");
        add(
            "what a lock counts", [](ArrayProgram& p) { p = repeating_program(21, 3); },
            [](ArrayProgram& p) { p = repeating_program(22, 3); }, "sends 3 buffers 22 times each; a lock counts to 63");
        add(
            "words of a descriptor",
            [](ArrayProgram& p) {
                p = small::copy_program(1, 10'000, 1);
                p.fifos.pop_back();
                p.transfers.pop_back();
                p.cores[0].steps.clear();
            },
            [](ArrayProgram& p) {
                p = small::copy_program(1, 16'384, 1);
                p.fifos.pop_back();
                p.transfers.pop_back();
                p.cores[0].steps.clear();
            },
            "moves 16384 words per buffer descriptor at core (0, 2); at most 16383");
        add(
            "whole words", [](ArrayProgram& p) { p.fifos[0].object_bytes = 64; },
            [](ArrayProgram& p) { p.fifos[0].object_bytes = 62; }, "objects of 62 bytes; a DMA moves whole 32-bit words");
        add(
            "argument of whole words", [](ArrayProgram& p) { p.argument_bytes[0] = 256; },
            [](ArrayProgram& p) { p.argument_bytes[0] = 258; }, "Argument 0 has 258 bytes");
        add(
            "dimensions of a core", [](ArrayProgram& p) { p.fifos[0].from_stream.dimensions = {{2, 8}, {2, 4}, {4, 1}}; },
            [](ArrayProgram& p) { p.fifos[0].from_stream.dimensions = {{2, 8}, {2, 4}, {2, 2}, {2, 1}}; }, "its DMA has 3");
        add(
            "dimensions of a transfer",
            [](ArrayProgram& p) { p.transfers[0].pattern.dimensions = {{2, 32}, {2, 16}, {4, 4}, {4, 1}}; },
            [](ArrayProgram& p) { p.transfers[0].pattern.dimensions = {{2, 32}, {2, 16}, {2, 8}, {2, 4}, {4, 1}}; },
            "has an access pattern of 5 dimensions");
        add(
            "fourth dimension of a transfer",
            [](ArrayProgram& p) {
                p.argument_bytes[0] = 1 << 20;
                p.transfers[0].pattern.dimensions = {{64, 16}, {2, 8}, {2, 4}, {4, 1}};
            },
            [](ArrayProgram& p) {
                p.argument_bytes[0] = 1 << 20;
                p.transfers[0].pattern.dimensions = {{80, 16}, {2, 8}, {2, 4}, {4, 1}};
            },
            "fourth dimension of 80 repeated 1 times; at most 64");
        add(
            "stride of nothing",
            [](ArrayProgram& p) {
                p.argument_bytes[0] = 1 << 20;
                p.transfers[0].pattern.dimensions = {{64, 16}, {2, 8}, {2, 4}, {4, 1}};
            },
            [](ArrayProgram& p) {
                p.argument_bytes[0] = 1 << 20;
                p.transfers[0].pattern.dimensions = {{64, 0}, {2, 8}, {2, 4}, {4, 1}};
            },
            "has a stride of 0 words");
        add(
            "size of a dimension",
            [](ArrayProgram& p) {
                p.argument_bytes[0] = 1 << 20;
                p.transfers[0].pattern.dimensions = {{2'048, 64}, {1'008, 4}, {4, 1}};
            },
            [](ArrayProgram& p) {
                p.argument_bytes[0] = 1 << 20;
                p.transfers[0].pattern.dimensions = {{2'048, 64}, {1'024, 8}, {4, 1}};
            },
            "a dimension of size 1024 at shim tile (0, 0); 1 to 1023");
        add(
            "stride",
            [](ArrayProgram& p) {
                p.argument_bytes[0] = 8 << 20;
                p.transfers[0].pattern.dimensions = {{2, 1'048'576}, {32, 1}};
            },
            [](ArrayProgram& p) {
                p.argument_bytes[0] = 8 << 20;
                p.transfers[0].pattern.dimensions = {{2, 1'048'577}, {32, 1}};
            },
            "a stride of 1048577 words");
        add(
            "repeated transfer", [](ArrayProgram& p) { p.transfers[0].repeat = 256; },
            [](ArrayProgram& p) { p.transfers[0].repeat = 257; }, "is repeated 257 times; 1 to 256");
        add(
            "inside the argument", [](ArrayProgram& p) { p.transfers[0].pattern = {.offset = 32, .dimensions = {{32, 1}}}; },
            [](ArrayProgram& p) { p.transfers[0].pattern = {.offset = 33, .dimensions = {{32, 1}}}; },
            "reaches word 65 of argument 0, which has 64");
        add(
            "whole objects", [](ArrayProgram& p) { p.transfers[0].pattern.dimensions = {{32, 1}}; },
            [](ArrayProgram& p) { p.transfers[0].pattern.dimensions = {{24, 1}}; }, "which are not whole objects of 64 bytes");
        add(
            "inside the object", [](ArrayProgram& p) { p.fifos[0].from_stream.dimensions = {{4, 4}, {4, 1}}; },
            [](ArrayProgram& p) { p.fifos[0].from_stream.dimensions = {{4, 5}, {4, 1}}; }, "not exactly an object of 16 words");
        add(
            "program memory", [](ArrayProgram& p) { p.kernels.emplace_back("work"); },
            [](ArrayProgram& p) { p.kernels.emplace_back("huge"); }, "need 21524 bytes of program memory; a core has 16384");
    }
    void refuses_one_step_beyond_a_limit() {
        QFETCH(Change, accepted);
        QFETCH(Change, refused);
        QFETCH(QString, sentence);
        ArrayProgram good = small::copy_program(4, 16, 2);
        accepted(good);
        QCOMPARE(complaints(good), QString());
        ArrayProgram bad = small::copy_program(4, 16, 2);
        refused(bad);
        QVERIFY2(complaints(bad).contains(sentence), qPrintable(complaints(bad)));
    }

    void refuses_what_does_not_fit_together_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("sentence");
        const auto add = [](const char* name, Change change, const char* sentence) {
            QTest::newRow(name) << std::move(change) << QString::fromUtf8(sentence);
        };
        using small::acquire;
        using small::call;
        using small::fifo_buffer;
        using small::loop;
        using small::release;
        add("no such core", [](ArrayProgram& p) { p.cores[0].tile.column = 4; }, "There is no core at core (4, 2) of npu1");
        add("no such tile", [](ArrayProgram& p) { p.fifos[0].consumers = {{.column = 0, .row = 6}}; }, "which npu1 does not have");
        add("two lists", [](ArrayProgram& p) { p.cores.push_back(p.cores[0]); }, "has two step lists");
        add("no list", [](ArrayProgram& p) { p.cores[0].tile.row = 3; }, "ends at core (0, 2), which has no step list");
        add("no consumer", [](ArrayProgram& p) { p.fifos[0].consumers.clear(); }, "has no consumer");
        add(
            "shim to shim", [](ArrayProgram& p) { p.fifos[0].consumers = {{.column = 1, .row = 0}}; },
            "begins and ends in the shim row");
        add("to itself", [](ArrayProgram& p) { p.fifos[0].producer = small::core; }, "at two of its ends");
        add("no depth", [](ArrayProgram& p) { p.fifos[0].depth = 0; }, "has a depth of 0");
        add("repeats in a core", [](ArrayProgram& p) { p.fifos[1].repeat = 2; }, "which only a memory tile can do");
        add(
            "broadcast to a memory tile", [](ArrayProgram& p) { p.fifos[0].consumers.push_back(small::memory_tile); },
            "broadcast to something else than cores");
        add("no link", [](ArrayProgram& p) { p.fifos[0].consumers = {small::memory_tile}; }, "is the input of 0 links");
        add(
            "link of unknown FIFOs", [](ArrayProgram& p) { p.links = {{.inputs = {0}, .outputs = {9}, .offsets = {}}}; },
            "A link names a FIFO that does not exist");
        add(
            "link elsewhere", [](ArrayProgram& p) { p.links = {{.inputs = {0}, .outputs = {1}, .offsets = {}}}; },
            "does not end in the memory tile of its link");
        add(
            "many to many", [](ArrayProgram& p) { p.links = {{.inputs = {0, 1}, .outputs = {0, 1}, .offsets = {}}}; },
            "one of them must be one");
        add(
            "transfer of an unknown FIFO", [](ArrayProgram& p) { p.transfers[0].fifo = 2; },
            "A transfer names a FIFO that does not exist");
        add(
            "transfer of an unknown argument", [](ArrayProgram& p) { p.transfers[0].argument = 2; },
            "argument 2, which does not exist");
        add(
            "unknown kernel", [](ArrayProgram& p) { p.kernels[0] = "nothing"; },
            "calls the kernel \"nothing\", which is not known");
        add("kernel beyond the list", [](ArrayProgram& p) { p.cores[0].steps[3].kernel = 1; }, "calls kernel 1 of a list of 1");
        add(
            "wrong parameters", [](ArrayProgram& p) { p.cores[0].steps[3].parameters = {1, 2}; },
            "with parameters that it does not take");
        add("missing buffer", [](ArrayProgram& p) { p.cores[0].steps[3].buffers.pop_back(); }, "with 1 buffers instead of 2");
        add(
            "buffer too short", [](ArrayProgram& p) { p.cores[0].steps[3].parameters = {17}; },
            "which needs 68 bytes, with a buffer of 64");
        add("not aligned", [](ArrayProgram& p) { p.cores[0].steps[3].buffers[0].offset = 4; }, "no multiple of 64 bytes");
        add(
            "no such local", [](ArrayProgram& p) { p.cores[0].steps[3].buffers[0] = small::local_buffer(0); },
            "local buffer 0, which does not exist");
        add("writes its input", [](ArrayProgram& p) { p.cores[0].steps[3].buffers[1] = fifo_buffer(0); }, "which it only reads");
        add(
            "not acquired", [](ArrayProgram& p) { p.cores[0].steps.erase(p.cores[0].steps.begin() + 1); },
            "that it did not acquire");
        add(
            "not released", [](ArrayProgram& p) { p.cores[0].steps = {acquire(0)}; },
            "ends with 1 objects of FIFO \"in\" not released");
        add(
            "unbalanced loop",
            [](ArrayProgram& p) { p.cores[0].steps = {loop(2), acquire(0), small::end(), release(0), release(0)}; },
            "acquires and releases are not balanced");
        add(
            "too many acquired", [](ArrayProgram& p) { p.cores[0].steps = {acquire(0), acquire(0), acquire(0)}; },
            "acquires object 3 of FIFO \"in\", which has a depth of 2");
        add("not its FIFO", [](ArrayProgram& p) { p.cores[0].steps = {acquire(2)}; }, "FIFO 2, which does not end there");
        add("loop without end", [](ArrayProgram& p) { p.cores[0].steps = {loop(2)}; }, "has a loop without an end");
        add("end without loop", [](ArrayProgram& p) { p.cores[0].steps = {small::end()}; }, "has an end without a loop");
        add("empty loop count", [](ArrayProgram& p) { p.cores[0].steps[0].count = 0; }, "has a loop that runs no time");
        add(
            "endless loops",
            [](ArrayProgram& p) { p.cores[0].steps = {loop(1U << 31U), loop(1U << 31U), small::end(), small::end()}; },
            "steps; at most");
        add(
            "endless transfers",
            [](ArrayProgram& p) {
                p.transfers[0] = {
                    .fifo = 0, .argument = 0, .pattern = {.offset = 0, .dimensions = {{0xFFFFFFFF, 0}, {1'000, 0}, {1'000, 0}}}};
            },
            "The transfers move more than");
    }
    void refuses_what_does_not_fit_together() {
        QFETCH(Change, change);
        QFETCH(QString, sentence);
        ArrayProgram program = small::copy_program(4, 16, 2);
        change(program);
        QVERIFY2(complaints(program).contains(sentence), qPrintable(complaints(program)));
    }

    void says_which_fifo_waits_for_ever() {
        ArrayProgram starved = small::copy_program(4, 16, 2);
        starved.transfers[0].pattern.dimensions = {{48, 1}};  // three objects for a core that wants four
        QVERIFY2(refusal(starved).contains(QStringLiteral("core (0, 2) waits for an object of FIFO \"in\"")),
                 qPrintable(refusal(starved)));

        ArrayProgram stuffed = small::copy_program(4, 16, 2);
        stuffed.transfers.pop_back();
        QVERIFY2(refusal(stuffed).contains(QStringLiteral("core (0, 2) waits for room in FIFO \"out\"")),
                 qPrintable(refusal(stuffed)));

        ArrayProgram unread = small::copy_program(4, 16, 2);
        unread.cores[0].steps[0].count = 3;
        QVERIFY2(refusal(unread).contains(QStringLiteral("1 transfers of FIFO \"out\" wait")), qPrintable(refusal(unread)));

        ArrayProgram left = small::copy_program(4, 16, 2);
        left.cores[0].steps[0].count = 3;
        left.transfers[1].pattern.dimensions = {{48, 1}};
        QVERIFY2(refusal(left).contains(QStringLiteral("1 objects of FIFO \"in\" are never read")), qPrintable(refusal(left)));
    }

    void says_when_the_task_queue_blocks_itself() {
        // Five input tasks stand before the output's: the fifth waits for room that only the output can make.
        ArrayProgram program = small::copy_program(8, 16, 1);
        program.transfers.clear();
        for (std::uint32_t i = 0; i < 8; ++i)
            program.transfers.push_back({.fifo = 0, .argument = 0, .pattern = {.offset = 16 * i, .dimensions = {{16, 1}}}});
        program.transfers.push_back({.fifo = 1, .argument = 1, .pattern = {}});
        QVERIFY2(refusal(program).contains(QStringLiteral("would never end")), qPrintable(refusal(program)));
        std::rotate(program.transfers.begin(), program.transfers.end() - 1, program.transfers.end());
        QCOMPARE(refusal(program), QString());
    }
};

QTEST_GUILESS_MAIN(TestProgramChecks)
#include "test_program_checks.moc"
