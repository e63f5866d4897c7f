// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/devices_command.h"

#include "app/cli/standard_output.h"
#include "app/cli/terminal_text.h"
#include "engine/transcript/text_repair.h"
#include "kernels/backend_registry.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <string>

namespace tilescribe {
namespace {

/// What `auto` comes to.
struct Choice {
    std::string name;  ///< empty: nothing can run
    std::string device;
    int threads = 0;
    std::string problem;
    std::string notice;  ///< why something better was passed over
};

Choice choice_of(const BackendRegistry& registry) {
    try {
        std::string notice;
        const auto hear = [&notice](const std::string& sentence) { notice = sentence; };
        const BackendDescription description =
            registry.create("auto", {.threads = 0, .variant = {}, .notice = hear})->description();
        return {.name = description.name,
                .device = description.device,
                .threads = description.threads,
                .problem = {},
                .notice = notice};
    } catch (const BackendUnavailable& error) {
        return {.name = {}, .device = {}, .threads = 0, .problem = error.what(), .notice = {}};
    }
}

std::string as_json_text(const BackendRegistry& registry, const Choice& choice) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const BackendEntry& entry : registry.entries()) {
        list.push_back({{"name", entry.name},
                        {"description", valid_utf8(entry.description)},
                        {"available", entry.is_available},
                        {"reason", valid_utf8(entry.reason)},
                        {"variants", entry.variants}});
    }
    nlohmann::ordered_json json = {{"backends", list}};
    if (choice.problem.empty()) {
        json["auto"] = {{"name", choice.name}, {"device", valid_utf8(choice.device)}, {"threads", choice.threads}};
        if (!choice.notice.empty()) json["auto"]["notice"] = valid_utf8(choice.notice);
    } else {
        json["auto"] = nullptr;
        json["error"] = valid_utf8(choice.problem);
    }
    return json.dump(2) + "\n";
}

std::string as_text(const BackendRegistry& registry, const Choice& choice) {
    std::string text;
    for (const BackendEntry& entry : registry.entries()) {
        text += fmt::format("{:14}  {:11}  {}\n", entry.name, entry.is_available ? "available" : "unavailable", entry.description);
        if (!entry.reason.empty()) text += fmt::format("{:14}  {:11}  {}\n", "", "", terminal_text(entry.reason));
        for (const std::string& variant : entry.variants) text += fmt::format("  {}:{}\n", entry.name, variant);
    }
    if (!choice.problem.empty()) return text + "\nauto: " + terminal_text(choice.problem) + "\n";
    text += fmt::format("\nauto is {}: {}\n", choice.name, terminal_text(choice.device));
    return choice.notice.empty() ? text : text + terminal_text(choice.notice) + "\n";
}

}  // namespace

ExitCode run_devices(bool as_json) {
    const BackendRegistry registry = BackendRegistry::with_built_in_backends();
    const Choice choice = choice_of(registry);
    write_standard_output(as_json ? as_json_text(registry, choice) : as_text(registry, choice));
    return choice.problem.empty() ? ExitCode::ok : ExitCode::model_or_backend;
}

}  // namespace tilescribe
