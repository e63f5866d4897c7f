// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <vector>

namespace tilescribe {

/// Files as they are (whatever they are: the attempt says so); folders as the recordings inside, at any depth, by name. What cannot
/// be listed is left out. Symbolic links to folders are not followed, so there are no circles.
[[nodiscard]] std::vector<std::filesystem::path> expand_media(const std::vector<std::filesystem::path>& dropped);

}  // namespace tilescribe
