// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/dispatcher.h"
#include "kernels/npu/array/device_table.h"
#include "kernels/npu/designs/registers.h"
#include "kernels/npu/designs/transaction.h"
#include "kernels/npu/designs/transaction_format.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

namespace tilescribe::npu {
namespace {

using Words = std::span<const std::uint32_t>;

[[noreturn]] void fail() {
    throw std::invalid_argument("these are no instructions of a program on the overlay");
}

std::uint32_t get(Words words, RegisterField field) {
    if (field.bits == 0) return 0;
    return static_cast<std::uint32_t>(words[field.word] >> field.lowest_bit & ((std::uint64_t{1} << field.bits) - 1));
}

/// The loops that a descriptor of so many words has; none where it is linear.
std::vector<AccessPattern::Dimension> dimensions_of(Words words, const DescriptorLayout& layout) {
    std::vector<AccessPattern::Dimension> dimensions;
    std::uint64_t left = get(words, layout.length);
    for (std::size_t i = 0; i < layout.step.size(); ++i) {
        const std::uint32_t stride = get(words, layout.step[i]) + 1;
        const std::uint32_t wrap = i < layout.wrap.size() ? get(words, layout.wrap[i]) : 0;
        const auto size = wrap == 0 ? static_cast<std::uint32_t>(left) : wrap;
        if (size == 0 || left % size != 0) fail();
        left /= size;
        dimensions.insert(dimensions.begin(), {size, stride});
        if (wrap != 0) continue;
        if (dimensions.size() == 1 && stride == 1) dimensions.clear();
        return dimensions;
    }
    fail();
}

class TransactionReader {
public:
    explicit TransactionReader(Words words) : words_(words) {}

    ArrayConfiguration read() {
        if (words_.size() < txn::header_words || words_[3] != 4 * words_.size()) fail();
        result_.generation = words_[0] == txn::header(ArrayGeneration::npu1)[0] ? ArrayGeneration::npu1 : ArrayGeneration::npu4;
        if (words_[0] != txn::header(result_.generation)[0] || words_[1] != txn::header(result_.generation)[1]) fail();
        const std::uint32_t operations = words_[2];
        words_ = words_.subspan(txn::header_words);
        for (std::uint32_t i = 0; i < operations; ++i) operation();
        if (!words_.empty() || started_cores_ != result_.cores.size() || pending_ != 0 || waits_ != result_.tasks.size()) fail();
        return std::move(result_);
    }

private:
    struct Place {
        TileAddress tile;
        std::uint32_t offset = 0;
    };
    static Place place(std::uint32_t address) {
        return {.tile = {.column = static_cast<std::uint8_t>(address >> txn::column_shift),
                         .row = static_cast<std::uint8_t>(address >> txn::row_shift & 0x1FU)},
                .offset = address & 0xFFFFFU};
    }
    Words take(std::uint32_t count) {
        if (words_.size() < count) fail();
        const Words taken = words_.first(count);
        words_ = words_.subspan(count);
        return taken;
    }

    void operation() {
        if (words_.empty()) fail();
        switch (static_cast<txn::Operation>(words_[0])) {
            case txn::Operation::write: {
                const Words w = take(txn::write_words);
                return written(place(w[2]), w[4]);
            }
            case txn::Operation::mask_write: {
                const Words w = take(txn::mask_write_words);
                return masked(place(w[2]), w[4], w[5]);
            }
            case txn::Operation::block_write: {
                if (words_.size() < txn::block_write_words) fail();
                const std::uint32_t bytes = words_[3];
                if (bytes % 4 != 0 || bytes / 4 <= txn::block_write_words) fail();
                const Words w = take(bytes / 4);
                return block(place(w[2]), w.subspan(txn::block_write_words));
            }
            case txn::Operation::wait_token:
                take(txn::wait_token_words);
                ++waits_;
                return;
            case txn::Operation::address_patch: {
                const Words w = take(txn::address_patch_words);
                const Place register_of = place(w[6]);
                if (pending_ != 1 || register_of.offset != task_descriptor_ + 4 || register_of.tile.column != task_.column) fail();
                task_.argument = static_cast<std::uint8_t>(w[8]);
                task_.pattern.offset = w[10] / 4;
                pending_ = 2;
                return;
            }
        }
        fail();
    }

    /// A channel's control or start queue.
    struct Channel {
        bool is_source = false;
        std::uint8_t number = 0;
        bool is_queue = false;
    };
    static Channel channel(Place where) {
        const TileRegisters& registers = registers_of(where.tile);
        const bool is_source = where.offset >= registers.out_of_tile;
        const std::uint32_t offset = where.offset - (is_source ? registers.out_of_tile : registers.into_tile);
        if (offset % 4 != 0 || offset >= 6 * txn::channel_bytes) fail();
        return {is_source, static_cast<std::uint8_t>(offset / txn::channel_bytes), offset % txn::channel_bytes != 0};
    }

    void masked(Place where, std::uint32_t value, std::uint32_t mask) {
        const Channel found = channel(where);
        const bool is_reset = where.tile.row > 0 && mask == channel_reset && (value == 0 || value == channel_reset);
        const bool is_controller = where.tile.row == 0 && mask == channel_controller && value == shim_controller << 8U;
        if (found.is_queue || (!is_reset && !is_controller)) fail();
    }

