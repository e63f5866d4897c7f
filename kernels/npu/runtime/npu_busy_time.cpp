// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/npu_busy_time.h"

#include <charconv>
#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <system_error>

namespace tilescribe::npu {
namespace {

namespace fs = std::filesystem;

std::string value_of(const std::string& line) {
    const std::size_t begin = line.find_first_not_of(" \t", line.find(':') + 1);
    return begin != std::string::npos ? line.substr(begin) : std::string();
}

/// What one descriptor says; the key's rest after "drm-engine-" differs between driver versions.
struct Client {
    std::string id;
    bool is_npu = false;
    std::optional<std::int64_t> busy_ns;
};

Client read_client(const fs::path& info) {
    Client client;
    std::ifstream file(info);
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("drm-driver:")) client.is_npu = value_of(line).starts_with("amdxdna");
        if (line.starts_with("drm-client-id:")) client.id = value_of(line);
        if (!line.starts_with("drm-engine-") || line.starts_with("drm-engine-capacity-")) continue;
        const std::string value = value_of(line);
        std::int64_t figure = 0;
        if (std::from_chars(value.data(), value.data() + value.size(), figure).ec == std::errc() && figure >= 0)
            client.busy_ns = client.busy_ns.value_or(0) + figure;
    }
    return client;
}

}  // namespace

std::optional<std::chrono::nanoseconds> read_npu_busy_time(const fs::path& fdinfo) {
    std::map<std::string, std::int64_t> clients;
    std::error_code error;
    for (fs::directory_iterator entry(fdinfo, error); !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const Client client = read_client(entry->path());
        if (!client.is_npu || !client.busy_ns) continue;
        clients[client.id.empty() ? "descriptor " + entry->path().filename().string() : client.id] = *client.busy_ns;
    }
    if (clients.empty()) return std::nullopt;
    std::chrono::nanoseconds busy{0};
    for (const auto& [id, nanoseconds] : clients) busy += std::chrono::nanoseconds(nanoseconds);
    return busy;
}

}  // namespace tilescribe::npu
