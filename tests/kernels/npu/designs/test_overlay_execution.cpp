// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/emulated_array.h"
#include "kernels/npu/designs/designs.h"
#include "kernels/npu/designs/list_encoding.h"
#include "kernels/npu/designs/transaction.h"
#include "tests/kernels/npu/designs/register_array.h"

#include <QTest>

#include <map>

using namespace tilescribe::npu;

namespace {

/// The calls that a core's steps mean, as the emulator takes them: each FIFO's objects lie in its buffers in turn.
std::vector<KernelCall> calls_of(const CoreProgram& core, const ArrayProgram& program, const DecodedList& list) {
    std::vector<KernelCall> calls;
    std::map<std::uint16_t, std::uint32_t> released;
    std::vector<std::uint16_t> fifos;
    for (std::size_t i = 0; i < program.fifos.size(); ++i)
        if (program.fifos[i].producer == core.tile || std::ranges::count(program.fifos[i].consumers, core.tile) != 0)
            fifos.push_back(static_cast<std::uint16_t>(i));
    const auto address = [&](const CoreStep::Buffer& buffer) {
        if (buffer.is_local) return list.buffers.at(fifos.size() + buffer.index).address + buffer.offset;
        const auto place = static_cast<std::size_t>(std::ranges::find(fifos, buffer.index) - fifos.begin());
        const std::uint32_t object = released[buffer.index] % program.fifos[buffer.index].depth;
        return list.buffers.at(place).address + object * dispatcher::aligned(program.fifos[buffer.index].object_bytes) +
               buffer.offset;
    };
    struct Loop {
        std::size_t begin;
        std::uint32_t left;
    };
    std::vector<Loop> loops;
    for (std::size_t i = 0; i < core.steps.size(); ++i) {
        const CoreStep& step = core.steps[i];
        if (step.kind == CoreStep::Kind::release) ++released[step.fifo];
        if (step.kind == CoreStep::Kind::loop) loops.push_back({i, step.count});
        if (step.kind == CoreStep::Kind::end) {
            if (--loops.back().left > 0)
                i = loops.back().begin;
            else
                loops.pop_back();
        }
        if (step.kind != CoreStep::Kind::call) continue;
        KernelCall call{.kernel = program.kernels[step.kernel], .parameters = step.parameters, .addresses = {}};
        for (const CoreStep::Buffer& buffer : step.buffers) call.addresses.push_back(address(buffer));
        calls.push_back(std::move(call));
    }
    return calls;
}

/// bf16 pairs of ordinary numbers: as f32 and int8 they are numbers as well. As block floats they need not be.
std::vector<Bytes> random_arguments(const ArrayProgram& program) {
    std::mt19937 random(7);
    std::vector<Bytes> arguments;
    for (const std::uint32_t bytes : program.argument_bytes) {
        const std::vector<float> values = random_values(bytes / 2, random);
        arguments.push_back(bf16_buffer(values, 1, bytes / 2, {}, bytes / 2));
        if (program.name.starts_with("gemm_bfp16"))
            for (std::byte& byte : arguments.back()) byte = std::byte{0x30} | (byte & std::byte{0x0F});
    }
    return arguments;
}

/// But for what nobody writes, padding behind the scales of a tile: there the emulator leaves its garbage, all bits set.
bool are_equal(const Bytes& executed, const Bytes& emulated) {
    for (std::size_t i = 0; i < emulated.size(); ++i)
        if (executed[i] != emulated[i] && emulated[i] != std::byte{0xFF}) return false;
    return executed.size() == emulated.size();
}

std::vector<Bytes*> pointers(std::vector<Bytes>& arguments) {
    std::vector<Bytes*> result;
    for (Bytes& argument : arguments) result.push_back(&argument);
    return result;
}

}  // namespace

/// The overlay's text and a program's instructions, run register by register with the dispatcher on every core: the same calls on
/// the same buffers as the program's steps mean, and the same bits in DRAM as from the emulator.
class TestOverlayExecution : public QObject {
    Q_OBJECT

