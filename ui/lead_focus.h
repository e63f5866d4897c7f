// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

class QWidget;

namespace tilescribe {

/// Where the keyboard goes when the page is given it: to the first of the controls that is shown and enabled. (Qt's focus proxy
/// would do the same, but with one Tab goes past every control that stands before it.)
void leadFocus(QWidget* page, std::vector<QWidget*> controls);

}  // namespace tilescribe
