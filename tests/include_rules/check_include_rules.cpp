// SPDX-License-Identifier: GPL-3.0-or-later
// check_include_rules ROOT: prints every broken rule of the tree, exits with 1 if there is one.
#include "tests/include_rules/include_rules.h"

#include <cstdio>
#include <exception>

namespace {

int check(const char* root) {
    const tilescribe::testing::RuleReport report = tilescribe::testing::check_include_rules(root);
    for (const tilescribe::testing::RuleViolation& violation : report.violations) {
        std::printf("%s\n", to_string(violation).c_str());
    }
    std::printf("%d files, %zu broken rules\n", report.files, report.violations.size());
    // A wrong root must not pass as a clean tree.
    return report.files > 0 && report.violations.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: check_include_rules ROOT\n", stderr);
        return 2;
    }
    try {
        return check(argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
