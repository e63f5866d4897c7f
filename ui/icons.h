// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QIcon>

namespace tilescribe {

/// An icon of resources/icons/actions, drawn in the theme's colours at the moment it is painted (so it follows dark and light).
[[nodiscard]] QIcon actionIcon(const char* name);

/// The program's icon: the desktop's theme first, else the embedded one.
[[nodiscard]] QIcon applicationIcon();

/// Makes the embedded icons and translations reachable; a static library's resources are not registered by themselves.
void registerResources();

}  // namespace tilescribe
