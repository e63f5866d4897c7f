#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tidy_file.sh BUILD_FOLDER FILE: clang-tidy over one file, silent unless it finds something. For ./test.
set -uo pipefail
folder=$1 file=$2
grep -qF "\"file\": \"$PWD/$file\"" "$folder/compile_commands.json" || exit 0  # not a file of this build
findings=$(clang-tidy-19 -p "$folder" --quiet "$file" 2>&1) && exit 0
printf '%s\n' "$findings" | grep -vE '^[0-9]+ warnings? (generated|treated)|^Suppressed' >&2
exit 1
