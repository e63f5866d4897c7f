// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tilescribe::testing {

/// A server on 127.0.0.1 that answers each connection with what the test's function returns for its request, then closes the line.
class HttpTestServer {
public:
    /// request: the head as received; number: 0 for the first connection. The answer is sent as it is.
    using Answer = std::function<std::string(const std::string& request, int number)>;

    explicit HttpTestServer(Answer answer);
    ~HttpTestServer();
    HttpTestServer(const HttpTestServer&) = delete;
    HttpTestServer& operator=(const HttpTestServer&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/model.bin"; }
    [[nodiscard]] std::vector<std::string> requests() const;

private:
    void serve();

    Answer answer_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::jthread thread_;
};

}  // namespace tilescribe::testing
