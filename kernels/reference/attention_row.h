// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/tensor_view.h"

#include <vector>

namespace tilescribe::reference {

/// One query row against the keys of one head: the scaled scores, before the softmax. q, k: one head's columns.
std::vector<double> scaled_scores(const float* q, TensorView k);

/// softmax(scores) v into `output` (one head's columns); keys beyond scores.size() are not seen.
void attend(const std::vector<double>& scores, TensorView v, float* output);

}  // namespace tilescribe::reference
