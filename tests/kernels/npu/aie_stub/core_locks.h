// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The lock instructions of a core by the names that Peano's headers give them; who runs the dispatcher on the host defines them.
void acquire_greater_equal(unsigned id, unsigned value);
void release(unsigned id, int value);

extern "C" void tilescribe_core(int* memory);
