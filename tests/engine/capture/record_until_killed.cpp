// SPDX-License-Identifier: GPL-3.0-or-later
// Records into the files named on the command line (one track each, devices "pulse:NAME.monitor" by `FILE=NAME`, or the default one
// by `FILE`), prints every event and once a second what it has, until it is killed or its standard input ends.
#include "engine/audio/capture_devices.h"
#include "engine/audio/capture_session.h"

#include <chrono>
#include <cstdio>
#include <exception>
#include <poll.h>
#include <string>

namespace {

tilescribe::CaptureTrackRequest parse_track(const std::string& argument) {
    tilescribe::CaptureTrackRequest request;
    const std::size_t equals = argument.find('=');
    request.file = argument.substr(0, equals);
    if (equals != std::string::npos) request.device.device_id = "pulse:" + argument.substr(equals + 1) + ".monitor";
    request.device.monitor_is_fine = true;
    return request;
}

void print_event(const tilescribe::CaptureEvent& event) {
    std::printf("event %d track %d start %.3f duration %.3f device '%s' reason '%s'\n", static_cast<int>(event.kind), event.track,
                event.start_s, event.duration_s, event.device.c_str(), event.reason.c_str());
    std::fflush(stdout);
}

bool input_has_ended(std::chrono::milliseconds wait) {
    pollfd input{0, POLLIN, 0};
    return ::poll(&input, 1, static_cast<int>(wait.count())) > 0;
}

int record(int argc, char** argv) {
    tilescribe::CaptureDevices devices;
    tilescribe::CaptureSessionOptions options;
    for (int i = 1; i < argc; ++i) options.tracks.push_back(parse_track(argv[i]));
    tilescribe::CaptureSession session(devices, options, print_event);
    while (!input_has_ended(std::chrono::milliseconds(200))) {
        for (int track = 0; track < session.track_count(); ++track) {
            const auto recording = session.recording(track);
            const tilescribe::TrackStatus status = session.status(track);
            std::printf("track %d length %lld durable %lld delivered %lld peak %.4f\n", track,
                        static_cast<long long>(recording->length()), static_cast<long long>(recording->durable_length()),
                        static_cast<long long>(status.delivered_frames), static_cast<double>(status.peak));
        }
        std::fflush(stdout);
    }
    session.stop();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return record(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
