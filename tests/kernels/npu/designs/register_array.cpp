// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/designs/register_array.h"

#include "kernels/npu/aie/dispatcher.h"
#include "kernels/npu/aie/kernel_table.h"
#include "kernels/npu/array/device_table.h"
#include "tests/kernels/npu/aie_stub/core_locks.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

#define TILESCRIBE_NPU_LEVEL level_dispatched
#include "kernels/npu/aie/level_runs.inc"

namespace tilescribe::npu {
namespace {

using Key = std::pair<int, int>;

struct Stopped {};

struct Tile {
    struct alignas(dispatcher::alignment) Line {
        std::array<std::byte, dispatcher::alignment> bytes;
    };
    std::vector<Line> lines;
    std::array<int, 64> locks{};

    void fill(std::size_t bytes) {
        lines.resize(bytes / sizeof(Line));
        std::memset(lines.data(), 0xFF, bytes);
    }
    [[nodiscard]] std::byte* memory() { return reinterpret_cast<std::byte*>(lines.data()); }
    [[nodiscard]] std::byte* at(std::size_t byte) {
        if (byte >= lines.size() * sizeof(Line)) throw std::runtime_error("a DMA leaves its tile's memory");
        return memory() + byte;
    }
};

/// What the threads share. Everything but a kernel's work is done under the mutex.
struct Shared {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_over = false;
};

/// A core's thread: its tile, and what it called.
struct Core {
    Shared& shared;
    Tile& tile;
    std::uint32_t stack = 0;
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::vector<KernelCall> calls;
    int* waits_for = nullptr;  ///< a lock that is at zero, or was when last looked at

    [[nodiscard]] bool can_go_on() const { return waits_for == nullptr || *waits_for > 0; }
};
thread_local Core* this_core = nullptr;

void call_kernel(std::size_t number, std::byte* const* buffers, const std::int32_t* parameters) {
    const CoreKernel& kernel = core_kernels()[number];
    KernelCall call{.kernel = std::string(kernel.name), .parameters = {}, .addresses = {}};
    for (std::optional<TileUse> use; !use; call.parameters.push_back(parameters[call.parameters.size()])) {
        if (call.parameters.size() > 8) throw std::runtime_error(call.kernel + " is called with what it does not take");
        use = tile_use(this_core->generation, kernel.name, call.parameters);
        if (!use) continue;
        for (int i = 0; i < use->buffers; ++i)
            call.addresses.push_back(static_cast<std::uint32_t>(buffers[i] - this_core->tile.memory()) - this_core->stack);
        kernel.run(std::span(buffers, static_cast<std::size_t>(use->buffers)), call.parameters);
        this_core->calls.push_back(std::move(call));
        return;
    }
}

}  // namespace
}  // namespace tilescribe::npu

namespace tilescribe::npu::level_dispatched {
namespace {
enum Number : std::size_t {
#define TILESCRIBE_NUMBER(NAME) number_of_##NAME,
    TILESCRIBE_NPU_KERNELS(TILESCRIBE_NUMBER)
#undef TILESCRIBE_NUMBER
};
}  // namespace
#define TILESCRIBE_RUN(NAME)                                                     \
    void run_##NAME(std::byte* const* buffers, const std::int32_t* parameters) { \
        call_kernel(number_of_##NAME, buffers, parameters);                      \
    }
TILESCRIBE_NPU_KERNELS(TILESCRIBE_RUN)
#undef TILESCRIBE_RUN
}  // namespace tilescribe::npu::level_dispatched

void acquire_greater_equal(unsigned id, unsigned value) {
    using namespace tilescribe::npu;
    Shared& shared = this_core->shared;
    std::unique_lock lock(shared.mutex);
    int& count = this_core->tile.locks.at(id - 48);
    this_core->waits_for = &count;
    shared.changed.notify_all();
    shared.changed.wait(lock, [&] { return shared.is_over || count >= static_cast<int>(value); });
    this_core->waits_for = nullptr;
    if (shared.is_over) throw Stopped();
    count -= static_cast<int>(value);
}

void release(unsigned id, int value) {
    using namespace tilescribe::npu;
    const std::scoped_lock lock(this_core->shared.mutex);
    this_core->tile.locks.at(id - 48) += value;
    this_core->shared.changed.notify_all();
}

namespace tilescribe::npu {
namespace {

/// Between a channel and those that it feeds: each has a few words of its own.
struct Stream {
    static constexpr std::size_t room = 16;
    std::vector<std::deque<std::uint32_t>> ends;

