// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/portaudio_source_library.h"

#include <portaudio.h>

#include <alsa/asoundlib.h>
#include <cmath>
#include <cstdlib>
#include <dlfcn.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv

namespace tilescribe {
namespace {

void ignore_alsa_message(const char*, int, const char*, int, const char*, ...) {}  // NOLINT(cert-dcl50-cpp): ALSA's own type
void ignore_jack_message(const char*) {}

/// libjack tells everyone's terminal that there is no JACK server. PortAudio brings the library; where it does not, nothing is to
/// be silenced.
void silence_jack() {
    void* jack = dlopen("libjack.so.0", RTLD_NOW | RTLD_NOLOAD);
    if (jack == nullptr) return;
    using SetFunction = void (*)(void (*)(const char*));
    for (const char* name : {"jack_set_error_function", "jack_set_info_function"}) {
        if (auto* set = reinterpret_cast<SetFunction>(dlsym(jack, name)); set != nullptr) set(&ignore_jack_message);  // NOLINT
    }
    dlclose(jack);
}

}  // namespace

PortAudioLibrary::PortAudioLibrary() {
    snd_lib_error_set_handler(&ignore_alsa_message);
    setenv("JACK_NO_START_SERVER", "1", 0);  // NOLINT(concurrency-mt-unsafe): looking for a JACK server must not start one
    silence_jack();
    const PaError error = Pa_Initialize();
    if (error != paNoError) throw AudioDeviceError(std::string("the sound system does not start: ") + Pa_GetErrorText(error));
}

PortAudioLibrary::~PortAudioLibrary() {
    Pa_Terminate();
    snd_lib_error_set_handler(nullptr);
}

std::vector<PortAudioDevice> PortAudioLibrary::inputs() {
    std::vector<PortAudioDevice> devices;
    for (int index = 0; index < Pa_GetDeviceCount(); ++index) {
        const PaDeviceInfo* info = Pa_GetDeviceInfo(index);
        if (info == nullptr || info->maxInputChannels < 1) continue;
        const PaHostApiInfo* api = Pa_GetHostApiInfo(info->hostApi);
        PortAudioDevice device;
        device.index = index;
        device.name = info->name;
        device.host_api = api != nullptr ? api->name : "";
        device.input_channels = info->maxInputChannels;
        device.rate = static_cast<SampleRate>(std::lround(info->defaultSampleRate));
        device.is_default_input = index == Pa_GetDefaultInputDevice();
        devices.push_back(std::move(device));
    }
    return devices;
}

}  // namespace tilescribe
