// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/transaction.h"

#include "kernels/npu/aie/dispatcher.h"
#include "kernels/npu/array/device_table.h"
#include "kernels/npu/designs/registers.h"
#include "kernels/npu/designs/transaction_format.h"

#include <map>
#include <stdexcept>
#include <tuple>

namespace tilescribe::npu {
namespace {

using Words = std::vector<std::uint32_t>;

void set(Words& words, RegisterField field, std::uint64_t value) {
    if (field.bits == 0 || value >> field.bits != 0)
        throw std::invalid_argument("a number of the program does not fit its register");
    words.at(field.word) |= static_cast<std::uint32_t>(value) << field.lowest_bit;
}

/// The innermost loop first; the outermost has no wrap.
void set_dimensions(Words& words, const DescriptorLayout& layout, const std::vector<AccessPattern::Dimension>& dimensions) {
    if (dimensions.size() > layout.step.size()) throw std::invalid_argument("a descriptor has too many dimensions");
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
        const auto [size, stride] = dimensions[dimensions.size() - 1 - i];
        if (size == 0 || stride == 0) throw std::invalid_argument("a descriptor has a dimension without size or stride");
        set(words, layout.step.at(i), stride - 1);
        if (i + 1 < dimensions.size()) set(words, layout.wrap.at(i), size);
    }
}

class TransactionWriter {
public:
    explicit TransactionWriter(const ArrayConfiguration& configuration) : configuration_(configuration) {}

    Words write() {
        words_.resize(txn::header_words);
        for (const ChannelConfiguration& channel : configuration_.channels) reset(channel);
        for (const LockValue& lock : configuration_.locks) set_lock(lock);
        for (const ChannelConfiguration& channel : configuration_.channels) describe(channel);
        const std::uint32_t list_address = device_parameters(configuration_.generation).core_stack;
        for (const CoreList& core : configuration_.cores) block_write(core.tile, list_address, core.words);
        for (const ChannelConfiguration& channel : configuration_.channels)
            write(channel.tile, control(channel.tile, channel.is_source, channel.channel) + 4, channel.descriptors.front().id);
        for (const CoreList& core : configuration_.cores) set_lock({.tile = core.tile, .id = dispatcher::start_lock, .value = 1});
        for (const ShimTask& task : configuration_.tasks) issue(task);
        for (const auto& [key, issued] : issued_)
            for (std::uint32_t i = 0; i < std::min(issued, txn::tasks_in_queue); ++i) wait(key);
        std::tie(words_[0], words_[1]) = std::tuple_cat(txn::header(configuration_.generation));
        words_[2] = operations_;
        words_[3] = static_cast<std::uint32_t>(4 * words_.size());
        return std::move(words_);
    }

private:
    using ShimChannel = std::tuple<std::uint8_t, bool, std::uint8_t>;  ///< column, is_source, channel

    static std::uint32_t address(TileAddress tile, std::uint32_t offset) {
        return std::uint32_t{tile.column} << txn::column_shift | std::uint32_t{tile.row} << txn::row_shift | offset;
    }
    static std::uint32_t control(TileAddress tile, bool is_source, std::uint32_t channel) {
        const TileRegisters& registers = registers_of(tile);
        return (is_source ? registers.out_of_tile : registers.into_tile) + txn::channel_bytes * channel;
    }

    void add(txn::Operation operation, std::initializer_list<std::uint32_t> words) {
        ++operations_;
        words_.push_back(static_cast<std::uint32_t>(operation));
        words_.insert(words_.end(), words);
    }
    void write(TileAddress tile, std::uint32_t offset, std::uint32_t value) {
        add(txn::Operation::write, {0, address(tile, offset), 0, value, 4 * txn::write_words});
    }
    void mask_write(TileAddress tile, std::uint32_t offset, std::uint32_t value, std::uint32_t mask) {
        add(txn::Operation::mask_write, {0, address(tile, offset), 0, value, mask, 4 * txn::mask_write_words});
    }
    void block_write(TileAddress tile, std::uint32_t offset, const Words& block) {
        const auto bytes = static_cast<std::uint32_t>(4 * (txn::block_write_words + block.size()));
        add(txn::Operation::block_write, {0, address(tile, offset), bytes});
        words_.insert(words_.end(), block.begin(), block.end());
    }

