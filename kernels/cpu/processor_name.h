// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

namespace tilescribe {

/// The processor's own name, for people: "AMD Ryzen 7 7840U w/ Radeon 780M Graphics".
std::string processor_name();

}  // namespace tilescribe
