// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tilescribe {

/// The bytes of each token below `eot` from a Hugging Face folder's tokenizer.json (or vocab.json where there is none). Their
/// strings spell every byte as one printable character, as GPT-2's byte-level BPE does. Throws ModelFileError.
[[nodiscard]] std::vector<std::string> read_huggingface_vocabulary(const std::filesystem::path& folder, std::int64_t eot);

}  // namespace tilescribe
