// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/transcript/transcript_writer.h"

#include <functional>

class QMenu;

namespace tilescribe {

/// Fills a menu with the formats a transcript can be written in; the chosen one is handed to `use`.
void fillExportMenu(QMenu& menu, const std::function<void(TranscriptFormat)>& use);

}  // namespace tilescribe
