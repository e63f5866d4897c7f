// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/npu_load_meter.h"

#include "kernels/npu/runtime/npu_busy_time.h"

#include <algorithm>
#include <utility>

namespace tilescribe::npu {

std::string describe(NpuLoadSource source) {
    switch (source) {
        case NpuLoadSource::sensors:
            return "The whole NPU, from the driver's sensors.";
        case NpuLoadSource::own_contexts:
            return "Own load, from the driver.";
        case NpuLoadSource::own_busy_time:
            return "Own load, from the time that our own runs took.";
        case NpuLoadSource::none:
            break;
    }
    return "The NPU's load is not known.";
}

NpuLoadMeter NpuLoadMeter::of(const NpuPresence& npu, std::function<std::optional<std::chrono::nanoseconds>()> own_busy_time) {
    Sources sources;
    if (npu.present) {
        if (can_read_npu_sensors()) sources.sensors = [npu] { return read_npu_sensors(npu); };
        sources.own_contexts = [] { return read_npu_busy_time(); };
    }
    sources.own_busy_time = std::move(own_busy_time);
    return NpuLoadMeter(std::move(sources));
}

NpuLoad NpuLoadMeter::from_total(NpuLoadSource source, std::chrono::nanoseconds busy, Clock::time_point now) {
    NpuLoad load{.source = source, .fraction = std::nullopt};
    // A total that falls: contexts were closed in between.
    if (source == last_source_ && busy >= last_busy_ && now > last_time_)
        load.fraction = std::clamp(std::chrono::duration<double>(busy - last_busy_) / (now - last_time_), 0.0, 1.0);
    last_source_ = source;
    last_busy_ = busy;
    last_time_ = now;
    return load;
}

NpuLoad NpuLoadMeter::sample(Clock::time_point now) {
    if (sources_.sensors)
        if (const auto reading = sources_.sensors(); reading && reading->utilisation)
            return {.source = NpuLoadSource::sensors, .fraction = reading->utilisation};
    if (sources_.own_contexts)
        if (const auto busy = sources_.own_contexts()) return from_total(NpuLoadSource::own_contexts, *busy, now);
    if (sources_.own_busy_time)
        if (const auto busy = sources_.own_busy_time()) return from_total(NpuLoadSource::own_busy_time, *busy, now);
    last_source_ = NpuLoadSource::none;
    return {};
}

}  // namespace tilescribe::npu
