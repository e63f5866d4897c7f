// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/kernels/npu/designs/whisper_programs.h"

#include <QTest>

namespace tilescribe::npu {

/// A row for each device and network size: "generation", and "size", its place in whisper_sizes().
inline void add_rows_of_sizes() {
    QTest::addColumn<ArrayGeneration>("generation");
    QTest::addColumn<int>("size");
    for (const auto generation : {ArrayGeneration::npu1, ArrayGeneration::npu4})
        for (int i = 0; i < static_cast<int>(whisper_sizes().size()); ++i)
            QTest::addRow("%s %s", generation == ArrayGeneration::npu1 ? "npu1" : "npu4",
                          whisper_sizes()[static_cast<std::size_t>(i)].name.c_str())
                << generation << i;
}

}  // namespace tilescribe::npu
