// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/pattern_cursor.h"
#include "kernels/npu/array/program_checks.h"

#include <vector>

namespace tilescribe::npu {
namespace {

/// Of all transfers of one program: far beyond any use, and keeps a hostile program from running for days.
constexpr std::uint64_t most_words = std::uint64_t{1} << 33U;
constexpr std::uint64_t most_objects = 100'000'000;

class PatternCheck {
public:
    PatternCheck(const ArrayProgram& program, const DeviceParameters& device, Complaints& complaints)
        : program_(program), device_(device), complaints_(complaints) {}

    void run() {
        for (const ObjectFifo& fifo : program_.fifos) {
            check_end(fifo, fifo.to_stream, fifo.producer);
            check_end(fifo, fifo.from_stream, fifo.consumers.front());
        }
        check_transfers();
    }

private:
    void check_end(const ObjectFifo& fifo, const AccessPattern& pattern, TileAddress tile) {
        if (tile.row == 0) {
            if (pattern != AccessPattern{})
                complaints_.add(fifo_name(fifo), " has an access pattern in the shim row, where its transfers have theirs.");
            return;
        }
        const DmaLimits& limits = tile.row == 1 ? device_.tile_dma : device_.core_dma;
        check_dimensions(fifo, pattern, tile, limits, limits.dimensions);
        const std::uint64_t object_words = fifo.object_bytes / 4;
        const std::uint64_t words = pattern_words(pattern, object_words);
        if (words > limits.longest)
            complaints_.add(fifo_name(fifo), " moves ", words, " words per buffer descriptor at ", tile_name(tile), "; at most ",
                            limits.longest, " are possible.");
        if (words == 0 || words % object_words != 0)
            complaints_.add("The access pattern of ", fifo_name(fifo), " at ", tile_name(tile), " covers ", words,
                            " words, which are not whole objects of ", object_words, " words.");
        if (tile.row > 1 && (words != object_words || pattern_end(pattern, object_words) > object_words))
            complaints_.add("The access pattern of ", fifo_name(fifo), " at ", tile_name(tile), " covers ", words,
                            " words up to word ", pattern_end(pattern, object_words), ", not exactly an object of ", object_words,
                            " words.");
        if (tile.row == 1 && pattern_end(pattern, object_words) > device_.tile_memory / 4)
            complaints_.add("The access pattern of ", fifo_name(fifo), " leaves the memory of ", tile_name(tile), ".");
    }

    void check_dimensions(const ObjectFifo& fifo, const AccessPattern& pattern, TileAddress tile, const DmaLimits& limits,
                          int dimensions) {
        const auto count = pattern.dimensions.size();
        if (count > static_cast<std::size_t>(dimensions))
            complaints_.add(fifo_name(fifo), " has an access pattern of ", count, " dimensions at ", tile_name(tile),
                            "; its DMA has ", dimensions, ".");
        for (std::size_t i = 0; i < count; ++i) {
            const auto [size, stride] = pattern.dimensions[i];
            // The last of the descriptor's own dimensions has no size register: it goes on until the length is reached.
            const bool is_outermost = i == (count > static_cast<std::size_t>(limits.dimensions) ? 1U : 0U);
            if (size == 0 || (size > limits.largest_size && !is_outermost))
                complaints_.add(fifo_name(fifo), " has a dimension of size ", size, " at ", tile_name(tile), "; 1 to ",
                                limits.largest_size, " are possible.");
            // Registers hold strides less one.
            if (size > 1 && (stride == 0 || stride > limits.largest_stride))
                complaints_.add(fifo_name(fifo), " has a stride of ", stride, " words at ", tile_name(tile), "; 1 to ",
                                limits.largest_stride, " are possible.");
        }
    }

    void check_transfers() {
        std::vector<std::uint64_t> words_of(program_.fifos.size());
        std::uint64_t all_words = 0;
        for (const ShimTransfer& transfer : program_.transfers) {
            const std::uint64_t words = check_transfer(transfer, program_.fifos[transfer.fifo]);
            if (words <= most_words) all_words += words * transfer.repeat;
            if (words > most_words || all_words > most_words) {
                complaints_.add("The transfers move more than ", most_words, " words.");
                return;
            }
            words_of[transfer.fifo] += words * transfer.repeat;
        }
        std::uint64_t objects = 0;
        for (std::size_t i = 0; i < program_.fifos.size(); ++i) objects += words_of[i] / (program_.fifos[i].object_bytes / 4);
        if (objects > most_objects)
            complaints_.add("The transfers move ", objects, " objects; at most ", most_objects, " are accepted.");
        for (std::size_t i = 0; i < program_.fifos.size(); ++i)
            if (words_of[i] % (program_.fifos[i].object_bytes / 4) != 0)
                complaints_.add("The transfers of ", fifo_name(program_.fifos[i]), " move ", words_of[i],
                                " words, which are not whole objects of ", program_.fifos[i].object_bytes, " bytes.");
    }

    std::uint64_t check_transfer(const ShimTransfer& transfer, const ObjectFifo& fifo) {
        const DmaLimits& limits = device_.shim_dma;
        const TileAddress tile = fifo.producer.row == 0 ? fifo.producer : fifo.consumers.front();
        check_dimensions(fifo, transfer.pattern, tile, limits, limits.dimensions + 1);
        const bool iterates = transfer.pattern.dimensions.size() == static_cast<std::size_t>(limits.dimensions) + 1;
        if (iterates && (transfer.repeat != 1 || transfer.pattern.dimensions.front().size > device_.largest_iteration))
            complaints_.add("A transfer of ", fifo_name(fifo), " has a fourth dimension of ",
                            transfer.pattern.dimensions.front().size, " repeated ", transfer.repeat, " times; at most ",
                            device_.largest_iteration, ", once, is possible.");
        if (transfer.repeat == 0 || transfer.repeat > device_.largest_repeat)
            complaints_.add("A transfer of ", fifo_name(fifo), " is repeated ", transfer.repeat, " times; 1 to ",
                            device_.largest_repeat, " are possible.");
        const std::uint32_t bytes = program_.argument_bytes[transfer.argument];
        if (bytes % 4 != 0)
            complaints_.add("Argument ", transfer.argument, " has ", bytes, " bytes; a DMA moves whole 32-bit words.");
        const std::uint64_t words = pattern_words(transfer.pattern, bytes / 4);
        if (words == 0 || pattern_end(transfer.pattern, bytes / 4) > bytes / 4)
            complaints_.add("A transfer of ", fifo_name(fifo), " reaches word ", pattern_end(transfer.pattern, bytes / 4),
                            " of argument ", transfer.argument, ", which has ", bytes / 4, ".");
        return words;
    }

    const ArrayProgram& program_;
    const DeviceParameters& device_;
    Complaints& complaints_;
};

}  // namespace

void check_patterns(const ArrayProgram& program, const DeviceParameters& device, Complaints& complaints) {
    PatternCheck(program, device, complaints).run();
}

}  // namespace tilescribe::npu
