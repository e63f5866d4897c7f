// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/backend_entry.h"

#include <memory>
#include <string_view>
#include <vector>

namespace tilescribe {

/// The backends of this program, best first. A value: nothing is registered behind anyone's back.
class BackendRegistry {
public:
    /// `npu` (where there is one, it comes first), `cpu`, `reference` and `npu-emulated`.
    static BackendRegistry with_built_in_backends();

    void add(BackendEntry entry);
    [[nodiscard]] const std::vector<BackendEntry>& entries() const noexcept { return entries_; }

    /// Creates the backend that `wish` names ("cpu", "npu-emulated:npu4"); for "auto" the environment variable TILESCRIBE_BACKEND
    /// decides, then the first available entry that can be created (options.notice is told of those that could not). Throws
    /// BackendUnavailable with a sentence that says what can be done.
    [[nodiscard]] std::unique_ptr<KernelBackend> create(std::string_view wish, BackendOptions options) const;

private:
    std::vector<BackendEntry> entries_;
};

}  // namespace tilescribe
