// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/data_simulation.h"

#include "kernels/cpu/flush_denormals.h"
#include "kernels/npu/array/word_copy.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

namespace tilescribe::npu {
namespace {

constexpr std::size_t alignment = 64;
constexpr std::size_t most_operands = 8;
/// Plans longer than this (words, over a mover's period) are not worth their memory.
constexpr std::uint64_t longest_plan = 1 << 18;

std::size_t aligned(std::size_t bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
}

/// How much deeper than in the array: some tiles in a row per turn, but not more than the caches like.
std::uint32_t data_depth(const Ring& ring) {
    constexpr std::uint32_t largest_factor = 8;
    constexpr std::uint32_t comfortable_bytes = 128 * 1024;
    const std::uint32_t factor = comfortable_bytes / std::max(1U, ring.bytes * ring.depth);
    return ring.depth * std::clamp(factor, 1U, largest_factor);
}

/// A ring with its buffers. Each counter is written by one actor and read by others, on any thread.
class DataRing {
public:
    DataRing(const Ring& ring, std::byte* memory)
        : memory_(memory), stride_(aligned(ring.bytes)), depth_(data_depth(ring)), written_(ring.writers), read_(ring.readers) {}
    static std::size_t bytes(const Ring& ring) { return aligned(ring.bytes) * data_depth(ring); }

    [[nodiscard]] bool is_there(std::uint64_t object) const noexcept { return object < least(written_); }
    [[nodiscard]] bool has_room(std::uint64_t object) const noexcept { return object < least(read_) + depth_; }
    [[nodiscard]] std::byte* buffer(std::uint64_t object) const noexcept { return memory_ + object % depth_ * stride_; }
    void write(std::uint32_t writer) noexcept { written_[writer].value.fetch_add(1, std::memory_order_release); }
    void read(std::uint32_t reader) noexcept { read_[reader].value.fetch_add(1, std::memory_order_release); }

private:
    struct alignas(alignment) Counter {
        std::atomic<std::uint64_t> value{0};
    };
    static std::uint64_t least(const std::vector<Counter>& counters) noexcept {
        std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
        for (const Counter& counter : counters) count = std::min(count, counter.value.load(std::memory_order_acquire));
        return count;
    }

    std::byte* memory_;
    std::size_t stride_;
    std::uint64_t depth_;
    std::vector<Counter> written_;
    std::vector<Counter> read_;
};

using Rings = std::vector<std::unique_ptr<DataRing>>;

class DataCore {
public:
    DataCore(const CoreActor& core, const Rings& rings, std::byte* locals) : core_(core), rings_(rings), ports_(core.ports.size()) {
        for (const std::uint32_t bytes : core.local_bytes) {
            locals_.push_back(locals);
            locals += aligned(bytes);
        }
    }
    static std::size_t local_bytes(const CoreActor& core) {
        std::size_t sum = 0;
        for (const std::uint32_t bytes : core.local_bytes) sum += aligned(bytes);
        return sum;
    }

    [[nodiscard]] bool is_done() const noexcept { return next_ == core_.ops.size(); }

    /// Goes on until the core must wait; true where it did anything.
    bool run() {
        const std::size_t begin = next_;
        bool progress = false;
        while (next_ < core_.ops.size()) {
            const CoreOp& op = core_.ops[next_];
            if (op.kind == CoreStep::Kind::acquire && !acquire(op.port)) break;
            progress = true;
            ++next_;
            if (op.kind == CoreStep::Kind::release)
                release(op.port);
            else if (op.kind == CoreStep::Kind::call)
                call(core_.calls[op.call]);
            else if (op.kind == CoreStep::Kind::loop)
                loops_.push_back(op.count);
            else if (op.kind == CoreStep::Kind::end)
                end_loop(op.partner);
        }
        return progress || next_ != begin;
    }

private:
    struct Port {
        std::uint64_t acquired = 0;
        std::uint64_t released = 0;
    };

    bool acquire(std::uint32_t index) {
        const CorePort& port = core_.ports[index];
        const DataRing& ring = *rings_[port.end.ring];
        if (port.produces ? !ring.has_room(ports_[index].acquired) : !ring.is_there(ports_[index].acquired)) return false;
        ++ports_[index].acquired;
        return true;
    }
    void release(std::uint32_t index) {
        const CorePort& port = core_.ports[index];
        DataRing& ring = *rings_[port.end.ring];
        ++ports_[index].released;
        port.produces ? ring.write(port.end.index) : ring.read(port.end.index);
    }
    void call(const CoreCall& call) const {
        std::array<std::byte*, most_operands> buffers{};
        for (std::size_t i = 0; i < call.operands.size(); ++i) {
            const CoreCall::Operand& operand = call.operands[i];
            std::byte* const base = operand.is_local
                                        ? locals_[operand.index]
                                        : rings_[core_.ports[operand.index].end.ring]->buffer(ports_[operand.index].released);
            buffers.at(i) = base + operand.offset;
        }
        call.kernel->run(std::span<std::byte* const>(buffers.data(), call.operands.size()), call.parameters);
    }
    void end_loop(std::uint32_t begin) {
        if (--loops_.back() > 0)
            next_ = begin + 1;
        else
            loops_.pop_back();
    }

