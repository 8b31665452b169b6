#include "core/findings/finding.h"

#include <algorithm>
#include <cctype>

namespace portolan {

std::string_view name(Severity severity) {
    switch (severity) {
    case Severity::Critical: return "critical";
    case Severity::High: return "high";
    case Severity::Medium: return "medium";
    case Severity::Low: return "low";
    case Severity::Info: return "info";
    }
    return {};
}

std::optional<Severity> parseSeverity(std::string_view text) {
    const auto isSame = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
    for (const Severity s : kSeverities)
        if (std::ranges::equal(text, name(s), isSame)) return s;
    return std::nullopt;
}

std::string_view name(FindingClass value) {
    switch (value) {
    case FindingClass::Theorem: return "T";
    case FindingClass::Judgement: return "J";
    case FindingClass::Heuristic: return "H";
    }
    return {};
}

std::string_view name(Proof proof) {
    return proof == Proof::Structural ? "structural" : "snapshot";
}

} // namespace portolan
