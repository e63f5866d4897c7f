// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/kernels/npu/xrt_stub/fake_xrt.h"
