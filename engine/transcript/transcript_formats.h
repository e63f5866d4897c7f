// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/transcript/transcript_writer.h"

#include <ostream>

namespace tilescribe {

// One writer per format, each in its own file; write_transcript() chooses.
void write_txt(std::ostream& out, const Transcript& transcript);
void write_srt(std::ostream& out, const Transcript& transcript);
void write_vtt(std::ostream& out, const Transcript& transcript);
void write_tsv(std::ostream& out, const Transcript& transcript);
void write_json(std::ostream& out, const Transcript& transcript, const TranscriptContext& context);
void write_csv(std::ostream& out, const Transcript& transcript);
void write_md(std::ostream& out, const Transcript& transcript, const TranscriptContext& context);
void write_lrc(std::ostream& out, const Transcript& transcript, const TranscriptContext& context);
void write_ttml(std::ostream& out, const Transcript& transcript, const TranscriptContext& context);

}  // namespace tilescribe
