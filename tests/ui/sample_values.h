// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/backend_status.h"
#include "ui/caption_line.h"
#include "ui/kernel_row.h"
#include "ui/load_sample.h"
#include "ui/model_entry.h"
#include "ui/queue_item.h"
#include "ui/session_row.h"

#include <vector>

namespace tilescribe {
class MainWindow;
}

/// Realistic values for the screenshots and the widgets' tests. Nothing of this is in the program.
namespace tilescribe::samples {

[[nodiscard]] std::vector<CaptionLine> captions();
[[nodiscard]] std::vector<QueueItem> queue();
[[nodiscard]] std::vector<SessionRow> sessions();
[[nodiscard]] std::vector<KernelRow> kernels(bool onNpu);
[[nodiscard]] std::vector<WindowOp> lastWindow(bool onNpu);
/// One minute, two readings a second.
[[nodiscard]] std::vector<LoadSample> loads(bool onNpu);
[[nodiscard]] std::vector<ModelEntry> models();
[[nodiscard]] BackendStatus backend(bool onNpu);

/// Fills every view.
void fill(MainWindow& window, bool onNpu);

}  // namespace tilescribe::samples
