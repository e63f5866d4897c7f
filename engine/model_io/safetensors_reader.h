// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/model_io/tensor_table.h"

#include <cstddef>
#include <filesystem>
#include <span>

namespace tilescribe {

/// Adds every tensor of one .safetensors file (F32, F16 or BF16) to `tensors`, as views of `bytes`. Layout: u64 header length, a
/// JSON object name -> {dtype, shape, data_offsets: [begin, end)}, then the data (huggingface.co/docs/safetensors).
/// Throws ModelFileError, naming `file`, for offsets that overlap, leave the file or do not fit the shape, and for other types.
void parse_safetensors(std::span<const std::byte> bytes, const std::filesystem::path& file, TensorTable& tensors);

}  // namespace tilescribe
