#include "tests/coverage/rule_ids.h"

#include <algorithm>
#include <cctype>
#include <fstream>

namespace portolan {
namespace {

constexpr std::string_view kComment = "// Covers ";

bool isIdCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
}

/// The longest piece at the start that an ID could be.
std::string leadingWord(std::string_view text) {
    const auto end = std::ranges::find_if_not(text, isIdCharacter);
    return {text.begin(), end};
}

/// Capitals, perhaps with a dash in them or behind, then digits: NP-V1, L-2, V30.
bool looksLikeId(const std::string& word) {
    const std::size_t digits = word.find_last_not_of("0123456789") + 1;
    if (digits == 0 || digits == word.size() || std::isupper(static_cast<unsigned char>(word.front())) == 0)
        return false;
    return std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(digits),
                       [](char c) { return c == '-' || std::isupper(static_cast<unsigned char>(c)) != 0; });
}

/// Words separated by ", " at the start of a text, as long as they look like IDs.
std::vector<std::string> leadingIds(std::string_view text) {
    std::vector<std::string> out;
    for (;;) {
        const std::string word = leadingWord(text);
        if (!looksLikeId(word)) return out;
        out.push_back(word);
        text.remove_prefix(word.size());
        if (!text.starts_with(", ")) return out;
        text.remove_prefix(2);
    }
}

template <typename Visitor>
void forEachLine(const std::filesystem::path& file, Visitor visit) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) visit(line);
}

} // namespace

std::vector<ListedRule> listedRules(const std::filesystem::path& list) {
    std::vector<ListedRule> out;
    forEachLine(list, [&](const std::string& line) {
        const std::string id = leadingWord(line);
        if (id.empty()) return;
        const std::size_t reason = line.find_first_not_of(' ', id.size());
        out.push_back({id, reason == std::string::npos ? std::string() : line.substr(reason)});
    });
    return out;
}

std::set<std::string> definedRules(const std::filesystem::path& specification) {
    std::set<std::string> out;
    int section = 0;
    forEachLine(specification, [&](const std::string& line) {
        if (line.starts_with("## ")) section = std::atoi(line.c_str() + 3);
        const bool isWanted = (section >= 2 && section <= 4) || section == 9 || section == 10 || section == 12;
        if (!isWanted) return;
        const std::string id = leadingWord(line);
        if (looksLikeId(id)) out.insert(id);
        if (section != 12) return; // several to a line
        for (std::size_t at = line.find('V'); at != std::string::npos; at = line.find('V', at + 1)) {
            const std::string vector = leadingWord(std::string_view(line).substr(at));
            const bool startsWord = at == 0 || line[at - 1] == ' ';
            if (startsWord && looksLikeId(vector)) out.insert(vector);
        }
    });
    return out;
}

std::vector<std::string> rulesNamedIn(const std::string& line, const std::set<std::string>& known,
                                      std::set<std::string>& unknown) {
    const std::string_view text = line;
    if (const std::size_t at = text.find(kComment); at != std::string_view::npos) {
        std::vector<std::string> ids = leadingIds(text.substr(at + kComment.size()));
        for (const std::string& id : ids)
            if (!known.contains(id)) unknown.insert(id);
        return ids;
    }
    std::vector<std::string> out;
    for (std::size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at + 1)) {
        const std::vector<std::string> ids = leadingIds(text.substr(at + 1));
        if (std::ranges::all_of(ids, [&](const std::string& id) { return known.contains(id); }))
            out.insert(out.end(), ids.begin(), ids.end());
    }
    return out;
}

std::size_t Mentions::count() const {
    std::size_t out = 0;
    for (const auto& [file, count] : byFile) out += count;
    return out;
}

std::string Mentions::text() const {
    std::string out;
    for (const auto& [file, count] : byFile)
        out += (out.empty() ? "" : ", ") + file + " (" + std::to_string(count) + ')';
    return out;
}

std::map<std::string, Mentions> mentionsBelow(const std::filesystem::path& tests, const std::set<std::string>& known,
                                              std::set<std::string>& unknown) {
    std::map<std::string, Mentions> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(tests)) {
        const std::string name = entry.path().filename().string();
        const bool isTest = name.ends_with("_test.cpp") || (name.starts_with("test_") && name.ends_with(".cpp"));
        const std::string file = entry.path().lexically_relative(tests).generic_string();
        if (!isTest || file.starts_with("coverage/")) continue;
        forEachLine(entry.path(), [&](const std::string& line) {
            for (const std::string& id : rulesNamedIn(line, known, unknown)) ++out[id].byFile[file];
        });
    }
    return out;
}

} // namespace portolan
