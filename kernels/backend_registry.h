// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/kernel_backend.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tilescribe {

struct BackendOptions {
    int threads = 0;          ///< 0: as many as physical cores
    std::string variant;      ///< what follows the colon in "npu-emulated:npu4"; backends without variants refuse one
};

/// What a backend is and whether it can run here.
struct BackendEntry {
    std::string name;
    std::string description;
    bool is_available = false;
    std::string reason;  ///< why not, or on what: a sentence for people
    std::function<std::unique_ptr<KernelBackend>(const BackendOptions&)> create;
};

/// The backends of this program, best first. A value: nothing is registered behind anyone's back.
class BackendRegistry {
public:
    /// `cpu` and `reference`, and whatever plugins add.
    static BackendRegistry with_built_in_backends();

    void add(BackendEntry entry);
    [[nodiscard]] const std::vector<BackendEntry>& entries() const noexcept { return entries_; }

    /// Creates the backend that `wish` names ("cpu", "npu-emulated:npu4"); for "auto" the environment variable TILESCRIBE_BACKEND
    /// decides, then the first available entry. Throws BackendUnavailable with a sentence that says what can be done.
    [[nodiscard]] std::unique_ptr<KernelBackend> create(std::string_view wish, BackendOptions options) const;

private:
    std::vector<BackendEntry> entries_;
};

class BackendUnavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace tilescribe