    void reset(const ChannelConfiguration& channel) {
        const std::uint32_t offset = control(channel.tile, channel.is_source, channel.channel);
        mask_write(channel.tile, offset, channel_reset, channel_reset);
        mask_write(channel.tile, offset, 0, channel_reset);
    }
    void set_lock(const LockValue& lock) {
        write(lock.tile, registers_of(lock.tile).locks + txn::lock_bytes * lock.id, lock.value);
    }

    void describe(const ChannelConfiguration& channel) {
        const TileRegisters& registers = registers_of(channel.tile);
        const DescriptorLayout& layout = registers.descriptor;
        for (std::size_t i = 0; i < channel.descriptors.size(); ++i) {
            const BufferDescriptor& descriptor = channel.descriptors[i];
            Words words(layout.words);
            set(words, layout.length, descriptor.words);
            set(words, layout.address, (registers.own_address + descriptor.address) / 4);
            set(words, layout.next, channel.descriptors[(i + 1) % channel.descriptors.size()].id);
            set(words, layout.use_next, 1);
            set(words, layout.valid, 1);
            set_dimensions(words, layout, descriptor.dimensions);
            if (descriptor.iterations > 1) {
                set(words, layout.iteration_wrap, descriptor.iterations - 1);
                set(words, layout.iteration_step, descriptor.iteration_stride - 1);
            }
            set(words, layout.acquire_enable, 1);
            set(words, layout.acquire_value, 128U - descriptor.acquire.count);  // negative: at least so many
            set(words, layout.acquire_id, registers.own_lock + descriptor.acquire.id);
            set(words, layout.release_value, descriptor.release.count);
            set(words, layout.release_id, registers.own_lock + descriptor.release.id);
            block_write(channel.tile, registers.descriptors + txn::descriptor_bytes * descriptor.id, words);
        }
    }

    void issue(const ShimTask& task) {
        const ShimChannel key{task.column, task.is_source, task.channel};
        const TileAddress tile{.column = task.column, .row = 0};
        const std::uint32_t number = issued_[key]++;
        const std::uint32_t offset = control(tile, task.is_source, task.channel);
        if (number == 0) mask_write(tile, offset, shim_controller << 8U, channel_controller);
        if (number >= txn::tasks_in_queue) wait(key);
        const DescriptorLayout& layout = shim_registers.descriptor;
        std::vector<AccessPattern::Dimension> inner = task.pattern.dimensions;
        Words words(layout.words);
        std::uint32_t times = task.repeat;
        if (inner.size() > 3) {
            if (task.repeat != 1) throw std::invalid_argument("a task of four dimensions is repeated");
            times = inner.front().size;
            set(words, layout.iteration_wrap, inner.front().size - 1);
            set(words, layout.iteration_step, inner.front().stride - 1);
            inner.erase(inner.begin());
        }
        std::uint64_t length = 1;
        for (const AccessPattern::Dimension& dimension : inner) length *= dimension.size;
        set(words, layout.length, length);
        set(words, layout.valid, 1);
        set(words, shim_burst, shim_burst_256);
        set(words, shim_cache, shim_cache_modifiable);
        set_dimensions(words, layout, inner);
        if (times == 0 || times > 256) throw std::invalid_argument("a task is repeated too often");
        const std::uint32_t id = txn::first_shim_descriptor(task.is_source, task.channel) + number % txn::tasks_in_queue;
        const std::uint32_t descriptor = shim_registers.descriptors + txn::descriptor_bytes * id;
        block_write(tile, descriptor, words);
        add(txn::Operation::address_patch, {4 * txn::address_patch_words, 0, 0, 0, 0, address(tile, descriptor + 4), 0,
                                            task.argument, 0, 4 * task.pattern.offset, 0});
        write(tile, offset + 4, queue_token | (times - 1) << 16U | id);
    }
    void wait(const ShimChannel& channel) {
        const auto [column, is_source, number] = channel;
        add(txn::Operation::wait_token, {4 * txn::wait_token_words, std::uint32_t{column} << 16U | (is_source ? 1U : 0U),
                                         std::uint32_t{number} << 24U | 1U << 16U | 1U << 8U});
    }

    const ArrayConfiguration& configuration_;
    Words words_;
    std::uint32_t operations_ = 0;
    std::map<ShimChannel, std::uint32_t> issued_;
};

}  // namespace

std::vector<std::uint32_t> transaction(const ArrayConfiguration& configuration) {
    return TransactionWriter(configuration).write();
}

}  // namespace tilescribe::npu
