// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_plugin.h"
#include "tests/kernels/npu/runtime/adding_program.h"
#include "tests/kernels/npu/shim/emulation_xclbin.h"
#include "tests/kernels/npu/shim/xrt_shim.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cerrno>
#include <fstream>
#include <thread>

using namespace tilescribe::npu;
using namespace tilescribe::testing;

namespace {

constexpr auto patience = std::chrono::milliseconds(20'000);
constexpr auto impatience = std::chrono::milliseconds(50);
constexpr std::uint32_t tiles = 4;

/// A buffer seen as integers.
std::span<std::uint32_t> values(DeviceBuffer& buffer) {
    return {reinterpret_cast<std::uint32_t*>(buffer.host().data()), buffer.host().size() / 4};
}

template <typename Work>
NpuFault fault_of(Work work) {
    try {
        work();
    } catch (const NpuFault& fault) {  // thrown inside the plugin
        return fault;
    }
    return {FaultKind::wrong_result, "no fault"};
}

/// a + b = sum on an opened device.
struct Addition {
    ArrayDevice& device;
    std::unique_ptr<LoadedProgram> program = device.load(serialise(adding_program(tiles)));
    std::array<std::unique_ptr<DeviceBuffer>, 3> buffers;

    explicit Addition(ArrayDevice& on) : device(on) {
        for (auto& buffer : buffers) buffer = device.allocate(adding_program(tiles).argument_bytes[0]);
        std::ranges::fill(values(*buffers[0]), 40U);
        std::ranges::fill(values(*buffers[1]), 2U);
        std::ranges::fill(values(*buffers[2]), 7U);
    }
    void upload() {
        for (std::size_t index = 0; index < 2; ++index) buffers[index]->sync_to_device(0, buffers[index]->host().size());
    }
    void enqueue() {
        const std::array<DeviceBuffer*, 3> arguments = {buffers[0].get(), buffers[1].get(), buffers[2].get()};
        device.enqueue(*program, arguments);
    }
    void run(std::chrono::milliseconds timeout = patience) {
        enqueue();
        static_cast<void>(device.wait(timeout));
    }
    void download() { buffers[2]->sync_from_device(0, buffers[2]->host().size()); }
    /// Is the sum right everywhere?
    [[nodiscard]] bool is_right() {
        return std::ranges::all_of(values(*buffers[2]), [](std::uint32_t value) { return value == 42; });
    }
};

}  // namespace

/// The plugin over Debian's own XRT, over an emulated device.
class TestXrtDevice : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    int files_ = 0;

    [[nodiscard]] XrtDeviceOptions options(const XclbinLayout& layout = {}) {
        const std::string file = folder_.filePath(QString::number(++files_) + ".xclbin").toStdString();
        write_emulation_xclbin(file, layout);
        return {.xclbin = file, .instructions = {}, .name = "Emulated Phoenix"};
    }
    [[nodiscard]] std::unique_ptr<ArrayDevice> open(const XclbinLayout& layout = {}) { return open_xrt_device(options(layout)); }
    static void says(const NpuFault& fault, FaultKind kind, const char* words) {
        QCOMPARE(static_cast<int>(fault.kind()), static_cast<int>(kind));
        QVERIFY2(std::string_view(fault.what()).find(words) != std::string_view::npos, fault.what());
    }

private Q_SLOTS:
    void initTestCase() {
        const XrtPlugin plugin = load_xrt_plugin();  // from ../lib/tilescribe, as when it is installed
        QVERIFY2(plugin, plugin.sentence.c_str());
        QVERIFY(std::string_view(plugin.table->xrt_version).starts_with("2."));
    }

    void init() {
        emulated_xrt_device().clear_faults();
        emulated_xrt_device().set_runner(add_as_integers);
        QCOMPARE(emulated_xrt_device().counts().contexts_open, 0);
        emulated_xrt_device().reset_counts();
    }

    void runs_a_program() {
        const auto device = open();
        QVERIFY(device->generation() == ArrayGeneration::npu1);
        QVERIFY(!device->is_simulated());
        QVERIFY2(device->description().starts_with("Emulated Phoenix through XRT 2."), device->description().c_str());
        Addition addition(*device);
        addition.upload();
        addition.enqueue();
        const std::vector<RunReport> reports = device->wait(patience);
        QCOMPARE(reports.size(), std::size_t{1});
        QVERIFY(reports[0].duration.count() > 0);
        QVERIFY(!reports[0].simulated);
        QVERIFY(!addition.is_right());  // the host has its own copy
        addition.download();
        QVERIFY(addition.is_right());
    }

