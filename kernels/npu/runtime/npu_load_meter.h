// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/runtime/npu_detection.h"
#include "kernels/npu/runtime/npu_sensors.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace tilescribe::npu {

/// Where a load comes from, best first.
enum class NpuLoadSource : std::uint8_t {
    none,
    sensors,        ///< the whole device, whoever uses it
    own_contexts,   ///< this program's share, from the driver (fdinfo)
    own_busy_time,  ///< this program's share, from the time that its own runs took
};

/// A sentence for people: "The whole NPU, from the driver's sensors."
[[nodiscard]] std::string describe(NpuLoadSource source);

/// A load and where it comes from.
struct NpuLoad {
    NpuLoadSource source = NpuLoadSource::none;
    std::optional<double> fraction;  ///< 0 ... 1 since the last sample; nothing at the first
};

/// Tells the NPU's load between two samples. One thread at a time.
class NpuLoadMeter {
public:
    using Clock = std::chrono::steady_clock;

    /// What is asked; tests put their own in. An empty function is not asked.
    struct Sources {
        std::function<std::optional<NpuSensors>()> sensors;
        std::function<std::optional<std::chrono::nanoseconds>()> own_contexts;
        std::function<std::optional<std::chrono::nanoseconds>()> own_busy_time;
    };

    explicit NpuLoadMeter(Sources sources) : sources_(std::move(sources)) {}

    /// The chain of a real NPU; own_busy_time: what the backend's runs have taken so far, on hardware or in emulation.
    [[nodiscard]] static NpuLoadMeter of(const NpuPresence& npu,
                                         std::function<std::optional<std::chrono::nanoseconds>()> own_busy_time = {});

    [[nodiscard]] NpuLoad sample(Clock::time_point now = Clock::now());

private:
    [[nodiscard]] NpuLoad from_total(NpuLoadSource source, std::chrono::nanoseconds busy, Clock::time_point now);

    Sources sources_;
    NpuLoadSource last_source_ = NpuLoadSource::none;
    std::chrono::nanoseconds last_busy_{0};
    Clock::time_point last_time_;
};

}  // namespace tilescribe::npu
