// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The one place that knows how XRT 2.13 (Debian 12) and 2.14 to 2.26 differ. Everything else of XRT that the plugin uses is the
// same in all.
#include <xrt/xrt_bo.h>
#include <xrt/xrt_device.h>
#include <xrt/xrt_kernel.h>
#include <xrt/xrt_uuid.h>

#include <string>

#if __has_include(<xrt/experimental/xrt_xclbin.h>)
#include <xrt/experimental/xrt_xclbin.h>
#else
#include <experimental/xrt_xclbin.h>
#endif

// Hardware contexts: in 2.14 as an experiment, from 2.15 on, which a real NPU needs, in xrt/. Runlists: from 2.17 on, in
// experimental/xrt_kernel.h, which exists before.
#if __has_include(<xrt/xrt_hw_context.h>)
#include <xrt/xrt_hw_context.h>
#define TILESCRIBE_XRT_HW_CONTEXT 1
#elif __has_include(<experimental/xrt_hw_context.h>)
#include <experimental/xrt_hw_context.h>
#define TILESCRIBE_XRT_HW_CONTEXT 1
#endif
#if __has_include(<xrt/experimental/xrt_kernel.h>)
#include <xrt/experimental/xrt_kernel.h>
#elif __has_include(<experimental/xrt_kernel.h>)
#include <experimental/xrt_kernel.h>
#endif

#if __has_include(<version.h>)
#include <version.h>
#endif

namespace xrt {
class runlist;  // stays incomplete before 2.17
}

namespace tilescribe::npu {

/// "2.13"
inline std::string xrt_version_text() {
#ifdef XRT_VERSION_CODE
    return std::to_string(XRT_MAJOR(XRT_VERSION_CODE)) + "." + std::to_string(XRT_MINOR(XRT_VERSION_CODE));
#else
    return "of an unknown version";
#endif
}

/// Is a class of XRT's there in this version?
template <typename Type>
concept complete_type = requires { sizeof(Type); };

#ifdef TILESCRIBE_XRT_HW_CONTEXT

/// The array with our program on it.
using XrtContext = xrt::hw_context;

inline xrt::uuid put_xclbin_on(xrt::device& device, const xrt::xclbin& xclbin) {
    return device.register_xclbin(xclbin);
}
inline XrtContext make_context(xrt::device& device, const xrt::uuid& xclbin) {
    return {device, xclbin};
}
inline xrt::kernel make_kernel(xrt::device& /*device*/, const XrtContext& context, const std::string& name) {
    return {context, name};
}

#else

/// Before hardware contexts: the kernel object opens the context itself.
struct XrtContext {
    xrt::uuid xclbin;
};

inline xrt::uuid put_xclbin_on(xrt::device& device, const xrt::xclbin& xclbin) {
    return device.load_xclbin(xclbin);
}
inline XrtContext make_context(xrt::device& /*device*/, const xrt::uuid& xclbin) {
    return {xclbin};
}
inline xrt::kernel make_kernel(xrt::device& device, const XrtContext& context, const std::string& name) {
    return {device, context.xclbin, name};
}

#endif

}  // namespace tilescribe::npu
