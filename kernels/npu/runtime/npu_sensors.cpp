// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/npu_sensors.h"

#ifdef TILESCRIBE_AMDXDNA_SENSORS
#include <algorithm>
#include <array>
#include <cmath>
#include <drm/amdxdna_accel.h>
#include <fcntl.h>
#include <fstream>
#include <span>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace tilescribe::npu {

#ifdef TILESCRIBE_AMDXDNA_SENSORS

namespace {

/// Power, temperature and eight columns, with room to spare: the driver writes the first record before it looks at the buffer's
/// size.
constexpr std::size_t most_sensors = 32;

using Sensor = amdxdna_drm_query_sensor;

bool is_asleep(const NpuPresence& npu) {
    std::ifstream file(npu.device / "power/runtime_status");
    std::string status;
    std::getline(file, status);
    return status == "suspended";
}

double figure_of(const Sensor& sensor) {
    return sensor.input * std::pow(10.0, sensor.unitm);
}

NpuSensors reading_of(std::span<const Sensor> sensors) {
    NpuSensors reading;
    double percent = 0;
    int columns = 0;
    for (const Sensor& sensor : sensors) {
        if (sensor.type == AMDXDNA_SENSOR_TYPE_POWER) reading.power_w = figure_of(sensor);
        if (sensor.type != AMDXDNA_SENSOR_TYPE_COLUMN_UTILIZATION) continue;
        percent += figure_of(sensor);
        ++columns;
    }
    if (columns > 0) reading.utilisation = std::clamp(percent / columns / 100, 0.0, 1.0);
    return reading;
}

int system_control(int descriptor, unsigned long request, void* argument) {
    return ioctl(descriptor, request, argument);
}

}  // namespace

bool can_read_npu_sensors() noexcept {
    return true;
}

std::optional<NpuSensors> read_npu_sensors(const NpuPresence& npu, int (*control)(int, unsigned long, void*)) {
    if (!npu.present) return std::nullopt;
    if (is_asleep(npu)) return NpuSensors{.utilisation = 0, .power_w = std::nullopt};
    const int descriptor = open(npu.node.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    std::array<Sensor, most_sensors> sensors{};
    amdxdna_drm_get_info query{};
    query.param = DRM_AMDXDNA_QUERY_SENSORS;
    query.buffer_size = sizeof(sensors);
    query.buffer = reinterpret_cast<std::uintptr_t>(sensors.data());
    const int result = (control != nullptr ? control : system_control)(descriptor, DRM_IOCTL_AMDXDNA_GET_INFO, &query);
    close(descriptor);
    if (result != 0) return std::nullopt;
    return reading_of(std::span(sensors).first(std::min<std::size_t>(query.buffer_size / sizeof(Sensor), most_sensors)));
}

#else

bool can_read_npu_sensors() noexcept {
    return false;
}

std::optional<NpuSensors> read_npu_sensors(const NpuPresence& /*npu*/, int (* /*control*/)(int, unsigned long, void*)) {
    return std::nullopt;
}

#endif

}  // namespace tilescribe::npu
