// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/safetensors_reader.h"

#include "engine/model_io/byte_cursor.h"
#include "engine/model_io/json_file.h"
#include "engine/model_io/model_file_error.h"

#include <algorithm>
#include <vector>

namespace tilescribe {
namespace {

constexpr std::uint64_t longest_header = 16U << 20;  // a large model's is about 200 kB
constexpr std::size_t most_dimensions = 8;

struct ByteRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::string name;
};

class EntryParser {
public:
    EntryParser(const std::string& name, const nlohmann::json& entry, const std::filesystem::path& file)
        : name_(name), entry_(entry), file_(file) {
        if (!entry.is_object()) fail("is not described");
    }

    [[nodiscard]] ElementType type() const {
        const auto found = entry_.find("dtype");
        const std::string dtype = found != entry_.end() && found->is_string() ? found->get<std::string>() : "";
        if (dtype == "F32") return ElementType::f32;
        if (dtype == "F16") return ElementType::f16;
        if (dtype == "BF16") return ElementType::bf16;
        fail("is stored as '" + printable(dtype) + "'; F32, F16 and BF16 are supported");
    }

    [[nodiscard]] std::vector<std::int64_t> shape() const {
        const std::vector<std::int64_t> shape = numbers("shape");
        if (shape.size() > most_dimensions) fail("has " + std::to_string(shape.size()) + " dimensions");
        return shape;
    }

    /// Checked against the size of the file's data and against the shape.
    [[nodiscard]] ByteRange range(std::uint64_t data_size, const StoredTensor& tensor) const {
        const std::vector<std::int64_t> offsets = numbers("data_offsets");
        if (offsets.size() != 2 || offsets[0] > offsets[1]) fail("has no valid data_offsets");
        const ByteRange range = {static_cast<std::uint64_t>(offsets[0]), static_cast<std::uint64_t>(offsets[1]), name_};
        if (range.end > data_size) fail("lies beyond the end of the file; the file is truncated or damaged");
        // A scalar has no dimensions but one element; no tensor of Whisper's is one.
        const auto size = tensor.shape.empty() ? std::optional<std::uint64_t>(row_bytes(tensor.type, 1))
                                               : tensor_bytes(tensor.type, tensor.shape);
        if (size != range.end - range.begin)
            fail("of shape " + shape_text(tensor.shape) + " in " + std::string(name_of(tensor.type)) + " cannot lie in " +
                 std::to_string(range.end - range.begin) + " bytes");
        return range;
    }

private:
    [[noreturn]] void fail(const std::string& problem) const {
        throw ModelFileError(file_, "the tensor '" + printable(name_) + "' " + problem);
    }

    /// An array of whole numbers that are not negative and fit.
    [[nodiscard]] std::vector<std::int64_t> numbers(const char* member) const {
        const auto found = entry_.find(member);
        if (found == entry_.end() || !found->is_array()) fail(std::string("has no ") + member);
        std::vector<std::int64_t> values;
        for (const nlohmann::json& value : *found) {
            if (!value.is_number_unsigned() || value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
                fail(std::string("has an impossible ") + member);
            values.push_back(static_cast<std::int64_t>(value.get<std::uint64_t>()));
        }
        return values;
    }

    const std::string& name_;
    const nlohmann::json& entry_;
    const std::filesystem::path& file_;
};

void check_disjoint(std::vector<ByteRange> ranges, const std::filesystem::path& file) {
    std::erase_if(ranges, [](const ByteRange& range) { return range.begin == range.end; });
    std::ranges::sort(ranges, {}, &ByteRange::begin);
    for (std::size_t i = 1; i < ranges.size(); ++i)
        if (ranges[i].begin < ranges[i - 1].end)
            throw ModelFileError(
                file, "the tensors '" + printable(ranges[i - 1].name) + "' and '" + printable(ranges[i].name) + "' overlap");
}

nlohmann::json read_header(ByteCursor& cursor, const std::filesystem::path& file) {
    const auto length = cursor.read<std::uint64_t>("the header's length");
    if (length > longest_header)
        throw ModelFileError(file, "is not a safetensors file: its header would be " + std::to_string(length) + " bytes long");
    return parse_json_object(cursor.take(length, "the header"), file);
}

}  // namespace

void parse_safetensors(std::span<const std::byte> bytes, const std::filesystem::path& file, TensorTable& tensors) {
    if (bytes.empty()) throw ModelFileError(file, "is empty");
    ByteCursor cursor(bytes, file);
    const nlohmann::json header = read_header(cursor, file);
    const auto data = cursor.take(cursor.remaining(), "the data");
    std::vector<ByteRange> ranges;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__") continue;
        const EntryParser parser(name, entry, file);
        StoredTensor tensor = {parser.type(), parser.shape(), {}, file};
        const ByteRange range = parser.range(data.size(), tensor);
        tensor.bytes = data.subspan(range.begin, range.end - range.begin);
        tensors.add(name, std::move(tensor));
        ranges.push_back(range);
    }
    check_disjoint(std::move(ranges), file);
}

}  // namespace tilescribe
