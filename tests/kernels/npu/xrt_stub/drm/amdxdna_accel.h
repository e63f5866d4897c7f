// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The sensors of the amdxdna driver's interface to programs, as recent kernels have them: layout and numbers are the kernel's.
#include <cstdint>

inline constexpr unsigned long DRM_IOCTL_AMDXDNA_GET_INFO = 0xC0106447;

enum amdxdna_drm_get_param { DRM_AMDXDNA_QUERY_SENSORS = 4 };
enum amdxdna_sensor_type { AMDXDNA_SENSOR_TYPE_POWER, AMDXDNA_SENSOR_TYPE_COLUMN_UTILIZATION };

struct amdxdna_drm_query_sensor {
    std::uint8_t label[64];
    std::uint32_t input;
    std::uint32_t max;
    std::uint32_t average;
    std::uint32_t highest;
    std::uint8_t status[64];
    std::uint8_t units[16];
    std::int8_t unitm;
    std::uint8_t type;
    std::uint8_t pad[6];
};

struct amdxdna_drm_get_info {
    std::uint32_t param;
    std::uint32_t buffer_size;
    std::uint64_t buffer;
};
