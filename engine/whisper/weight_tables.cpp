// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/weight_tables.h"

namespace tilescribe {

Tensor table_on_backend(KernelBackend& backend, const WeightMatrix& table) {
    Tensor tensor = backend.allocate(table.rows, table.cols);
    for (std::int64_t r = 0; r < table.rows; ++r)
        dequantise_row(table, r, {tensor.view.row(r), static_cast<std::size_t>(table.cols)});
    backend.upload({OpKind::transfer}, tensor.view);
    return tensor;
}

}  // namespace tilescribe
