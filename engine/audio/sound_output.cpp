// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/sound_output.h"

#include "engine/audio/audio_format.h"

#include <pulse/error.h>
#include <pulse/simple.h>

#include <cstdint>
#include <limits>

namespace tilescribe {
namespace {

constexpr std::uint32_t buffer_bytes = whisper_sample_rate / 5 * sizeof(float);
constexpr auto server_decides = std::numeric_limits<std::uint32_t>::max();

}  // namespace

struct SoundOutput::Stream {
    struct Close {
        void operator()(pa_simple* stream) const noexcept { pa_simple_free(stream); }
    };
    std::unique_ptr<pa_simple, Close> handle;
};

SoundOutput::SoundOutput() : stream_(std::make_unique<Stream>()) {
    const pa_sample_spec spec{PA_SAMPLE_FLOAT32NE, whisper_sample_rate, 1};
    const pa_buffer_attr buffer{server_decides, buffer_bytes, server_decides, server_decides, server_decides};
    int error = 0;
    stream_->handle.reset(
        pa_simple_new(nullptr, "Tilescribe", PA_STREAM_PLAYBACK, nullptr, "Transcript", &spec, nullptr, &buffer, &error));
    if (!stream_->handle) throw SoundOutputError(pa_strerror(error));
}

SoundOutput::~SoundOutput() = default;

void SoundOutput::write(std::span<const float> samples) {
    int error = 0;
    if (pa_simple_write(stream_->handle.get(), samples.data(), samples.size_bytes(), &error) < 0)
        throw SoundOutputError(pa_strerror(error));
}

double SoundOutput::latency() {
    int error = 0;
    const pa_usec_t latency = pa_simple_get_latency(stream_->handle.get(), &error);
    return error == 0 ? static_cast<double>(latency) / 1e6 : 0;
}

void SoundOutput::drain() {
    int error = 0;
    pa_simple_drain(stream_->handle.get(), &error);
}

void SoundOutput::flush() {
    int error = 0;
    pa_simple_flush(stream_->handle.get(), &error);
}

}  // namespace tilescribe
