// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/iron_text.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <stdexcept>
#include <utility>

namespace tilescribe::npu {
namespace {

/// One line, read from left to right.
class Line {
public:
    Line(std::string_view text, int number) : rest_(text), number_(number) {
        const std::size_t indent = std::min(rest_.find_first_not_of(' '), rest_.size());
        depth_ = indent / 4;
        rest_.remove_prefix(indent);
    }

    [[nodiscard]] std::size_t depth() const { return depth_; }
    [[nodiscard]] bool is_empty() const { return rest_.empty(); }
    [[nodiscard]] bool has(std::string_view text) const { return rest_.find(text) != std::string_view::npos; }
    [[nodiscard]] bool begins(std::string_view text) const { return rest_.starts_with(text); }
    bool take(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    void expect(std::string_view text) {
        if (!take(text)) fail();
    }
    void end() const {
        if (!rest_.empty()) fail();
    }
    template <typename Number>
    Number number() {
        Number value{};
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc()) fail();
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }
    std::string name() {
        std::size_t size = 0;
        while (size < rest_.size() &&
               ((rest_[size] >= 'a' && rest_[size] <= 'z') || (rest_[size] >= '0' && rest_[size] <= '9') || rest_[size] == '_'))
            ++size;
        if (size == 0) fail();
        std::string text(rest_.substr(0, size));
        rest_.remove_prefix(size);
        return text;
    }
    std::string remainder() { return std::string(std::exchange(rest_, {})); }
    /// "[item, item ...]"
    template <typename Item>
    void list(Item item) {
        expect("[");
        if (take("]")) return;
        do item(*this);
        while (take(", "));
        expect("]");
    }
    std::uint32_t bytes() {
        expect("words(");
        const auto count = number<std::uint32_t>();
        expect(")");
        if (count > UINT32_MAX / 4) fail();
        return 4 * count;
    }
    TileAddress tile() {
        expect("tile_");
        TileAddress address;
        address.column = number<std::uint8_t>();
        expect("_");
        address.row = number<std::uint8_t>();
        return address;
    }
    AccessPattern pattern() {
        AccessPattern result;
        list([&](Line& line) {
            line.expect("(");
            const auto size = line.number<std::uint32_t>();
            line.expect(", ");
            result.dimensions.push_back({size, line.number<std::uint32_t>()});
            line.expect(")");
        });
        return result;
    }
    [[noreturn]] void fail() const {
        throw std::invalid_argument("line " + std::to_string(number_) +
                                    " of the design is not understood: " + std::string(rest_.substr(0, 60)));
    }

private:
    std::string_view rest_;
    int number_;
    std::size_t depth_ = 0;
};

class IronParser {
public:
    ArrayProgram parse(std::string_view text) {
        int number = 0;
        while (!text.empty()) {
            const std::size_t size = std::min(text.find('\n'), text.size());
            Line line(text.substr(0, size), ++number);
            text.remove_prefix(std::min(size + 1, text.size()));
            if (!line.is_empty()) statement(line);
        }
        if (!has_sequence_) throw std::invalid_argument("the design has no run-time sequence");
        close_loops(0);
        return std::move(program_);
    }

private:
    void statement(Line& line) {
        if (line.take("# name: "))
            program_.name = line.remainder();
        else if (line.take("# macs: "))
            program_.macs = line.number<std::int64_t>();
        else if (line.take("# int8 peak: "))
            program_.uses_int8_peak = line.number<int>() != 0;
        else if (line.take("# kernels: "))
            line.list([&](Line& item) { program_.kernels.push_back(item.name()); });
        else if (line.take("@device(AIEDevice."))
            begin_device(line);
        else if (line.depth() == 0)
            in_device_ = line.begins("def design():") && in_device_;
        else if (!in_device_)
            return;  // what every design begins and ends with
        else if (has_sequence_)
            sequence_statement(line);
        else if (line.take("@runtime_sequence("))
            begin_sequence(line);
        else if (line.take("@core("))
            begin_core(line);
        else if (line.depth() >= 2 && !program_.cores.empty())
            core_statement(line);
        else if (!line.begins("def "))
            device_statement(line);
    }

    void begin_device(Line& line) {
        in_device_ = true;
        program_.generation = line.take("npu1") ? ArrayGeneration::npu1 : ArrayGeneration::npu4;
        if (program_.generation == ArrayGeneration::npu4) line.expect("npu2");
        line.expect(")");
    }

    void device_statement(Line& line) {
        if (line.take("object_fifo_link(")) return link(line);
        const bool is_tile = line.begins("tile_");
        const std::string name = line.name();
        if (line.take(".set_repeat_count(")) {
            program_.fifos.at(fifo(name, line)).repeat = line.number<std::uint32_t>();
            return line.expect(")");
        }
        line.expect(" = ");
        if (is_tile) return;  // its address is in its name
        if (line.take("buffer(")) {
            line.tile();
            line.expect(", ");
            locals_.push_back(line.bytes());
            return;
        }
        line.expect("object_fifo(\"" + name + "\", ");
        ObjectFifo entry;
        entry.name = name;
        entry.producer = line.tile();
        line.expect(", ");
        line.list([&](Line& item) { entry.consumers.push_back(item.tile()); });
        line.expect(", ");
        entry.depth = line.number<std::uint32_t>();
        line.expect(", ");
        entry.object_bytes = line.bytes();
        line.expect(", ");
        entry.to_stream = line.pattern();
        line.expect(", ");
        line.list([&](Line& item) { entry.from_stream = item.pattern(); });
        line.expect(")");
        index_[name] = static_cast<std::uint16_t>(program_.fifos.size());
        program_.fifos.push_back(std::move(entry));
    }

