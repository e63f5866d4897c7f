// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/ggml_reader.h"

#include "engine/model_io/byte_cursor.h"
#include "engine/model_io/config_check.h"
#include "engine/model_io/model_file_error.h"

#include <algorithm>
#include <array>
#include <optional>

namespace tilescribe {
namespace {

constexpr std::uint32_t magic = 0x67676d6c;
constexpr std::int32_t n_filter_bins = 201;
constexpr std::int32_t longest_tensor_name = 256;
constexpr std::int32_t longest_token = 4096;      // Whisper's own are below 200 bytes
constexpr std::int32_t quantisation_version = 2;  // of the blocks with f16 scales

struct NumberedType {
    std::int32_t number;
    ElementType type;
};

// A whole file's type and a tensor's type are counted differently.
constexpr std::array<NumberedType, 7> file_types = {{{0, ElementType::f32},
                                                     {1, ElementType::f16},
                                                     {2, ElementType::q4_0},
                                                     {3, ElementType::q4_1},
                                                     {7, ElementType::q8_0},
                                                     {8, ElementType::q5_0},
                                                     {9, ElementType::q5_1}}};
constexpr std::array<NumberedType, 7> tensor_types = {{{0, ElementType::f32},
                                                       {1, ElementType::f16},
                                                       {2, ElementType::q4_0},
                                                       {3, ElementType::q4_1},
                                                       {6, ElementType::q5_0},
                                                       {7, ElementType::q5_1},
                                                       {8, ElementType::q8_0}}};

std::optional<ElementType> type_of_number(std::span<const NumberedType> table, std::int32_t number) noexcept {
    const auto found = std::ranges::find(table, number, &NumberedType::number);
    return found == table.end() ? std::nullopt : std::optional(found->type);
}

[[noreturn]] void throw_wrong_magic(std::span<const std::byte> bytes, const std::filesystem::path& file) {
    const auto begins = [&](std::string_view text) {
        return bytes.size() >= text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
    };
    if (bytes.empty()) throw ModelFileError(file, "is empty");
    if (begins("GGUF"))
        throw ModelFileError(file, "is a GGUF file; Whisper models are read as ggml .bin files or Hugging Face folders");
    if (begins("PK")) throw ModelFileError(file, "looks like a PyTorch file; a ggml .bin file or a Hugging Face folder is needed");
    throw ModelFileError(file, "is not a ggml model file (wrong first bytes)");
}

class GgmlReader {
public:
    GgmlReader(std::span<const std::byte> bytes, const std::filesystem::path& file) : cursor_(bytes, file), file_(file) {
        if (!has_ggml_magic(bytes)) throw_wrong_magic(bytes, file);
    }

    GgmlHeader read_header() {
        (void)cursor_.take(sizeof magic, "the header");
        GgmlHeader header;
        WhisperConfig& c = header.config;
        for (std::int64_t* dimension : {&c.n_vocab, &c.n_audio_ctx, &c.n_audio_state, &c.n_audio_head, &c.n_audio_layer,
                                        &c.n_text_ctx, &c.n_text_state, &c.n_text_head, &c.n_text_layer, &c.n_mels})
            *dimension = read_int("the header");
        const std::int32_t file_type = read_int("the header");
        check_config(c, file_);
        header.format = "ggml " + std::string(name_of(checked_file_type(file_type)));
        return header;
    }

    void skip_filters(const WhisperConfig& config) {
        const std::int32_t n_mels = read_int("the mel filters");
        const std::int32_t n_bins = read_int("the mel filters");
        if (n_mels != config.n_mels || n_bins != n_filter_bins)
            throw ModelFileError(file_, "has mel filters of " + std::to_string(n_mels) + " x " + std::to_string(n_bins) +
                                            " instead of " + std::to_string(config.n_mels) + " x 201");
        (void)cursor_.take(sizeof(float) * static_cast<std::uint64_t>(n_mels) * static_cast<std::uint64_t>(n_bins),
                           "the mel filters");
    }

