// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <utility>

namespace tilescribe {

/// A QObject that a parent or a layout, among the arguments or the next to be told, deletes: Qt's own way of owning, without a bare
/// `new`.
template <typename T, typename... Arguments>
[[nodiscard]] T* newChild(Arguments&&... arguments) {
    return std::make_unique<T>(std::forward<Arguments>(arguments)...).release();
}

}  // namespace tilescribe
