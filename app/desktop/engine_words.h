// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <string_view>

namespace tilescribe {

/// The engine's fixed words (kernels, languages, reasons, notes on models) in the user's language; what is not known stays as it
/// is.
[[nodiscard]] QString engineWord(std::string_view english);

}  // namespace tilescribe
