// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/npu_backend.h"
#include "kernels/npu/npu_weights.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

// A window: what is queued, when it runs, and what happens when it does not.

namespace tilescribe::npu {

NpuTensor* tensor_or_null(const TensorView& view) noexcept {
    return dynamic_cast<NpuTensor*>(view.storage);
}

NpuTensor& tensor_of(const TensorView& view) {
    return dynamic_cast<NpuTensor&>(*view.storage);
}

bool NpuBackend::can_run(Operands operands) const {
    return !is_given_up_ && std::ranges::all_of(operands, [](const TensorView* view) {
        const NpuTensor* tensor = tensor_or_null(*view);
        return tensor != nullptr && tensor->is_whole(*view) && view->rows > 0 && view->cols > 0;
    });
}

bool NpuBackend::attempt(const std::function<void()>& work) {
    for (bool is_repeated = false;; is_repeated = true) {
        try {
            work();
            return true;
        } catch (const NpuFault& fault) {
            if (is_given_up_) return false;  // in a window that had to be finished first
            const auto tell = [this](const std::string& sentence) { notify(sentence); };
            if (runner_.recover(fault, is_repeated, "it is tried again", tell)) continue;
            give_up(runner_.why_given_up());
            return false;
        }
    }
}

void NpuBackend::queue(Operands reads, const TensorView& output, const std::function<void(ArrayJob&)>& build,
                       const std::function<void()>& on_cpu) {
    ArrayJob job;
    const bool is_ready = attempt([&] {
        // Runs that an earlier try made for an operand are gone with that try.
        for (const TensorView* view : reads)
            if (NpuTensor* tensor = tensor_or_null(*view); tensor != nullptr && !job.runs.empty())
                tensor->operand.is_current = false;
        job = {};
        job.record = op_record();
        job.on_cpu = on_cpu;
        build(job);
    });
    if (is_ready)
        jobs_.push_back(std::move(job));
    else
        run_on_cpu(reads, {&output}, on_cpu);
}

void NpuBackend::run_on_cpu(Operands reads, Operands writes, const std::function<void()>& op) {
    for (const TensorView* view : reads) bring_to_host(*view);
    for (const TensorView* view : writes) {
        const NpuTensor* tensor = tensor_or_null(*view);
        // What the op leaves alone must not be lost; a whole tensor it replaces, which may be all that a lost device had.
        if (tensor == nullptr || !tensor->is_whole(*view) || !jobs_.empty()) bring_to_host(*view);
    }
    cpu_->set_timing_sink(timing_sink());
    op();
    for (const TensorView* view : writes)
        if (NpuTensor* tensor = tensor_or_null(*view)) tensor->host_changed();
}

void NpuBackend::bring_to_host(const TensorView& view) {
    NpuTensor* tensor = tensor_or_null(view);
    if (tensor == nullptr || !tensor->has_image()) return;
    // Jobs may still have to read what the host is about to change.
    if (tensor->newest() == NpuTensor::Newest::device || !jobs_.empty()) finish_window_early(tensor);
}

void NpuBackend::run_upload(OpTag /*tag*/, TensorView view) {
    NpuTensor* tensor = tensor_or_null(view);
    if (tensor == nullptr) return;
    if (!jobs_.empty()) finish_window_early(nullptr);  // jobs may still have to read the old content
    tensor->host_changed();
}

void NpuBackend::run_download(OpTag /*tag*/, std::span<const TensorView> views) {
    std::vector<NpuTensor*> wanted;
    for (const TensorView& view : views) {
        NpuTensor* tensor = tensor_or_null(view);
        const bool is_new = tensor != nullptr && tensor->newest() == NpuTensor::Newest::device;
        if (is_new && std::ranges::find(wanted, tensor) == wanted.end()) wanted.push_back(tensor);
    }
    finish_window(wanted);
}

void NpuBackend::place(std::initializer_list<Operand> operands) {
    // What one operand needs may run the window, which changes where the others are.
    while (!std::ranges::all_of(operands, [this](const Operand& operand) { return settle(operand); })) {
    }
    if (is_given_up_) throw NpuFault(FaultKind::device_lost, "The NPU was given up while an op was made ready for it.");
    for (const Operand& operand : operands) {
        NpuTensor& tensor = *operand.tensor;
        const bool is_known = std::ranges::any_of(uploads_, [&](const Upload& upload) { return upload.tensor == &tensor; });
        const bool is_made_here = std::ranges::find(written_, &tensor) != written_.end();
        if (operand.is_read && !is_known && !is_made_here) {
            uploads_.push_back({.tensor = &tensor,
                                .write = [&tensor] { return tensor.write_image(); },
                                .only_when_repeated = tensor.newest() == NpuTensor::Newest::both});
            tensor.will_be_uploaded();
        }
        if (operand.is_written) {
            if (!is_made_here) written_.push_back(&tensor);
            tensor.device_changed(operand.leaves_zeros);
        }
    }
}

/// True where nothing was to be done.
bool NpuBackend::settle(const Operand& operand) {
    NpuTensor& tensor = *operand.tensor;
    const bool is_on_device_only = tensor.newest() == NpuTensor::Newest::device;
    if (tensor.has_image(operand.layout)) {
        // What only the device has from an earlier window cannot be repeated: the host gets it first.
        const bool is_made_here = std::ranges::find(written_, &tensor) != written_.end();
        if (!operand.is_read || !is_on_device_only || is_made_here) return true;
        finish_window_early(&tensor);
        return false;
    }
    if (tensor.has_image()) finish_window_early(operand.is_read && is_on_device_only ? &tensor : nullptr);
    tensor.make_image(*device_, operand.layout);
    return false;
}

void NpuBackend::upload_all(bool is_repeated) {
    for (const Upload& upload : uploads_) {
        if (upload.only_when_repeated && !is_repeated) continue;
        const auto begin = std::chrono::steady_clock::now();
        const std::int64_t bytes = upload.write();
        record_transfer(bytes, begin);
        transfers_.bytes_up += bytes;
        ++transfers_.uploads;
    }
}

void NpuBackend::record_transfer(std::int64_t bytes, std::chrono::steady_clock::time_point begin) {
    if (timing_sink() == nullptr) return;
    timing_sink()->record({.tag = {OpKind::transfer},
                           .bytes = bytes,
                           .start = begin.time_since_epoch(),
                           .duration = std::chrono::steady_clock::now() - begin,
                           .device = timing_device()});
}

/// Before the caller asks for results. The host gets all that the window made: what stayed on the device alone could neither be
/// computed again nor be given to the CPU if the device failed later. `also`: what a window before left on the device.
void NpuBackend::finish_window_early(NpuTensor* also) {
    std::vector<NpuTensor*> wanted;
    for (NpuTensor* tensor : written_)
        if (tensor->newest() == NpuTensor::Newest::device) wanted.push_back(tensor);
    const bool is_new = also != nullptr && also->newest() == NpuTensor::Newest::device;
    if (is_new && std::ranges::find(wanted, also) == wanted.end()) wanted.push_back(also);
    finish_window(wanted);
}

void NpuBackend::finish_window(std::span<NpuTensor* const> wanted) {
    if (jobs_.empty() && wanted.empty()) return;
    const auto start = std::chrono::steady_clock::now();
    const auto download = [&] {
        const auto begin = std::chrono::steady_clock::now();
        std::int64_t bytes = 0;
        // First everything that can break: the host's values must be the old ones where the window is repeated.
        for (NpuTensor* tensor : wanted) static_cast<void>(tensor->fetch());
        for (NpuTensor* tensor : wanted) bytes += tensor->download();
        if (!wanted.empty()) record_transfer(bytes, begin);
        transfers_.bytes_down += bytes;
    };
    std::optional<std::vector<JobReport>> reports;
    try {
        reports = runner_.run(jobs_, {.begin = [this](bool is_repeated) { upload_all(is_repeated); },
                                      .end = download,
                                      .notice = [this](const std::string& sentence) { notify(sentence); }});
    } catch (...) {  // no fault of the device's: the caller's window is lost, but not the ones to come
        take_back_window();
        throw;
    }
    if (reports) {
        if (!wanted.empty()) ++transfers_.downloads;
        publish(*reports, start.time_since_epoch());
        forget_window();
        return;
    }
    const bool is_lost = std::ranges::any_of(wanted, [this](const NpuTensor* tensor) {
        return tensor->newest() == NpuTensor::Newest::device && std::ranges::find(written_, tensor) == written_.end();
    });
    give_up(runner_.why_given_up());
    if (is_lost) throw std::runtime_error("The NPU failed before its results could be read: " + runner_.why_given_up());
}

void NpuBackend::publish(const std::vector<JobReport>& reports, std::chrono::nanoseconds start) {
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
        OpRecord record = jobs_[i].record;
        record.device = timing_device();
        record.start = start;
        std::int64_t bytes = 0;
        for (std::size_t r = 0; r < reports[i].runs.size(); ++r) {
            const RunReport& run = reports[i].runs[r];
            record.duration += run.duration;
            record.simulated = run.simulated;
            bytes += run.bytes_moved;
            jobs_[i].runs[r].kernel->add(run, jobs_[i].record.macs);
        }
        if (bytes > 0) record.bytes = bytes;
        start += record.duration;
        if (timing_sink() != nullptr) timing_sink()->record(record);
    }
    std::string selection = kernel_selection_text(library_);
    const std::scoped_lock lock(selection_mutex_);
    selection_ = std::move(selection);
}

std::string NpuBackend::kernel_selection() const {
    const std::scoped_lock lock(selection_mutex_);
    return selection_;
}

/// The CPU takes over for good, from the beginning of this window.
void NpuBackend::give_up(const std::string& why) {
    if (is_given_up_) return;
    is_given_up_ = true;
    const BackendDescription& cpu = cpu_->description();
    description_.device = cpu.device + "; the NPU was given up: " + why;
    notify(why + " The CPU takes over.");
    cpu_->set_timing_sink(timing_sink());
    const std::vector<ArrayJob> jobs = std::exchange(jobs_, {});
    take_back_window();
    for (const ArrayJob& job : jobs) job.on_cpu();
}

/// What the window would have made or changed on the device counts no more.
void NpuBackend::take_back_window() {
    for (NpuTensor* tensor : written_) tensor->host_changed();
    for (const Upload& upload : uploads_)
        if (upload.tensor != nullptr) upload.tensor->host_changed();
    forget_window();
}

void NpuBackend::forget_window() {
    jobs_.clear();
    uploads_.clear();
    written_.clear();
    packing_.replaced.clear();
}

}  // namespace tilescribe::npu
