// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#define XRT_VERSION(major, minor) (((major) << 16) + (minor))
#ifdef FAKE_XRT_WITHOUT_RUNLIST
#define XRT_VERSION_CODE XRT_VERSION(2, 15)
#else
#define XRT_VERSION_CODE XRT_VERSION(2, 21)
#endif
#define XRT_MAJOR(code) ((code) >> 16)
#define XRT_MINOR(code) ((code) - (((code) >> 16) << 16))