    const CoreActor& core_;
    const Rings& rings_;
    std::vector<Port> ports_;
    std::vector<std::byte*> locals_;
    std::vector<std::uint32_t> loops_;
    std::size_t next_ = 0;
};

/// A DMA's two channels with their data.
class DataMover {
public:
    DataMover(const Mover& mover, const ArrayProgram& program, const Rings& rings, std::span<const std::span<std::byte>> arguments,
              DataDamage damage)
        : mover_(mover),
          program_(program),
          rings_(rings),
          arguments_(arguments),
          damage_(damage),
          source_cursor_(program.fifos[mover.fifo].to_stream, mover.object_words),
          destination_cursor_(program.fifos[mover.fifo].from_stream, mover.object_words) {
        if (is_inside()) plan();
        if (!is_inside() && !mover.transfers.empty()) begin_transfer();
    }

    /// Movers between tiles have no end of their own.
    [[nodiscard]] bool is_done() const noexcept { return is_inside() || transfer_ == mover_.transfers.size(); }

    /// Moves objects until it must wait; true where it moved any.
    bool run() {
        const std::uint64_t before = objects_;
        while (can_move()) move();
        return objects_ != before;
    }

private:
    [[nodiscard]] bool is_inside() const noexcept { return !mover_.from_shim && !mover_.to_shim; }
    [[nodiscard]] std::uint64_t source_unit() const noexcept {
        return objects_ / (static_cast<std::uint64_t>(mover_.source_objects) * mover_.source_repeat);
    }
    [[nodiscard]] std::uint64_t destination_unit() const noexcept { return objects_ / mover_.destination_objects; }

    [[nodiscard]] bool can_move() const noexcept {
        if (!is_inside() && transfer_ == mover_.transfers.size()) return false;
        if (!mover_.from_shim && !rings_[mover_.source.ring]->is_there(source_unit())) return false;
        return mover_.to_shim || rings_[mover_.destination.ring]->has_room(destination_unit());
    }

    void plan() {
        const std::uint64_t period = std::lcm<std::uint64_t>(mover_.source_objects, mover_.destination_objects);
        if (period * mover_.object_words > longest_plan) return;
        for (std::uint64_t i = 0; i < period; ++i) plans_.emplace_back(destination_cursor_, source_cursor_, mover_.object_words);
    }

    void move() {
        const std::byte* const from = mover_.from_shim ? nullptr : part(mover_.source, source_unit());
        std::byte* const to = mover_.to_shim ? nullptr : part(mover_.destination, destination_unit());
        if (is_inside()) {
            if (plans_.empty())
                copy_words(to, destination_cursor_, from, source_cursor_, mover_.object_words);
            else
                plans_[objects_ % plans_.size()].run(to, from);
        } else {
            move_shim_object(to, from);
        }
        ++objects_;
        if (!mover_.from_shim && objects_ % (static_cast<std::uint64_t>(mover_.source_objects) * mover_.source_repeat) == 0)
            rings_[mover_.source.ring]->read(mover_.source.index);
        if (!mover_.to_shim && objects_ % mover_.destination_objects == 0)
            rings_[mover_.destination.ring]->write(mover_.destination.index);
    }

    [[nodiscard]] std::byte* part(const RingEnd& end, std::uint64_t unit) const noexcept {
        return rings_[end.ring]->buffer(unit) + end.offset;
    }

    void move_shim_object(std::byte* to, const std::byte* from) {
        for (std::uint64_t left = mover_.object_words; left > 0;) {
            const std::uint64_t words = std::min(left, transfer_words_);
            std::byte* const dram = arguments_[program_.transfers[mover_.transfers[transfer_]].argument].data();
            if (mover_.from_shim)
                copy_words(to, destination_cursor_, dram, transfer_cursor_, words);
            else
                write_dram(dram, from, words);
            left -= words;
            transfer_words_ -= words;
            if (transfer_words_ > 0) continue;
            ++transfer_;
            if (transfer_ < mover_.transfers.size()) begin_transfer();
        }
    }

