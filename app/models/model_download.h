// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <stop_token>
#include <string>

namespace tilescribe {

/// A download that failed; what() says what happened and what to do. What had arrived is kept for the next try unless the sum was
/// wrong.
class DownloadError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct DownloadRequest {
    std::string url;                                     ///< http or https
    std::filesystem::path target;                        ///< beside it, target.part holds what has arrived
    std::string sha1;                                    ///< hexadecimal; empty: not checked
    std::int64_t largest_bytes = std::int64_t{8} << 30;  ///< a server that sends more is stopped
    int retries = 5;                                     ///< of a line that was cut, each going on where the last ended
    int stall_s = 30;                                    ///< without a byte for this long the line counts as cut
};

struct DownloadProgress {
    std::int64_t received = 0;  ///< bytes, those of earlier tries included
    std::int64_t total = 0;     ///< 0: the server does not say
    bool checking = false;      ///< everything is here; the sum is being computed
};

/// Downloads to target.part, resuming what an earlier try left, checks the sum and renames. Returns false where `stop` was
/// requested (the part stays). Throws DownloadError. The target appears complete and checked or not at all.
bool download(const DownloadRequest& request, const std::function<void(const DownloadProgress&)>& progress,
              const std::stop_token& stop);

}  // namespace tilescribe
