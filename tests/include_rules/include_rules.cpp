// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/include_rules/include_rules.h"

#include "tests/include_rules/library_rules.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace tilescribe::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view spdx_line = "// SPDX-License-Identifier: GPL-3.0-or-later";

/// Plain value types that ui/ may show although they lie below it. A header that goes on this list may include std only, or others
/// of this list.
constexpr std::array<std::string_view, 2> plain_value_headers = {"engine/audio/audio_format.h", "kernels/op_timing.h"};

struct Include {
    std::string header;
    int line = 0;
    bool quoted = false;
};

struct SourceFile {
    std::string path;  ///< relative to the root, with '/'
    std::vector<std::string> first_lines;
    std::vector<Include> includes;
    std::vector<std::pair<int, std::string>> forbidden_types;
};

bool begins_with_any(std::string_view text, const std::vector<std::string_view>& beginnings) {
    return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return text.starts_with(beginning); });
}

bool is_header(std::string_view path) {
    return path.ends_with(".h") || path.ends_with(".hpp");
}

SourceFile read_source(const fs::path& root, const fs::path& file) {
    static const std::regex include_line(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
    static const std::regex forbidden_type(R"re(^\s*(?:class|struct)\s+(\w*(?:Manager|Helper|Helpers|Utils|Util))\b)re");
    SourceFile source{fs::relative(file, root).generic_string(), {}, {}, {}};
    std::ifstream stream(file);
    if (!stream) throw fs::filesystem_error("cannot read", file, std::make_error_code(std::errc::io_error));
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        if (number <= 30) source.first_lines.push_back(line);
        std::smatch match;
        if (std::regex_search(line, match, include_line)) source.includes.push_back({match[2], number, match[1] == "\""});
        if (std::regex_search(line, match, forbidden_type)) source.forbidden_types.emplace_back(number, match[1]);
    }
    return source;
}

std::map<std::string, SourceFile> read_tree(const fs::path& root) {
    static const std::set<std::string> endings = {".h", ".hpp", ".c", ".cc", ".cpp", ".inc"};
    std::map<std::string, SourceFile> sources;
    for (const char* floor : {"app", "ui", "engine", "kernels", "tests"}) {
        if (!fs::exists(root / floor)) continue;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / floor)) {
            if (!entry.is_regular_file() || !endings.contains(entry.path().extension().string())) continue;
            SourceFile source = read_source(root, entry.path());
            std::string path = source.path;
            sources.emplace(std::move(path), std::move(source));
        }
    }
    return sources;
}

std::string_view floor_of(std::string_view path) {
    return path.substr(0, path.find('/'));
}

bool is_project_header(std::string_view header) {
    const std::string_view floor = floor_of(header);
    return floor.size() < header.size() &&
           (floor == "app" || floor == "ui" || floor == "engine" || floor == "kernels" || floor == "tests");
}

/// Made by the build: Qt's moc and uic, and configured headers.
bool is_generated(std::string_view header) {
    return header.ends_with(".moc") || header.starts_with("moc_") || header.starts_with("ui_") || header.starts_with("generated/");
}

/// May `path` include the project's own `header`?
bool points_down(std::string_view path, std::string_view header) {
    const std::string_view from = floor_of(path);
    const std::string_view to = floor_of(header);
    if (from == "tests") return true;
    if (path.starts_with("app/cli/")) return to == "engine" || to == "kernels" || to == "app";
    if (from == "app") return to != "tests";
    if (from == "ui")
        return to == "ui" || header.starts_with("engine/transcript/") || std::ranges::count(plain_value_headers, header) > 0;
    if (from == "engine") return to == "engine" || to == "kernels";
    return to == "kernels";
}

bool may_use_qt(std::string_view path) {
    return floor_of(path) == "tests" || floor_of(path) == "ui" || (floor_of(path) == "app" && !path.starts_with("app/cli/"));
}

class TreeCheck {
public:
    explicit TreeCheck(const fs::path& root) : root_(root), sources_(read_tree(root)) {}

    RuleReport run() {
        for (const auto& [path, source] : sources_) {
            check_first_lines(source);
            check_names(source);
            for (const Include& include : source.includes) check_include(source, include);
            if (path.starts_with("app/cli/")) check_no_qt_below(source);
        }
        check_plain_value_headers();
        return {static_cast<int>(sources_.size()), std::move(violations_)};
    }

private:
    void report(const SourceFile& source, int line, std::string message) {
        violations_.push_back({source.path, line, std::move(message)});
    }

