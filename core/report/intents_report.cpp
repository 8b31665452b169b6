#include "core/report/intents_report.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portolan {
namespace {

using Json = nlohmann::ordered_json;

std::string breachText(const Breach& breach) {
    return breach.from + " => " + breach.to + ": " + std::string(name(breach.verdict)) +
           (breach.reason.empty() ? "" : " (" + breach.reason + ')');
}

/// Why an intent does not hold, in one sentence a line.
std::string why(const IntentOutcome& outcome) {
    if (outcome.status == IntentOutcome::Status::Vacuous) return outcome.problem;
    std::string out = std::to_string(outcome.breached) + " of " + std::to_string(outcome.pairs) +
                      (outcome.pairs == 1 ? " pair" : " pairs") + (outcome.breached == 1 ? " breaks it" : " break it");
    for (const Breach& breach : outcome.breaches) out += '\n' + breachText(breach);
    if (outcome.breached > outcome.breaches.size())
        out += "\nand " + std::to_string(outcome.breached - outcome.breaches.size()) + " more";
    return out;
}

std::string xml(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '&': out += "&amp;"; break;
        case '"': out += "&quot;"; break;
        case '\n': out += "&#10;"; break;
        default: out += c;
        }
    }
    return out;
}

std::size_t failures(const std::vector<IntentOutcome>& outcomes) {
    return static_cast<std::size_t>(std::ranges::count_if(
        outcomes, [](const IntentOutcome& o) { return o.status != IntentOutcome::Status::Holds; }));
}

} // namespace

std::string intentsText(const std::vector<Intent>& intents, const std::vector<IntentOutcome>& outcomes) {
    std::string out;
    for (std::size_t i = 0; i < intents.size(); ++i) {
        const bool isHolding = outcomes[i].status == IntentOutcome::Status::Holds;
        out += std::string(isHolding ? "holds  " : "FAILS  ") + intents[i].name + "  " + intents[i].text();
        if (isHolding) {
            out += ", " + std::to_string(outcomes[i].pairs) + (outcomes[i].pairs == 1 ? " pair\n" : " pairs\n");
            continue;
        }
        out += "  " + intents[i].where + '\n';
        std::string reason = why(outcomes[i]);
        for (std::size_t at = 0; (at = reason.find('\n', at)) != std::string::npos; at += 8)
            reason.replace(at, 1, "\n       ");
        out += "       " + reason + '\n';
    }
    const std::size_t failed = failures(outcomes);
    return out + std::to_string(intents.size() - failed) + " of " + std::to_string(intents.size()) + " intents hold\n";
}

Table intentsTable(const std::vector<Intent>& intents, const std::vector<IntentOutcome>& outcomes) {
    Table out{{"name", "from", "to", "port", "expect", "status", "pairs", "breached", "why"}, {}};
    for (std::size_t i = 0; i < intents.size(); ++i) {
        const bool isHolding = outcomes[i].status == IntentOutcome::Status::Holds;
        out.rows.push_back({intents[i].name, intents[i].from, intents[i].to, intents[i].port.text(),
                            std::string(name(intents[i].expect)), std::string(name(outcomes[i].status)),
                            std::to_string(outcomes[i].pairs), std::to_string(outcomes[i].breached),
                            isHolding                      ? ""
                            : outcomes[i].breaches.empty() ? outcomes[i].problem
                                                           : breachText(outcomes[i].breaches.front())});
    }
    return out;
}

std::string intentsJson(const std::vector<Intent>& intents, const std::vector<IntentOutcome>& outcomes) {
    Json list = Json::array();
    for (std::size_t i = 0; i < intents.size(); ++i) {
        Json breaches = Json::array();
        for (const Breach& b : outcomes[i].breaches)
            breaches.push_back({{"from", b.from}, {"to", b.to}, {"verdict", name(b.verdict)}, {"reason", b.reason}});
        list.push_back({{"name", intents[i].name},
                        {"from", intents[i].from},
                        {"to", intents[i].to},
                        {"port", intents[i].port.text()},
                        {"expect", name(intents[i].expect)},
                        {"where", intents[i].where},
                        {"status", name(outcomes[i].status)},
                        {"pairs", outcomes[i].pairs},
                        {"breached", outcomes[i].breached},
                        {"problem", outcomes[i].problem},
                        {"breaches", std::move(breaches)}});
    }
    return Json{{"version", 1}, {"intents", std::move(list)}}.dump(1) + '\n';
}

std::string intentsJunit(const std::vector<Intent>& intents, const std::vector<IntentOutcome>& outcomes) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"portolan assert\" tests=\"" +
                      std::to_string(intents.size()) + "\" failures=\"" + std::to_string(failures(outcomes)) + "\">\n";
    for (std::size_t i = 0; i < intents.size(); ++i) {
        out += "  <testcase classname=\"intents\" name=\"" + xml(intents[i].name) + '"';
        if (outcomes[i].status == IntentOutcome::Status::Holds)
            out += "/>\n";
        else
            out += ">\n    <failure message=\"" +
                   xml(intents[i].text() + ": " + std::string(name(outcomes[i].status))) + "\">" +
                   xml(intents[i].where + '\n' + why(outcomes[i])) + "</failure>\n  </testcase>\n";
    }
    return out + "</testsuite>\n";
}

std::string intentsSarif(const std::vector<Intent>& intents, const std::vector<IntentOutcome>& outcomes) {
    Json results = Json::array();
    for (std::size_t i = 0; i < intents.size(); ++i) {
        if (outcomes[i].status == IntentOutcome::Status::Holds) continue;
        const std::size_t colon = intents[i].where.rfind(':');
        const Json region{{"startLine", std::stoul(intents[i].where.substr(colon + 1))}};
        const Json place{{"physicalLocation",
                          {{"artifactLocation", {{"uri", intents[i].where.substr(0, colon)}}}, {"region", region}}}};
        results.push_back(
            {{"ruleId", "intent"},
             {"level", "error"},
             {"message", {{"text", intents[i].name + ": " + intents[i].text() + ": " + why(outcomes[i])}}},
             {"locations", Json::array({place})}});
    }
    const Json driver{
        {"name", "Portolan"},
        {"rules",
         Json::array({{{"id", "intent"}, {"shortDescription", {{"text", "What a file of intents demands holds"}}}}})}};
    return Json{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                {"version", "2.1.0"},
                {"runs", Json::array({{{"tool", {{"driver", driver}}}, {"results", std::move(results)}}})}}
               .dump(1) +
           '\n';
}

} // namespace portolan
