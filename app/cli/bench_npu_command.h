// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/exit_codes.h"

#include <string>

namespace CLI {
class App;
}

namespace tilescribe {

/// What `tilescribe-cli bench npu` was asked to do.
struct BenchNpuArguments {
    std::string device = "npu1";
    std::string model = "base";  ///< a size, a model file, or "all": tiny to turbo in one table
    std::string type = "bf16";
    std::string designs;  ///< folder for the overlay and the programs' instructions; empty: they are not written
    int threads = 0;      ///< of the CPU's decoder
    bool as_json = false;
};

/// Declares `bench npu`; returns the command.
CLI::App* add_bench_npu_command(CLI::App& app, BenchNpuArguments& arguments);

/// Simulates a 30 s window on the array's time model: every program's time, use of the array, traffic and busiest resource, and
/// what becomes of it with the decoder, which is measured on this CPU. Throws OutputLost.
[[nodiscard]] ExitCode run_bench_npu(const BenchNpuArguments& arguments);

}  // namespace tilescribe
