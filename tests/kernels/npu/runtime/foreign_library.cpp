// SPDX-License-Identifier: GPL-3.0-or-later
/// A library that is no plugin at all.
extern "C" __attribute__((visibility("default"))) int foreign_library() {
    return 0;
}
