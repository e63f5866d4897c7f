// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/model_download.h"

#include "app/models/file_sha1.h"

#include <curl/curl.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>

namespace tilescribe {
namespace {

using FileHandle = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
using CurlHandle = std::unique_ptr<CURL, void (*)(CURL*)>;

/// One connection's state, seen by libcurl's callbacks.
struct Transfer {
    const DownloadRequest& request;
    const std::function<void(const DownloadProgress&)>& progress;
    const std::stop_token& stop;
    CURL* curl = nullptr;
    std::FILE* file = nullptr;
    std::int64_t received = 0;  ///< bytes in the part file
    std::int64_t resumed_at = 0;
    bool is_too_long = false;
    bool is_disk_full = false;
};

long response_code(CURL* curl) {
    long code = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

std::size_t on_data(char* bytes, std::size_t size, std::size_t count, void* user) {
    auto& t = *static_cast<Transfer*>(user);
    const std::size_t n = size * count;
    if (t.stop.stop_requested()) return CURL_WRITEFUNC_ERROR;
    if (t.received + static_cast<std::int64_t>(n) > t.request.largest_bytes) {
        t.is_too_long = true;
        return CURL_WRITEFUNC_ERROR;
    }
    if (std::fwrite(bytes, 1, n, t.file) != n) {
        t.is_disk_full = errno == ENOSPC || errno == EDQUOT;
        return CURL_WRITEFUNC_ERROR;
    }
    t.received += static_cast<std::int64_t>(n);
    return n;
}

int on_progress(void* user, curl_off_t total, curl_off_t /*now*/, curl_off_t /*up_total*/, curl_off_t /*up_now*/) {
    const auto& t = *static_cast<Transfer*>(user);
    if (t.progress) t.progress({t.received, total > 0 ? total + t.resumed_at : 0, false});
    return t.stop.stop_requested() ? 1 : 0;
}

/// libcurl wants its global start once, before threads use it.
void start_curl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

void set_options(CURL* curl, Transfer& t) {
    curl_easy_setopt(curl, CURLOPT_URL, t.request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, t.request.url.starts_with("https:") ? "https" : "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 10L);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 20L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(t.request.stall_s));
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "tilescribe");
    curl_easy_setopt(curl, CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(t.resumed_at));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &on_data);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &t);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &t);
}

bool is_worth_a_retry(CURLcode code) noexcept {
    return code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR || code == CURLE_OPERATION_TIMEDOUT ||
           code == CURLE_GOT_NOTHING || code == CURLE_SEND_ERROR || code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM;
}

std::string failure_sentence(const Transfer& t, CURLcode code, const char* detail) {
    const std::string& url = t.request.url;
    if (t.is_disk_full) return "The disk is full: make room and try again; what has arrived is kept.";
    if (t.is_too_long) return url + " sends more than the model's size; the download was stopped. Check the mirror's address.";
    if (code == CURLE_HTTP_RETURNED_ERROR)
        return url + " answers with HTTP status " + std::to_string(response_code(t.curl)) +
               ". Check the name and the mirror's address.";
    if (code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_CONNECT)
        return url + " cannot be reached. Check the network connection or import a model file instead.";
    const std::string reason = detail[0] != '\0' ? detail : curl_easy_strerror(code);
    return "The download of " + url + " was cut off (" + reason + "). Try again: it goes on where it ended.";
}

enum class Outcome : std::uint8_t { complete, cancelled, cut_off };

/// One connection: goes on behind what the part file holds.
Outcome connect_once(const DownloadRequest& request, const std::filesystem::path& part,
                     const std::function<void(const DownloadProgress&)>& progress, const std::stop_token& stop,
                     std::string& sentence) {
    std::error_code none;
    const auto present =
        std::filesystem::exists(part, none) ? static_cast<std::int64_t>(std::filesystem::file_size(part, none)) : 0;
    const FileHandle file(std::fopen(part.c_str(), "ab"), &std::fclose);
    if (!file) throw DownloadError(part.string() + " cannot be written: " + std::generic_category().message(errno) + ".");
    const CurlHandle curl(curl_easy_init(), &curl_easy_cleanup);
    if (!curl) throw DownloadError("The download cannot begin: out of memory.");
    Transfer transfer{request, progress, stop, curl.get(), file.get(), present, present};
    std::array<char, CURL_ERROR_SIZE> detail{};
    curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, detail.data());
    set_options(curl.get(), transfer);
    const CURLcode code = curl_easy_perform(curl.get());
    if (stop.stop_requested()) return Outcome::cancelled;
    if (code == CURLE_OK && std::fflush(file.get()) == 0) return Outcome::complete;
    // Asked for the bytes behind the last one, the server says that there are none: the earlier try had them all.
    if (code == CURLE_HTTP_RETURNED_ERROR && response_code(curl.get()) == 416 && present > 0) return Outcome::complete;
    sentence = failure_sentence(transfer, code, detail.data());
    if (code == CURLE_RANGE_ERROR) {  // a server that cannot go on in the middle: begin again
        std::filesystem::remove(part, none);
        return Outcome::cut_off;
    }
    if (is_worth_a_retry(code) && !transfer.is_too_long && !transfer.is_disk_full) return Outcome::cut_off;
    if (transfer.is_too_long) std::filesystem::remove(part, none);
    throw DownloadError(sentence);
}

}  // namespace

bool download(const DownloadRequest& request, const std::function<void(const DownloadProgress&)>& progress,
              const std::stop_token& stop) {
    start_curl();
    std::error_code error;
    std::filesystem::create_directories(request.target.parent_path(), error);
    std::filesystem::path part = request.target;
    part += ".part";
    std::string sentence;
    for (int attempt = 0;; ++attempt) {
        const Outcome outcome = connect_once(request, part, progress, stop, sentence);
        if (outcome == Outcome::cancelled) return false;
        if (outcome == Outcome::complete) break;
        if (attempt >= request.retries) throw DownloadError(sentence);
    }
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(part));
    if (progress) progress({size, size, true});
    if (!request.sha1.empty()) {
        const std::string sum = file_sha1(part, stop);
        if (sum.empty()) return false;
        if (sum != request.sha1) {
            std::filesystem::remove(part, error);
            throw DownloadError(request.url + " is damaged: its SHA-1 is " + sum + " instead of " + request.sha1 +
                                ". It was removed; try again, or choose another mirror.");
        }
    }
    std::filesystem::rename(part, request.target, error);
    if (error) throw DownloadError(request.target.string() + " cannot be written: " + error.message() + ".");
    return true;
}

}  // namespace tilescribe
