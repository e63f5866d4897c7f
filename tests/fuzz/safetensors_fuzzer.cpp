// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/model_file_error.h"
#include "engine/model_io/safetensors_reader.h"

#include <cstdint>

using namespace tilescribe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    try {
        TensorTable tensors("fuzz.safetensors");
        parse_safetensors(std::as_bytes(std::span(input, size)), "fuzz.safetensors", tensors);
    } catch (const ModelFileError&) {  // NOLINT(bugprone-empty-catch): the answer to a bad file
    }
    return 0;
}
