#include "tests/core/load/fake_kubectl.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace portolan {
namespace {

namespace fs = std::filesystem;

// The last argument is the path. Calls are counted by the lines of the log, which only ever grows.
constexpr std::string_view kProgram = R"(#!/bin/sh
folder=$(dirname "$0")
for path; do :; done
[ -e "$folder/arguments" ] || echo "$*" > "$folder/arguments"
echo "$path" >> "$folder/log"
name=$(printf %s "$path" | tr '/?&' '___')
call=$(grep -cxF -- "$path" "$folder/log")
while [ "$call" -gt 0 ]; do
    [ -e "$folder/$name.$call" ] && break
    call=$((call - 1))
done
if [ "$call" -gt 0 ]; then
    . "$folder/$name.$call"
    exit
fi
case $path in
/api/v1/*) echo '{"kind":"List","apiVersion":"v1","metadata":{},"items":null}' ;;
*)
    echo "Error from server (NotFound): the server could not find the requested resource" >&2
    exit 1
    ;;
esac
)";

std::string quotedForShell(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + '\'';
}

std::string nameOf(std::string_view path) {
    std::string out(path);
    std::ranges::replace_if(
        out, [](char c) { return c == '/' || c == '?' || c == '&'; }, '_');
    return out;
}

} // namespace

FakeKubectl::FakeKubectl() {
    const fs::path program = m_folder.write("kubectl", kProgram);
    fs::permissions(program, fs::perms::owner_all);
}

FakeKubectl& FakeKubectl::runs(std::string_view path, std::string_view shell) {
    int call = 1;
    while (fs::exists(m_folder.path() / (nameOf(path) + '.' + std::to_string(call)))) ++call;
    m_folder.write(nameOf(path) + '.' + std::to_string(call), shell);
    return *this;
}

FakeKubectl& FakeKubectl::answers(std::string_view path, std::string_view text) {
    return runs(path, "printf %s " + quotedForShell(text));
}

FakeKubectl& FakeKubectl::refuses(std::string_view path, std::string_view reason, std::string_view message) {
    return runs(path, "echo " +
                          quotedForShell("Error from server (" + std::string(reason) + "): " + std::string(message)) +
                          " >&2; exit 1");
}

FakeKubectl& FakeKubectl::serves(const std::vector<std::string>& groupVersions) {
    std::string groups;
    for (const std::string& g : groupVersions) {
        const std::size_t slash = g.find('/');
        const std::string version = R"({"groupVersion":")" + g + R"(","version":")" + g.substr(slash + 1) + "\"}";
        groups += (groups.empty() ? "" : ",") + (R"({"name":")" + g.substr(0, slash)) + R"(","versions":[)" + version +
                  R"(],"preferredVersion":)" + version + '}';
    }
    return answers("/apis", R"({"kind":"APIGroupList","apiVersion":"v1","groups":[)" + groups + "]}");
}

LiveSource FakeKubectl::source() const {
    LiveSource out;
    out.kubectl = program();
    out.pageSize = 2;
    return out;
}

std::vector<std::string> FakeKubectl::asked() const {
    std::vector<std::string> out;
    std::istringstream lines(fileText(m_folder.path() / "log"));
    for (std::string line; std::getline(lines, line);) out.push_back(line);
    std::ranges::sort(out);
    return out;
}

std::size_t FakeKubectl::timesAsked(std::string_view path) const {
    return static_cast<std::size_t>(std::ranges::count(asked(), path));
}

std::string FakeKubectl::firstArguments() const {
    std::string out = fileText(m_folder.path() / "arguments");
    if (out.ends_with('\n')) out.pop_back();
    return out;
}

std::string pageOf(std::string_view apiVersion, std::string_view kind, const std::vector<std::string>& items,
                   std::string_view token) {
    std::string out = R"({"kind":")" + std::string(kind) + R"(","apiVersion":")" + std::string(apiVersion) +
                      R"(","metadata":{"resourceVersion":"7")";
    if (!token.empty()) out += R"(,"continue":")" + std::string(token) + R"(","remainingItemCount":2)";
    out += R"(},"items":[)";
    for (std::size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "" : ",") + items[i];
    return out + "]}";
}

std::string stored(std::string_view ns, std::string_view name, std::string_view spec, std::string_view labels) {
    std::string out = R"({"metadata":{"name":")" + std::string(name) + R"(",)";
    if (!ns.empty()) out += R"("namespace":")" + std::string(ns) + R"(",)";
    return out + R"("uid":"u-)" + std::string(name) + R"(","labels":)" + std::string(labels) + R"(},"spec":)" +
           std::string(spec) + '}';
}

} // namespace portolan
