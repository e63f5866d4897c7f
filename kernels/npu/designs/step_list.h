// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tilescribe::npu {

/// Writes a core's list of steps; kernel names become the program's indices.
class StepList {
public:
    using Buffer = CoreStep::Buffer;

    StepList(ArrayProgram& program, TileAddress tile) : program_(program) { core_.tile = tile; }

    [[nodiscard]] static Buffer object(std::uint16_t fifo, std::uint32_t offset = 0) { return {false, fifo, offset}; }
    [[nodiscard]] static Buffer at(Buffer buffer, std::uint32_t offset) {
        buffer.offset += offset;
        return buffer;
    }
    /// A new local buffer.
    Buffer local(std::uint32_t bytes);

    void acquire(std::uint16_t fifo) { step(CoreStep::Kind::acquire, fifo, 0); }
    void release(std::uint16_t fifo) { step(CoreStep::Kind::release, fifo, 0); }
    /// Objects that are for other cores.
    void pass(std::uint16_t fifo, std::uint32_t count);
    void loop(std::uint32_t count) { step(CoreStep::Kind::loop, 0, count); }
    void end() { step(CoreStep::Kind::end, 0, 0); }
    void call(std::string_view kernel, std::vector<Buffer> buffers, std::vector<std::int32_t> parameters);

    /// Adds the core to the program.
    void finish() { program_.cores.push_back(std::move(core_)); }

private:
    void step(CoreStep::Kind kind, std::uint16_t fifo, std::uint32_t count);

    ArrayProgram& program_;
    CoreProgram core_;
};

}  // namespace tilescribe::npu
