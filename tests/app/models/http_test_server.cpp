// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/models/http_test_server.h"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace tilescribe::testing {
namespace {

std::string read_head(int connection) {
    std::string head;
    std::array<char, 4096> block{};
    while (head.find("\r\n\r\n") == std::string::npos) {
        const ssize_t n = ::recv(connection, block.data(), block.size(), 0);
        if (n <= 0) break;
        head.append(block.data(), static_cast<std::size_t>(n));
    }
    return head;
}

void send_all(int connection, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t n = ::send(connection, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) return;
        sent += static_cast<std::size_t>(n);
    }
}

}  // namespace

HttpTestServer::HttpTestServer(Answer answer) : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no local server");
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { serve(); });
}

HttpTestServer::~HttpTestServer() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

std::vector<std::string> HttpTestServer::requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
}

void HttpTestServer::serve() {
    for (int number = 0; !stopping_; ++number) {
        const int connection = ::accept(listener_, nullptr, nullptr);
        if (connection < 0) return;
        const std::string request = read_head(connection);
        {
            const std::scoped_lock lock(mutex_);
            requests_.push_back(request);
        }
        send_all(connection, answer_(request, number));
        ::shutdown(connection, SHUT_WR);
        ::close(connection);
    }
}

}  // namespace tilescribe::testing
