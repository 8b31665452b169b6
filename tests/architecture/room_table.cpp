#include "tests/architecture/room_table.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace portolan {
namespace {

using Rooms = std::set<std::string>;

/// What each room may include, the rooms those include among them.
const std::map<std::string, Rooms>& table() {
    static const std::map<std::string, Rooms> kTable = [] {
        std::map<std::string, Rooms> out;
        const auto add = [&](const std::string& room, const std::vector<std::string>& mayInclude) {
            Rooms& rooms = out[room];
            for (const std::string& other : mayInclude) {
                rooms.insert(other);
                rooms.insert(out.at(other).begin(), out.at(other).end());
            }
        };
        add("core/base", {});
        add("core/net", {"core/base"});
        add("core/model", {"core/net"});
        add("core/load", {"core/model"});
        add("core/policy", {"core/model"});
        add("core/reach", {"core/policy"});
        add("core/flow", {"core/reach"});
        add("core/declared", {"core/model"});
        add("core/ledger", {"core/flow", "core/declared"});
        add("core/paths", {"core/reach"});
        add("core/findings", {"core/reach", "core/ledger", "core/paths", "core/declared"});
        add("core/propose", {"core/policy", "core/reach", "core/ledger"});
        add("core/layout", {"core/base"});
        add("core/analysis", {"core/load", "core/findings", "core/propose"});
        add("core/report", {"core/analysis", "core/layout"});
        out["core/report"].erase("core/load"); // known to analysis and tests alone
        add("ui/session", {"core/analysis"});
        add("ui/widgets", {"core/report"});
        add("ui/models", {"core/report", "ui/widgets"});
        const std::vector<std::string> pages{"map",   "matrix",    "findings", "flows",   "policies",
                                             "paths", "inspector", "draft",    "overview"};
        std::vector<std::string> shell;
        for (const std::string& page : pages) {
            add("ui/" + page, {"ui/session", "ui/widgets", "ui/models", "core/report"});
            shell.push_back("ui/" + page);
        }
        add("ui/shell", shell);
        add("app/cli", {"core/report"});
        add("app/desktop", {"ui/shell"});
        for (auto& [room, rooms] : out)
            if (room.starts_with("ui/") || room.starts_with("app/")) rooms.erase("core/load");
        return out;
    }();
    return kTable;
}

/// Headers that begin with `header` belong in files that begin with one of `places`.
struct ForeignRule {
    std::string_view header;
    std::vector<std::string_view> places;
};

const std::vector<ForeignRule>& foreignRules() {
    static const std::vector<ForeignRule> kRules{
        {"yaml-cpp/", {"core/load/", "core/flow/", "tests/"}},
        {"simdjson", {"core/load/", "core/flow/", "tests/"}},
        {"boost/graph/", {"core/paths/"}},
        {"boost/process", {"core/base/process"}},
        {"spawn.h", {"core/base/process"}},
        {"sys/wait.h", {"core/base/process"}},
        {"graphviz/", {"core/layout/"}},
        {"curl/", {"core/flow/clickhouse"}},
        {"CLI/", {"app/cli/"}},
        {"gtest/", {"tests/"}},
        {"benchmark/", {"tests/"}},
    };
    return kRules;
}

bool isQt(const std::string& target) {
    return target.size() > 1 && target[0] == 'Q' &&
           (std::isupper(static_cast<unsigned char>(target[1])) != 0 || target[1] == 't');
}

/// A library's header: neither the standard library's, nor the operating system's, nor the Result that core speaks in.
bool isLibrary(const IncludeLine& include) {
    static constexpr std::array kOfTheSystem{"sys/", "arpa/", "netinet/", "tl/expected.hpp"};
    static constexpr std::array kWithoutFolder{"simdjson.h", "zlib.h", "zstd.h"};
    const std::string& target = include.target;
    if (include.isQuoted) return false;
    if (isQt(target) || std::ranges::find(kWithoutFolder, target) != kWithoutFolder.end()) return true;
    return target.find('/') != std::string::npos &&
           std::ranges::none_of(kOfTheSystem, [&](const char* p) { return target.starts_with(p); });
}

template <typename Visitor>
void forEachInclude(const std::vector<SourceFile>& sources, Visitor visit) {
    for (const SourceFile& source : sources)
        for (const IncludeLine& include : source.includes) visit(include);
}

} // namespace

bool isKnownRoom(const std::string& room) {
    return table().contains(room);
}

std::vector<std::string> roomViolations(const std::vector<SourceFile>& sources) {
    std::vector<std::string> out;
    forEachInclude(sources, [&](const IncludeLine& include) {
        const std::string room = roomOf(include.file);
        const std::string other = roomOf(include.target);
        if (!include.isQuoted || other.empty() || room == other || room.starts_with("tests/")) return;
        const auto it = table().find(room);
        if (it == table().end() || !it->second.contains(other))
            out.push_back(include.place() + ": " + room + " may not include " + include.target);
    });
    return out;
}

std::vector<std::string> foreignViolations(const std::vector<SourceFile>& sources) {
    std::vector<std::string> out;
    forEachInclude(sources, [&](const IncludeLine& include) {
        if (include.isQuoted) return;
        const auto isAt = [&](std::string_view place) { return include.file.starts_with(place); };
        const bool isUi = isAt("ui/") || isAt("app/desktop/") || isAt("tests/ui/");
        if (isQt(include.target) && !isUi)
            out.push_back(include.place() + ": Qt stays in ui and app/desktop: <" + include.target + '>');
        for (const ForeignRule& rule : foreignRules())
            if (include.target.starts_with(rule.header) && std::ranges::none_of(rule.places, isAt))
                out.push_back(include.place() + ": <" + include.target + "> belongs in " +
                              std::string(rule.places.front()));
    });
    return out;
}

std::vector<std::string> publicHeaderViolations(const std::vector<SourceFile>& sources) {
    std::set<std::string> isPublic;
    forEachInclude(sources, [&](const IncludeLine& include) {
        if (include.isQuoted && roomOf(include.file) != roomOf(include.target) && !include.file.starts_with("tests/"))
            isPublic.insert(include.target);
    });
    std::vector<std::string> out;
    forEachInclude(sources, [&](const IncludeLine& include) {
        if (include.file.starts_with("core/") && isPublic.contains(include.file) && isLibrary(include))
            out.push_back(include.place() + ": a public header of core includes <" + include.target + '>');
    });
    return out;
}

std::vector<std::string> formViolations(const std::vector<SourceFile>& sources) {
    static constexpr std::array kTops{"core/", "ui/", "app/", "tests/"};
    std::set<std::string> paths;
    for (const SourceFile& source : sources) paths.insert(source.path);
    std::vector<std::string> out;
    for (const SourceFile& source : sources) {
        const std::string stem = source.path.substr(0, source.path.rfind('.'));
        const bool isHeader = source.path.ends_with(".h");
        if (isHeader && !source.hasPragmaOnce) out.push_back(source.path + ":1: says no #pragma once");
        for (const IncludeLine& include : source.includes) {
            const bool isGenerated = include.target == stem.substr(stem.rfind('/') + 1) + ".moc";
            if (include.isQuoted && !isGenerated &&
                std::ranges::none_of(kTops, [&](const char* top) { return include.target.starts_with(top); }))
                out.push_back(include.place() + ": does not start at the repository's root: " + include.target);
        }
        if (!isHeader && paths.contains(stem + ".h") &&
            (source.includes.empty() || source.includes.front().target != stem + ".h"))
            out.push_back(source.path + ":1: does not include its own header first");
    }
    return out;
}

} // namespace portolan
