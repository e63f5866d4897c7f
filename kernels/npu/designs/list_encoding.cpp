// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/list_encoding.h"

#include "kernels/npu/core_kernel.h"

#include <algorithm>
#include <stdexcept>

namespace tilescribe::npu {
namespace {

using dispatcher::Step;

std::uint32_t fitting(std::uint64_t value, unsigned bits) {
    if (value >> bits != 0) throw std::invalid_argument("a number is too large for a core's list of steps");
    return static_cast<std::uint32_t>(value);
}

std::uint32_t step_word(Step step, std::uint64_t argument = 0) {
    return static_cast<std::uint32_t>(step) | fitting(argument, 8) << 8U;
}

std::uint32_t kernel_number(const std::string& name) {
    const auto kernels = core_kernels();
    const auto found = std::ranges::find(kernels, name, &CoreKernel::name);
    if (found == kernels.end()) throw std::invalid_argument("the cores have no kernel " + name);
    return static_cast<std::uint32_t>(found - kernels.begin());
}

class Encoder {
public:
    Encoder(const std::vector<std::string>& kernels, const std::vector<std::uint16_t>& fifos) : kernels_(kernels), fifos_(fifos) {}

    void add(const ListBuffer& buffer) {
        words_.insert(words_.end(),
                      {buffer.acquired_lock | std::uint32_t{buffer.released_lock} << 8U | std::uint32_t{buffer.depth} << 16U,
                       buffer.address, buffer.bytes});
    }
    void add(const CoreStep& step) {
        switch (step.kind) {
            case CoreStep::Kind::acquire:
                words_.push_back(step_word(Step::acquire, place(step.fifo)));
                break;
            case CoreStep::Kind::release:
                words_.push_back(step_word(Step::release, place(step.fifo)));
                break;
            case CoreStep::Kind::call:
                add_call(step);
                break;
            case CoreStep::Kind::loop:
                words_.insert(words_.end(), {step_word(Step::loop), step.count});
                break;
            case CoreStep::Kind::end:
                words_.push_back(step_word(Step::end));
                break;
        }
    }
    std::vector<std::uint32_t> words_;

private:
    [[nodiscard]] std::uint32_t place(std::uint16_t fifo) const {
        const auto found = std::ranges::find(fifos_, fifo);
        if (found == fifos_.end()) throw std::invalid_argument("a core uses a FIFO that does not end there");
        return static_cast<std::uint32_t>(found - fifos_.begin());
    }
    void add_call(const CoreStep& step) {
        words_.push_back(step_word(Step::call, kernel_number(kernels_.at(step.kernel))) | fitting(step.buffers.size(), 4) << 16U |
                         fitting(step.parameters.size(), 8) << 24U);
        for (const CoreStep::Buffer& buffer : step.buffers) {
            const std::size_t index = buffer.is_local ? fifos_.size() + buffer.index : place(buffer.index);
            words_.push_back(fitting(index, 8) << 16U | fitting(buffer.offset, 16));
        }
        for (const std::int32_t parameter : step.parameters) words_.push_back(static_cast<std::uint32_t>(parameter));
    }

    const std::vector<std::string>& kernels_;
    const std::vector<std::uint16_t>& fifos_;
};

/// Reads words, never beyond the last.
class Decoder {
public:
    explicit Decoder(std::span<const std::uint32_t> words) : words_(words) {}

    DecodedList decode() {
        DecodedList list;
        const std::uint32_t count = next();
        if (count > dispatcher::most_buffers) fail();
        for (std::uint32_t i = 0; i < count; ++i) list.buffers.push_back(buffer());
        for (std::uint32_t word = next(); word != step_word(Step::finish); word = next()) list.steps.push_back(step(word, count));
        if (!words_.empty()) fail();
        return list;
    }

private:
    [[noreturn]] static void fail() { throw std::invalid_argument("a core's list of steps is damaged"); }

    std::uint32_t next() {
        if (words_.empty()) fail();
        const std::uint32_t word = words_.front();
        words_ = words_.subspan(1);
        return word;
    }
    ListBuffer buffer() {
        const std::uint32_t locks = next();
        ListBuffer result{.acquired_lock = static_cast<std::uint8_t>(locks & 0xFFU),
                          .released_lock = static_cast<std::uint8_t>(locks >> 8U & 0xFFU),
                          .depth = static_cast<std::uint16_t>(locks >> 16U)};
        result.address = next();
        result.bytes = next();
        return result;
    }
    CoreStep step(std::uint32_t word, std::uint32_t buffers) {
        CoreStep result;
        const std::uint32_t argument = word >> 8U & 0xFFU;
        switch (static_cast<Step>(word & 0xFFU)) {
            case Step::acquire:
            case Step::release:
                result.kind = (word & 0xFFU) == step_word(Step::acquire) ? CoreStep::Kind::acquire : CoreStep::Kind::release;
                if (argument >= buffers) fail();
                result.fifo = static_cast<std::uint16_t>(argument);
                break;
            case Step::call:
                result.kind = CoreStep::Kind::call;
                result.kernel = static_cast<std::uint16_t>(argument);
                for (std::uint32_t i = 0; i < (word >> 16U & 0xFFU); ++i) {
                    const std::uint32_t operand = next();
                    if (operand >> 16U >= buffers) fail();
                    result.buffers.push_back({false, static_cast<std::uint16_t>(operand >> 16U), operand & 0xFFFFU});
                }
                for (std::uint32_t i = 0; i < word >> 24U; ++i) result.parameters.push_back(static_cast<std::int32_t>(next()));
                break;
            case Step::loop:
                result.kind = CoreStep::Kind::loop;
                result.count = next();
                break;
            case Step::end:
                result.kind = CoreStep::Kind::end;
                break;
            default:
                fail();
        }
        return result;
    }

    std::span<const std::uint32_t> words_;
};

}  // namespace

std::vector<std::uint32_t> encode_list(const CoreProgram& core, const std::vector<std::string>& kernels,
                                       const std::vector<std::uint16_t>& fifos, const std::vector<ListBuffer>& buffers) {
    if (buffers.size() > dispatcher::most_buffers) throw std::invalid_argument("a core has more buffers than its dispatcher knows");
    Encoder encoder(kernels, fifos);
    encoder.words_.push_back(static_cast<std::uint32_t>(buffers.size()));
    for (const ListBuffer& buffer : buffers) encoder.add(buffer);
    for (const CoreStep& step : core.steps) encoder.add(step);
    encoder.words_.push_back(step_word(Step::finish));
    return std::move(encoder.words_);
}

DecodedList decode_list(std::span<const std::uint32_t> words) {
    return Decoder(words).decode();
}

}  // namespace tilescribe::npu
