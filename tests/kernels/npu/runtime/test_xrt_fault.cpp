// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_fault.h"

#include <QTest>

#include <cerrno>
#include <system_error>

using namespace tilescribe::npu;

class TestXrtFault : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void finds_the_number() {
        QCOMPARE(error_number(std::system_error(EBUSY, std::generic_category(), "context")), EBUSY);
        QCOMPARE(error_number(std::system_error(-ENOSPC, std::generic_category(), "context")), ENOSPC);
        QCOMPARE(
            error_number(std::runtime_error("DRM_IOCTL_AMDXDNA_CREATE_HWCTX IOCTL failed (err=-2): No such file or directory")),
            ENOENT);
        QCOMPARE(error_number(std::runtime_error("mmap failed (err: 11)")), EAGAIN);
        QCOMPARE(error_number(std::runtime_error("open: Permission denied")), EACCES);
        QCOMPARE(error_number(std::runtime_error("something else")), 0);
        QCOMPARE(error_number(std::runtime_error("err=99999999999999999999")), 0);
    }

    void each_error_has_its_remedy_data() {
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, XrtStep step, int number, FaultKind kind, const char* words) {
            QTest::newRow(name) << static_cast<int>(step) << number << static_cast<int>(kind) << words;
        };
        const FaultKind refused = FaultKind::refused;
        row("too many contexts", XrtStep::create_context, ENOENT, refused, "no hardware context left");
        row("busy", XrtStep::create_context, EBUSY, refused, "busy with another program");
        row("too many columns", XrtStep::create_context, ENOSPC, refused, "more columns than are free");
        row("wrong xclbin", XrtStep::create_context, EINVAL, refused, "build the xclbin for this very NPU");
        row("dead at context", XrtStep::create_context, ENODEV, refused, "reload amdxdna");
        row("old XRT", XrtStep::create_context, EOPNOTSUPP, refused, "2.15");
        row("memlock of a buffer", XrtStep::allocate_buffer, EAGAIN, refused, "memlock");
        row("no memory for a buffer", XrtStep::allocate_buffer, ENOMEM, refused, "memlock");
        row("memlock of the heap", XrtStep::open_device, EAGAIN, refused, "memlock");
        row("group", XrtStep::open_device, EACCES, refused, "group render");
        row("no device", XrtStep::open_device, ENODEV, refused, "driver is not loaded");
        row("no firmware", XrtStep::open_device, ENOENT, refused, "linux-firmware");
        row("no xclbin", XrtStep::read_xclbin, ENOENT, refused, "build_xclbin");
        row("lost in a run", XrtStep::run, ENODEV, FaultKind::device_lost, "is gone");
        row("lost in a transfer", XrtStep::transfer, ENXIO, FaultKind::device_lost, "is gone");
        row("lost at a buffer", XrtStep::allocate_buffer, ENODEV, FaultKind::device_lost, "is gone");
        row("transfer", XrtStep::transfer, EIO, FaultKind::run_failed, "broke off");
        row("driver's time-out", XrtStep::run, ETIMEDOUT, FaultKind::timed_out, "did not take a run");
        row("anything in a run", XrtStep::run, 0, FaultKind::run_failed, "did not take a run");
    }
    void each_error_has_its_remedy() {
        QFETCH(int, step);
        QFETCH(int, number);
        QFETCH(int, kind);
        QFETCH(QString, words);
        const NpuFault fault = xrt_fault(static_cast<XrtStep>(step), std::system_error(number, std::generic_category(), "ioctl"));
        QCOMPARE(static_cast<int>(fault.kind()), kind);
        QVERIFY2(QString(fault.what()).contains(words), fault.what());
        QVERIFY2(QString(fault.what()).contains("ioctl"), fault.what());  // XRT's own words stay
    }

    void states_of_runs() {
        QVERIFY(run_state_fault(5).kind() == FaultKind::run_failed);
        QVERIFY(run_state_fault(6).kind() == FaultKind::run_failed);
        QVERIFY(run_state_fault(8).kind() == FaultKind::timed_out);
        QVERIFY(run_state_fault(9).kind() == FaultKind::timed_out);
        QVERIFY(QString(run_state_fault(10).what()).contains("10"));
    }
};

QTEST_GUILESS_MAIN(TestXrtFault)
#include "test_xrt_fault.moc"
