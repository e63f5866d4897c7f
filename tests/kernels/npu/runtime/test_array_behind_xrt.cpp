// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/emulated_device.h"
#include "kernels/npu/runtime/xrt_plugin.h"
#include "tests/kernels/npu/runtime/adding_program.h"
#include "tests/kernels/npu/shim/emulated_array_runner.h"
#include "tests/kernels/npu/shim/emulation_xclbin.h"
#include "tests/kernels/npu/shim/xrt_shim.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <bit>
#include <cstring>

using namespace tilescribe::npu;
using namespace tilescribe::testing;

namespace {

constexpr auto patience = std::chrono::milliseconds(60'000);
constexpr std::uint32_t tiles = 8;
constexpr std::size_t elements = tiles * 512;

std::uint16_t to_bf16(float value) {
    return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16U);  // exact for the small integers here
}

void fill(DeviceBuffer& buffer, int step) {
    std::vector<std::uint16_t> values(elements);
    for (std::size_t index = 0; index < elements; ++index)
        values[index] = to_bf16(static_cast<float>(static_cast<int>(index % 16) * step));
    std::memcpy(buffer.host().data(), values.data(), values.size() * 2);
    buffer.sync_to_device(0, buffer.host().size());
}

/// i + 2 i over bf16, on whatever device; the bytes that came out.
std::vector<std::uint16_t> add_on(ArrayDevice& device) {
    const ArrayProgram adding = adding_program(tiles, "add_bf16", device.generation());
    const auto program = device.load(serialise(adding));
    std::array<std::unique_ptr<DeviceBuffer>, 3> buffers;
    for (auto& buffer : buffers) buffer = device.allocate(adding.argument_bytes[0]);
    fill(*buffers[0], 1);
    fill(*buffers[1], 2);
    const std::array<DeviceBuffer*, 3> arguments = {buffers[0].get(), buffers[1].get(), buffers[2].get()};
    device.enqueue(*program, arguments);
    static_cast<void>(device.wait(patience));
    buffers[2]->sync_from_device(0, buffers[2]->host().size());
    std::vector<std::uint16_t> sum(elements);
    std::memcpy(sum.data(), buffers[2]->host().data(), sum.size() * 2);
    return sum;
}

}  // namespace

/// The same instruction stream on the same emulated array, in process and behind Debian's XRT.
class TestArrayBehindXrt : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    [[nodiscard]] std::unique_ptr<ArrayDevice> open(ArrayGeneration generation) {
        const std::string file = folder_.filePath("emulated.xclbin").toStdString();
        write_emulation_xclbin(file);
        emulated_xrt_device().set_runner(emulated_array_runner(generation, 1));
        return open_xrt_device({.xclbin = file, .instructions = {}, .generation = generation, .name = "Emulated"});
    }

private Q_SLOTS:

    void gives_what_the_array_in_process_gives_data() {
        QTest::addColumn<bool>("is_npu4");
        QTest::newRow("npu1") << false;
        QTest::newRow("npu4") << true;
    }
    void gives_what_the_array_in_process_gives() {
        QFETCH(bool, is_npu4);
        const ArrayGeneration generation = is_npu4 ? ArrayGeneration::npu4 : ArrayGeneration::npu1;
        const std::vector<std::uint16_t> behind_xrt = add_on(*open(generation));
        QCOMPARE(behind_xrt[5], to_bf16(15));
        QCOMPARE(behind_xrt[elements - 1], to_bf16(45));
        QVERIFY(behind_xrt == add_on(*make_emulated_device(generation, 1)));
    }

    // The array finds that only when it runs: there it is an error state, not a sentence.
    void program_that_the_array_refuses_ends_in_an_error() {
        const auto device = open(ArrayGeneration::npu1);
        const auto program = device->load(serialise(adding_program(tiles, "no_such_kernel")));
        std::array<std::unique_ptr<DeviceBuffer>, 3> buffers;
        for (auto& buffer : buffers) buffer = device->allocate(elements * 2);
        const std::array<DeviceBuffer*, 3> arguments = {buffers[0].get(), buffers[1].get(), buffers[2].get()};
        device->enqueue(*program, arguments);
        QVERIFY_THROWS_EXCEPTION(NpuFault, static_cast<void>(device->wait(patience)));
    }
};

QTEST_GUILESS_MAIN(TestArrayBehindXrt)
#include "test_array_behind_xrt.moc"