    void written(Place where, std::uint32_t value) {
        const TileRegisters& registers = registers_of(where.tile);
        const std::uint32_t lock = (where.offset - registers.locks) / txn::lock_bytes;
        if (where.tile.row > 0 && where.offset >= registers.locks && lock < 64) {
            if (value > 63) fail();
            if (where.tile.row > 1 && lock == dispatcher::start_lock)
                started_cores_ += value;
            else
                result_.locks.push_back({where.tile, static_cast<std::uint8_t>(lock), static_cast<std::uint8_t>(value)});
            return;
        }
        const Channel found = channel(where);
        if (!found.is_queue) fail();
        if (where.tile.row == 0) return issued(where.tile, found, value);
        ChannelConfiguration started{.tile = where.tile, .is_source = found.is_source, .channel = found.number, .descriptors = {}};
        std::uint32_t id = value;
        do {
            const auto next = descriptors_.find({where.tile.column, where.tile.row, id});
            if (next == descriptors_.end() || started.descriptors.size() > 48) fail();
            started.descriptors.push_back(next->second.descriptor);
            id = next->second.next;
        } while (id != value);
        result_.channels.push_back(std::move(started));
    }

    void block(Place where, Words block) {
        const TileRegisters& registers = registers_of(where.tile);
        if (where.tile.row > 1 && where.offset == device_parameters(result_.generation).core_stack) {
            result_.cores.push_back({.tile = where.tile, .words = {block.begin(), block.end()}});
            return;
        }
        const std::uint32_t id = (where.offset - registers.descriptors) / txn::descriptor_bytes;
        const DescriptorLayout& layout = registers.descriptor;
        if (where.offset < registers.descriptors || where.offset % txn::descriptor_bytes != 0 || id >= 48 ||
            block.size() != layout.words || get(block, layout.valid) != 1)
            fail();
        if (where.tile.row == 0)
            task(where, block);
        else
            descriptors_[{where.tile.column, where.tile.row, id}] = {describe(registers, static_cast<std::uint8_t>(id), block),
                                                                     get(block, layout.next)};
    }

    static BufferDescriptor describe(const TileRegisters& registers, std::uint8_t id, Words block) {
        const DescriptorLayout& layout = registers.descriptor;
        const std::uint32_t address = 4 * get(block, layout.address);
        const auto lock = [&](RegisterField field, std::uint32_t count) {
            const std::uint32_t number = get(block, field);
            if (number < registers.own_lock || count == 0 || count > 63) fail();
            return BufferDescriptor::Lock{static_cast<std::uint8_t>(number - registers.own_lock), static_cast<std::uint8_t>(count)};
        };
        if (address < registers.own_address || get(block, layout.use_next) != 1 || get(block, layout.acquire_enable) != 1) fail();
        BufferDescriptor result{.id = id,
                                .address = address - registers.own_address,
                                .words = get(block, layout.length),
                                .dimensions = dimensions_of(block, layout),
                                .acquire = lock(layout.acquire_id, 128 - get(block, layout.acquire_value)),
                                .release = lock(layout.release_id, get(block, layout.release_value))};
        result.iterations = get(block, layout.iteration_wrap) + 1;
        result.iteration_stride = get(block, layout.iteration_step) + 1;
        return result;
    }

    void task(Place where, Words block) {
        if (pending_ != 0) fail();
        pending_ = 1;
        const DescriptorLayout& layout = shim_registers.descriptor;
        task_ = {.column = where.tile.column, .pattern = {}};
        task_descriptor_ = where.offset;
        task_.pattern.dimensions = dimensions_of(block, layout);
        if (task_.pattern.dimensions.empty()) task_.pattern.dimensions = {{get(block, layout.length), 1}};
        iteration_ = {get(block, layout.iteration_wrap) + 1, get(block, layout.iteration_step) + 1};
    }
    void issued(TileAddress tile, Channel channel, std::uint32_t value) {
        const std::uint32_t id = value & 0xFU;
        const std::uint32_t times = (value >> 16U & 0xFFU) + 1;
        const std::uint32_t first = txn::first_shim_descriptor(channel.is_source, channel.number);
        if (pending_ != 2 || tile.column != task_.column || (value & queue_token) == 0 || id < first ||
            id >= first + txn::tasks_in_queue || task_descriptor_ != shim_registers.descriptors + txn::descriptor_bytes * id)
            fail();
        pending_ = 0;
        task_.is_source = channel.is_source;
        task_.channel = channel.number;
        if (iteration_.size > 1) {
            if (times != iteration_.size) fail();
            task_.pattern.dimensions.insert(task_.pattern.dimensions.begin(), iteration_);
        } else {
            task_.repeat = times;
        }
        result_.tasks.push_back(std::move(task_));
    }

    struct Described {
        BufferDescriptor descriptor;
        std::uint32_t next = 0;
    };
    Words words_;
    ArrayConfiguration result_;
    std::map<std::tuple<int, int, std::uint32_t>, Described> descriptors_;
    std::size_t started_cores_ = 0;
    std::size_t waits_ = 0;
    int pending_ = 0;  ///< parts of a task that have been read: descriptor, address
    ShimTask task_;
    std::uint32_t task_descriptor_ = 0;
    AccessPattern::Dimension iteration_{};
};

}  // namespace

ArrayConfiguration parse_transaction(std::span<const std::uint32_t> words) {
    ArrayConfiguration configuration = TransactionReader(words).read();
    // Waits, resets, and words that mean nothing: all as they are written.
    if (!std::ranges::equal(transaction(configuration), words)) fail();
    return configuration;
}

}  // namespace tilescribe::npu
