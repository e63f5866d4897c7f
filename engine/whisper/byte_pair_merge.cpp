// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/byte_pair_merge.h"

#include <queue>

#include <compare>

namespace tilescribe {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

/// A run of bytes that have been joined, in a linked list indexed by the run's first byte. Length 0: swallowed by the one before.
struct Part {
    std::size_t length;
    std::size_t previous;
    std::size_t next;
};

struct Candidate {
    std::int32_t rank;
    std::size_t left;    // the left part's first byte
    std::size_t length;  // of both parts together; differs from the list's once one of them has grown
    auto operator<=>(const Candidate&) const = default;
};

using CandidateQueue = std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>>;

class PartList {
public:
    PartList(std::string_view piece, const PairRank& rank) : piece_(piece), rank_(rank), parts_(piece.size()) {
        for (std::size_t i = 0; i < parts_.size(); ++i)
            parts_[i] = {1, i == 0 ? none : i - 1, i + 1 == parts_.size() ? none : i + 1};
        for (std::size_t i = 0; i < parts_.size(); ++i) offer(i);
    }

    void merge() {
        while (!queue_.empty()) {
            const Candidate best = queue_.top();
            queue_.pop();
            if (is_current(best)) join(best.left);
        }
    }

    [[nodiscard]] std::vector<std::string_view> result() const {
        std::vector<std::string_view> out;
        for (std::size_t at = 0; at < parts_.size(); at += parts_[at].length) out.push_back(piece_.substr(at, parts_[at].length));
        return out;
    }

private:
    void offer(std::size_t left) {
        if (left == none || parts_[left].next == none) return;
        const std::size_t length = parts_[left].length + parts_[parts_[left].next].length;
        const std::int32_t rank = rank_(piece_.substr(left, length));
        if (rank >= 0) queue_.push({rank, left, length});
    }

    [[nodiscard]] bool is_current(const Candidate& candidate) const {
        const Part& left = parts_[candidate.left];
        return left.length != 0 && left.next != none && left.length + parts_[left.next].length == candidate.length;
    }

    void join(std::size_t left) {
        Part& right = parts_[parts_[left].next];
        parts_[left].length += right.length;
        parts_[left].next = right.next;
        if (right.next != none) parts_[right.next].previous = left;
        right.length = 0;
        offer(parts_[left].previous);
        offer(left);
    }

    std::string_view piece_;
    const PairRank& rank_;
    std::vector<Part> parts_;
    CandidateQueue queue_;
};

}  // namespace

std::vector<std::string_view> merge_byte_pairs(std::string_view piece, const PairRank& rank) {
    PartList parts(piece, rank);
    parts.merge();
    return parts.result();
}

}  // namespace tilescribe
