// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export_menu.h"

#include <QCoreApplication>
#include <QMenu>

#include <array>
#include <utility>

namespace tilescribe {

void fillExportMenu(QMenu& menu, const std::function<void(TranscriptFormat)>& use) {
    static constexpr std::array<std::pair<TranscriptFormat, const char*>, 9> formats{{
        {TranscriptFormat::txt, QT_TRANSLATE_NOOP("ExportMenu", "Plain text (.txt)")},
        {TranscriptFormat::md, QT_TRANSLATE_NOOP("ExportMenu", "Markdown (.md)")},
        {TranscriptFormat::srt, QT_TRANSLATE_NOOP("ExportMenu", "Subtitles, SubRip (.srt)")},
        {TranscriptFormat::vtt, QT_TRANSLATE_NOOP("ExportMenu", "Subtitles, WebVTT (.vtt)")},
        {TranscriptFormat::ttml, QT_TRANSLATE_NOOP("ExportMenu", "Subtitles, TTML (.ttml)")},
        {TranscriptFormat::lrc, QT_TRANSLATE_NOOP("ExportMenu", "Lyrics, time-stamped lines (.lrc)")},
        {TranscriptFormat::csv, QT_TRANSLATE_NOOP("ExportMenu", "Table, comma-separated (.csv)")},
        {TranscriptFormat::tsv, QT_TRANSLATE_NOOP("ExportMenu", "Table, tab-separated (.tsv)")},
        {TranscriptFormat::json, QT_TRANSLATE_NOOP("ExportMenu", "Everything, for programs (.json)")},
    }};
    for (const auto& [format, text] : formats) {
        menu.addAction(QCoreApplication::translate("ExportMenu", text), &menu, [use, chosen = format] { use(chosen); });
    }
}

}  // namespace tilescribe
