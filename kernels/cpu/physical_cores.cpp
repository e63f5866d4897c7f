// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/physical_cores.h"

#include <algorithm>
#include <fstream>
#include <sched.h>
#include <set>
#include <string>
#include <thread>

namespace tilescribe {
namespace {

/// What names the core of a processor: the list of its hyper-threads ("0,8"); its own number where the system does not say.
std::string core_of(int processor) {
    std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(processor) + "/topology/thread_siblings_list");
    std::string siblings;
    if (!std::getline(file, siblings) || siblings.empty()) siblings = std::to_string(processor);
    return siblings;
}

}  // namespace

int physical_core_count() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    std::set<std::string> cores;
    for (int processor = 0; processor < CPU_SETSIZE; ++processor)
        if (CPU_ISSET(processor, &allowed)) cores.insert(core_of(processor));
    return std::max(1, static_cast<int>(cores.size()));
}

}  // namespace tilescribe
