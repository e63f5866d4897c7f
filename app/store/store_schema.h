// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/store/database.h"

namespace tilescribe {

/// Creates the tables or brings an older library up to date. Throws StoreError for a library from a newer Tilescribe, unchanged.
void bring_schema_up_to_date(Database& database);

}  // namespace tilescribe
