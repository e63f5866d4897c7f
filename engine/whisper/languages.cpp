// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/languages.h"

#include <algorithm>
#include <array>

namespace tilescribe {
namespace {

constexpr std::array<std::string_view, 100> codes = {
    "en", "zh", "de", "es", "ru", "ko", "fr", "ja", "pt", "tr", "pl", "ca", "nl", "ar",  "sv", "it", "id", "hi", "fi", "vi",
    "he", "uk", "el", "ms", "cs", "ro", "da", "hu", "ta", "no", "th", "ur", "hr", "bg",  "lt", "la", "mi", "ml", "cy", "sk",
    "te", "fa", "lv", "bn", "sr", "az", "sl", "kn", "et", "mk", "br", "eu", "is", "hy",  "ne", "mn", "bs", "kk", "sq", "sw",
    "gl", "mr", "pa", "si", "km", "sn", "yo", "so", "af", "oc", "ka", "be", "tg", "sd",  "gu", "am", "yi", "lo", "uz", "fo",
    "ht", "ps", "tk", "nn", "mt", "sa", "lb", "my", "bo", "tl", "mg", "as", "tt", "haw", "ln", "ha", "ba", "jw", "su", "yue",
};

constexpr std::array<std::string_view, codes.size()> names = {
    "English",        "Chinese",    "German",     "Spanish",    "Russian",   "Korean",      "French",        "Japanese",
    "Portuguese",     "Turkish",    "Polish",     "Catalan",    "Dutch",     "Arabic",      "Swedish",       "Italian",
    "Indonesian",     "Hindi",      "Finnish",    "Vietnamese", "Hebrew",    "Ukrainian",   "Greek",         "Malay",
    "Czech",          "Romanian",   "Danish",     "Hungarian",  "Tamil",     "Norwegian",   "Thai",          "Urdu",
    "Croatian",       "Bulgarian",  "Lithuanian", "Latin",      "Maori",     "Malayalam",   "Welsh",         "Slovak",
    "Telugu",         "Persian",    "Latvian",    "Bengali",    "Serbian",   "Azerbaijani", "Slovenian",     "Kannada",
    "Estonian",       "Macedonian", "Breton",     "Basque",     "Icelandic", "Armenian",    "Nepali",        "Mongolian",
    "Bosnian",        "Kazakh",     "Albanian",   "Swahili",    "Galician",  "Marathi",     "Punjabi",       "Sinhala",
    "Khmer",          "Shona",      "Yoruba",     "Somali",     "Afrikaans", "Occitan",     "Georgian",      "Belarusian",
    "Tajik",          "Sindhi",     "Gujarati",   "Amharic",    "Yiddish",   "Lao",         "Uzbek",         "Faroese",
    "Haitian Creole", "Pashto",     "Turkmen",    "Nynorsk",    "Maltese",   "Sanskrit",    "Luxembourgish", "Myanmar",
    "Tibetan",        "Tagalog",    "Malagasy",   "Assamese",   "Tatar",     "Hawaiian",    "Lingala",       "Hausa",
    "Bashkir",        "Javanese",   "Sundanese",  "Cantonese",
};

struct Alias {
    std::string_view name;
    std::string_view code;
};

constexpr std::array<Alias, 12> aliases = {{
    {"Burmese", "my"},
    {"Valencian", "ca"},
    {"Flemish", "nl"},
    {"Haitian", "ht"},
    {"Letzeburgesch", "lb"},
    {"Pushto", "ps"},
    {"Panjabi", "pa"},
    {"Moldavian", "ro"},
    {"Moldovan", "ro"},
    {"Sinhalese", "si"},
    {"Castilian", "es"},
    {"Mandarin", "zh"},
}};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::span<const std::string_view> whisper_language_codes() noexcept {
    return codes;
}

std::optional<std::string_view> whisper_language_code(std::string_view name_or_code) noexcept {
    for (std::size_t i = 0; i < codes.size(); ++i)
        if (equal_ignoring_case(name_or_code, codes[i]) || equal_ignoring_case(name_or_code, names[i])) return codes[i];
    for (const Alias& alias : aliases)
        if (equal_ignoring_case(name_or_code, alias.name)) return alias.code;
    return std::nullopt;
}

std::string_view whisper_language_name(std::string_view code) noexcept {
    const auto found = std::ranges::find(codes, code);
    return found == codes.end() ? std::string_view() : names[static_cast<std::size_t>(found - codes.begin())];
}

}  // namespace tilescribe