    void nothing_queued_nothing_reported() { QVERIFY(open()->wait(patience).empty()); }

    void forgotten_upload_is_noticed() {
        const auto device = open();
        Addition addition(*device);
        addition.buffers[0]->sync_to_device(0, addition.buffers[0]->host().size());
        addition.run();
        addition.download();
        QVERIFY(!addition.is_right());
    }

    void part_of_a_buffer_is_moved_alone() {
        const auto device = open();
        Addition addition(*device);
        addition.upload();
        addition.run();
        addition.buffers[2]->sync_from_device(64, 64);
        QCOMPARE(values(*addition.buffers[2])[15], 7U);
        QCOMPARE(values(*addition.buffers[2])[16], 42U);
        QCOMPARE(values(*addition.buffers[2])[32], 7U);
        addition.buffers[2]->sync_from_device(4, 0);
        const std::size_t size = addition.buffers[2]->host().size();
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, addition.buffers[2]->sync_from_device(size, 1));
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, addition.buffers[2]->sync_to_device(1, ~std::size_t{0}));
    }

    void part_of_a_line_never_goes_over_what_the_device_wrote() {
        const auto device = open();
        Addition addition(*device);
        addition.upload();
        addition.run();
        says(fault_of([&] { addition.buffers[2]->sync_to_device(4, 4); }), FaultKind::run_failed, "nobody has read back");
        addition.buffers[2]->sync_to_device(64, 128);
        addition.download();
        addition.buffers[2]->sync_to_device(4, 4);
        addition.buffers[0]->sync_to_device(4, 4);  // the device only reads it
    }

    void many_runs_go_in_order_and_few_at_a_time() {
        // The first run does not end before four are pending.
        emulated_xrt_device().set_runner([](std::span<const std::uint32_t> words, std::span<const std::span<std::byte>> arguments) {
            while (emulated_xrt_device().counts().most_pending < 4) std::this_thread::yield();
            add_as_integers(words, arguments);
        });
        const auto device = open();
        Addition addition(*device);
        addition.upload();
        const std::array<DeviceBuffer*, 3> there = {addition.buffers[0].get(), addition.buffers[1].get(),
                                                    addition.buffers[2].get()};
        const std::array<DeviceBuffer*, 3> back = {addition.buffers[2].get(), addition.buffers[1].get(), addition.buffers[0].get()};
        for (int pair = 0; pair < 40; ++pair) {
            device->enqueue(*addition.program, there);
            device->enqueue(*addition.program, back);
        }
        QCOMPARE(device->wait(patience).size(), std::size_t{80});
        addition.download();
        QCOMPARE(values(*addition.buffers[2])[0], 40U + 79 * 2);
        const ShimCounts counts = emulated_xrt_device().counts();
        QCOMPARE(counts.runs, 80);
        QCOMPARE(counts.most_pending, 4);
        QCOMPARE(counts.contexts_opened, 1);
    }

    void refused_context_says_why_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("ENOENT") << ENOENT << QByteArray("no hardware context left");
        QTest::newRow("EBUSY") << EBUSY << QByteArray("busy with another program");
        QTest::newRow("ENOSPC") << ENOSPC << QByteArray("more columns");
        QTest::newRow("EINVAL") << EINVAL << QByteArray("for this very NPU");
        QTest::newRow("ENODEV") << ENODEV << QByteArray("did not answer");
        QTest::newRow("EACCES") << EACCES << QByteArray("group render");
        QTest::newRow("EAGAIN") << EAGAIN << QByteArray("memlock");
    }
    void refused_context_says_why() {
        QFETCH(int, number);
        QFETCH(QByteArray, words);
        emulated_xrt_device().inject({.kind = ShimFaultKind::refused_context, .error_number = number});
        says(fault_of([&] { static_cast<void>(open()); }), FaultKind::refused, words.constData());
        QVERIFY(open() != nullptr);  // the next one is granted
    }

    void refused_buffer_says_why() {
        const auto device = open();
        emulated_xrt_device().inject({.kind = ShimFaultKind::refused_buffer, .error_number = EAGAIN});
        says(fault_of([&] { static_cast<void>(device->allocate(4096)); }), FaultKind::refused, "memlock");
        QVERIFY(device->allocate(4096) != nullptr);
    }

    void refused_run_is_told_and_can_be_repeated() {
        const auto device = open();
        Addition addition(*device);
        addition.upload();
        addition.enqueue();
        emulated_xrt_device().inject({.kind = ShimFaultKind::refused_run, .error_number = EIO});
        says(fault_of([&] { addition.enqueue(); }), FaultKind::run_failed, "did not take a run");
        device->rebuild_context();  // what was queued is forgotten
        QVERIFY(device->wait(patience).empty());
        addition.run();
        addition.download();
        QVERIFY(addition.is_right());
    }

    void hung_run_times_out_and_a_new_context_works() {
        const auto device = open();
        Addition addition(*device);
        addition.upload();
        emulated_xrt_device().inject({.kind = ShimFaultKind::time_out, .skip = 1});
        addition.enqueue();
        addition.enqueue();
        addition.enqueue();
        says(fault_of([&] { static_cast<void>(device->wait(impatience)); }), FaultKind::timed_out, "within 50 ms");
        addition.enqueue();
        says(fault_of([&] { static_cast<void>(device->wait(impatience)); }), FaultKind::run_failed, "must be rebuilt first");
        device->rebuild_context();
        QCOMPARE(emulated_xrt_device().counts().contexts_opened, 2);
        QCOMPARE(emulated_xrt_device().counts().contexts_open, 1);
        addition.run();  // the same program, the same buffers, what was uploaded before
        addition.download();
        QVERIFY(addition.is_right());
    }

    void hung_device_can_be_given_up() {
        auto device = open();
        {
            Addition addition(*device);
            emulated_xrt_device().inject({.kind = ShimFaultKind::time_out, .times = -1});
            says(fault_of([&] { addition.run(impatience); }), FaultKind::timed_out, "did not end");
        }
        device.reset();
        QCOMPARE(emulated_xrt_device().counts().contexts_open, 0);
    }

    void failed_run_is_told_and_a_new_context_works() {
        const auto device = open();
        Addition addition(*device);
        addition.upload();
        emulated_xrt_device().inject({.kind = ShimFaultKind::error_state});
        says(fault_of([&] { addition.run(); }), FaultKind::run_failed, "ended in an error");
        device->rebuild_context();
        addition.run();
        addition.download();
        QVERIFY(addition.is_right());
    }

    void refused_rebuild_is_told_and_can_be_tried_again() {
        const auto device = open();
        Addition addition(*device);
        addition.upload();
        emulated_xrt_device().inject({.kind = ShimFaultKind::error_state});
        says(fault_of([&] { addition.run(); }), FaultKind::run_failed, "ended in an error");
        emulated_xrt_device().inject({.kind = ShimFaultKind::refused_context, .error_number = EBUSY});
        says(fault_of([&] { device->rebuild_context(); }), FaultKind::refused, "busy");
        says(fault_of([&] { addition.run(); }), FaultKind::run_failed, "must be rebuilt first");
        device->rebuild_context();
        addition.run();
        addition.download();
        QVERIFY(addition.is_right());
    }

    void lost_device_is_told() {
        const auto device = open();
        Addition addition(*device);
        addition.upload();
        emulated_xrt_device().inject({.kind = ShimFaultKind::device_lost});
        says(fault_of([&] { addition.run(); }), FaultKind::device_lost, "is gone");
        says(fault_of([&] { addition.download(); }), FaultKind::device_lost, "is gone");
        says(fault_of([&] { device->rebuild_context(); }), FaultKind::refused, "did not answer");
    }

    void short_transfer_is_told() {
        const auto device = open();
        Addition addition(*device);
        emulated_xrt_device().inject({.kind = ShimFaultKind::short_transfer});
        says(fault_of([&] { addition.upload(); }), FaultKind::run_failed, "broke off");
        addition.upload();
        addition.run();
        addition.download();
        QVERIFY(addition.is_right());
    }

    // Nothing reports these: only who knows what must come out can tell.
    void silent_damage_shows_in_the_result_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("short transfer") << static_cast<int>(ShimFaultKind::silent_short_transfer);
        QTest::newRow("corrupted tile") << static_cast<int>(ShimFaultKind::corrupted_tile);
    }
    void silent_damage_shows_in_the_result() {
        QFETCH(int, kind);
        const auto device = open();
        Addition addition(*device);
        addition.upload();
        emulated_xrt_device().inject({.kind = static_cast<ShimFaultKind>(kind)});
        addition.run();
        addition.download();
        QVERIFY(!addition.is_right());
        addition.run();
        addition.download();
        QVERIFY(addition.is_right());
    }

    void words_that_are_no_program_are_refused() {
        const auto device = open();
        const std::array<std::uint32_t, 3> garbage = {1, 2, 3};
        QVERIFY(fault_of([&] { static_cast<void>(device->load(garbage)); }).kind() == FaultKind::refused);
        QVERIFY(fault_of([&] { static_cast<void>(device->load({})); }).kind() == FaultKind::refused);
    }

    void program_for_another_generation_is_refused() {
        const auto device = open();
        const auto words = serialise(adding_program(tiles, "add_bf16", ArrayGeneration::npu4));
        says(fault_of([&] { static_cast<void>(device->load(words)); }), FaultKind::refused, "another generation");
    }

    // XRT itself would crash.
    void more_buffers_than_the_xclbin_lists_are_refused() {
        const auto device = open({.data_arguments = 2});
        const auto words = serialise(adding_program(tiles));
        says(fault_of([&] { static_cast<void>(device->load(words)); }), FaultKind::refused, "wants 3 buffers");
    }

    // XRT itself would run on a copy.
    void buffer_in_the_wrong_bank_is_refused() {
        const auto device = open({.misplaced_argument = 1});
        Addition addition(*device);
        says(fault_of([&] { addition.run(); }), FaultKind::refused, "another memory bank");
    }

    void foreign_buffers_and_wrong_counts_are_the_callers_mistake() {
        const auto device = open();
        Addition addition(*device);
        const std::array<DeviceBuffer*, 2> two = {addition.buffers[0].get(), addition.buffers[1].get()};
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, device->enqueue(*addition.program, two));
        const auto small = device->allocate(16);
        const std::array<DeviceBuffer*, 3> too_small = {addition.buffers[0].get(), addition.buffers[1].get(), small.get()};
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, device->enqueue(*addition.program, too_small));
        const std::array<DeviceBuffer*, 3> none = {nullptr, nullptr, nullptr};
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, device->enqueue(*addition.program, none));
    }

    void unfit_xclbins_are_refused() {
        XrtDeviceOptions missing = options();
        missing.xclbin = folder_.filePath("none.xclbin").toStdString();
        says(fault_of([&] { static_cast<void>(open_xrt_device(missing)); }), FaultKind::refused, "build_xclbin");
        XrtDeviceOptions text = options();
        std::ofstream(text.xclbin) << "not an xclbin";
        says(fault_of([&] { static_cast<void>(open_xrt_device(text)); }), FaultKind::refused, "not one that XRT accepts");
        XrtDeviceOptions other = options({.kernel = "SOMETHING"});
        says(fault_of([&] { static_cast<void>(open_xrt_device(other)); }), FaultKind::refused, "holds no kernel MLIR_AIE");
        says(fault_of([&] { static_cast<void>(open({.data_arguments = 0})); }), FaultKind::refused, "takes no data");
        says(fault_of([&] { static_cast<void>(open({.has_topology = false})); }), FaultKind::refused, "not one that XRT accepts");
    }

    void device_that_is_not_there_is_refused() {
        XrtDeviceOptions second = options();
        second.device_index = 1;
        says(fault_of([&] { static_cast<void>(open_xrt_device(second)); }), FaultKind::refused, "driver is not loaded");
    }

    void translated_instructions_come_from_their_folder() {
        XrtDeviceOptions translated = options();
        translated.instructions = folder_.path().toStdString();
        const auto device = open_xrt_device(translated);
        const auto words = serialise(adding_program(tiles));
        says(fault_of([&] { Addition addition(*device); }), FaultKind::refused, "missing");
        std::ofstream file(translated.instructions / instruction_file(words), std::ios::binary);
        file.write(reinterpret_cast<const char*>(words.data()), static_cast<std::streamsize>(words.size() * 4));
        file.flush();
        Addition addition(*device);
        addition.upload();
        addition.run();
        addition.download();
        QVERIFY(addition.is_right());
        file << "x";
        file.flush();
        says(fault_of([&] { Addition again(*device); }), FaultKind::refused, "not an instruction stream");
    }
};

QTEST_GUILESS_MAIN(TestXrtDevice)
#include "test_xrt_device.moc"
