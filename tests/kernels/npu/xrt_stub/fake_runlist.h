// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/kernels/npu/xrt_stub/fake_xrt.h"

#include <condition_variable>
#include <exception>

namespace xrt {

/// Runlists, from 2.17 on.
class runlist {
public:
    class command_error : public std::exception {
    public:
        explicit command_error(ert_cmd_state state) : state_(state) {}
        [[nodiscard]] ert_cmd_state get_command_state() const { return state_; }
        [[nodiscard]] const char* what() const noexcept override { return "runlist failed execution"; }

    private:
        ert_cmd_state state_;
    };

    explicit runlist(hw_context context) : context_(std::move(context)) {}
    void add(const run& one) { runs_.push_back(one); }
    void execute();
    std::cv_status wait(const std::chrono::milliseconds& timeout) const;

private:
    hw_context context_;
    std::vector<run> runs_;
    ert_cmd_state state_ = ERT_CMD_STATE_NEW;
};

}  // namespace xrt
