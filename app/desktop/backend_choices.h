// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/backend_registry.h"
#include "ui/choice.h"

#include <QString>

#include <string_view>

namespace tilescribe {

/// What the settings page offers as devices: `automatic` first, then every backend that can run here. Of the NPU's and the emulated
/// NPU's each variant is a choice of its own.
[[nodiscard]] Choices backendChoices(const BackendRegistry& registry, const QString& automatic);

/// True for "npu-emulated": its times are simulated.
[[nodiscard]] bool isEmulatedBackend(std::string_view name) noexcept;
/// What an emulated NPU is, in plain words.
[[nodiscard]] QString emulationSentence();

/// A stored choice as it is offered today.
[[nodiscard]] QString currentBackendId(const QString& stored);

}  // namespace tilescribe
