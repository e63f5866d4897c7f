// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/array/program_format.h"

namespace tilescribe::npu {
namespace {

/// Appends values as words; strings and lists with their length first.
class WordWriter {
public:
    void add(std::uint32_t value) { words_.push_back(value); }
    void add(std::int64_t value) {
        add(static_cast<std::uint32_t>(static_cast<std::uint64_t>(value)));
        add(static_cast<std::uint32_t>(static_cast<std::uint64_t>(value) >> 32U));
    }
    void add(TileAddress tile) { add(static_cast<std::uint32_t>(tile.column) | static_cast<std::uint32_t>(tile.row) << 8U); }
    void add(AccessPattern::Dimension dimension) {
        add(dimension.size);
        add(dimension.stride);
    }
    void add(std::uint16_t value) { add(static_cast<std::uint32_t>(value)); }
    void add(std::int32_t value) { add(static_cast<std::uint32_t>(value)); }
    void add(const std::string& text) {
        add(static_cast<std::uint32_t>(text.size()));
        for (std::size_t start = 0; start < text.size(); start += 4) {
            std::uint32_t word = 0;
            for (std::size_t i = start; i < text.size() && i < start + 4; ++i)
                word |= static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) << (8U * (i - start));
            add(word);
        }
    }
    template <typename T>
    void add(const std::vector<T>& values) {
        add(static_cast<std::uint32_t>(values.size()));
        for (const T& value : values) add(value);
    }
    void add(const AccessPattern& pattern) {
        add(pattern.offset);
        add(pattern.dimensions);
    }
    void add(const ObjectFifo& fifo) {
        add(fifo.name);
        add(fifo.producer);
        add(fifo.consumers);
        add(fifo.object_bytes);
        add(fifo.depth);
        add(fifo.to_stream);
        add(fifo.from_stream);
        add(fifo.repeat);
    }
    void add(const FifoLink& link) {
        add(link.inputs);
        add(link.outputs);
        add(link.offsets);
    }
    void add(CoreStep::Buffer buffer) {
        add(static_cast<std::uint32_t>(buffer.is_local) << 16U | buffer.index);
        add(buffer.offset);
    }
    void add(const CoreStep& step) {
        add(static_cast<std::uint32_t>(step.kind));
        add(step.fifo);
        add(step.kernel);
        add(step.count);
        add(step.buffers);
        add(step.parameters);
    }
    void add(const CoreProgram& core) {
        add(core.tile);
        add(core.local_bytes);
        add(core.steps);
    }
    void add(const ShimTransfer& transfer) {
        add(transfer.fifo);
        add(transfer.argument);
        add(transfer.pattern);
        add(transfer.repeat);
    }
    [[nodiscard]] std::vector<std::uint32_t>& words() noexcept { return words_; }

private:
    std::vector<std::uint32_t> words_;
};

}  // namespace

std::vector<std::uint32_t> serialise(const ArrayProgram& program) {
    WordWriter writer;
    writer.add(program_magic);
    writer.add(std::uint32_t{0});  // the length and the check sum follow at the end
    writer.add(std::uint32_t{0});
    writer.add(program_version);
    writer.add(static_cast<std::uint32_t>(program.generation));
    writer.add(program.name);
    writer.add(program.kernels);
    writer.add(program.fifos);
    writer.add(program.links);
    writer.add(program.cores);
    writer.add(program.argument_bytes);
    writer.add(program.transfers);
    writer.add(program.macs);
    writer.add(static_cast<std::uint32_t>(program.uses_int8_peak));
    std::vector<std::uint32_t> words = std::move(writer.words());
    words[1] = static_cast<std::uint32_t>(words.size());
    words[2] = check_sum(words);
    return words;
}

}  // namespace tilescribe::npu
