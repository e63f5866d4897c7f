// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/onednn_matmul.h"

#include <dnnl.hpp>

#include <dlfcn.h>

#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <tuple>
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

memory::desc matrix(std::int64_t rows, std::int64_t cols, std::int64_t stride) {
    return {{rows, cols}, memory::data_type::f32, {stride, 1}};
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

private:
    struct Prepared {
        dnnl::matmul::primitive_desc description;
        dnnl::matmul primitive;
    };
    /// rows, input stride, output stride, epilogue
    using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t, Epilogue>;

    Prepared prepared_for(const Key& key) const;

    std::int64_t n_out_, n_in_;
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
    if (!bias.empty()) bias_ = matrix(1, n_out, n_out);
    weights_ = describe(matrix(typical_rows, n_in, n_in), any, bias_, matrix(typical_rows, n_out, n_out), Epilogue::none).weights_desc();
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

OneDnnMatmul::Prepared OneDnnMatmul::prepared_for(const Key& key) const {
    const std::scoped_lock lock(mutex_);
    if (const auto found = prepared_.find(key); found != prepared_.end()) return found->second;
    const auto& [rows, input_stride, output_stride, epilogue] = key;
    Prepared made;
    made.description =
        describe(matrix(rows, n_in_, input_stride), weights_, bias_, matrix(rows, n_out_, output_stride), epilogue);
    made.primitive = dnnl::matmul(made.description);
    return prepared_.emplace(key, made).first->second;
}

void OneDnnMatmul::multiply_rows(TensorView input, Epilogue epilogue, TensorView output, ThreadScratch& scratch) const {
    use_one_thread();
    const Prepared prepared = prepared_for({input.rows, input.stride, output.stride, epilogue});
    const auto& description = prepared.description;
    scratch.library.reserve(description.scratchpad_desc().get_size());
    std::unordered_map<int, memory> operands{
        {DNNL_ARG_SRC, memory(description.src_desc(), cpu_engine(), input.data)},
        {DNNL_ARG_WEIGHTS, memory(weights_, cpu_engine(), packed_.data())},
        {DNNL_ARG_DST, memory(description.dst_desc(), cpu_engine(), output.data)},
        {DNNL_ARG_SCRATCHPAD, memory(description.scratchpad_desc(), cpu_engine(), scratch.library.data())}};
    if (bias_values_.size() != 0) operands.emplace(DNNL_ARG_BIAS, memory(bias_, cpu_engine(), bias_values_.data()));
    dnnl::stream stream(cpu_engine());
    prepared.primitive.execute(stream, operands);
    stream.wait();
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
    if (isa == CpuIsa::avx2) dnnl::set_max_cpu_isa(dnnl::cpu_isa::avx2);
    else if (dnnl::version()->major < 3) dnnl::set_max_cpu_isa(dnnl::cpu_isa::avx512_core_bf16);
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
    return std::make_unique<OneDnnMatmul>(weights, n_out, n_in, bias);
}

}  // namespace tilescribe
