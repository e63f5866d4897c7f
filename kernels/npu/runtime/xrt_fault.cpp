// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_fault.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <regex>
#include <string_view>
#include <system_error>
#include <utility>

namespace tilescribe::npu {
namespace {

/// Errno texts that XRT passes on without their number.
constexpr std::array<std::pair<std::string_view, int>, 12> known_texts = {{
    {"No such file or directory", ENOENT},
    {"Device or resource busy", EBUSY},
    {"No space left on device", ENOSPC},
    {"Invalid argument", EINVAL},
    {"No such device", ENODEV},
    {"Resource temporarily unavailable", EAGAIN},
    {"Cannot allocate memory", ENOMEM},
    {"Permission denied", EACCES},
    {"Operation not permitted", EPERM},
    {"Input/output error", EIO},
    {"Connection timed out", ETIMEDOUT},
    {"Operation not supported", EOPNOTSUPP},
}};

constexpr std::string_view render_remedy =
    "This user may not use the NPU: join the group render (sudo usermod -aG render $USER) and log in again.";
constexpr std::string_view memlock_remedy =
    "The limit for locked memory is too low for the NPU's buffers: raise memlock (\"* - memlock unlimited\" in "
    "/etc/security/limits.d/99-npu.conf) and log in again.";

// XRT 2.14 has hardware contexts too, but as an experiment: not for an NPU.
constexpr std::string_view old_xrt_remedy = "This XRT is too old for the NPU's driver: install XRT 2.15 or later.";

std::string_view opening_sentence(int number) {
    switch (number) {
        case ENODEV:
        case ENXIO:
            return "XRT finds no NPU: the amdxdna driver is not loaded, XRT's NPU plugin is not installed, or the limit for locked "
                   "memory (ulimit -l) is too low.";
        case ENOENT:
            return "XRT finds no NPU, or its firmware is missing: install linux-firmware (amdnpu) and load the amdxdna driver "
                   "again.";
        case EBUSY:
            return "Another program holds the NPU: close it and try again.";
        default:
            return "XRT cannot open the NPU.";
    }
}

std::string_view xclbin_sentence(int number) {
    switch (number) {
        case ENOENT:
            return "The array's program (xclbin) is missing: build it with kernels/npu/build_xclbin of Tilescribe's source (see "
                   "docs/npu.md).";
        case EOPNOTSUPP:
            return old_xrt_remedy;
        default:
            return "The array's program (xclbin) is not one that XRT accepts: build it again with kernels/npu/build_xclbin for "
                   "this NPU.";
    }
}

std::string_view context_sentence(int number) {
    switch (number) {
        case ENOENT:
            return "The NPU has no hardware context left (6 on XDNA1, 16 on XDNA2): close other programs that use the NPU and try "
                   "again.";
        case EBUSY:
            return "The NPU is busy with another program's context: close that program and try again.";
        case ENOSPC:
            return "The array's program wants more columns than are free: close other programs that use the NPU, or build the "
                   "xclbin for "
                   "this NPU's columns.";
        case EINVAL:
            return "The driver does not accept the array's program: build the xclbin for this very NPU (npu1 or npu4).";
        case ENODEV:
        case ENXIO:
            return "The NPU did not answer: its driver or firmware has stopped; reload amdxdna or restart the machine.";
        case EOPNOTSUPP:
            return old_xrt_remedy;
        default:
            return "The NPU grants no hardware context.";
    }
}

std::string_view sentence_of(XrtStep step, int number) {
    if (number == EACCES || number == EPERM) return render_remedy;
    // Opening locks memory too: the driver's plugin maps the device's heap.
    const bool locks_memory = step == XrtStep::open_device || step == XrtStep::create_context || step == XrtStep::allocate_buffer;
    if ((number == EAGAIN || number == ENOMEM) && locks_memory) return memlock_remedy;
    switch (step) {
        case XrtStep::open_device:
            return opening_sentence(number);
        case XrtStep::read_xclbin:
            return xclbin_sentence(number);
        case XrtStep::create_context:
            return context_sentence(number);
        case XrtStep::allocate_buffer:
            return "The NPU's memory for a buffer was not granted.";
        case XrtStep::transfer:
            return "A transfer between this program and the NPU broke off.";
        case XrtStep::run:
            return "The NPU did not take a run.";
    }
    return "XRT failed.";
}

FaultKind kind_of(XrtStep step, int number) {
    const bool is_gone = number == ENODEV || number == ENXIO;
    switch (step) {
        case XrtStep::open_device:
        case XrtStep::read_xclbin:
        case XrtStep::create_context:
            return FaultKind::refused;
        case XrtStep::allocate_buffer:
            return is_gone ? FaultKind::device_lost : FaultKind::refused;
        case XrtStep::transfer:
        case XrtStep::run:
            break;
    }
    if (is_gone) return FaultKind::device_lost;
    return number == ETIMEDOUT || number == ETIME ? FaultKind::timed_out : FaultKind::run_failed;
}

}  // namespace

int error_number(const std::exception& error) {
    if (const auto* system = dynamic_cast<const std::system_error*>(&error); system != nullptr && system->code().value() != 0)
        return std::abs(system->code().value());
    const std::string text = error.what();
    static const std::regex numbered(R"re((?:err(?:or|no)?(?: code)?|rc|ret)\s*[=:]?\s*\(?-?(\d{1,3})\b)re", std::regex::icase);
    if (std::smatch match; std::regex_search(text, match, numbered)) return std::stoi(match[1]);
    for (const auto& [words, number] : known_texts)
        if (text.find(words) != std::string::npos) return number;
    return 0;
}

NpuFault xrt_fault(XrtStep step, const std::exception& error) {
    const int number = error_number(error);
    if (kind_of(step, number) == FaultKind::device_lost)
        return {FaultKind::device_lost, "The NPU is gone (XRT: " + std::string(error.what()) + ")."};
    return {kind_of(step, number), std::string(sentence_of(step, number)) + " (XRT: " + error.what() + ")"};
}

NpuFault run_state_fault(int state) {
    constexpr int abort_state = 6;
    constexpr int timeout_state = 8;
    constexpr int no_response_state = 9;
    switch (state) {
        case timeout_state:
        case no_response_state:
            return {FaultKind::timed_out, "A run on the NPU hung: the driver gave it up."};
        case abort_state:
            return {FaultKind::run_failed, "A run on the NPU was broken off by the driver."};
        default:
            return {FaultKind::run_failed, "A run on the NPU ended in an error (state " + std::to_string(state) + ")."};
    }
}

}  // namespace tilescribe::npu
