// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/onednn_matmul.h"

#include <dnnl.hpp>

#include <algorithm>
#include <cstdlib>
#include <dlfcn.h>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace tilescribe {
namespace {

using dnnl::memory;

const dnnl::engine& cpu_engine() {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

/// One thread for what this thread asks of oneDNN. The function is of whichever OpenMP library oneDNN brought along.
void use_one_thread() {
    using SetThreads = void (*)(int);
    static const auto set_threads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"));
    if (set_threads != nullptr) set_threads(1);
}

memory::desc matrix(std::int64_t rows, std::int64_t cols) {
    return {{rows, cols}, memory::data_type::f32, memory::format_tag::ab};
}

dnnl::primitive_attr attributes(Epilogue epilogue) {
    dnnl::post_ops after;
    if (epilogue == Epilogue::add_residual) after.append_sum(1.0F);
#if DNNL_VERSION_MAJOR >= 3
    if (epilogue == Epilogue::gelu) after.append_eltwise(dnnl::algorithm::eltwise_gelu_erf, 0.0F, 0.0F);
#else
    if (epilogue == Epilogue::gelu) after.append_eltwise(1.0F, dnnl::algorithm::eltwise_gelu_erf, 0.0F, 0.0F);
#endif
    dnnl::primitive_attr result;
    result.set_post_ops(after);
    result.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return result;
}

dnnl::matmul::primitive_desc describe(const memory::desc& input, const memory::desc& weights, const memory::desc& bias,
                                      const memory::desc& output, Epilogue epilogue) {
#if DNNL_VERSION_MAJOR >= 3
    return {cpu_engine(), input, weights, bias, output, attributes(epilogue)};
#else
    return {dnnl::matmul::desc(input, weights, bias, output), attributes(epilogue), cpu_engine()};
#endif
}

class OneDnnMatmul final : public MatrixProduct {
public:
    OneDnnMatmul(std::span<const float> weights, std::int64_t n_out, std::int64_t n_in, std::span<const float> bias);

    [[nodiscard]] std::int64_t weight_bytes() const noexcept override { return static_cast<std::int64_t>(packed_.size()); }
    void multiply_rows(TensorView input, Epilogue epilogue, TensorView output, ThreadScratch& scratch) const override;
    /// False where oneDNN has plain loops only for these sizes.
    [[nodiscard]] bool is_fast() const { return !is_reference_; }

private:
    struct Prepared {
        dnnl::matmul::primitive_desc description;
        dnnl::matmul primitive;
    };
    using Key = std::pair<std::int64_t, Epilogue>;  // rows

    [[nodiscard]] Prepared prepared_for(std::int64_t rows, Epilogue epilogue) const;
    void multiply_dense(const float* input, std::int64_t rows, Epilogue epilogue, float* output, AlignedBuffer& scratchpad) const;

    std::int64_t n_out_, n_in_;
    bool is_reference_ = false;
    memory::desc weights_, bias_;
    AlignedBuffer packed_, bias_values_;
    mutable std::mutex mutex_;
    mutable std::map<Key, Prepared> prepared_;  // one entry per shape in use: a handful
};

OneDnnMatmul::OneDnnMatmul(std::span<const float> weights, std::int64_t n_out, std::int64_t n_in, std::span<const float> bias)
    : n_out_(n_out), n_in_(n_in) {
    use_one_thread();
    constexpr std::int64_t typical_rows = 384;
    const memory::desc any({n_in, n_out}, memory::data_type::f32, memory::format_tag::any);
    if (!bias.empty()) bias_ = matrix(1, n_out);
    const auto typical = describe(matrix(typical_rows, n_in), any, bias_, matrix(typical_rows, n_out), Epilogue::gelu);
    is_reference_ = std::string_view(typical.impl_info_str()).starts_with("ref");
    if (is_reference_) return;
    weights_ = typical.weights_desc();
    packed_ = AlignedBuffer(weights_.get_size());
    const memory::desc transposed({n_in, n_out}, memory::data_type::f32, memory::dims{1, n_in});
    memory from(transposed, cpu_engine(), const_cast<float*>(weights.data()));
    memory to(weights_, cpu_engine(), packed_.data());
    dnnl::stream stream(cpu_engine());
    dnnl::reorder(from, to).execute(stream, from, to);
    stream.wait();
    if (bias.empty()) return;
    bias_values_ = AlignedBuffer(bias.size_bytes());
    std::ranges::copy(bias, bias_values_.floats());
}

OneDnnMatmul::Prepared OneDnnMatmul::prepared_for(std::int64_t rows, Epilogue epilogue) const {
    const std::scoped_lock lock(mutex_);
    if (const auto found = prepared_.find({rows, epilogue}); found != prepared_.end()) return found->second;
    Prepared made;
    made.description = describe(matrix(rows, n_in_), weights_, bias_, matrix(rows, n_out_), epilogue);
    made.primitive = dnnl::matmul(made.description);
    return prepared_.emplace(Key{rows, epilogue}, made).first->second;
}

void OneDnnMatmul::multiply_dense(const float* input, std::int64_t rows, Epilogue epilogue, float* output,
                                  AlignedBuffer& scratchpad) const {
    use_one_thread();
    const Prepared prepared = prepared_for(rows, epilogue);
    const auto& description = prepared.description;
    scratchpad.reserve(description.scratchpad_desc().get_size());
    std::unordered_map<int, memory> operands{
        {DNNL_ARG_SRC, memory(description.src_desc(), cpu_engine(), const_cast<float*>(input))},
        {DNNL_ARG_WEIGHTS, memory(weights_, cpu_engine(), packed_.data())},
        {DNNL_ARG_DST, memory(description.dst_desc(), cpu_engine(), output)},
        {DNNL_ARG_SCRATCHPAD, memory(description.scratchpad_desc(), cpu_engine(), scratchpad.data())}};
    if (bias_values_.size() != 0) operands.emplace(DNNL_ARG_BIAS, memory(bias_, cpu_engine(), bias_values_.data()));
    dnnl::stream stream(cpu_engine());
    prepared.primitive.execute(stream, operands);
    stream.wait();
}

void copy_rows(TensorView from, TensorView to) {
    for (std::int64_t r = 0; r < from.rows; ++r) std::copy_n(from.row(r), from.cols, to.row(r));
}

/// oneDNN 2.6's fast product takes rows without gaps only; with gaps it falls back to one a thousand times slower. So such operands
/// are copied.
void OneDnnMatmul::multiply_rows(TensorView input, Epilogue epilogue, TensorView output, ThreadScratch& scratch) const {
    const bool copies_input = input.stride != input.cols;
    const bool copies_output = output.stride != output.cols;
    const auto input_size = static_cast<std::size_t>(copies_input ? input.rows * input.cols : 0);
    const auto output_size = static_cast<std::size_t>(copies_output ? output.rows * output.cols : 0);
    scratch.dense.reserve((input_size + output_size) * sizeof(float));
    if (copies_input) {
        const TensorView dense = host_view(scratch.dense.floats(), input.rows, input.cols);
        copy_rows(input, dense);
        input = dense;
    }
    if (!copies_output) return multiply_dense(input.data, input.rows, epilogue, output.data, scratch.library);
    const TensorView dense = host_view(scratch.dense.floats() + input_size, output.rows, output.cols);
    if (epilogue == Epilogue::add_residual) copy_rows(output, dense);
    multiply_dense(input.data, input.rows, epilogue, dense.data, scratch.library);
    copy_rows(dense, output);
}

bool is_wanted() {
#if defined(TILESCRIBE_TSAN)
    return false;
#else
    const char* refused = std::getenv("TILESCRIBE_NO_ONEDNN");  // NOLINT(concurrency-mt-unsafe): nobody sets it meanwhile
    return refused == nullptr || std::string_view(refused) != "1";
#endif
}

void limit_to(CpuIsa isa) {
    if (isa == CpuIsa::avx2)
        dnnl::set_max_cpu_isa(dnnl::cpu_isa::avx2);
    else if (dnnl::version()->major < 3)
        dnnl::set_max_cpu_isa(dnnl::cpu_isa::avx512_core_bf16);
}

}  // namespace

std::string onednn_version() {
    const dnnl_version_t* version = dnnl::version();
    return std::to_string(version->major) + "." + std::to_string(version->minor) + "." + std::to_string(version->patch);
}

bool claim_onednn(CpuIsa isa) {
    if (!is_wanted()) return false;
    static std::mutex mutex;
    static std::optional<CpuIsa> claimed;  // the library's own limit is one per process
    const std::scoped_lock lock(mutex);
    if (!claimed) {
        limit_to(isa);
        claimed = isa;
    }
    return *claimed == isa;
}

std::unique_ptr<MatrixProduct> make_onednn_matmul(std::span<const float> weights, std::int64_t n_out, std::int64_t n_in,
                                                  std::span<const float> bias) {
    auto product = std::make_unique<OneDnnMatmul>(weights, n_out, n_in, bias);
    if (!product->is_fast()) return nullptr;
    return product;
}

}  // namespace tilescribe
