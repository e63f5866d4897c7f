// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/element_type.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace tilescribe {

/// A tensor as it lies in a file, row-major, the outermost dimension first. bytes.size() is exactly what type and shape need.
struct StoredTensor {
    ElementType type = ElementType::f32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
    std::filesystem::path file;  ///< for messages
};

/// Bytes that `shape` takes; nothing where a dimension is negative or the product does not fit, where blocks do not fill the rows,
/// or where a quantised tensor is not a matrix.
[[nodiscard]] std::optional<std::uint64_t> tensor_bytes(ElementType type, std::span<const std::int64_t> shape);

/// "[384, 80, 3]".
[[nodiscard]] std::string shape_text(std::span<const std::int64_t> shape);

/// All tensors of a model by name, whatever file they come from.
class TensorTable {
public:
    /// `model`: the file or folder, for messages.
    explicit TensorTable(std::filesystem::path model) : model_(std::move(model)) {}

    /// Throws ModelFileError for a name that is there already.
    void add(const std::string& name, StoredTensor&& tensor);
    [[nodiscard]] const StoredTensor* find(const std::string& name) const;
    /// Removes and returns; throws ModelFileError, naming the tensor, if it is missing.
    [[nodiscard]] StoredTensor take(const std::string& name);
    /// Throws ModelFileError if a tensor was never taken: the file holds another network than its header says.
    void require_empty() const;

private:
    std::filesystem::path model_;
    std::unordered_map<std::string, StoredTensor> tensors_;
};

}  // namespace tilescribe
