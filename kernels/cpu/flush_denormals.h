// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xmmintrin.h>

namespace tilescribe {

/// While it lives, this thread's denormals count as zero and results too small become zero: they would cost a hundred cycles each.
class FlushDenormals {
public:
    FlushDenormals() noexcept : before_(_mm_getcsr()) { _mm_setcsr(before_ | flush_to_zero | denormals_are_zero); }
    ~FlushDenormals() { _mm_setcsr(before_); }
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

private:
    static constexpr unsigned flush_to_zero = 0x8000;
    static constexpr unsigned denormals_are_zero = 0x0040;
    unsigned before_;
};

}  // namespace tilescribe
