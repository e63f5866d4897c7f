// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/ggml_reader.h"
#include "engine/model_io/model_file_error.h"
#include "engine/model_io/network_weights.h"

#include <cstdint>

using namespace tilescribe;

/// libFuzzer's entry. A whole model is megabytes, so mostly the header, the vocabulary and the first tensors are reached:
/// give a small valid file (tests/support/checkpoint_writer.h) as the corpus and raise -max_len.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    try {
        GgmlContents contents = parse_ggml(std::as_bytes(std::span(input, size)), "fuzz.bin");
        FloatStore floats;
        (void)collect_weights(contents.header.config, contents.tensors, TensorNaming::openai, floats);
    } catch (const ModelFileError&) {  // NOLINT(bugprone-empty-catch): the answer to a bad file
    }
    return 0;
}
