// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <stdexcept>
#include <string_view>

namespace tilescribe {

/// Standard output takes no more: its reader has gone, the disk is full, or it was closed from the start.
class OutputLost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Makes sure that a file opened later cannot become standard input, output or error, where a descriptor was closed at the start,
/// and that a reader who went away shows as an error of writing instead of a signal. Once, at the start of the program.
void secure_standard_streams();

/// Writes everything at once, unbuffered. Throws OutputLost.
void write_standard_output(std::string_view text);

}  // namespace tilescribe
