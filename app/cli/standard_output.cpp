// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/standard_output.h"

#include <cerrno>
#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigaction is POSIX
#include <string>
#include <system_error>
#include <unistd.h>

namespace tilescribe {

void secure_standard_streams() {
    struct sigaction ignore{};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, nullptr);
    // Read-only: writing to a standard output that was closed shall fail, not vanish. open() takes the lowest free number.
    while (true) {
        const int descriptor = open("/dev/null", O_RDONLY);
        if (descriptor > STDERR_FILENO) close(descriptor);
        if (descriptor < 0 || descriptor > STDERR_FILENO) return;
    }
}

void write_standard_output(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EPIPE) throw OutputLost("Standard output was closed by its reader.");
        if (written < 0) throw OutputLost("Standard output cannot be written: " + std::generic_category().message(errno) + ".");
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace tilescribe
