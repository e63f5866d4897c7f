// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace tilescribe::testing {

/// One broken rule. `file` is relative to the root; `line` counts from 1, 0 where the file as a whole is meant.
struct RuleViolation {
    std::string file;
    int line = 0;
    std::string message;
};

/// What a check looked at and what it found.
struct RuleReport {
    int files = 0;  ///< source files read
    std::vector<RuleViolation> violations;
};

/// Checks app/, ui/, engine/, kernels/ and tests/ under `root` against the rules of ARCHITECTURE.md: includes only point down, each
/// library stays in its place, the command line stands on no Qt, and the first lines and names of files. Throws
/// std::filesystem::filesystem_error where a file cannot be read.
RuleReport check_include_rules(const std::filesystem::path& root);

/// "engine/audio/x.cpp:3: message".
std::string to_string(const RuleViolation& violation);

}  // namespace tilescribe::testing
