#include "core/model/declarations.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

using namespace std::string_view_literals;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Where the last word of a key begins: behind the last separator, or at the last capital of dbHost.
std::size_t lastWordAt(std::string_view key) {
    std::size_t at = key.size();
    while (at > 0) {
        const char c = key[at - 1];
        if (!isLower(c) && !isUpper(c) && !isDigit(c)) return at;
        if (at < key.size() && isLower(c) && isUpper(key[at])) return at;
        --at;
    }
    return 0;
}

/// The words of a key from the last to the first, in small letters and without digits at their ends.
std::vector<std::string> wordsOf(std::string_view key) {
    std::vector<std::string> out;
    while (!key.empty()) {
        const std::size_t at = lastWordAt(key);
        std::string word(key.substr(at));
        std::ranges::transform(word, word.begin(), lower);
        while (!word.empty() && isDigit(word.back())) word.pop_back();
        if (!word.empty()) out.push_back(std::move(word));
        key = key.substr(0, at);
        while (!key.empty() && !isLower(key.back()) && !isUpper(key.back()) && !isDigit(key.back()))
            key.remove_suffix(1);
    }
    return out;
}

/// Words after the one that counts: REDIS_HOST_PRIMARY.
constexpr std::array kTrailing{"default"sv,   "external"sv, "internal"sv, "list"sv,  "primary"sv,
                               "read"sv,      "reader"sv,   "replica"sv,  "ro"sv,    "rw"sv,
                               "secondary"sv, "string"sv,   "write"sv,    "writer"sv};
/// Anywhere in the key.
constexpr std::array kOther{"advertise"sv, "advertised"sv, "allowed"sv,  "bind"sv,      "callback"sv,
                            "cors"sv,      "listen"sv,     "listener"sv, "listeners"sv, "noproxy"sv,
                            "origin"sv,    "origins"sv,    "public"sv,   "redirect"sv,  "xmlns"sv};
/// As the last word: SIDECAR_IMAGE, but not IMAGE_PROXY_URL.
constexpr std::array kOtherLast{"hostname"sv, "image"sv, "schema"sv};
constexpr std::array kAddress{"addr"sv,       "address"sv,   "addresses"sv, "addrs"sv,     "api"sv,      "backend"sv,
                              "backends"sv,   "bootstrap"sv, "broker"sv,    "brokers"sv,   "conn"sv,     "connection"sv,
                              "datasource"sv, "dsn"sv,       "endpoint"sv,  "endpoints"sv, "host"sv,     "hosts"sv,
                              "peer"sv,       "peers"sv,     "proxy"sv,     "remote"sv,    "server"sv,   "servers"sv,
                              "service"sv,    "svc"sv,       "target"sv,    "targets"sv,   "upstream"sv, "upstreams"sv,
                              "uri"sv,        "uris"sv,      "url"sv,       "urls"sv};
/// PGHOST, REDISURL: the ends of words that nobody took apart.
constexpr std::array kEnds{"addr"sv, "brokers"sv, "endpoint"sv, "host"sv, "server"sv, "servers"sv, "url"sv, "uri"sv};

bool isIn(std::span<const std::string_view> words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

} // namespace

KeyHint hintOf(std::string_view key) {
    const std::vector<std::string> words = wordsOf(key);
    if (!words.empty() && isIn(kOtherLast, words.front())) return KeyHint::Other;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (isIn(kOther, words[i])) return KeyHint::Other;
        if (words[i] == "proxy" && i + 1 < words.size() && words[i + 1] == "no") return KeyHint::Other;
    }
    const auto last = std::ranges::find_if(words, [](const std::string& w) { return !isIn(kTrailing, w); });
    if (last == words.end()) return KeyHint::None;
    const bool isAddress =
        isIn(kAddress, *last) || std::ranges::any_of(kEnds, [&](std::string_view e) { return last->ends_with(e); });
    return isAddress ? KeyHint::Address : KeyHint::None;
}

std::string_view stemOf(std::string_view key) {
    const std::string_view word = key.substr(lastWordAt(key));
    for (const std::string_view end : {"HOST"sv, "PORT"sv, "host"sv, "port"sv})
        if (word.ends_with(end)) return key.substr(0, key.size() - end.size());
    return key.substr(0, key.size() - word.size());
}

bool isPortKey(std::string_view key) {
    const std::vector<std::string> words = wordsOf(key);
    return !words.empty() && words.front().ends_with("port");
}

} // namespace portolan
