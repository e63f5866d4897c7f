// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>
#include <vector>

namespace tilescribe::testing {

/// Where the headers of one library may be included.
struct LibraryRule {
    std::string_view library;
    std::vector<std::string_view> header_prefixes;  ///< a header belongs to the library if it begins with one of these
    std::vector<std::string_view> allowed_paths;    ///< beginnings of paths; tests/ is always allowed
};

/// Every library that has a place of its own in the house, but Qt (see is_qt_header).
const std::vector<LibraryRule>& library_rules();

/// <QString>, <QtCore/QString>, <qglobal.h>.
bool is_qt_header(std::string_view header);

}  // namespace tilescribe::testing
