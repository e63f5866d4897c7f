// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/pulse_stream_guard.h"

#include <pulse/pulseaudio.h>

#include <random>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv

namespace tilescribe {
namespace {

// The process id would not do: in a Flatpak every program has a small one of its own.
constexpr const char* mark_property = "tilescribe.instance";
constexpr const char* mark_variable = "PULSE_PROP_tilescribe.instance";
constexpr int most_moves = 5;

}  // namespace

PulseStreamGuard::PulseStreamGuard() {
    std::random_device random;
    mark_ = std::to_string(random()) + "-" + std::to_string(random());
    setenv(mark_variable, mark_.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): see PulseDevices
}

void PulseStreamGuard::on_event(pa_context* context, unsigned event, std::uint32_t stream) {
    if ((event & PA_SUBSCRIPTION_EVENT_TYPE_MASK) == PA_SUBSCRIPTION_EVENT_REMOVE) {
        streams_.erase(stream);
        return;
    }
    pa_operation* question = pa_context_get_source_output_info(
        context, stream,
        [](pa_context* answering, const pa_source_output_info* info, int end_of_list, void* data) {
            if (end_of_list == 0) static_cast<PulseStreamGuard*>(data)->on_stream(answering, *info);
        },
        this);
    if (question != nullptr) pa_operation_unref(question);
}

void PulseStreamGuard::on_stream(pa_context* context, const pa_source_output_info& info) {
    const char* mark = pa_proplist_gets(info.proplist, mark_property);
    if (mark == nullptr || mark != mark_) return;
    Stream& stream = streams_.try_emplace(info.index, Stream{info.source, 0}).first->second;
    if (info.source == stream.source || stream.moves >= most_moves) return;
    ++stream.moves;
    // Fails, and does no harm, when the stream was moved because its source is gone: then it is closed soon.
    pa_operation* move = pa_context_move_source_output_by_index(context, info.index, stream.source, nullptr, nullptr);
    if (move != nullptr) pa_operation_unref(move);
}

}  // namespace tilescribe
