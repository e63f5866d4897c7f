// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/kernels/npu/designs/whisper_programs.h"

#include <QTest>

#include <tuple>

namespace tilescribe::npu {

/// A row for each device, type of products and network size: "generation", "type", and "size", its place in whisper_sizes().
inline void add_rows_of_sizes() {
    QTest::addColumn<ArrayGeneration>("generation");
    QTest::addColumn<GemmType>("type");
    QTest::addColumn<int>("size");
    for (const auto& [name, generation, type] : {std::tuple("npu1 bf16", ArrayGeneration::npu1, GemmType::bf16),
                                                 std::tuple("npu1 int8", ArrayGeneration::npu1, GemmType::int8),
                                                 std::tuple("npu4 bf16", ArrayGeneration::npu4, GemmType::bf16),
                                                 std::tuple("npu4 int8", ArrayGeneration::npu4, GemmType::int8),
                                                 std::tuple("npu4 bfp16", ArrayGeneration::npu4, GemmType::bfp16)})
        for (int i = 0; i < static_cast<int>(whisper_sizes().size()); ++i)
            QTest::addRow("%s %s", name, whisper_sizes()[static_cast<std::size_t>(i)].name.c_str()) << generation << type << i;
}

}  // namespace tilescribe::npu
