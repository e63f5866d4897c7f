// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/backend_registry.h"

#include "kernels/cpu/cpu_backend.h"
#include "kernels/npu/npu_backend_entry.h"
#include "kernels/reference/reference_backend.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

namespace tilescribe {
namespace {

std::string list_of_names(const std::vector<BackendEntry>& entries) {
    std::string names;
    for (const BackendEntry& entry : entries) {
        if (!names.empty()) names += ", ";
        names += entry.name;
        for (const std::string& variant : entry.variants) names.append(", ").append(entry.name).append(":").append(variant);
    }
    return names;
}

std::string forced_by_environment() {
    const char* forced = std::getenv("TILESCRIBE_BACKEND");  // NOLINT(concurrency-mt-unsafe): nobody sets it while the program runs
    return forced != nullptr ? forced : "";
}

/// The first that is available and can be made: an NPU may be there, but busy.
std::unique_ptr<KernelBackend> create_first(const std::vector<BackendEntry>& entries, const BackendOptions& options) {
    std::string reasons;
    std::string passed_over;
    for (const BackendEntry& entry : entries) {
        if (!entry.is_available) {
            reasons += " " + entry.name + ": " + entry.reason;
            continue;
        }
        try {
            std::unique_ptr<KernelBackend> backend = entry.create(options);
            if (!passed_over.empty() && options.notice) options.notice(passed_over + " Taken instead: " + entry.name + ".");
            return backend;
        } catch (const BackendUnavailable& error) {
            passed_over += (passed_over.empty() ? "" : " ") + entry.name + ": " + error.what();
        }
    }
    throw BackendUnavailable("No backend can run here." + reasons + (passed_over.empty() ? "" : " ") + passed_over);
}

/// The entry that `wish` ("name" or "name:variant") names; `asked_by` begins the sentence when there is none.
const BackendEntry& find(const std::vector<BackendEntry>& entries, const std::string& wish, const std::string& asked_by,
                         std::string& variant) {
    const std::size_t colon = wish.find(':');
    const std::string name = wish.substr(0, colon);
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const BackendEntry& entry) { return entry.name == name; });
    if (found == entries.end())
        throw BackendUnavailable(asked_by + " '" + name + "', which this program does not have; it has " + list_of_names(entries) +
                                 ".");
    if (!found->is_available) throw BackendUnavailable(asked_by + " '" + name + "', which cannot run here: " + found->reason);
    if (colon != std::string::npos) variant = wish.substr(colon + 1);
    if (!variant.empty() && std::find(found->variants.begin(), found->variants.end(), variant) == found->variants.end())
        throw BackendUnavailable(asked_by + " '" + name + ":" + variant + "', but '" + name + "' has no such variant; there are " +
                                 list_of_names(entries) + ".");
    return *found;
}

}  // namespace

BackendRegistry BackendRegistry::with_built_in_backends() {
    BackendRegistry registry;
    registry.add(npu::npu_backend_entry());
    registry.add(cpu_backend_entry());
    registry.add(reference_backend_entry());
    registry.add(npu::npu_emulated_backend_entry());
    return registry;
}

void BackendRegistry::add(BackendEntry entry) {
    entries_.push_back(std::move(entry));
}

std::unique_ptr<KernelBackend> BackendRegistry::create(std::string_view wish, BackendOptions options) const {
    std::string name(wish);
    std::string asked_by = "The chosen backend is";
    if (name == "auto") {
        name = forced_by_environment();
        asked_by = "The environment variable TILESCRIBE_BACKEND names the backend";
    }
    if (name.empty() || name == "auto") return create_first(entries_, options);
    const BackendEntry& entry = find(entries_, name, asked_by, options.variant);
    return entry.create(options);
}

}  // namespace tilescribe
