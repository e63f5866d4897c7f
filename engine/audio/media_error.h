// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <stdexcept>

namespace tilescribe {

/// A sound file that cannot be read; what() is a sentence for the user that names the file and says what to do.
class MediaError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace tilescribe
