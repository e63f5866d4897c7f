// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTest>

#include <cstdlib>
#include <filesystem>

namespace tilescribe::testing {

/// The folder of models, sounds and golden files beside the project (TILESCRIBE_SHARED).
inline std::filesystem::path shared_folder() {
    const char* folder = std::getenv("TILESCRIBE_SHARED");  // NOLINT(concurrency-mt-unsafe): tests set no environment meanwhile
    return folder != nullptr ? folder : "../shared";
}

}  // namespace tilescribe::testing

/// Skips the test function, visibly, where ../shared is absent; fails in CI, where it must be there.
#define REQUIRE_SHARED()                                                                        \
    do {                                                                                        \
        if (!std::filesystem::exists(tilescribe::testing::shared_folder() / "golden")) {        \
            if (qEnvironmentVariableIsSet("CI")) QFAIL("../shared is missing in CI");           \
            QSKIP("../shared is not here: golden files, models and sounds cannot be compared"); \
        }                                                                                       \
    } while (false)