    void check_first_lines(const SourceFile& source) {
        if (source.first_lines.empty() || source.first_lines.front() != spdx_line) {
            report(source, 1, "the first line must be \"" + std::string(spdx_line) + "\"");
        }
        if (is_header(source.path) && std::ranges::count(source.first_lines, "#pragma once") == 0) {
            report(source, 1, "a header needs #pragma once near its top");
        }
    }

    void check_names(const SourceFile& source) {
        static const std::regex forbidden_name("(^|_)(manager|managers|helper|helpers|util|utils|common|misc)(_|$)");
        const std::string stem = fs::path(source.path).stem().string();
        if (std::regex_search(stem, forbidden_name))
            report(source, 0, "this name says nothing: call the file after its one main type or op");
        if (!std::regex_match(stem, std::regex("[a-z0-9_]+"))) report(source, 0, "file names are snake_case");
        for (const auto& [line, name] : source.forbidden_types)
            report(source, line, "the name " + name + " says nothing about the type");
    }

    void check_include(const SourceFile& source, const Include& include) {
        const std::string& header = include.header;
        if (is_project_header(header)) {
            if (!points_down(source.path, header)) {
                report(source, include.line,
                       std::string(floor_of(source.path)) + "/ must not include " + header + ": includes only point down");
            }
            // x.h may be made by the build from x.h.in.
            if (!fs::exists(root_ / header) && !fs::exists(root_ / (header + ".in")))
                report(source, include.line, header + " does not exist");
        } else if (include.quoted && !is_generated(header)) {
            report(source, include.line, "\"" + header + "\" is not relative to the root");
        }
        check_library(source, include);
    }

    void check_library(const SourceFile& source, const Include& include) {
        const std::string_view path = source.path;
        if (is_qt_header(include.header) && !may_use_qt(path)) {
            report(source, include.line, "Qt (" + include.header + ") belongs in app/ (not app/cli/), ui/ and tests/ only");
        }
        if (path.starts_with("tests/")) return;
        for (const LibraryRule& rule : library_rules()) {
            if (!begins_with_any(include.header, rule.header_prefixes) || begins_with_any(path, rule.allowed_paths)) continue;
            std::string places;
            for (const std::string_view place : rule.allowed_paths) places += " " + std::string(place);
            report(source, include.line,
                   std::string(rule.library) + " (" + include.header + ") belongs in:" + (places.empty() ? " tests/" : places));
        }
    }

    /// The command line builds without Qt, so nothing that it includes, however deep, may need it.
    void check_no_qt_below(const SourceFile& source) {
        std::vector<std::string> waiting(source.includes.size());
        std::ranges::transform(source.includes, waiting.begin(), &Include::header);
        std::set<std::string> seen = {source.path};
        while (!waiting.empty()) {
            const std::string path = std::move(waiting.back());
            waiting.pop_back();
            const auto found = sources_.find(path);
            if (found == sources_.end() || !seen.insert(path).second) continue;
            for (const Include& include : found->second.includes) {
                if (is_qt_header(include.header)) {
                    report(source, 0, "app/cli/ must build without Qt but includes " + path + ", which needs " + include.header);
                }
                waiting.push_back(include.header);
            }
        }
    }

    void check_plain_value_headers() {
        for (const std::string_view path : plain_value_headers) {
            const auto found = sources_.find(std::string(path));
            if (found == sources_.end()) continue;
            for (const Include& include : found->second.includes) {
                if (!is_project_header(include.header) || std::ranges::count(plain_value_headers, include.header) > 0) continue;
                report(found->second, include.line,
                       "ui/ may include this header because it is plain values: " + include.header + " is not");
            }
        }
    }

    fs::path root_;
    std::map<std::string, SourceFile> sources_;
    std::vector<RuleViolation> violations_;
};

}  // namespace

RuleReport check_include_rules(const std::filesystem::path& root) {
    return TreeCheck(root).run();
}

std::string to_string(const RuleViolation& violation) {
    const std::string place = violation.line > 0 ? violation.file + ":" + std::to_string(violation.line) : violation.file;
    return place + ": " + violation.message;
}

}  // namespace tilescribe::testing