    [[nodiscard]] bool has_room() const {
        return std::ranges::all_of(ends, [](const auto& end) { return end.size() < room; });
    }
    void push(std::uint32_t word) {
        for (auto& end : ends) end.push_back(word);
    }
};

/// The places of a walk over memory, in words; again and again.
class Walk {
public:
    Walk(std::vector<AccessPattern::Dimension> loops, std::uint64_t words) : loops_(std::move(loops)) {
        if (loops_.empty()) loops_ = {{static_cast<std::uint32_t>(words), 1}};
        index_.resize(loops_.size());
    }
    std::uint64_t next() {
        std::uint64_t place = 0;
        for (std::size_t i = 0; i < loops_.size(); ++i) place += std::uint64_t{index_[i]} * loops_[i].stride;
        for (std::size_t i = loops_.size(); i-- > 0;) {
            if (++index_[i] < loops_[i].size) break;
            index_[i] = 0;
        }
        return place;
    }

private:
    std::vector<AccessPattern::Dimension> loops_;
    std::vector<std::uint32_t> index_;
};

/// One end of a FIFO: it feeds a stream or takes from one of its ends.
class Channel {
public:
    Channel(Stream& stream, std::size_t end, bool is_source) : stream_(stream), end_(end), is_source_(is_source) {}
    virtual ~Channel() = default;

    bool run() {
        bool moved = false;
        while (is_source_ ? stream_.has_room() : !stream_.ends[end_].empty()) {
            std::byte* const word = next();
            if (word == nullptr) break;
            std::uint32_t value = 0;
            if (is_source_) {
                std::memcpy(&value, word, 4);
                stream_.push(value);
            } else {
                value = stream_.ends[end_].front();
                stream_.ends[end_].pop_front();
                std::memcpy(word, &value, 4);
            }
            done();
            moved = true;
        }
        return moved;
    }

protected:
    virtual std::byte* next() = 0;  ///< where the next word is; null: wait
    virtual void done() = 0;

private:
    Stream& stream_;
    std::size_t end_;
    bool is_source_;
};

class TileChannel final : public Channel {
public:
    TileChannel(Stream& stream, std::size_t end, const ChannelConfiguration& configuration, Tile& tile)
        : Channel(stream, end, configuration.is_source),
          tile_(tile),
          descriptors_(configuration.descriptors),
          visits_(descriptors_.size()) {}

private:
    std::byte* next() override {
        const BufferDescriptor& descriptor = descriptors_[current_];
        if (!walk_) {
            int& lock = tile_.locks.at(descriptor.acquire.id);
            if (lock < descriptor.acquire.count) return nullptr;
            lock -= descriptor.acquire.count;
            walk_ = std::make_unique<Walk>(descriptor.dimensions, descriptor.words);
            left_ = descriptor.words;
            base_ = descriptor.address + 4 * descriptor.iteration_stride * (visits_[current_]++ % descriptor.iterations);
        }
        return tile_.at(base_ + 4 * walk_->next());
    }
    void done() override {
        if (--left_ > 0) return;
        tile_.locks.at(descriptors_[current_].release.id) += descriptors_[current_].release.count;
        walk_.reset();
        current_ = (current_ + 1) % descriptors_.size();
    }

    Tile& tile_;
    std::vector<BufferDescriptor> descriptors_;
    std::vector<std::uint32_t> visits_;
    std::size_t current_ = 0;
    std::unique_ptr<Walk> walk_;
    std::uint32_t left_ = 0;
    std::uint32_t base_ = 0;
};

class ShimChannel final : public Channel {
public:
    ShimChannel(Stream& stream, std::size_t end, bool is_source, std::span<Bytes* const> arguments)
        : Channel(stream, end, is_source), arguments_(arguments) {}

    [[nodiscard]] bool takes_tasks() const { return tasks_.size() < 4; }
    [[nodiscard]] bool is_done() const { return tasks_.empty(); }
    void add(const ShimTask& task) { tasks_.push_back(task); }

private:
    std::byte* next() override {
        if (tasks_.empty()) return nullptr;
        const ShimTask& task = tasks_.front();
        if (!walk_) {
            std::uint64_t words = task.repeat;
            for (const AccessPattern::Dimension& loop : task.pattern.dimensions) words *= loop.size;
            walk_ = std::make_unique<Walk>(task.pattern.dimensions, words);
            left_ = words;
        }
        return &arguments_[task.argument]->at(4 * (task.pattern.offset + walk_->next()));
    }
    void done() override {
        if (--left_ > 0) return;
        walk_.reset();
        tasks_.pop_front();
    }