    std::vector<std::string> read_vocabulary(const WhisperConfig& config) {
        const std::int32_t eot = config.is_multilingual() ? 50257 : 50256;
        const std::int32_t count = read_int("the vocabulary");
        if (count < eot || count > config.n_vocab)
            throw ModelFileError(file_, "has a vocabulary of " + std::to_string(count) + " entries; expected are " +
                                            std::to_string(eot) + " to " + std::to_string(config.n_vocab));
        std::vector<std::string> vocabulary;
        for (std::int32_t i = 0; i < count; ++i) {
            const std::int32_t length = read_int("the vocabulary");
            if (length < 0 || length > longest_token)
                throw ModelFileError(file_, "has a vocabulary entry of " + std::to_string(length) + " bytes");
            const std::string_view bytes = cursor_.read_text(static_cast<std::uint64_t>(length), "the vocabulary");
            if (i < eot) vocabulary.emplace_back(bytes);
        }
        return vocabulary;
    }

    TensorTable read_tensors() {
        TensorTable tensors(file_);
        while (cursor_.remaining() > 0) read_tensor(tensors);
        return tensors;
    }

private:
    std::int32_t read_int(std::string_view what) { return cursor_.read<std::int32_t>(what); }

    ElementType checked_file_type(std::int32_t number) const {
        const auto type = number < 0 ? std::nullopt : type_of_number(file_types, number % 1000);
        if (!type)
            throw ModelFileError(file_, "stores its weights in a form (ftype " + std::to_string(number) +
                                            ") that is not supported; f32, f16, q4_0, q4_1, q5_0, q5_1 and q8_0 are");
        if (is_quantised(*type) && number / 1000 != quantisation_version)
            throw ModelFileError(file_, "was quantised in a layout (version " + std::to_string(number / 1000) +
                                            ") that is not supported; version 2 is, quantise the model again");
        return *type;
    }

    void read_tensor(TensorTable& tensors) {
        const std::int32_t n_dims = read_int("a tensor's header");
        const std::int32_t name_length = read_int("a tensor's header");
        const std::int32_t type_number = read_int("a tensor's header");
        if (n_dims < 1 || n_dims > 4)
            throw ModelFileError(file_, "has a tensor of " + std::to_string(n_dims) + " dimensions (1 to 4 are possible)");
        if (name_length < 1 || name_length > longest_tensor_name)
            throw ModelFileError(file_, "has a tensor whose name is " + std::to_string(name_length) + " bytes long");
        StoredTensor tensor;
        tensor.file = file_;
        for (std::int32_t i = 0; i < n_dims; ++i) tensor.shape.push_back(read_int("a tensor's header"));
        std::ranges::reverse(tensor.shape);  // ggml counts the innermost dimension first
        const std::string name(cursor_.read_text(static_cast<std::uint64_t>(name_length), "a tensor's name"));
        const std::string title = "the tensor '" + printable(name) + "'";
        const auto type = type_of_number(tensor_types, type_number);
        if (!type)
            throw ModelFileError(file_,
                                 title + " is stored in the type " + std::to_string(type_number) + ", which is not supported");
        tensor.type = *type;
        const auto size = tensor_bytes(*type, tensor.shape);
        if (!size)
            throw ModelFileError(
                file_, title + " cannot have the shape " + shape_text(tensor.shape) + " in " + std::string(name_of(*type)));
        tensor.bytes = cursor_.take(*size, title);
        tensors.add(name, std::move(tensor));
    }

    ByteCursor cursor_;
    const std::filesystem::path& file_;
};

/// The voice-activity model has the same magic; people have both in one folder.
void refuse_silero(std::span<const std::byte> bytes, const std::filesystem::path& file) {
    constexpr std::string_view silero = "silero";
    constexpr std::size_t at = 8;
    if (bytes.size() >= at + silero.size() && std::memcmp(bytes.data() + at, silero.data(), silero.size()) == 0)
        throw ModelFileError(file, "is a model for voice activity (Silero), not a Whisper model");
}

}  // namespace

bool has_ggml_magic(std::span<const std::byte> bytes) noexcept {
    return bytes.size() >= sizeof magic && std::memcmp(bytes.data(), &magic, sizeof magic) == 0;
}

GgmlHeader parse_ggml_header(std::span<const std::byte> bytes, const std::filesystem::path& file) {
    refuse_silero(bytes, file);
    return GgmlReader(bytes, file).read_header();
}

GgmlContents parse_ggml(std::span<const std::byte> bytes, const std::filesystem::path& file) {
    refuse_silero(bytes, file);
    GgmlReader reader(bytes, file);
    GgmlHeader header = reader.read_header();
    reader.skip_filters(header.config);
    std::vector<std::string> vocabulary = reader.read_vocabulary(header.config);
    return {std::move(header), std::move(vocabulary), reader.read_tensors()};
}

}  // namespace tilescribe
