// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/status_line.h"

#include "app/cli/terminal_text.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <memory>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace tilescribe {
namespace {

bool is_able_terminal() noexcept {
    const char* terminal = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe): nobody sets it while the program runs
    return isatty(STDERR_FILENO) != 0 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

void write_all(std::string_view text) noexcept {
    while (!text.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

constexpr std::string_view erase_line = "\r\x1b[K";

class StatusLineSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit StatusLineSink(StatusLine& line) : line_(line) {}

protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        std::string text;
        if (message.level == spdlog::level::warn) text = "warning: ";
        if (message.level >= spdlog::level::err) text = "error: ";
        line_.print(text + terminal_text({message.payload.data(), message.payload.size()}));
    }
    void flush_() override {}

private:
    StatusLine& line_;
};

}  // namespace

StatusLine::StatusLine() : can_redraw_(is_able_terminal()) {}

int StatusLine::width() noexcept {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void StatusLine::show(std::string_view text) {
    if (!can_redraw_) return;
    const std::scoped_lock lock(mutex_);
    shown_ = text;
    write_all(std::string(erase_line) + shown_);
}

void StatusLine::erase() {
    if (!shown_.empty()) write_all(erase_line);
}

void StatusLine::hide() {
    const std::scoped_lock lock(mutex_);
    erase();
    shown_.clear();
}

void StatusLine::print(std::string_view line) {
    const std::scoped_lock lock(mutex_);
    erase();
    write_all(std::string(line) + '\n' + shown_);
}

void log_through(StatusLine& line) {
    auto logger = std::make_shared<spdlog::logger>("tilescribe-cli", std::make_shared<StatusLineSink>(line));
    spdlog::set_default_logger(std::move(logger));
}

}  // namespace tilescribe
