// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/capture_devices.h"

#include "engine/audio/portaudio_source.h"

#include <algorithm>
#include <cstdlib>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv
#include <string_view>
#include <utility>

namespace tilescribe {
namespace {

constexpr std::string_view server_prefix = "pulse:";
constexpr std::string_view own_prefix = "portaudio:";

std::string own_id(const PortAudioDevice& device) {
    return std::string(own_prefix) + device.host_api + "/" + device.name;
}

bool is_slot(const PortAudioDevice& device) {
    return std::ranges::count(PrivateAlsaConfiguration::slots(), device.name) > 0;
}

/// Beside a sound server, ALSA's names other than cards ("default", "pulse") are ways to the same sources.
bool is_shown(const PortAudioDevice& device, bool beside_server) {
    if (is_slot(device)) return false;
    return !beside_server || device.host_api != "ALSA" || device.name.find("(hw:") != std::string::npos;
}

AudioDevice shown_source(const PulseSource& source, const std::string& server) {
    AudioDevice device;
    device.id = std::string(server_prefix) + source.name;
    device.name = source.description.empty() ? source.name : source.description;
    device.host_api = server.find("PipeWire") != std::string::npos ? "PipeWire" : "PulseAudio";
    device.is_monitor = source.is_monitor;
    device.channels = source.channels;
    device.rate = source.rate;
    device.incarnation = source.index;
    return device;
}

AudioDevice shown_device(const PortAudioDevice& own) {
    AudioDevice device;
    device.id = own_id(own);
    device.name = own.name;
    device.host_api = own.host_api;
    device.channels = own.input_channels;
    device.rate = own.rate;
    return device;
}

std::string id_of_source(const std::string& name) {
    return name.empty() ? std::string() : std::string(server_prefix) + name;
}

}  // namespace

/// A PortAudio source that takes PortAudio's lock for every call and gives its slot back when it has stopped.
class CaptureDevices::Source final : public AudioSource {
public:
    Source(CaptureDevices& owner, PortAudioSource::Request request, std::string slot)
        : owner_(owner), slot_(std::move(slot)), source_(std::make_unique<PortAudioSource>(std::move(request))) {
        ++owner_.open_sources_;
        if (!slot_.empty()) owner_.slots_in_use_.push_back(slot_);
    }
    ~Source() override { Source::stop(); }

    [[nodiscard]] AudioSourceFormat format() const override { return source_->format(); }
    void start(CaptureBuffer& into) override {
        const std::scoped_lock lock(owner_.mutex_);
        source_->start(into);
    }
    void stop() noexcept override {
        const std::scoped_lock lock(owner_.mutex_);
        if (std::exchange(stopped_, true)) return;
        source_->stop();
        --owner_.open_sources_;
        std::erase(owner_.slots_in_use_, slot_);
    }
    [[nodiscard]] bool is_running() const noexcept override { return source_->is_running(); }

private:
    CaptureDevices& owner_;
    std::string slot_;
    std::unique_ptr<PortAudioSource> source_;
    bool stopped_ = false;
};

CaptureDevices::CaptureDevices(Start start) : pulse_([this](const PulseSnapshot&) { listeners_.notify(); }) {
    // PortAudioLibrary asks for the same; from here on its setenv changes nothing, whichever thread it runs on.
    setenv("JACK_NO_START_SERVER", "1", 0);  // NOLINT(concurrency-mt-unsafe): the constructor's promise
    if (start == Start::at_once) begin();
}

void CaptureDevices::begin() {
    {
        const std::scoped_lock lock(mutex_);
        if (has_begun()) return;  // a device has been opened meanwhile
        start_library();
    }
    listeners_.notify();
}

bool CaptureDevices::has_begun() const {
    const std::scoped_lock lock(list_mutex_);
    return begun_;
}

CaptureDevices::~CaptureDevices() = default;

void CaptureDevices::start_library() {
    library_.reset();
    std::vector<PortAudioDevice> found;
    std::string problem;
    try {
        library_.emplace();
        found = PortAudioLibrary::inputs();
    } catch (const AudioDeviceError& error) {
        problem = error.what();
    }
    const std::scoped_lock lock(list_mutex_);
    own_devices_ = std::move(found);
    problem_ = std::move(problem);
    begun_ = true;
}

std::string CaptureDevices::problem() const {
    const std::scoped_lock lock(list_mutex_);
    return problem_;
}

AudioDeviceList CaptureDevices::devices() const {
    const PulseSnapshot server = pulse_.snapshot();
    AudioDeviceList list;
    for (const PulseSource& source : server.sources) list.devices.push_back(shown_source(source, server.server_name));
    list.default_input_id = id_of_source(server.default_source);
    list.default_monitor_id = id_of_source(server.default_monitor);
    const std::scoped_lock lock(list_mutex_);
    for (const PortAudioDevice& own : own_devices_) {
        if (!is_shown(own, server.connected)) continue;
        list.devices.push_back(shown_device(own));
        if (!server.connected && own.is_default_input) list.default_input_id = own_id(own);
    }
    return list;
}

std::unique_ptr<AudioSource> CaptureDevices::open(const AudioDevice& device) {
    const std::scoped_lock lock(mutex_);
    if (device.id.starts_with(server_prefix)) return open_source_of_server(device, device.id.substr(server_prefix.size()));
    return open_own_device(device);
}

const PortAudioDevice* CaptureDevices::find_slot() const {
    const auto found = std::ranges::find_if(own_devices_, [this](const PortAudioDevice& device) {
        return is_slot(device) && std::ranges::count(slots_in_use_, device.name) == 0;
    });
    return found != own_devices_.end() ? &*found : nullptr;
}

std::unique_ptr<AudioSource> CaptureDevices::open_source_of_server(const AudioDevice& device, const std::string& source_name) {
    const PortAudioDevice* slot = find_slot();
    if (slot == nullptr && open_sources_ == 0) {
        start_library();  // the sound server came after PortAudio had started
        slot = find_slot();
    }
    if (slot == nullptr) {
        throw AudioDeviceError("the input device \"" + device.name +
                               "\" cannot be used: ALSA does not reach the sound server (is libasound2-plugins installed?)");
    }
    try {
        configuration_.point(slot->name, source_name);
    } catch (const std::filesystem::filesystem_error& error) {
        throw AudioDeviceError("the input device \"" + device.name + "\" cannot be used: " + error.what());
    }
    // The source's own rate and our own resampler: the server's default one is a quick one.
    PortAudioSource::Request request{slot->index, device.name, std::min(device.channels, 2), device.rate};
    return std::make_unique<Source>(*this, std::move(request), slot->name);
}

std::unique_ptr<AudioSource> CaptureDevices::open_own_device(const AudioDevice& device) {
    const auto found =
        std::ranges::find_if(own_devices_, [&](const PortAudioDevice& own) { return own_id(own) == device.id && !is_slot(own); });
    if (found == own_devices_.end()) throw AudioDeviceError("the input device \"" + device.name + "\" is not there any more");
    PortAudioSource::Request request{found->index, device.name, std::min(device.channels, 2), whisper_sample_rate};
    return std::make_unique<Source>(*this, std::move(request), "");
}

void CaptureDevices::rescan() {
    {
        const std::scoped_lock lock(mutex_);
        if (open_sources_ > 0 || pulse_.snapshot().connected) return;
        const std::vector<PortAudioDevice> before = own_devices_;
        start_library();
        if (std::ranges::equal(before, own_devices_, {}, &PortAudioDevice::name, &PortAudioDevice::name)) return;
    }
    listeners_.notify();
}

}  // namespace tilescribe
