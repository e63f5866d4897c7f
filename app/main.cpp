// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/program_start.h"

int main(int argc, char** argv) {
    return tilescribe::startProgram(argc, argv);
}
