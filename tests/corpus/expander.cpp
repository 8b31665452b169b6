#include "tests/corpus/expander.h"

#include "tests/support/temporary_folder.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>

namespace portolan {
namespace {

bool isManifest(const std::filesystem::path& path) {
    return path.extension() == ".yaml" || path.extension() == ".yml" || path.extension() == ".json";
}

bool isMarker(std::string_view line) {
    return line.starts_with("---") && line.find_first_not_of(" \t\r", 3) == std::string_view::npos;
}

std::vector<std::string> documentsOf(const std::string& text) {
    std::vector<std::string> out(1);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const std::string line = text.substr(at, end - at);
        if (isMarker(line.back() == '\n' ? std::string_view(line).substr(0, line.size() - 1) : line))
            out.emplace_back();
        else
            out.back() += line;
        at = end;
    }
    std::erase_if(out, [](const std::string& d) { return jsonOf(d).is_null(); });
    return out;
}

bool isInteger(const std::string& text) {
    const std::size_t start = text.starts_with('-') ? 1 : 0;
    return text.size() > start && text.size() < 18 &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(start), text.end(),
                       [](unsigned char c) { return std::isdigit(c) != 0; });
}

nlohmann::json scalarOf(const YAML::Node& node) {
    const std::string& text = node.Scalar();
    if (node.Tag() == "!") return text; // quoted
    if (text == "true" || text == "false") return text == "true";
    if (text == "null" || text == "~" || text.empty()) return nullptr;
    if (isInteger(text)) return std::stoll(text);
    return text;
}

nlohmann::json jsonOf(const YAML::Node& node) {
    switch (node.Type()) {
    case YAML::NodeType::Scalar: return scalarOf(node);
    case YAML::NodeType::Sequence: {
        nlohmann::json out = nlohmann::json::array();
        for (const YAML::Node& item : node) out.push_back(jsonOf(item));
        return out;
    }
    case YAML::NodeType::Map: {
        nlohmann::json out = nlohmann::json::object();
        for (const auto& entry : node) out[entry.first.Scalar()] = jsonOf(entry.second);
        return out;
    }
    default: return nullptr;
    }
}

std::string joined(const std::vector<std::string>& documents) {
    std::string out;
    for (const std::string& d : documents) out += "---\n" + d + (d.ends_with('\n') ? "" : "\n");
    return out;
}

} // namespace

nlohmann::json jsonOf(const std::string& document) {
    return jsonOf(YAML::Load(document));
}

std::vector<std::string> documentsBelow(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && isManifest(entry.path())) files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<std::string> out;
    for (const std::filesystem::path& file : files)
        for (std::string& document : documentsOf(fileText(file))) out.push_back(std::move(document));
    return out;
}

const char* name(Expansion expansion) {
    switch (expansion) {
    case Expansion::Shuffled: return "shuffled";
    case Expansion::Split: return "split";
    case Expansion::Merged: return "merged";
    case Expansion::Json: return "as JSON";
    case Expansion::UnrelatedNamespace: return "with an unrelated namespace";
    }
    return "";
}

std::vector<std::pair<std::string, std::string>> expanded(const std::vector<std::string>& documents,
                                                          Expansion expansion) {
    std::vector<std::string> order = documents;
    switch (expansion) {
    case Expansion::Shuffled: {
        std::mt19937 random(static_cast<std::uint32_t>(documents.size()));
        std::ranges::shuffle(order, random);
        return {{"all.yaml", joined(order)}};
    }
    case Expansion::Split: {
        std::vector<std::pair<std::string, std::string>> out;
        for (std::size_t i = 0; i < order.size(); ++i)
            out.emplace_back("part" + std::to_string(i % 7) + '/' + std::to_string(order.size() - i) + ".yml",
                             order[i]);
        return out;
    }
    case Expansion::Merged: return {{"all.yaml", joined(order)}};
    case Expansion::Json: {
        nlohmann::json list{{"apiVersion", "v1"}, {"kind", "List"}, {"items", nlohmann::json::array()}};
        for (const std::string& d : order) list["items"].push_back(jsonOf(d));
        return {{"all.json", list.dump(4)}};
    }
    case Expansion::UnrelatedNamespace:
        return {{"all.yaml", joined(order)},
                {"more.yaml",
                 "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: zz-unrelated\n  labels: {own: label}\n"}};
    }
    return {};
}

} // namespace portolan
