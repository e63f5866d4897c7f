// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/portaudio_source.h"

#include "engine/audio/capture_buffer.h"

#include <portaudio.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

namespace tilescribe {

struct PortAudioSource::Stream {
    PaStream* handle = nullptr;
    CaptureBuffer* buffer = nullptr;
    std::size_t channels = 1;
    std::atomic<bool> ended{false};  ///< the driver has let go of the stream

    static int on_frames(const void* input, void*, unsigned long frames, const PaStreamCallbackTimeInfo*,
                         PaStreamCallbackFlags flags, void* data) noexcept {
        const auto& stream = *static_cast<const Stream*>(data);
        if (input != nullptr) {
            const std::span samples(static_cast<const float*>(input), frames * stream.channels);
            stream.buffer->receive(samples, (flags & paInputOverflow) != 0, CaptureBuffer::Clock::now());
        }
        return paContinue;
    }
    static void on_finished(void* data) noexcept { static_cast<Stream*>(data)->ended = true; }
};

namespace {

[[noreturn]] void fail(const std::string& name, PaError error) {
    const std::string host = error == paUnanticipatedHostError ? Pa_GetLastHostErrorInfo()->errorText : Pa_GetErrorText(error);
    throw AudioDeviceError("the input device \"" + name + "\" cannot be used: " + host);
}

}  // namespace

PortAudioSource::PortAudioSource(Request request) : name_(std::move(request.name)), stream_(std::make_unique<Stream>()) {
    const PaDeviceInfo* info = Pa_GetDeviceInfo(request.device_index);
    if (info == nullptr || info->maxInputChannels < 1) fail(name_, paInvalidDevice);
    PaStreamParameters parameters{};
    parameters.device = request.device_index;
    parameters.channelCount = std::clamp(request.channels, 1, info->maxInputChannels);
    parameters.sampleFormat = paFloat32;
    // Captions need no low latency; a deep buffer rides out a loaded machine.
    parameters.suggestedLatency = std::max(0.2, info->defaultHighInputLatency);

    const auto own_rate = static_cast<SampleRate>(std::lround(info->defaultSampleRate));
    PaError error = paInvalidSampleRate;
    for (const int channels : {parameters.channelCount, info->maxInputChannels}) {
        for (const SampleRate rate : {request.rate, own_rate}) {
            if (stream_->handle != nullptr) break;
            parameters.channelCount = channels;
            format_ = {rate, channels};
            error = Pa_OpenStream(&stream_->handle, &parameters, nullptr, rate, paFramesPerBufferUnspecified,
                                  paClipOff | paDitherOff, &Stream::on_frames, stream_.get());
            if (error != paNoError) stream_->handle = nullptr;
        }
    }
    if (error != paNoError) fail(name_, error);
    stream_->channels = static_cast<std::size_t>(format_.channels);
    Pa_SetStreamFinishedCallback(stream_->handle, &Stream::on_finished);
}

PortAudioSource::~PortAudioSource() {
    stop();
}

void PortAudioSource::start(CaptureBuffer& into) {
    stream_->buffer = &into;
    if (const PaError error = Pa_StartStream(stream_->handle); error != paNoError) fail(name_, error);
}

void PortAudioSource::stop() noexcept {
    if (stream_->handle == nullptr) return;
    Pa_StopStream(stream_->handle);
    Pa_CloseStream(std::exchange(stream_->handle, nullptr));
    stream_->ended = true;
}

bool PortAudioSource::is_running() const noexcept {
    return !stream_->ended;
}

}  // namespace tilescribe
