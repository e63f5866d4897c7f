// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_reporter.h"

#include "engine/transcript/time_stamp.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tilescribe {
namespace {

using Seconds = std::chrono::duration<double>;
constexpr Seconds redraw_interval{0.1};

double fraction_of(const TranscribeProgress& progress) noexcept {
    return progress.total_s > 0 ? std::clamp(progress.processed_s / progress.total_s, 0.0, 1.0) : 0.0;
}

}  // namespace

ProgressReporter::ProgressReporter(StatusLine& line, std::string label) : line_(line), label_(std::move(label)) {}

void ProgressReporter::update(const TranscribeProgress& progress) {
    const Clock::time_point now = Clock::now();
    if (progress.scanning) windows_begin_ = now;
    if (!line_.can_redraw()) return print_at_quarters(progress);
    if (now - last_drawn_ < redraw_interval) return;
    last_drawn_ = now;
    line_.show(bar(progress));
}

/// "0:27 of 0:55, 17.1x realtime, ETA 0:02"
std::string ProgressReporter::figures(const TranscribeProgress& progress) const {
    std::string text = time_for_people(progress.processed_s) + " of " + time_for_people(progress.total_s);
    if (progress.scanning) return text + ", reading the sound";
    const double elapsed = Seconds(Clock::now() - windows_begin_).count();
    if (progress.processed_s <= 0 || elapsed <= 0) return text;
    const double rate = progress.processed_s / elapsed;
    const double left = std::ceil((progress.total_s - progress.processed_s) / rate);
    return text + fmt::format(", {:.1f}x realtime, ETA {}", rate, time_for_people(left));
}

std::string ProgressReporter::bar(const TranscribeProgress& progress) const {
    const double fraction = fraction_of(progress);
    const std::string text = fmt::format(" {:3.0f} %  {}", std::floor(fraction * 100), figures(progress));
    // One column stays free, or the terminal would wrap. The name gives way first, then the bar.
    const int room = line_.width() - 1 - static_cast<int>(text.size());
    if (room < 8) return text.substr(1, static_cast<std::size_t>(std::max(0, line_.width() - 2)));
    const bool has_name = static_cast<int>(label_.size()) + 13 <= room;
    const int cells = std::min(30, room - 2 - (has_name ? static_cast<int>(label_.size()) + 1 : 0));
    const int filled = static_cast<int>(fraction * cells);
    return (has_name ? label_ + " " : std::string()) + "[" + std::string(static_cast<std::size_t>(filled), '#') +
           std::string(static_cast<std::size_t>(cells - filled), '-') + "]" + text;
}

void ProgressReporter::print_at_quarters(const TranscribeProgress& progress) {
    const int quarter = progress.scanning ? 0 : static_cast<int>(fraction_of(progress) * 4);
    if (quarter <= last_quarter_ || quarter > 3) return;  // the end has finish()'s line
    last_quarter_ = quarter;
    spdlog::info("{}: {} %, {}", label_, quarter * 25, figures(progress));
}

void ProgressReporter::finish(const TranscribeResult& result) {
    line_.hide();
    const double elapsed = Seconds(Clock::now() - begin_).count();
    if (result.cancelled) {
        const double reached = result.transcript.segments.empty() ? 0.0 : result.transcript.segments.back().end;
        spdlog::warn("{}: stopped; the transcript ends at {} of {}.", label_, time_for_people(reached),
                     time_for_people(result.duration_s));
        return;
    }
    spdlog::info("{}: {:.1f} s of sound in {:.1f} s ({:.1f}x realtime), {} segments", label_, result.duration_s, elapsed,
                 elapsed > 0 ? result.duration_s / elapsed : 0.0, result.transcript.segments.size());
}

}  // namespace tilescribe
