// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/tensor_table.h"

#include "engine/model_io/model_file_error.h"

#include <algorithm>
#include <limits>

namespace tilescribe {
namespace {

constexpr std::size_t most_tensors = 20000;  // the largest Whisper network has about 1,300

}  // namespace

std::optional<std::uint64_t> tensor_bytes(ElementType type, std::span<const std::int64_t> shape) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (shape.empty() || std::ranges::any_of(shape, [](std::int64_t n) { return n < 0; })) return std::nullopt;
    if (is_quantised(type) && (shape.size() != 2 || shape.back() % quantised_block_elements != 0)) return std::nullopt;
    if (shape.back() > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
    std::uint64_t bytes = row_bytes(type, shape.back());
    for (const std::int64_t n : shape.first(shape.size() - 1)) {
        const auto count = static_cast<std::uint64_t>(n);
        if (count != 0 && bytes > most / count) return std::nullopt;
        bytes *= count;
    }
    return bytes;
}

std::string shape_text(std::span<const std::int64_t> shape) {
    std::string text = "[";
    for (const std::int64_t n : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(n);
    return text + "]";
}

void TensorTable::add(const std::string& name, StoredTensor&& tensor) {
    const auto file = tensor.file;
    if (tensors_.size() >= most_tensors) throw ModelFileError(file, "holds more than " + std::to_string(most_tensors) + " tensors");
    if (!tensors_.try_emplace(name, std::move(tensor)).second)
        throw ModelFileError(file, "holds the tensor '" + printable(name) + "' twice");
}

const StoredTensor* TensorTable::find(const std::string& name) const {
    const auto found = tensors_.find(name);
    return found == tensors_.end() ? nullptr : &found->second;
}

StoredTensor TensorTable::take(const std::string& name) {
    auto node = tensors_.extract(name);
    if (node.empty())
        throw ModelFileError(model_, "misses the tensor '" + printable(name) + "'; the file is incomplete or not a Whisper model");
    return std::move(node.mapped());
}

void TensorTable::require_empty() const {
    if (tensors_.empty()) return;
    const auto& [name, tensor] = *tensors_.begin();
    throw ModelFileError(tensor.file,
                         "holds the tensor '" + printable(name) + "', which a Whisper network of its size does not have");
}

}  // namespace tilescribe
