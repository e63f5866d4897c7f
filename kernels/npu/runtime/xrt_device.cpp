// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_device.h"

#include "kernels/npu/runtime/xrt_buffer.h"
#include "kernels/npu/runtime/xrt_fault.h"
#include "kernels/npu/runtime/xrt_program.h"

#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace tilescribe::npu {
namespace {

constexpr std::uint64_t run_instructions = 3;  ///< the opcode
constexpr int instruction_argument = 1;
constexpr int first_data_argument = 3;

template <typename Work>
auto at(XrtStep step, Work work) {
    try {
        return work();
    } catch (const std::exception& error) {
        throw xrt_fault(step, error);
    }
}

xrt::xclbin read_xclbin(const XrtDeviceOptions& options) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(options.xclbin, error))
        throw NpuFault(FaultKind::refused, missing_xclbin_sentence(options.generation));
    return at(XrtStep::read_xclbin, [&] { return xrt::xclbin(options.xclbin.string()); });
}

xrt::xclbin::kernel kernel_of(const xrt::xclbin& xclbin, const XrtDeviceOptions& options) {
    for (const xrt::xclbin::kernel& kernel : at(XrtStep::read_xclbin, [&] { return xclbin.get_kernels(); }))
        if (kernel.get_name().starts_with(options.kernel_name)) return kernel;
    throw NpuFault(FaultKind::refused, options.xclbin.string() + " holds no kernel " + options.kernel_name +
                                           ": it is not an array program of Tilescribe's.");
}

/// Later versions of XRT put the context's slot and flags into the upper bits.
xrt::memory_group bank_alone(xrt::memory_group group) {
    return group & 0xffffU;
}

}  // namespace

XrtDevice::XrtDevice(const XrtDeviceOptions& options) : options_(options) {
    const xrt::xclbin xclbin = read_xclbin(options_);
    const xrt::xclbin::kernel kernel = kernel_of(xclbin, options_);
    kernel_name_ = kernel.get_name();
    device_ = at(XrtStep::open_device, [&] { return xrt::device(options_.device_index); });
    xclbin_ = at(XrtStep::read_xclbin, [&] { return put_xclbin_on(device_, xclbin); });
    // More arguments than the xclbin lists would make XRT crash, so they are counted here.
    arguments_ = at(XrtStep::read_xclbin, [&] { return static_cast<int>(kernel.get_num_args()); });
    open_context();
    if (banks_.empty()) throw NpuFault(FaultKind::refused, options_.xclbin.string() + " takes no data: build it again.");
    description_ = options_.name + " through XRT " + xrt_version_text();
}

XrtDevice::~XrtDevice() {
    drop_context();
}

void XrtDevice::open_context() {
    at(XrtStep::create_context, [&] {
        context_ = make_context(device_, xclbin_);
        kernel_ = make_kernel(device_, *context_, kernel_name_);
    });
    // Later versions of XRT put the context's slot into the banks: so for each context again.
    banks_.clear();
    at(XrtStep::read_xclbin, [&] {
        instruction_bank_ = static_cast<xrt::memory_group>(kernel_->group_id(instruction_argument));
        for (int index = first_data_argument; index < arguments_; ++index)
            banks_.push_back(static_cast<xrt::memory_group>(kernel_->group_id(index)));
    });
}

/// What holds the context goes first; runs that hang last.
void XrtDevice::drop_context() {
    queue_.clear();
    kernel_.reset();
    context_.reset();
    failed_.reset();
}

void XrtDevice::rebuild_context() {
    drop_context();
    open_context();
}

std::unique_ptr<DeviceBuffer> XrtDevice::allocate(std::size_t bytes) {
    return std::make_unique<XrtBuffer>(device_, std::max<std::size_t>(bytes, 4), banks_.front(), this);
}

std::unique_ptr<LoadedProgram> XrtDevice::load(std::span<const std::uint32_t> words) {
    auto program = std::make_unique<XrtProgram>(device_, options_, instruction_bank_, words, this);
    if (program->arguments().size() > banks_.size())
        throw NpuFault(FaultKind::refused, "A program wants " + std::to_string(program->arguments().size()) + " buffers, but " +
                                               options_.xclbin.string() + " takes " + std::to_string(banks_.size()) +
                                               ": build it again with kernels/npu/build_xclbin.");
    return program;
}

void XrtDevice::enqueue(const LoadedProgram& program, std::span<DeviceBuffer* const> arguments) {
    const auto* loaded = dynamic_cast<const XrtProgram*>(&program);
    if (loaded == nullptr || loaded->owner() != this) throw std::invalid_argument("The program was loaded by another device.");
    if (arguments.size() != loaded->arguments().size())
        throw std::invalid_argument("The program takes " + std::to_string(loaded->arguments().size()) + " buffers, not " +
                                    std::to_string(arguments.size()) + ".");
    if (!kernel_) throw NpuFault(FaultKind::run_failed, "The NPU's context is gone: it must be rebuilt first.");
    std::vector<XrtBuffer*> buffers;
    for (std::size_t index = 0; index < arguments.size(); ++index) {
        auto* buffer = dynamic_cast<XrtBuffer*>(arguments[index]);
        if (buffer == nullptr || buffer->owner() != this) throw std::invalid_argument("A buffer belongs to another device.");
        if (buffer->host().size() < loaded->arguments()[index].bytes)
            throw std::invalid_argument("Buffer " + std::to_string(index) + " is too small for the program.");
        if (bank_alone(buffer->bank()) != bank_alone(banks_[index]))
            throw NpuFault(FaultKind::refused,
                           "Buffer " + std::to_string(index) +
                               " lies in another memory bank than the array's program expects: build the xclbin again.");
        buffers.push_back(buffer);
    }
    queue_.push_back(at(XrtStep::run, [&] {
        xrt::run run(*kernel_);
        run.set_arg(0, run_instructions);
        run.set_arg(1, loaded->instructions());
        run.set_arg(2, loaded->instruction_count());
        for (std::size_t index = 0; index < buffers.size(); ++index)
            run.set_arg(first_data_argument + static_cast<int>(index), buffers[index]->object());
        return run;
    }));
    for (std::size_t index = 0; index < buffers.size(); ++index)
        if (loaded->arguments()[index].is_written) buffers[index]->mark_written_by_device();
}

std::vector<RunReport> XrtDevice::wait(std::chrono::milliseconds timeout) {
    if (queue_.empty()) return {};
    XrtSubmission submission(std::exchange(queue_, {}));
    if (failed_ || !context_) throw NpuFault(FaultKind::run_failed, "The NPU's context has failed: it must be rebuilt first.");
    std::vector<RunReport> reports;
    try {
        for (const std::chrono::nanoseconds duration : submission.execute(*context_, timeout))
            reports.push_back({.duration = duration});
    } catch (const NpuFault&) {
        failed_ = std::move(submission);
        throw;
    }
    return reports;
}

}  // namespace tilescribe::npu
