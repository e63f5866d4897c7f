// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/models_get_command.h"

#include "app/cli/interrupt.h"
#include "app/cli/loaded_model.h"
#include "app/cli/standard_output.h"
#include "app/cli/status_line.h"
#include "app/models/model_catalogue.h"
#include "app/models/model_download.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>

namespace tilescribe {
namespace {

std::string mirror() {
    const char* mirror = std::getenv("TILESCRIBE_MODEL_MIRROR");  // NOLINT(concurrency-mt-unsafe): nobody sets it meanwhile
    return mirror != nullptr && *mirror != '\0' ? mirror : std::string(default_model_mirror);
}

std::string known_names() {
    std::string names;
    for (const CatalogueModel& model : model_catalogue()) names += (names.empty() ? "" : ", ") + std::string(model.name);
    return names;
}

DownloadRequest request_of(const CatalogueModel& model, const std::filesystem::path& target) {
    const std::string folder = mirror();
    DownloadRequest request;
    request.url = folder + (folder.ends_with('/') ? "" : "/") + model.file_name();
    request.target = target;
    request.sha1 = model.sha1;
    request.largest_bytes = (std::int64_t{model.mebibytes} + 64) << 20;  // the published sizes are rounded
    return request;
}

void show(const DownloadProgress& progress, StatusLine& line) {
    constexpr double mib = 1024.0 * 1024.0;
    const double received = static_cast<double>(progress.received) / mib;
    const double total = static_cast<double>(progress.total) / mib;
    if (progress.checking)
        line.show("Checking the sum ...");
    else if (progress.total > 0)
        line.show(fmt::format("{:.1f} of {:.1f} MiB ({:.0f} %)", received, total, 100 * received / total));
    else
        line.show(fmt::format("{:.1f} MiB", received));
}

ExitCode get(const CatalogueModel& model, const Interrupt& interrupt, StatusLine& line) {
    const std::filesystem::path target = model_search_path().folders.front() / model.file_name();
    if (std::filesystem::exists(target)) {
        spdlog::info("{} is here already.", target.string());
    } else {
        const DownloadRequest request = request_of(model, target);
        spdlog::info("Downloading {} (about {} MiB)", request.url, model.mebibytes);
        const bool is_complete = download(request, [&](const DownloadProgress& p) { show(p, line); }, interrupt.token());
        line.hide();
        if (!is_complete) {
            spdlog::info("Stopped; the next try goes on from here.");
            return ExitCode::interrupted;
        }
    }
    write_standard_output(target.string() + "\n");
    return ExitCode::ok;
}

}  // namespace

ExitCode run_models_get(const std::vector<std::string>& names, StatusLine& line) {
    std::vector<CatalogueModel> models;
    for (const std::string& name : names) {
        const auto model = find_in_catalogue(name);
        if (!model) {
            spdlog::error("There is no published model \"{}\"; there are: {}.", name, known_names());
            return ExitCode::usage;
        }
        models.push_back(*model);
    }
    const Interrupt interrupt;
    try {
        for (const CatalogueModel& model : models)
            if (const ExitCode code = get(model, interrupt, line); code != ExitCode::ok) return code;
    } catch (const DownloadError& error) {
        line.hide();
        spdlog::error("{}", error.what());
        return ExitCode::model_or_backend;
    }
    return ExitCode::ok;
}

}  // namespace tilescribe
