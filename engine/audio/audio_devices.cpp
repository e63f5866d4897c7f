// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/audio_devices.h"

#include <algorithm>

namespace tilescribe {

const AudioDevice* AudioDeviceList::find(const std::string& id) const noexcept {
    const auto found = std::ranges::find(devices, id, &AudioDevice::id);
    return found != devices.end() ? &*found : nullptr;
}

std::optional<AudioDevice> choose_device(const AudioDeviceList& list, const DeviceChoice& choice,
                                         std::span<const std::string> taken) {
    const auto is_free = [&](const AudioDevice& device) { return std::ranges::count(taken, device.id) == 0; };
    const auto usable = [&](const std::string& id) {
        const AudioDevice* device = id.empty() ? nullptr : list.find(id);
        return device != nullptr && is_free(*device) ? device : nullptr;
    };
    if (const AudioDevice* chosen = usable(choice.device_id)) return *chosen;

    const bool wants_monitor = choice.role == TrackRole::monitor;
    const std::string& default_id = wants_monitor ? list.default_monitor_id : list.default_input_id;
    const bool monitors_fit = wants_monitor || choice.monitor_is_fine;
    if (const AudioDevice* device = usable(default_id); device != nullptr && (!device->is_monitor || monitors_fit)) return *device;
    for (const bool monitor : {false, true}) {
        if (monitor ? !monitors_fit : wants_monitor) continue;
        const auto other = std::ranges::find_if(
            list.devices, [&](const AudioDevice& device) { return device.is_monitor == monitor && is_free(device); });
        if (other != list.devices.end()) return *other;
    }
    return std::nullopt;
}

}  // namespace tilescribe
