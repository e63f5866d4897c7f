// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/huggingface_vocabulary.h"

#include "engine/model_io/json_file.h"
#include "engine/model_io/model_file_error.h"

#include <array>
#include <optional>

namespace tilescribe {
namespace {

constexpr std::size_t largest_file = 16U << 20;
constexpr std::size_t n_spellings = 0x144;  // code points U+0000 to U+0143

/// The byte that each code point stands for: printable Latin-1 characters stand for themselves, the other bytes, in order, for
/// U+0100 and following (GPT-2's bytes_to_unicode). -1: none.
std::array<std::int16_t, n_spellings> spelled_bytes() {
    std::array<std::int16_t, n_spellings> bytes = {};
    bytes.fill(-1);
    std::size_t next = 0x100;
    for (std::int16_t byte = 0; byte < 256; ++byte) {
        const bool is_printable = (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xFF && byte != 0xAD);
        bytes[is_printable ? static_cast<std::size_t>(byte) : next++] = byte;
    }
    return bytes;
}

/// Nothing where the spelling holds a character that stands for no byte. `spelling` is valid UTF-8: the JSON parser checked it.
std::optional<std::string> bytes_of_spelling(const std::string& spelling, const std::array<std::int16_t, n_spellings>& table) {
    std::string bytes;
    for (std::size_t i = 0; i < spelling.size(); ++i) {
        std::size_t code_point = static_cast<unsigned char>(spelling[i]);
        if (code_point >= 0xE0) return std::nullopt;
        if (code_point >= 0x80 && ++i < spelling.size())
            code_point = (code_point & 0x1FU) << 6 | (static_cast<unsigned char>(spelling[i]) & 0x3FU);
        if (code_point >= table.size() || table[code_point] < 0) return std::nullopt;
        bytes += static_cast<char>(table[code_point]);
    }
    return bytes;
}

struct VocabularyFile {
    std::filesystem::path path;
    nlohmann::json entries;  ///< spelling -> id
};

VocabularyFile read_vocabulary_file(const std::filesystem::path& folder) {
    if (const auto path = folder / "vocab.json"; !exists(folder / "tokenizer.json") && exists(path))
        return {path, read_json_object(path, largest_file)};
    const auto path = folder / "tokenizer.json";
    nlohmann::json tokenizer = read_json_object(path, largest_file);
    const auto model = tokenizer.find("model");
    if (model == tokenizer.end() || !model->is_object() || !model->contains("vocab") || !(*model)["vocab"].is_object())
        throw ModelFileError(path, "holds no vocabulary (model.vocab)");
    return {path, std::move((*model)["vocab"])};
}

}  // namespace

std::vector<std::string> read_huggingface_vocabulary(const std::filesystem::path& folder, std::int64_t eot) {
    const VocabularyFile file = read_vocabulary_file(folder);
    const auto table = spelled_bytes();
    std::vector<std::string> vocabulary(static_cast<std::size_t>(eot));
    bool has_tokens = false;
    for (const auto& [spelling, id] : file.entries.items()) {
        if (!id.is_number_unsigned()) throw ModelFileError(file.path, "the token '" + printable(spelling) + "' has no valid id");
        const auto index = id.get<std::uint64_t>();
        if (index >= vocabulary.size()) continue;  // a special token
        auto bytes = bytes_of_spelling(spelling, table);
        if (!bytes)
            throw ModelFileError(file.path, "the token " + std::to_string(index) + " is not spelled in GPT-2's byte letters");
        if (!vocabulary[index].empty())
            throw ModelFileError(file.path, "the token id " + std::to_string(index) + " is given twice");
        vocabulary[index] = std::move(*bytes);
        has_tokens = true;
    }
    if (!has_tokens) throw ModelFileError(file.path, "holds an empty vocabulary");
    return vocabulary;
}

}  // namespace tilescribe
