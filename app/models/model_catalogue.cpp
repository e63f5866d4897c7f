// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/model_catalogue.h"

#include <algorithm>
#include <array>

namespace tilescribe {
namespace {

// Names, sizes and SHA-1 sums are whisper.cpp's published list.
constexpr std::array catalogue{
    CatalogueModel{"tiny", 75, "bd577a113a864445d4c299885e0cb97d4ba92b5f", "Fastest, many languages, many errors"},
    CatalogueModel{"tiny.en", 75, "c78c86eb1a8faa21b369bcd33207cc90d64ae9df", "Fastest, English only"},
    CatalogueModel{"base", 142, "465707469ff3a37a2b9b8d8f89f2f99de7299dac", "Fast, many languages: a good start"},
    CatalogueModel{"base.en", 142, "137c40403d78fd54d454da0f9bd998f78703390c", "Fast, English only: a good start"},
    CatalogueModel{"small", 466, "55356645c2b361a969dfd0ef2c5a50d530afd8d5", "Good, many languages"},
    CatalogueModel{"small.en", 466, "db8a495a91d927739e50b3fc1cc4c6b8f6c2d022", "Good, English only"},
    CatalogueModel{"medium", 1536, "fd9727b6e1217c2f614f9b698455c4ffd82463b4", "Very good, slow on a CPU"},
    CatalogueModel{"medium.en", 1536, "8c30f0e44ce9560643ebd10bbe50cd20eafd3723", "Very good, English only, slow on a CPU"},
    CatalogueModel{"large-v2", 2970, "0f4c8e34f21cf1a914c59d8b3ce882345ad349d6", "Best of its time, slow"},
    CatalogueModel{"large-v2-q5_0", 1126, "00e39f2196344e901b3a2bd5814807a769bd1630", "large-v2 in less memory"},
    CatalogueModel{"large-v3", 2970, "ad82bf6a9043ceed055076d0fd39f5f186ff8062", "Best, slow"},
    CatalogueModel{"large-v3-q5_0", 1126, "e6e2ed78495d403bef4b7cff42ef4aaadcfea8de", "large-v3 in less memory"},
    CatalogueModel{"large-v3-turbo", 1536, "4af2b29d7ec73d781377bfd1758ca957a807e941",
                   "Nearly the best at a fraction of the decoder's time"},
    CatalogueModel{"large-v3-turbo-q5_0", 547, "e050f7970618a659205450ad97eb95a18d69c9ee", "Turbo in less memory"},
};

}  // namespace

std::span<const CatalogueModel> model_catalogue() noexcept {
    return catalogue;
}

std::optional<CatalogueModel> find_in_catalogue(std::string_view name) noexcept {
    const auto* found = std::ranges::find(catalogue, name, &CatalogueModel::name);
    if (found == catalogue.end()) return std::nullopt;
    return *found;
}

}  // namespace tilescribe
