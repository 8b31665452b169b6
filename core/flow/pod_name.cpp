#include "core/flow/pod_name.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::string_view kNameAlphabet = "bcdfghjklmnpqrstvwxz2456789";
constexpr std::size_t kRandomSuffix = 5;
constexpr std::size_t kMinHash = 6;
constexpr std::size_t kMaxHash = 10;
constexpr std::size_t kMinCronNumber = 8; ///< minutes or seconds since 1970

bool isOf(std::string_view text, std::string_view alphabet) {
    return !text.empty() && text.find_first_not_of(alphabet) == std::string_view::npos;
}

bool isNumber(std::string_view text) {
    return isOf(text, "0123456789");
}

/// Template hashes of old clusters are decimal or hexadecimal, those of today use the name alphabet.
bool isTemplateHash(std::string_view text) {
    if (text.size() < kMinHash || text.size() > kMaxHash) return false;
    const bool hasDigit = std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return isOf(text, kNameAlphabet) || (hasDigit && isOf(text, "0123456789abcdef"));
}

} // namespace

std::vector<OwnerGuess> guessOwners(std::string_view podName) {
    std::vector<OwnerGuess> guesses;
    const std::size_t lastDash = podName.rfind('-');
    if (lastDash == std::string_view::npos || lastDash == 0) return guesses;
    const std::string_view last = podName.substr(lastDash + 1);
    const std::string_view withoutLast = podName.substr(0, lastDash);
    const bool isRandom = last.size() == kRandomSuffix && isOf(last, kNameAlphabet);
    if (isRandom) {
        const std::size_t dash = withoutLast.rfind('-');
        if (dash != std::string_view::npos && dash != 0) {
            const std::string_view middle = withoutLast.substr(dash + 1);
            const std::string_view base = withoutLast.substr(0, dash);
            if (isNumber(middle) && middle.size() >= kMinCronNumber) guesses.push_back({base, "CronJob", true});
            if (isTemplateHash(middle)) {
                const bool hasDigit = middle.find_first_of("0123456789") != std::string_view::npos;
                guesses.push_back({base, "Deployment", hasDigit && middle.size() >= 8});
            }
        }
        guesses.push_back({withoutLast, "ReplicaSet", false});
        guesses.push_back({withoutLast, "DaemonSet", false});
        guesses.push_back({withoutLast, "Job", false});
    }
    if (isNumber(last)) guesses.push_back({withoutLast, "StatefulSet", false});
    return guesses;
}

OwnerGuess guessOwnerOfPrefix(std::string_view prefix) {
    const std::string_view name = prefix.substr(0, prefix.size() - (prefix.ends_with('-') ? 1 : 0));
    const std::size_t dash = name.rfind('-');
    if (dash == std::string_view::npos || dash == 0) return {name, "", false};
    const std::string_view last = name.substr(dash + 1);
    if (isNumber(last) && last.size() >= kMinCronNumber) return {name.substr(0, dash), "CronJob", true};
    if (isTemplateHash(last)) return {name.substr(0, dash), "Deployment", false};
    return {name, "", false};
}

} // namespace portolan
