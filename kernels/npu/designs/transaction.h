// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/designs/array_configuration.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tilescribe::npu {

/// The instructions that XRT runs on the overlay's xclbin (opcode 3): a transaction as mlir-aie's TxnEncoding.h documents it and
/// its aie-translate --aie-npu-to-binary writes. Channels are reset, then locks, descriptors and lists written, channels and cores
/// started, and the shim's tasks issued, each waiting where four of its channel are pending; the transaction is over when all
/// tasks are. Throws std::invalid_argument where a number does not fit its register.
[[nodiscard]] std::vector<std::uint32_t> transaction(const ArrayConfiguration& configuration);

/// What such instructions do, read from the registers that they write. Throws std::invalid_argument for anything that
/// transaction() cannot have made.
[[nodiscard]] ArrayConfiguration parse_transaction(std::span<const std::uint32_t> words);

}  // namespace tilescribe::npu
