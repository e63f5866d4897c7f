// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/array/program_format.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace tilescribe::npu {
namespace {

[[noreturn]] void refuse(const std::string& reason) {
    throw NpuFault(FaultKind::refused, "The instruction stream cannot be read: " + reason + ".");
}

/// Takes values off a list of words. A list's length is compared with the words that are left before anything is allocated.
class WordReader {
public:
    explicit WordReader(std::span<const std::uint32_t> words) : words_(words) {}

    [[nodiscard]] bool at_end() const noexcept { return next_ == words_.size(); }

    void take(std::uint32_t& value) {
        if (at_end()) refuse("it ends too early");
        value = words_[next_++];
    }
    void take(std::int64_t& value) {
        std::uint32_t low = 0;
        std::uint32_t high = 0;
        take(low);
        take(high);
        value = static_cast<std::int64_t>(static_cast<std::uint64_t>(high) << 32U | low);
    }
    void take(std::int32_t& value) {
        std::uint32_t word = 0;
        take(word);
        value = static_cast<std::int32_t>(word);
    }
    void take(std::uint16_t& value) { value = static_cast<std::uint16_t>(take_at_most(std::numeric_limits<std::uint16_t>::max())); }
    void take(bool& value) { value = take_at_most(1) == 1; }
    void take(TileAddress& tile) {
        const std::uint32_t word = take_at_most(0xFFFF);
        tile = {.column = static_cast<std::uint8_t>(word & 0xFFU), .row = static_cast<std::uint8_t>(word >> 8U)};
    }
    void take(AccessPattern::Dimension& dimension) {
        take(dimension.size);
        take(dimension.stride);
    }
    void take(AccessPattern& pattern) {
        take(pattern.offset);
        take_list(pattern.dimensions, 2);
    }
    void take(std::string& text) {
        std::uint32_t bytes = 0;
        take(bytes);
        if ((static_cast<std::size_t>(bytes) + 3) / 4 > left()) refuse("a name is longer than the stream");
        text.resize(bytes);
        std::uint32_t word = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (i % 4 == 0) take(word);
            text[i] = static_cast<char>(word & 0xFFU);
            word >>= 8U;
        }
        if (word != 0) refuse("a name is not padded with zeros");
    }
    void take(ObjectFifo& fifo) {
        take(fifo.name);
        take(fifo.producer);
        take_list(fifo.consumers, 1);
        take(fifo.object_bytes);
        take(fifo.depth);
        take(fifo.to_stream);
        take(fifo.from_stream);
        take(fifo.repeat);
    }
    void take(FifoLink& link) {
        take_list(link.inputs, 1);
        take_list(link.outputs, 1);
        take_list(link.offsets, 1);
    }
    void take(CoreStep::Buffer& buffer) {
        const std::uint32_t word = take_at_most(0x1FFFF);
        buffer.is_local = word >> 16U != 0;
        buffer.index = static_cast<std::uint16_t>(word & 0xFFFFU);
        take(buffer.offset);
    }
    void take(CoreStep& step) {
        step.kind = static_cast<CoreStep::Kind>(take_at_most(static_cast<std::uint32_t>(CoreStep::Kind::end)));
        take(step.fifo);
        take(step.kernel);
        take(step.count);
        take_list(step.buffers, 2);
        take_list(step.parameters, 1);
    }
    void take(CoreProgram& core) {
        take(core.tile);
        take_list(core.local_bytes, 1);
        take_list(core.steps, 6);
    }
    void take(ShimTransfer& transfer) {
        take(transfer.fifo);
        take(transfer.argument);
        take(transfer.pattern);
        take(transfer.repeat);
    }
    /// least_words: what an element takes at least.
    template <typename T>
    void take_list(std::vector<T>& values, std::size_t least_words) {
        std::uint32_t count = 0;
        take(count);
        if (count > left() / least_words) refuse("a list is longer than the stream");
        values.clear();
        values.reserve(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            T value{};
            take(value);
            values.push_back(std::move(value));
        }
    }
    [[nodiscard]] std::uint32_t take_at_most(std::uint32_t largest) {
        std::uint32_t value = 0;
        take(value);
        if (value > largest) refuse("a number is larger than its field");
        return value;
    }

private:
    [[nodiscard]] std::size_t left() const noexcept { return words_.size() - next_; }

    std::span<const std::uint32_t> words_;
    std::size_t next_ = 0;
};

}  // namespace

ArrayProgram deserialise(std::span<const std::uint32_t> words) {
    if (words.size() < program_header_words || words[0] != program_magic) refuse("it does not begin with this format's magic word");
    if (words[1] != words.size())
        refuse("it says that it has " + std::to_string(words[1]) + " words and has " + std::to_string(words.size()));
    if (words[2] != check_sum(words)) refuse("its check sum is wrong, so it was changed on its way");
    if (words[3] != program_version)
        refuse("it is of version " + std::to_string(words[3]) + ", not " + std::to_string(program_version));
    WordReader reader(words.subspan(program_header_words));
    ArrayProgram program;
    program.generation = static_cast<ArrayGeneration>(reader.take_at_most(static_cast<std::uint32_t>(ArrayGeneration::npu4)));
    reader.take(program.name);
    reader.take_list(program.kernels, 1);
    reader.take_list(program.fifos, 8);
    reader.take_list(program.links, 3);
    reader.take_list(program.cores, 3);
    reader.take_list(program.argument_bytes, 1);
    reader.take_list(program.transfers, 5);
    reader.take(program.macs);
    reader.take(program.uses_int8_peak);
    if (!reader.at_end()) refuse("something follows the program");
    return program;
}

}  // namespace tilescribe::npu
