// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <mutex>
#include <string>
#include <string_view>

namespace tilescribe {

/// Standard error: one line at its bottom that is redrawn in place (on a terminal only), and whole lines above it.
/// Any thread; errors of writing are ignored, as there is nobody left to tell.
class StatusLine {
public:
    StatusLine();

    /// False where standard error is a file, a pipe or a terminal that cannot redraw.
    [[nodiscard]] bool can_redraw() const noexcept { return can_redraw_; }
    /// Columns of the terminal.
    [[nodiscard]] static int width() noexcept;

    void show(std::string_view text);
    void hide();
    /// Writes a line above the status line.
    void print(std::string_view line);

private:
    void erase();

    bool can_redraw_;
    std::mutex mutex_;
    std::string shown_;
};

/// Sends spdlog's default logger through `line`, which must outlive all logging: "error: ..." and "warning: ...", the rest bare.
void log_through(StatusLine& line);

}  // namespace tilescribe
