// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/json_file.h"

#include "engine/model_io/mapped_file.h"
#include "engine/model_io/model_file_error.h"

#include <unordered_set>

namespace tilescribe {
namespace {

constexpr int deepest = 32;

}  // namespace

nlohmann::json parse_json_object(std::span<const std::byte> bytes, const std::filesystem::path& file) {
    using Event = nlohmann::json::parse_event_t;
    std::unordered_set<std::string> names;
    const auto check = [&](int depth, Event event, const nlohmann::json& parsed) {
        if (depth > deepest) throw ModelFileError(file, "is nested too deeply");
        if (event == Event::key && depth == 1 && !names.insert(parsed.get<std::string>()).second)
            throw ModelFileError(file, "names '" + printable(parsed.get<std::string>()) + "' twice");
        return true;
    };
    const auto* text = reinterpret_cast<const char*>(bytes.data());
    try {
        nlohmann::json parsed = nlohmann::json::parse(text, text + bytes.size(), check);
        if (!parsed.is_object()) throw ModelFileError(file, "is not a JSON object");
        return parsed;
    } catch (const nlohmann::json::parse_error& error) {
        // Not error.what(): it quotes the text, however long.
        throw ModelFileError(file, "is not valid JSON (at byte " + std::to_string(error.byte) + ")");
    } catch (const nlohmann::json::exception&) {
        throw ModelFileError(file, "is not JSON that can be read");  // numbers beyond all bounds and the like
    }
}

nlohmann::json read_json_object(const std::filesystem::path& file, std::size_t most_bytes) {
    const MappedFile mapped(file);
    if (mapped.bytes().size() > most_bytes)
        throw ModelFileError(file,
                             "is larger than a file of its kind can be (" + std::to_string(mapped.bytes().size()) + " bytes)");
    return parse_json_object(mapped.bytes(), file);
}

std::int64_t integer_member(const nlohmann::json& object, const std::string& name, const std::filesystem::path& file) {
    const auto found = object.find(name);
    if (found == object.end()) throw ModelFileError(file, "does not say '" + name + "'");
    if (!found->is_number_integer()) throw ModelFileError(file, "has no whole number as '" + name + "'");
    if (found->is_number_unsigned() && found->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) return INT64_MAX;
    return found->get<std::int64_t>();
}

}  // namespace tilescribe
