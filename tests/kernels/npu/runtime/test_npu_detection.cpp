// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/npu_detection.h"
#include "tests/kernels/npu/runtime/system_tree.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe::npu;
using tilescribe::testing::SystemTree;

namespace {

bool yes(const std::filesystem::path& /*node*/) {
    return true;
}
bool no(const std::filesystem::path& /*node*/) {
    return false;
}

}  // namespace

class TestNpuDetection : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    int trees_ = 0;

    [[nodiscard]] SystemTree tree() { return SystemTree(folder_.filePath(QString::number(++trees_)).toStdString()); }
    static void says(const NpuPresence& npu, const char* words) {
        QVERIFY2(npu.reason.find(words) != std::string::npos, npu.reason.c_str());
        QVERIFY2(npu.reason.ends_with('.'), npu.reason.c_str());
    }

private Q_SLOTS:
    void nothing_there() {
        const NpuPresence npu = find_npu({.root = tree().root()});
        QVERIFY(npu.state == NpuState::absent);
        QVERIFY(!npu.present);
        says(npu, "no AMD NPU");
    }

    void this_machine_gets_a_sentence() { QVERIFY(!find_npu().reason.empty()); }

    void environment_names_another_root_for_tests() {
        const SystemTree system = tree();
        system.add_device("0x1022", "0x1502", "0x00");
        qputenv("TILESCRIBE_SYSTEM_ROOT", QByteArray::fromStdString(system.root().string()));
        const NpuPresence npu = find_npu();
        qunsetenv("TILESCRIBE_SYSTEM_ROOT");
        QVERIFY(npu.state == NpuState::no_driver);
        QCOMPARE(NpuPlaces::of_system().root, std::filesystem::path("/"));
    }

    void other_vendors_accelerator_is_no_npu() {
        const SystemTree system = tree();
        system.add_device("0x8086", "0x1502", "0x00");
        system.start_device("VPU", "1");
        QVERIFY(find_npu({.root = system.root(), .may_open = yes}).state == NpuState::absent);
    }

    void unknown_device_of_amd() {
        const SystemTree system = tree();
        system.add_device("0x1022", "0xbeef", "0x00");
        system.start_device("Future", "1");
        const NpuPresence npu = find_npu({.root = system.root(), .may_open = yes});
        QVERIFY(npu.state == NpuState::unknown);
        QVERIFY(!npu.present);
        says(npu, "1022:beef");
    }

    void without_driver() {
        const SystemTree system = tree();
        system.add_device("0x1022", "0x1502", "0x00");
        const NpuPresence npu = find_npu({.root = system.root()});
        QVERIFY(npu.state == NpuState::no_driver);
        says(npu, "modprobe amdxdna");
    }

    void without_firmware() {
        const SystemTree system = tree();
        system.add_device("0x1022", "0x17f0", "0x11");
        system.load_driver();
        const NpuPresence npu = find_npu({.root = system.root()});
        QVERIFY(npu.state == NpuState::no_firmware);
        says(npu, "amdnpu/17f0_11");
        says(npu, "linux-firmware");
    }

    void driver_that_did_not_start_it() {
        const SystemTree system = tree();
        system.add_device("0x1022", "0x1502", "0x00");
        system.load_driver();
        system.write("lib/firmware/amdnpu/1502_00/npu.sbin.zst", "firmware");
        const NpuPresence npu = find_npu({.root = system.root()});
        QVERIFY(npu.state == NpuState::driver_failed);
        says(npu, "dmesg");
    }

    void without_permission() {
        const SystemTree system = tree();
        system.add_device("0x1022", "0x1502", "0x00");
        system.load_driver();
        system.start_device("RyzenAI-npu1", "1.5.5.391");
        const NpuPresence npu = find_npu({.root = system.root(), .may_open = no});
        QVERIFY(npu.state == NpuState::no_permission);
        QVERIFY(!npu.present);
        says(npu, "group render");
    }

    void in_a_container_that_was_not_given_the_device() {
        const SystemTree system = tree();
        system.add_device("0x1022", "0x1502", "0x00");
        system.load_driver();
        system.start_device("RyzenAI-npu1", "1.5.5.391");
        std::filesystem::remove(system.root() / "dev/accel/accel0");
        const NpuPresence npu = find_npu({.root = system.root()});
        QVERIFY(npu.state == NpuState::no_permission);
        QVERIFY(!npu.present);
        says(npu, "container");
    }

    void ready_data() {
        QTest::addColumn<QString>("device");
        QTest::addColumn<bool>("is_npu1");
        QTest::newRow("Phoenix") << "0x1502" << true;
        QTest::newRow("Strix") << "0x17f0" << false;
    }
    void ready() {
        QFETCH(QString, device);
        QFETCH(bool, is_npu1);
        const SystemTree system = tree();
        system.add_device("0x1022", device.toStdString(), "0x10");
        system.load_driver();
        system.start_device("RyzenAI-npu", "1.5.5.391");
        const NpuPresence npu = find_npu({.root = system.root(), .may_open = yes});
        QVERIFY(npu.state == NpuState::ready);
        QVERIFY(npu.present);
        QCOMPARE(npu.generation == ArrayGeneration::npu1, is_npu1);
        QCOMPARE(npu.name, std::string("RyzenAI-npu"));
        QCOMPARE(npu.firmware, std::string("1.5.5.391"));
        QCOMPARE(npu.node, system.root() / "dev/accel/accel0");
        says(npu, "firmware 1.5.5.391");
    }
};

QTEST_GUILESS_MAIN(TestNpuDetection)
#include "test_npu_detection.moc"
