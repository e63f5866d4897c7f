// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/kernel_backend.h"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace tilescribe {

struct BackendOptions {
    int threads = 0;      ///< 0: as many as physical cores
    std::string variant;  ///< what follows the colon in "npu-emulated:npu4"; empty: the backend's own choice
    /// Told when "auto" has to pass over a backend that should run here; may be empty.
    std::function<void(const std::string& sentence)> notice = nullptr;
};

/// What a backend is and whether it can run here.
struct BackendEntry {
    std::string name;
    std::string description;
    bool is_available = false;
    std::string reason;  ///< why not, or on what: a sentence for people
    std::function<std::unique_ptr<KernelBackend>(const BackendOptions&)> create;
    std::vector<std::string> variants;  ///< those that can run here: "npu1", "npu4"; most backends have none
};

/// A backend that does not exist, or cannot run here; what() says what can be done.
class BackendUnavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace tilescribe
