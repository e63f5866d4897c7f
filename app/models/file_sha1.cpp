// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/file_sha1.h"

#include <array>
#include <fstream>
#include <memory>
#include <openssl/evp.h>
#include <stdexcept>
#include <vector>

namespace tilescribe {

std::string file_sha1(const std::filesystem::path& file, const std::stop_token& stop) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::ifstream in(file, std::ios::binary);
    if (!in || !context || EVP_DigestInit_ex(context.get(), EVP_sha1(), nullptr) != 1)
        throw std::runtime_error(file.string() + " cannot be read to check its sum.");
    std::vector<char> block(std::size_t{1} << 20);
    while (in) {
        if (stop.stop_requested()) return {};
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad()) throw std::runtime_error(file.string() + " cannot be read to check its sum.");
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context.get(), digest.data(), &size);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

}  // namespace tilescribe
