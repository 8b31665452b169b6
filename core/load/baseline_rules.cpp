#include "core/load/baseline_rules.h"

#include "core/base/csv.h"
#include "core/base/run_control.h"
#include "core/load/feed_yaml.h"
#include "core/load/line_map.h"
#include "core/load/tree_builder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

namespace portolan {
namespace {

using namespace std::string_view_literals;

/// The properties of one rule as text, with the place of the rule.
struct WrittenRule {
    std::map<std::string, std::string, std::less<>> values;
    std::string where;
};

constexpr std::array kProperties{"action"sv,   "description"sv, "from"sv,     "from_ns"sv, "name"sv,
                                 "port_max"sv, "port_min"sv,    "protocol"sv, "to"sv,      "to_ns"sv};

class RuleSink final : public loading::ObjectSink {
  public:
    RuleSink(std::string_view text, std::string file)
        : m_lines(FileId(std::size_t{0}), text, {}), m_file(std::move(file)) {}

    void object(const loading::TreeNode& root, const loading::TypeMeta&) override {
        WrittenRule& rule = rules.emplace_back();
        rule.where = m_file + ':' + std::to_string(m_lines.at(root.at).line);
        if (!root.isMap()) {
            problem = rule.where + ": a rule is a map of properties";
            return;
        }
        for (const loading::Member& member : root.members()) {
            if (!member.value.isScalar())
                problem = rule.where + ": " + std::string(member.key) + " is one value";
            else if (!member.value.isNull())
                rule.values[std::string(member.key)] = member.value.text;
        }
    }

    std::vector<WrittenRule> rules;
    std::string problem;

  private:
    loading::LineMap m_lines;
    std::string m_file;
};

std::string at(const WrittenRule& rule, std::string_view property) {
    const auto it = rule.values.find(property);
    return it == rule.values.end() || it->second == "*" ? std::string() : it->second;
}

std::optional<std::uint16_t> portOf(const std::string& text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(value);
}

Result<BaselineRule> understand(const WrittenRule& written) {
    const auto wrong = [&](const std::string& what) { return fail(Error::Kind::Usage, written.where + ": " + what); };
    for (const auto& [property, value] : written.values)
        if (!std::ranges::binary_search(kProperties, property)) return wrong("a rule has no property " + property);
    BaselineRule out;
    out.where = written.where;
    if (const std::string name = at(written, "name"); !name.empty()) out.name = name;
    const std::string action = at(written, "action");
    if (!action.empty() && action != "allow" && action != "deny") return wrong("action is allow or deny");
    out.isAllowed = action != "deny";
    out.from = at(written, "from");
    out.to = at(written, "to");
    out.fromNs = at(written, "from_ns");
    out.toNs = at(written, "to_ns");
    const std::string min = at(written, "port_min");
    const std::string max = at(written, "port_max");
    const auto first = min.empty() ? std::optional<std::uint16_t>(std::uint16_t{1}) : portOf(min);
    const auto last = max.empty() ? std::optional<std::uint16_t>(std::uint16_t{65535}) : portOf(max);
    if (!first || !last || *first > *last)
        return wrong("port_min and port_max are ports, the first not above the last");
    const std::string protocol = at(written, "protocol");
    const auto one = parseProtocolAnyCase(protocol);
    if (!protocol.empty() && !one) return wrong("there is no protocol " + protocol + "; there are TCP, UDP and SCTP");
    out.traffic = {};
    for (const Protocol p : kProtocols)
        if (!one || p == *one) out.traffic = out.traffic.united(TrafficSet::of(p, PortSet::range(*first, *last)));
    return out;
}

Result<std::vector<WrittenRule>> rulesOfCsv(std::string_view text, const std::string& file) {
    std::vector<WrittenRule> out;
    std::vector<std::string> columns;
    for (const CsvRecord& record : csvRecords(text)) {
        if (columns.empty()) {
            columns = record.cells;
            continue;
        }
        WrittenRule& rule = out.emplace_back();
        rule.where = file + ':' + std::to_string(record.line);
        if (record.cells.size() > columns.size())
            return fail(Error::Kind::Usage, rule.where + ": more cells than columns");
        for (std::size_t i = 0; i < record.cells.size(); ++i)
            if (!record.cells[i].empty()) rule.values[columns[i]] = record.cells[i];
    }
    return out;
}

Result<std::vector<WrittenRule>> rulesOfYaml(std::string_view text, const std::string& file) {
    RuleSink sink(text, file);
    loading::TreeBuilder builder(sink, loading::TreeBuilder::Root::Items);
    if (const auto error = loading::feedYaml(text, builder, {})) {
        loading::LineMap lines(FileId(std::size_t{0}), text, {});
        return fail(Error::Kind::Usage,
                    file + ':' + std::to_string(lines.at(error->at).line) + ": not valid YAML: " + error->message);
    }
    if (!sink.problem.empty()) return fail(Error::Kind::Usage, sink.problem);
    return std::move(sink.rules);
}

bool isCsv(std::string_view text) {
    const std::string_view head = text.substr(0, text.find('\n'));
    return head.find(',') != std::string_view::npos && head.find("action") != std::string_view::npos &&
           head.find(':') == std::string_view::npos;
}

} // namespace

bool isBaselineRules(std::string_view text) {
    if (isCsv(text)) return true;
    while (!text.empty()) { // comments may stand before the list
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        const std::size_t first = line.find_first_not_of(" \t\r");
        if (first != std::string_view::npos && line[first] != '#' && line != "---")
            return line.substr(first).starts_with("- ") || line[first] == '[';
        if (end == std::string_view::npos) return false;
        text.remove_prefix(end + 1);
    }
    return false;
}

Result<std::vector<BaselineRule>> readBaselineRules(std::string_view text, const std::string& file) {
    const auto written = isCsv(text) ? rulesOfCsv(text, file) : rulesOfYaml(text, file);
    if (!written) return tl::make_unexpected(written.error());
    std::vector<BaselineRule> out;
    for (const WrittenRule& rule : *written) {
        auto understood = understand(rule);
        if (!understood) return tl::make_unexpected(understood.error());
        out.push_back(std::move(*understood));
    }
    return out;
}

} // namespace portolan
