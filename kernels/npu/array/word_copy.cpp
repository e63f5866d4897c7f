// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/word_copy.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace tilescribe::npu {

void copy_words(std::byte* to, PatternCursor& to_cursor, const std::byte* from, PatternCursor& from_cursor, std::uint64_t words) {
    while (words > 0) {
        const std::uint64_t run = std::min({words, to_cursor.left_in_run(), from_cursor.left_in_run()});
        std::memcpy(to + 4 * to_cursor.position(), from + 4 * from_cursor.position(), 4 * run);
        to_cursor.advance(run);
        from_cursor.advance(run);
        words -= run;
    }
}

CopyPlan::CopyPlan(PatternCursor& to_cursor, PatternCursor& from_cursor, std::uint64_t words) {
    struct Piece {
        std::uint64_t to, from, words;
    };
    std::vector<Piece> pieces;
    std::uint64_t unit = 0;
    while (words > 0) {
        const std::uint64_t run = std::min({words, to_cursor.left_in_run(), from_cursor.left_in_run()});
        const std::uint64_t to = to_cursor.position();
        const std::uint64_t from = from_cursor.position();
        if (!pieces.empty() && pieces.back().to + pieces.back().words == to && pieces.back().from + pieces.back().words == from)
            pieces.back().words += run;
        else
            pieces.push_back({.to = to, .from = from, .words = run});
        to_cursor.advance(run);
        from_cursor.advance(run);
        words -= run;
    }
    for (const Piece& piece : pieces) unit = std::gcd(unit, piece.words);
    run_bytes_ = static_cast<std::size_t>(4 * unit);
    for (const Piece& piece : pieces)
        for (std::uint64_t word = 0; word < piece.words; word += unit)
            runs_.push_back({.to = static_cast<std::uint32_t>(4 * (piece.to + word)),
                             .from = static_cast<std::uint32_t>(4 * (piece.from + word))});
}

template <std::size_t bytes>
void CopyPlan::run_fixed(std::byte* to, const std::byte* from) const {
    for (const Run run : runs_) std::memcpy(to + run.to, from + run.from, bytes);
}

void CopyPlan::run(std::byte* to, const std::byte* from) const {
    switch (run_bytes_) {
        case 4:
            run_fixed<4>(to, from);
            break;
        case 8:
            run_fixed<8>(to, from);
            break;
        case 16:
            run_fixed<16>(to, from);
            break;
        case 32:
            run_fixed<32>(to, from);
            break;
        case 64:
            run_fixed<64>(to, from);
            break;
        default:
            for (const Run run : runs_) std::memcpy(to + run.to, from + run.from, run_bytes_);
    }
}

}  // namespace tilescribe::npu