    static ArrayProgram gemm(ArrayGeneration generation, GemmType type, GemmEpilogue epilogue, GemmTiles::Keep keep) {
        const bool is_npu1 = generation == ArrayGeneration::npu1;
        const GemmProblem problem = linear_problem(generation, type, epilogue, 500, 128, is_npu1 ? 256 : 512);
        const bool is_bf16 = type == GemmType::bf16;
        return design_gemm(problem,
                           is_bf16 ? GemmTiles{.m = 32, .k = 32, .n = 32, .chunk = 32, .keep = keep} : choose_tiles(problem));
    }

private Q_SLOTS:
    void the_registers_do_what_the_emulator_does_data() {
        QTest::addColumn<ArrayProgram>("program");
        using Keep = GemmTiles::Keep;
        for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4}) {
            const char* const device = generation == ArrayGeneration::npu1 ? "npu1" : "npu4";
            const auto add = [&](const char* name, ArrayProgram program) {
                QTest::addRow("%s %s", device, name) << std::move(program);
            };
            add("gemm, A kept", gemm(generation, GemmType::bf16, GemmEpilogue::bias_gelu, Keep::rows_of_a));
            add("gemm, B kept", gemm(generation, GemmType::bf16, GemmEpilogue::bias, Keep::columns_of_b));
            add("gemm with residual", gemm(generation, GemmType::bf16, GemmEpilogue::bias_residual, Keep::nothing));
            add("gemm in int8", gemm(generation, GemmType::int8, GemmEpilogue::bias_residual, Keep::nothing));
            if (generation == ArrayGeneration::npu4)
                add("gemm in bfp16", gemm(generation, GemmType::bfp16, GemmEpilogue::bias, Keep::nothing));
            const std::int64_t stride = padded_cols(generation, 128);
            add("attention", design_attention({.generation = generation,
                                               .q_rows = 512,
                                               .kv_rows = 512,
                                               .kv_valid = 500,
                                               .n_heads = 2,
                                               .q_stride = stride,
                                               .k_stride = stride,
                                               .v_stride = stride,
                                               .y_stride = stride}));
            // Queries, keys and values side by side, as one product leaves them.
            add("attention of columns", design_attention({.generation = generation,
                                                          .q_rows = 512,
                                                          .kv_rows = 512,
                                                          .kv_valid = 500,
                                                          .n_heads = 2,
                                                          .q_stride = 3 * stride,
                                                          .k_stride = 3 * stride,
                                                          .v_stride = 3 * stride,
                                                          .y_stride = stride,
                                                          .k_offset = 128,
                                                          .v_offset = 256}));
            if (generation == ArrayGeneration::npu4)
                add("to bfp16", design_to_bfp16({.generation = generation, .rows = 512, .width = 128, .stride = stride}));
            add("layer norm", design_layer_norm({.generation = generation, .rows = 512, .width = 128, .stride = stride}));
            add("quantise", design_quantise_rows({.generation = generation, .rows = 512, .width = 128, .stride = stride}));
            add("log-mel", design_log_mel({.generation = generation, .frames = 512, .n_mels = 80, .y_offset = 80, .y_stride = 80}));
        }
    }
    void the_registers_do_what_the_emulator_does() {
        QFETCH(ArrayProgram, program);
        QCOMPARE(QString::fromStdString(complaints_about(program)), QString());
        const bool repeats = std::ranges::any_of(program.fifos, [](const ObjectFifo& fifo) { return fifo.repeat > 1; });
        QVERIFY(repeats || !QByteArray(QTest::currentDataTag()).contains("kept"));
        std::vector<Bytes> emulated = random_arguments(program);
        std::vector<Bytes> executed = emulated;
        const std::vector<Bytes*> emulated_list = pointers(emulated);
        run_program(program, emulated_list);

        const ParsedOverlay overlay = parse_overlay_text(overlay_text(program));
        const ArrayConfiguration configuration = parse_transaction(transaction(configure(program)));
        const std::vector<Bytes*> executed_list = pointers(executed);
        const auto calls = run_registers(overlay, configuration, executed_list);
        for (std::size_t i = 0; i < emulated.size(); ++i)
            QVERIFY2(are_equal(executed[i], emulated[i]), qPrintable(QString::number(i)));
        QCOMPARE(calls.size(), program.cores.size());
        for (std::size_t i = 0; i < calls.size(); ++i)
            QVERIFY(calls[i] == calls_of(program.cores[i], program, decode_list(configuration.cores[i].words)));
    }

    void a_program_that_cannot_end_is_noticed() {
        const ArrayProgram program = design_layer_norm(
            {.generation = ArrayGeneration::npu1, .rows = 512, .width = 128, .stride = padded_cols(ArrayGeneration::npu1, 128)});
        ArrayConfiguration configuration = configure(program);
        for (LockValue& lock : configuration.locks)
            if (lock.tile.row == 1) lock.value = 0;
        std::vector<Bytes> arguments = random_arguments(program);
        const std::vector<Bytes*> list = pointers(arguments);
        const ParsedOverlay overlay = parse_overlay_text(overlay_text(program));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(run_registers(overlay, configuration, list)));
    }
};

QTEST_GUILESS_MAIN(TestOverlayExecution)
#include "test_overlay_execution.moc"
