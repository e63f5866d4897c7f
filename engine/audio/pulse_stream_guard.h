// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <string>

struct pa_context;
struct pa_source_output_info;

namespace tilescribe {

/// Brings this process's recording streams back when the sound server moves them to another source. Moved back once, a stream has
/// that source as its preferred one and PulseAudio lets it be; a few attempts are the most. Main loop's thread only.
class PulseStreamGuard {
public:
    /// Marks all streams that this process opens from now on.
    PulseStreamGuard();

    /// A source output came, went or changed.
    void on_event(pa_context* context, unsigned event, std::uint32_t stream);
    /// The connection is gone.
    void forget() { streams_.clear(); }

private:
    struct Stream {
        std::uint32_t source = 0;  ///< where it was opened
        int moves = 0;
    };
    void on_stream(pa_context* context, const pa_source_output_info& info);

    std::string mark_;
    std::map<std::uint32_t, Stream> streams_;
};

}  // namespace tilescribe
