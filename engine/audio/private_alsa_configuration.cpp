// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/private_alsa_configuration.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp, setenv

namespace tilescribe {
namespace {

constexpr const char* config_variable = "ALSA_CONFIG_PATH";
constexpr const char* system_configuration = "/usr/share/alsa/alsa.conf";

std::optional<std::string> environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): see the header
    return value != nullptr && *value != '\0' ? std::optional<std::string>(value) : std::nullopt;
}

std::filesystem::path make_private_folder() {
    const auto runtime = environment("XDG_RUNTIME_DIR");
    std::error_code ignored;
    const bool usable = runtime && std::filesystem::is_directory(*runtime, ignored);
    const std::filesystem::path parent = usable ? std::filesystem::path(*runtime) : std::filesystem::temp_directory_path();
    std::string name = (parent / "tilescribe-alsa-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        throw std::filesystem::filesystem_error("cannot make a folder for the sound configuration", name,
                                                std::error_code(errno, std::generic_category()));
    }
    return name;
}

}  // namespace

std::string quote_for_alsa(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (static_cast<unsigned char>(c) >= ' ') quoted += c;  // no name has control characters
    }
    return quoted + '"';
}

const std::vector<std::string>& PrivateAlsaConfiguration::slots() {
    static const std::vector<std::string> names = {"tilescribe_input_1", "tilescribe_input_2", "tilescribe_input_3",
                                                   "tilescribe_input_4"};
    return names;
}

PrivateAlsaConfiguration::PrivateAlsaConfiguration()
    : inherited_(environment(config_variable)), folder_(make_private_folder()), sources_(slots().size()) {
    write();
    setenv(config_variable, (folder_ / "asound.conf").c_str(), 1);  // NOLINT(concurrency-mt-unsafe): see the header
}

PrivateAlsaConfiguration::~PrivateAlsaConfiguration() {
    // NOLINTBEGIN(concurrency-mt-unsafe): see the header
    if (inherited_) {
        setenv(config_variable, inherited_->c_str(), 1);
    } else {
        unsetenv(config_variable);
    }
    // NOLINTEND(concurrency-mt-unsafe)
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void PrivateAlsaConfiguration::point(const std::string& slot, const std::string& source) {
    const auto found = std::ranges::find(slots(), slot);
    if (found == slots().end()) throw std::invalid_argument("no such slot: " + slot);
    sources_[static_cast<std::size_t>(found - slots().begin())] = source;
    write();
}

/// By renaming: ALSA looks for a change of the file's inode as well as its time, which counts whole seconds only.
void PrivateAlsaConfiguration::write() const {
    const std::filesystem::path next = folder_ / "asound.conf.new";
    std::ofstream file(next);
    std::istringstream paths(inherited_.value_or(system_configuration));
    for (std::string path; std::getline(paths, path, ':');) file << '<' << path << ">\n";
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        file << "pcm." << slots()[i] << " { type pulse";
        if (!sources_[i].empty()) file << " device " << quote_for_alsa(sources_[i]);
        file << " hint { show on description \"Tilescribe input\" } }\n";
    }
    file.close();
    if (!file) throw std::filesystem::filesystem_error("cannot write", next, std::make_error_code(std::errc::io_error));
    std::filesystem::rename(next, folder_ / "asound.conf");
}

}  // namespace tilescribe
