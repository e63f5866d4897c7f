// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/npu_sensors.h"
#include "tests/kernels/npu/runtime/system_tree.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cerrno>
#include <drm/amdxdna_accel.h>

using namespace tilescribe::npu;
using tilescribe::testing::SystemTree;

namespace {

amdxdna_drm_query_sensor sensor(std::uint8_t type, std::uint32_t input, std::int8_t power_of_ten) {
    amdxdna_drm_query_sensor one{};
    one.type = type;
    one.input = input;
    one.unitm = power_of_ten;
    return one;
}

/// A driver with one power sensor and two columns.
int answers(int /*descriptor*/, unsigned long request, void* argument) {
    auto& query = *static_cast<amdxdna_drm_get_info*>(argument);
    if (request != DRM_IOCTL_AMDXDNA_GET_INFO || query.param != DRM_AMDXDNA_QUERY_SENSORS) return -EINVAL;
    const std::array<amdxdna_drm_query_sensor, 3> sensors = {sensor(AMDXDNA_SENSOR_TYPE_POWER, 1500, -3),
                                                             sensor(AMDXDNA_SENSOR_TYPE_COLUMN_UTILIZATION, 100, 0),
                                                             sensor(AMDXDNA_SENSOR_TYPE_COLUMN_UTILIZATION, 50, 0)};
    if (query.buffer_size < sizeof(sensors)) return -EINVAL;
    std::copy(sensors.begin(), sensors.end(), reinterpret_cast<amdxdna_drm_query_sensor*>(query.buffer));
    query.buffer_size = sizeof(sensors);
    return 0;
}

/// Phoenix: power alone.
int answers_power(int descriptor, unsigned long request, void* argument) {
    const int result = answers(descriptor, request, argument);
    static_cast<amdxdna_drm_get_info*>(argument)->buffer_size = sizeof(amdxdna_drm_query_sensor);
    return result;
}

int does_not_know(int /*descriptor*/, unsigned long /*request*/, void* /*argument*/) {
    return -EOPNOTSUPP;
}

int is_never_asked(int /*descriptor*/, unsigned long /*request*/, void* /*argument*/) {
    QTest::qFail("A sleeping device was woken", __FILE__, __LINE__);
    return 0;
}

bool yes(const std::filesystem::path& /*node*/) {
    return true;
}

}  // namespace

class TestNpuSensors : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    NpuPresence npu_;

private Q_SLOTS:
    void initTestCase() {
        static_assert(sizeof(amdxdna_drm_query_sensor) == 168);
        const SystemTree system(folder_.path().toStdString());
        system.add_device("0x1022", "0x17f0", "0x10");
        system.start_device("RyzenAI-npu4", "1.0");
        npu_ = find_npu({.root = system.root(), .may_open = yes});
        QVERIFY(npu_.present);
        QVERIFY(can_read_npu_sensors());
    }

    void reads_columns_and_power() {
        const auto reading = read_npu_sensors(npu_, answers);
        QVERIFY(reading);
        QCOMPARE(reading->utilisation.value_or(-1), 0.75);
        QCOMPARE(reading->power_w.value_or(-1), 1.5);
    }

    void no_columns_no_utilisation() {
        const auto reading = read_npu_sensors(npu_, answers_power);
        QVERIFY(reading);
        QVERIFY(!reading->utilisation);
    }

    void driver_without_sensors() { QVERIFY(!read_npu_sensors(npu_, does_not_know)); }
    void no_device() { QVERIFY(!read_npu_sensors({}, answers)); }

    void sleeping_device_is_idle() {
        const SystemTree system(folder_.path().toStdString());
        system.write("sys/bus/pci/devices/0000:c4:00.1/power/runtime_status", "suspended\n");
        const auto reading = read_npu_sensors(npu_, is_never_asked);
        QVERIFY(reading);
        QCOMPARE(reading->utilisation.value_or(-1), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestNpuSensors)
#include "test_npu_sensors.moc"
