// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tilescribe {

/// LocalAgreement-2: of a growing window's passes, the words on which two passes in a row agree are confirmed; the rest is
/// provisional. Confirmed words stay as they are until the window's final text replaces them all.
class LocalAgreement {
public:
    struct Caption {
        std::string confirmed;    ///< words joined by single spaces
        std::string provisional;  ///< what follows; the window's end may still change it
    };

    /// The next pass's text. A pass that is caught in a loop (see has_repetition) confirms nothing.
    Caption update(std::string_view text);
    void reset();

private:
    std::vector<std::string> previous_;
    std::vector<std::string> confirmed_;
};

/// Text between white space.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

}  // namespace tilescribe
