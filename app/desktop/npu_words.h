// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/runtime/npu_detection.h"

#include <QString>

#include <string_view>

namespace tilescribe {

/// What there is of an NPU, or what is missing and the remedy, in the user's language: find_npu()'s own sentence, translated.
/// npu_words_test compares the two.
[[nodiscard]] QString npuSentence(const npu::NpuPresence& npu);

/// What to say when an NPU was given up; `engine`: the backend's own sentence.
[[nodiscard]] QString takeOverSentence(std::string_view engine);

/// What to say of the backend's other sentences: something was tried again, or another backend was taken instead.
[[nodiscard]] QString backendNotice(std::string_view engine);

}  // namespace tilescribe