    std::span<Bytes* const> arguments_;
    std::deque<ShimTask> tasks_;
    std::unique_ptr<Walk> walk_;
    std::uint64_t left_ = 0;
};

class Array {
public:
    Array(const ParsedOverlay& overlay, const ArrayConfiguration& configuration, std::span<Bytes* const> arguments)
        : configuration_(configuration), device_(device_parameters(configuration.generation)) {
        for (const FifoRoute& route : overlay.routes) {
            Stream& stream = *streams_.emplace_back(std::make_unique<Stream>());
            stream.ends.resize(route.destinations.size());
            add_channel(stream, 0, route.source, true, arguments);
            for (std::size_t i = 0; i < route.destinations.size(); ++i)
                add_channel(stream, i, route.destinations[i], false, arguments);
        }
        for (const LockValue& lock : configuration.locks) tile(lock.tile).locks.at(lock.id) = lock.value;
        for (const CoreList& list : configuration.cores) {
            Tile& core = tile(list.tile);
            std::memcpy(core.memory() + device_.core_stack, list.words.data(), 4 * list.words.size());
            core.locks.at(dispatcher::start_lock) = 1;
            cores_.push_back(
                std::make_unique<Core>(Core{shared_, core, device_.core_stack, configuration.generation, {}, nullptr}));
        }
    }

    std::vector<std::vector<KernelCall>> run() {
        std::vector<std::thread> threads;
        for (const auto& core : cores_)
            threads.emplace_back([&core] {
                this_core = core.get();
                try {
                    tilescribe_core(reinterpret_cast<int*>(core->tile.memory() + core->stack));
                } catch (const Stopped&) {  // after its list, or where nothing goes on
                }
            });
        const bool is_done = drive();
        for (std::thread& thread : threads) thread.join();
        if (!is_done) throw std::runtime_error("the array stopped before the program's end");
        std::vector<std::vector<KernelCall>> calls;
        for (const auto& core : cores_) calls.push_back(std::move(core->calls));
        return calls;
    }

private:
    Tile& tile(TileAddress address) {
        Tile& found = tiles_[{address.column, address.row}];
        if (found.lines.empty()) found.fill(address.row == 1 ? device_.tile_memory : device_.core_memory);
        return found;
    }

    void add_channel(Stream& stream, std::size_t end, const FifoEnd& at, bool is_source, std::span<Bytes* const> arguments) {
        if (at.tile.row == 0) {
            auto channel = std::make_unique<ShimChannel>(stream, end, is_source, arguments);
            shims_[{at.tile.column, is_source ? at.channel : 2 + at.channel}] = channel.get();
            channels_.push_back(std::move(channel));
            return;
        }
        for (const ChannelConfiguration& channel : configuration_.channels)
            if (channel.tile == at.tile && channel.is_source == is_source && channel.channel == at.channel)
                channels_.push_back(std::make_unique<TileChannel>(stream, end, channel, tile(at.tile)));
    }

    /// Until every task is done; false where nothing can go on.
    bool drive() {
        std::unique_lock lock(shared_.mutex);
        std::size_t issued = 0;
        bool is_done = false;
        for (;;) {
            bool moved = false;
            for (; issued < configuration_.tasks.size(); ++issued, moved = true) {
                const ShimTask& task = configuration_.tasks[issued];
                ShimChannel* const shim = shims_.at({task.column, task.is_source ? task.channel : 2 + task.channel});
                if (!shim->takes_tasks()) break;
                shim->add(task);
            }
            for (const auto& channel : channels_) moved = channel->run() || moved;
            is_done = issued == configuration_.tasks.size() &&
                      std::ranges::all_of(shims_, [](const auto& s) { return s.second->is_done(); });
            shared_.changed.notify_all();
            if (moved) continue;
            if (std::ranges::none_of(cores_, [](const auto& core) { return core->can_go_on(); })) break;
            shared_.changed.wait(lock);
        }
        shared_.is_over = true;
        shared_.changed.notify_all();
        return is_done;
    }

    const ArrayConfiguration& configuration_;
    const DeviceParameters& device_;
    Shared shared_;
    std::map<Key, Tile> tiles_;
    std::vector<std::unique_ptr<Stream>> streams_;
    std::vector<std::unique_ptr<Channel>> channels_;
    std::map<Key, ShimChannel*> shims_;
    std::vector<std::unique_ptr<Core>> cores_;
};

}  // namespace

std::vector<std::vector<KernelCall>> run_registers(const ParsedOverlay& overlay, const ArrayConfiguration& configuration,
                                                   std::span<Bytes* const> arguments) {
    return Array(overlay, configuration, arguments).run();
}

}  // namespace tilescribe::npu