    void link(Line& line) {
        FifoLink entry;
        line.list([&](Line& item) { entry.inputs.push_back(fifo(item.name(), item)); });
        line.expect(", ");
        line.list([&](Line& item) { entry.outputs.push_back(fifo(item.name(), item)); });
        for (int i = 0; i < 2; ++i) {
            line.expect(", ");
            line.list([&](Line& item) { entry.offsets.push_back(4 * item.number<std::uint32_t>()); });
        }
        line.expect(")");
        program_.links.push_back(std::move(entry));
    }

    void begin_core(Line& line) {
        close_loops(0);
        CoreProgram core;
        core.tile = line.tile();
        core.local_bytes = std::exchange(locals_, {});
        program_.cores.push_back(std::move(core));
    }

    /// Ends the loops that a line of this depth is no longer in.
    void close_loops(std::size_t depth) {
        for (; !loops_.empty() && loops_.back() >= depth; loops_.pop_back()) {
            CoreStep step;
            step.kind = CoreStep::Kind::end;
            program_.cores.back().steps.push_back(step);
        }
    }

    void core_statement(Line& line) {
        if (line.begins("for _ in range_(0xFFFFFFFF):")) return;
        const std::size_t depth = line.depth();
        close_loops(depth);
        CoreStep step;
        if (line.take("for _ in range_(")) {
            step.kind = CoreStep::Kind::loop;
            step.count = line.number<std::uint32_t>();
            line.expect("):");
            loops_.push_back(depth);
        } else if (line.take("dispatch(\"")) {
            call(line, step);
        } else {
            std::string name = line.name();
            if (line.take(" = ")) name = line.name();
            step.fifo = fifo(name, line);
            step.kind = line.take(".acquire(") ? CoreStep::Kind::acquire : CoreStep::Kind::release;
            if (step.kind == CoreStep::Kind::release) line.expect(".release(");
            line.expect("ObjectFifoPort.");
            if (!line.take("Produce")) line.expect("Consume");
            line.expect(", 1)");
        }
        line.end();
        program_.cores.back().steps.push_back(std::move(step));
    }

    void call(Line& line, CoreStep& step) {
        step.kind = CoreStep::Kind::call;
        const std::string kernel = line.name();
        const auto found = std::find(program_.kernels.begin(), program_.kernels.end(), kernel);
        if (found == program_.kernels.end()) line.fail();
        step.kernel = static_cast<std::uint16_t>(found - program_.kernels.begin());
        line.expect("\", ");
        line.list([&](Line& item) {
            item.expect("(");
            CoreStep::Buffer buffer;
            const std::string name = item.name();
            buffer.is_local = name.starts_with("local_");
            buffer.index = buffer.is_local ? static_cast<std::uint16_t>(std::stoul(name.substr(name.rfind('_') + 1)))
                                           : fifo(name.starts_with("object_") ? name.substr(7) : name, item);
            item.expect(", ");
            buffer.offset = 4 * item.number<std::uint32_t>();
            item.expect(")");
            step.buffers.push_back(buffer);
        });
        line.expect(", ");
        line.list([&](Line& item) { step.parameters.push_back(item.number<std::int32_t>()); });
        line.expect(")");
    }

    void begin_sequence(Line& line) {
        has_sequence_ = true;
        close_loops(0);
        do program_.argument_bytes.push_back(line.bytes());
        while (line.take(", "));
        line.expect(")");
    }

    void sequence_statement(Line& line) {
        if (line.begins("def sequence(") || line.begins("dma_wait(")) return;
        line.expect("npu_dma_memcpy_nd(metadata=");
        ShimTransfer transfer;
        transfer.fifo = fifo(line.name(), line);
        line.expect(", bd_id=");
        static_cast<void>(line.number<int>());
        line.expect(", mem=argument_");
        transfer.argument = line.number<std::uint16_t>();
        line.expect(", offsets=[0, 0, 0, ");
        transfer.pattern.offset = line.number<std::uint32_t>();
        line.expect("], sizes=");
        std::vector<AccessPattern::Dimension>& loops = transfer.pattern.dimensions;
        line.list([&](Line& item) { loops.push_back({item.number<std::uint32_t>(), 0}); });
        line.expect(", strides=");
        std::size_t next = 0;
        line.list([&](Line& item) {
            if (next == loops.size()) item.fail();
            loops[next++].stride = item.number<std::uint32_t>();
        });
        line.expect(", issue_token=True)");
        if (loops.size() != 4 || next != 4) line.fail();
        if (loops.front().stride == 0) transfer.repeat = loops.front().size;
        while (!loops.empty() && loops.front().stride == 0) loops.erase(loops.begin());
        program_.transfers.push_back(std::move(transfer));
    }

    std::uint16_t fifo(const std::string& name, const Line& line) const {
        const auto found = index_.find(name);
        if (found == index_.end()) line.fail();
        return found->second;
    }

    ArrayProgram program_;
    std::map<std::string, std::uint16_t> index_;
    std::vector<std::uint32_t> locals_;
    std::vector<std::size_t> loops_;
    bool in_device_ = false;
    bool has_sequence_ = false;
};

}  // namespace

ArrayProgram parse_iron_text(std::string_view text) {
    return IronParser().parse(text);
}

}  // namespace tilescribe::npu