    void write_dram(std::byte* dram, const std::byte* from, std::uint64_t words) {
        const bool is_last = transfer_ + 1 == mover_.transfers.size() && words == transfer_words_;
        if (damage_ == DataDamage::short_transfer && is_last) return;
        const std::uint64_t place = 4 * transfer_cursor_.position();
        copy_words(dram, transfer_cursor_, from, source_cursor_, words);
        constexpr std::byte flipped{0x44};  // of a bf16 or f32: exponent bits
        if (damage_ == DataDamage::corrupted_tile && is_last)
            for (std::uint64_t i = 0; i < 4; ++i) dram[place + i] ^= flipped;
    }

    void begin_transfer() {
        const ShimTransfer& transfer = program_.transfers[mover_.transfers[transfer_]];
        const std::uint64_t linear = program_.argument_bytes[transfer.argument] / 4;
        transfer_cursor_ = PatternCursor(transfer.pattern, linear);
        transfer_words_ = pattern_words(transfer.pattern, linear) * transfer.repeat;
    }

    const Mover& mover_;
    const ArrayProgram& program_;
    const Rings& rings_;
    std::span<const std::span<std::byte>> arguments_;
    DataDamage damage_;
    PatternCursor source_cursor_;
    PatternCursor destination_cursor_;
    std::vector<CopyPlan> plans_;  ///< of the objects of a period, in order; empty: walk both patterns
    std::uint64_t objects_ = 0;
    std::size_t transfer_ = 0;
    PatternCursor transfer_cursor_{AccessPattern{}, 1};  ///< of the current transfer
    std::uint64_t transfer_words_ = 0;
};

}  // namespace

std::byte* TileMemory::garbage(std::size_t bytes) {
    if (bytes_.size() < bytes + alignment) bytes_.resize(bytes + alignment);
    void* begin = bytes_.data();
    std::size_t space = bytes_.size();
    auto* const memory = static_cast<std::byte*>(std::align(alignment, bytes, begin, space));
    std::fill_n(memory, bytes, std::byte{0xFF});
    return memory;
}

void simulate_data(const ArrayProgram& program, const ArrayGraph& graph, std::span<const std::span<std::byte>> arguments,
                   ThreadPool& pool, TileMemory& memory, DataDamage damage) {
    const FlushDenormals flush;  // as in the pool's other threads: results must not depend on who computed them
    std::size_t bytes = 0;
    for (const Ring& ring : graph.rings) bytes += DataRing::bytes(ring);
    for (const CoreActor& core : graph.cores) bytes += DataCore::local_bytes(core);
    std::byte* next = memory.garbage(bytes);
    Rings rings;
    for (const Ring& ring : graph.rings)
        rings.push_back(std::make_unique<DataRing>(ring, std::exchange(next, next + DataRing::bytes(ring))));
    std::vector<DataCore> cores;
    cores.reserve(graph.cores.size());
    for (const CoreActor& core : graph.cores)
        cores.emplace_back(core, rings, std::exchange(next, next + DataCore::local_bytes(core)));
    std::vector<DataMover> movers;
    movers.reserve(graph.movers.size());
    const Mover* last_output = nullptr;
    for (const Mover& mover : graph.movers)
        if (mover.to_shim && !mover.transfers.empty()) last_output = &mover;
    for (const Mover& mover : graph.movers)
        movers.emplace_back(mover, program, rings, arguments, &mover == last_output ? damage : DataDamage::none);

    const auto is_output = [](const Mover& mover) { return mover.to_shim; };
    const auto outputs = std::ranges::count_if(graph.movers, is_output);
    const auto inputs = static_cast<std::int64_t>(movers.size()) - outputs;
    const auto core_count = static_cast<std::int64_t>(cores.size());
    const auto all_done = [](const auto& actors) {
        return std::ranges::all_of(actors, [](const auto& actor) { return actor.is_done(); });
    };
    // In waves: everybody goes on as far as possible, in the direction in which the data flows.
    while (!all_done(cores) || !all_done(movers)) {
        std::atomic<bool> progress = false;
        pool.for_each(inputs + core_count + outputs, [&](std::int64_t index, int) {
            const bool is_core = index >= inputs && index < inputs + core_count;
            const bool moved = is_core ? cores[static_cast<std::size_t>(index - inputs)].run()
                                       : movers[static_cast<std::size_t>(index < inputs ? index : index - core_count)].run();
            if (moved) progress.store(true, std::memory_order_relaxed);
        });
        if (!progress) throw std::logic_error("The array program " + program.name + " stopped before its end.");
    }
}

}  // namespace tilescribe::npu
