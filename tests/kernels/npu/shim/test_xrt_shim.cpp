// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/shim/emulation_xclbin.h"
#include "tests/kernels/npu/shim/xrt_shim.h"

#include <QTemporaryDir>
#include <QTest>
#include <xrt/xrt_bo.h>
#include <xrt/xrt_device.h>
#include <xrt/xrt_kernel.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <experimental/xrt_xclbin.h>
#include <functional>
#include <numeric>

using namespace tilescribe::testing;

namespace {

constexpr std::uint32_t toy_magic = 0x0601'0000;
constexpr std::size_t length = 1024;
constexpr auto patience = std::chrono::milliseconds(10'000);

/// out[i] = a[i] * b[i], if the words say so.
void multiply(std::span<const std::uint32_t> words, std::span<const std::span<std::byte>> arguments) {
    if (words.size() != 2 || words[0] != toy_magic || arguments.size() < 3) throw std::runtime_error("not a toy program");
    std::array<std::vector<std::uint32_t>, 3> values;  // garbage may be multiplied: without a sign it wraps
    for (std::size_t index = 0; index < 3; ++index) {
        values[index].resize(words[1]);
        if (arguments[index].size() < words[1] * sizeof(std::uint32_t)) throw std::runtime_error("a buffer is too small");
        std::memcpy(values[index].data(), arguments[index].data(), words[1] * sizeof(std::uint32_t));
    }
    std::transform(values[0].begin(), values[0].end(), values[1].begin(), values[2].begin(), std::multiplies<>());
    std::memcpy(arguments[2].data(), values[2].data(), words[1] * sizeof(std::uint32_t));
}

}  // namespace

/// The emulated device seen through XRT's own API, without anything of ours between.
class TestXrtShim : public QObject {
    Q_OBJECT

private:
    struct Call {
        xrt::device device{0};
        xrt::kernel kernel;
        xrt::bo instructions;
        std::array<xrt::bo, 3> data;

        explicit Call(const std::string& file, int data_bank_of = 3, int instruction_bank_of = 1) {
            const xrt::uuid uuid = device.load_xclbin(xrt::xclbin(file));
            kernel = xrt::kernel(device, uuid, "MLIR_AIE");
            instructions = xrt::bo(device, 4096, xrt::bo::flags::cacheable, kernel.group_id(instruction_bank_of));
            for (xrt::bo& buffer : data)
                buffer = xrt::bo(device, length * 4, xrt::bo::flags::host_only, kernel.group_id(data_bank_of));
            auto* words = instructions.map<std::uint32_t*>();
            words[0] = toy_magic;
            words[1] = length;
            std::iota(values(0), values(0) + length, 0);
            std::fill_n(values(1), length, 3);
            std::fill_n(values(2), length, -1);
            instructions.sync(XCL_BO_SYNC_BO_TO_DEVICE);
            for (xrt::bo& buffer : data) buffer.sync(XCL_BO_SYNC_BO_TO_DEVICE);
        }
        std::int32_t* values(std::size_t index) { return data[index].map<std::int32_t*>(); }
        xrt::run start() { return kernel(std::uint64_t{3}, instructions, 2U, data[0], data[1], data[2]); }
    };

    [[nodiscard]] std::string xclbin(const XclbinLayout& layout = {}) {
        const std::string file = folder_.filePath(QString::number(++files_) + ".xclbin").toStdString();
        write_emulation_xclbin(file, layout);
        return file;
    }

    QTemporaryDir folder_;
    int files_ = 0;

private Q_SLOTS:
    void init() {
        emulated_xrt_device().clear_faults();
        emulated_xrt_device().set_runner(multiply);
    }

    void computes_on_the_devices_own_copies() {
        Call call(xclbin());
        QCOMPARE(call.start().wait(patience), ERT_CMD_STATE_COMPLETED);
        QCOMPARE(call.values(2)[5], -1);  // not read back yet
        call.data[2].sync(XCL_BO_SYNC_BO_FROM_DEVICE);
        for (std::size_t index = 0; index < length; ++index) QCOMPARE(call.values(2)[index], static_cast<std::int32_t>(3 * index));
    }

    void forgotten_upload_gives_a_wrong_result() {
        Call call(xclbin());
        std::fill_n(call.values(1), length, 7);  // no sync
        QCOMPARE(call.start().wait(patience), ERT_CMD_STATE_COMPLETED);
        call.data[2].sync(XCL_BO_SYNC_BO_FROM_DEVICE);
        QCOMPARE(call.values(2)[5], 15);
        call.data[1].sync(XCL_BO_SYNC_BO_TO_DEVICE);
        QCOMPARE(call.start().wait(patience), ERT_CMD_STATE_COMPLETED);
        call.data[2].sync(XCL_BO_SYNC_BO_FROM_DEVICE);
        QCOMPARE(call.values(2)[5], 35);
    }

    // XRT runs with copies of its own in the right bank, and the result is lost with them.
    void wrong_group_of_data_gives_a_wrong_result() {
        Call call(xclbin(), 1);
        QCOMPARE(call.start().wait(patience), ERT_CMD_STATE_COMPLETED);
        call.data[2].sync(XCL_BO_SYNC_BO_FROM_DEVICE);
        QCOMPARE(call.values(2)[5], -1);
    }

    void wrong_group_of_instructions_fails() {
        Call call(xclbin(), 3, 3);
        QCOMPARE(call.start().wait(patience), ERT_CMD_STATE_ERROR);
    }

    void garbage_instructions_end_in_an_error() {
        Call call(xclbin());
        call.instructions.map<std::uint32_t*>()[0] = 0;
        call.instructions.sync(XCL_BO_SYNC_BO_TO_DEVICE);
        QCOMPARE(call.start().wait(patience), ERT_CMD_STATE_ERROR);
    }

    void runs_many_times_in_order() {
        Call call(xclbin());
        xrt::run run = call.start();
        for (int repetition = 0; repetition < 200; ++repetition) {
            QCOMPARE(run.wait(patience), ERT_CMD_STATE_COMPLETED);
            run.start();
        }
        QCOMPARE(run.wait(patience), ERT_CMD_STATE_COMPLETED);
    }

    void xclbin_without_topology_is_refused() { QVERIFY_THROWS_EXCEPTION(std::exception, Call(xclbin({.has_topology = false}))); }

    void says_what_a_fault_is() {
        const auto fault = parse_shim_fault("refused_context,errno=28,skip=1,times=2");
        QVERIFY(fault);
        QVERIFY(fault->kind == ShimFaultKind::refused_context);
        QCOMPARE(fault->error_number, 28);
        QCOMPARE(fault->skip, 1);
        QCOMPARE(fault->times, 2);
        QVERIFY(!parse_shim_fault("flood"));
        QVERIFY(!parse_shim_fault("time_out,skip"));
        QVERIFY(!parse_shim_fault("time_out,skip=x"));
    }
};

QTEST_GUILESS_MAIN(TestXrtShim)
#include "test_xrt_shim.moc"
