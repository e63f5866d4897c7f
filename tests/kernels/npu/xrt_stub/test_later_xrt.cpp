// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_device.h"
#include "tests/kernels/npu/runtime/adding_program.h"
#include "tests/kernels/npu/xrt_stub/fake_xrt.h"

#include <QTemporaryFile>
#include <QTest>

#include <algorithm>
#include <array>
#include <cerrno>

using namespace tilescribe::npu;
using namespace tilescribe::testing;

namespace {

constexpr auto patience = std::chrono::milliseconds(20'000);

std::span<std::uint32_t> values(DeviceBuffer& buffer) {
    return {reinterpret_cast<std::uint32_t*>(buffer.host().data()), buffer.host().size() / 4};
}

FaultKind fault_kind_of(XrtDevice& device, std::chrono::milliseconds timeout) {
    try {
        static_cast<void>(device.wait(timeout));
    } catch (const NpuFault& fault) {
        return fault.kind();
    }
    return FaultKind::wrong_result;
}

}  // namespace

/// The plugin's sources over small fakes of later XRTs: hardware contexts, with runlists (2.17 and later) and without.
class TestLaterXrt : public QObject {
    Q_OBJECT

private:
    QTemporaryFile xclbin_;
    std::unique_ptr<XrtDevice> device_;
    std::unique_ptr<LoadedProgram> program_;
    std::array<std::unique_ptr<DeviceBuffer>, 3> buffers_;

    static constexpr bool has_lists = complete_type<xrt::runlist>;

    void enqueue() {
        const std::array<DeviceBuffer*, 3> arguments = {buffers_[0].get(), buffers_[1].get(), buffers_[2].get()};
        device_->enqueue(*program_, arguments);
    }
    /// The sum in the last place, read back.
    std::uint32_t sum() {
        buffers_[2]->sync_from_device(0, buffers_[2]->host().size());
        return values(*buffers_[2]).back();
    }

private Q_SLOTS:
    void init() {
        fake_xrt::world() = {};
        fake_xrt::world().runner = add_as_integers;
        QVERIFY(xclbin_.open());
        device_ = std::make_unique<XrtDevice>(
            XrtDeviceOptions{.xclbin = xclbin_.fileName().toStdString(), .instructions = {}, .name = "Fake Strix"});
        program_ = device_->load(serialise(adding_program(2)));
        for (auto& buffer : buffers_) {
            buffer = device_->allocate(2048);
            std::ranges::fill(values(*buffer), 21U);
            buffer->sync_to_device(0, 2048);
        }
    }
    void cleanup() {
        for (auto& buffer : buffers_) buffer.reset();
        program_.reset();
        device_.reset();
        QCOMPARE(fake_xrt::world().contexts, 0);  // nothing keeps one
    }

    void is_the_version_it_should_be() { QCOMPARE(device_->description(), std::string("Fake Strix through XRT ") + LATER_XRT); }

    void runs_in_one_context() {
        enqueue();
        QCOMPARE(device_->wait(patience).size(), std::size_t{1});
        QCOMPARE(sum(), 42U);
        QCOMPARE(fake_xrt::world().contexts_opened, 1);
    }

    void many_runs() {
        for (int index = 0; index < 100; ++index) enqueue();
        QCOMPARE(device_->wait(patience).size(), std::size_t{100});
        QCOMPARE(sum(), 42U);
        if (has_lists) {
            QCOMPARE(fake_xrt::world().lists, (std::vector<std::size_t>{64, 36}));
            QCOMPARE(fake_xrt::world().single_runs, 0);
        } else {
            QCOMPARE(fake_xrt::world().single_runs, 100);
            QCOMPARE(fake_xrt::world().most_pending, 4);
        }
    }

    void failure_then_a_new_context_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("kind");
        QTest::newRow("error") << static_cast<int>(ERT_CMD_STATE_ERROR) << static_cast<int>(FaultKind::run_failed);
        QTest::newRow("aborted") << static_cast<int>(ERT_CMD_STATE_ABORT) << static_cast<int>(FaultKind::run_failed);
        QTest::newRow("given up by the driver")
            << static_cast<int>(ERT_CMD_STATE_TIMEOUT) << static_cast<int>(FaultKind::timed_out);
        QTest::newRow("hung") << static_cast<int>(ERT_CMD_STATE_NEW) << static_cast<int>(FaultKind::timed_out);
    }
    void failure_then_a_new_context() {
        QFETCH(int, state);
        QFETCH(int, kind);
        fake_xrt::world().next_state = static_cast<ert_cmd_state>(state);
        enqueue();
        const bool hangs = state == static_cast<int>(ERT_CMD_STATE_NEW);
        QCOMPARE(static_cast<int>(fault_kind_of(*device_, hangs ? std::chrono::milliseconds(5) : patience)), kind);
        device_->rebuild_context();
        QCOMPARE(fake_xrt::world().contexts, 1);  // the old one is gone
        QCOMPARE(fake_xrt::world().contexts_opened, 2);
        enqueue();
        QCOMPARE(device_->wait(patience).size(), std::size_t{1});
        QCOMPARE(sum(), 42U);
    }

    void refused_context() {
        fake_xrt::world().context_error = ENOENT;
        QVERIFY_THROWS_EXCEPTION(NpuFault, device_->rebuild_context());
        device_->rebuild_context();
        enqueue();
        QCOMPARE(device_->wait(patience).size(), std::size_t{1});
        QCOMPARE(sum(), 42U);
    }
};

QTEST_GUILESS_MAIN(TestLaterXrt)
#include "test_later_xrt.moc"
