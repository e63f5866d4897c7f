// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/shim/shim_fault.h"

#include <array>
#include <charconv>
#include <utility>

namespace tilescribe::testing {
namespace {

constexpr std::array<std::pair<std::string_view, ShimFaultKind>, 9> kinds = {{
    {"error_state", ShimFaultKind::error_state},
    {"time_out", ShimFaultKind::time_out},
    {"device_lost", ShimFaultKind::device_lost},
    {"refused_context", ShimFaultKind::refused_context},
    {"refused_buffer", ShimFaultKind::refused_buffer},
    {"refused_run", ShimFaultKind::refused_run},
    {"short_transfer", ShimFaultKind::short_transfer},
    {"silent_short_transfer", ShimFaultKind::silent_short_transfer},
    {"corrupted_tile", ShimFaultKind::corrupted_tile},
}};

bool set_kind(std::string_view name, ShimFault& fault) {
    for (const auto& [known, kind] : kinds)
        if (name == known) return fault.kind = kind, true;
    return false;
}

bool set_number(std::string_view part, ShimFault& fault) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string_view name = part.substr(0, equals);
    int* number = name == "skip" ? &fault.skip : name == "times" ? &fault.times : name == "errno" ? &fault.error_number : nullptr;
    const char* end = part.data() + part.size();
    return number != nullptr && std::from_chars(part.data() + equals + 1, end, *number).ptr == end;
}

}  // namespace

std::optional<ShimFault> parse_shim_fault(std::string_view text) {
    ShimFault fault;
    std::size_t comma = text.find(',');
    if (!set_kind(text.substr(0, comma), fault)) return std::nullopt;
    while (comma != std::string_view::npos) {
        text.remove_prefix(comma + 1);
        comma = text.find(',');
        if (!set_number(text.substr(0, comma), fault)) return std::nullopt;
    }
    return fault;
}

}  // namespace tilescribe::testing
