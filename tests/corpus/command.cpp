#include "tests/corpus/command.h"

#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

constexpr std::size_t kShownLines = 8;

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

/// The first fields of a CSV row; the ones that are looked at hold no commas.
std::vector<std::string> fields(const std::string& row, std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t at = 0; out.size() < count && at <= row.size();) {
        const std::size_t end = std::min(row.find(',', at), row.size());
        out.push_back(row.substr(at, end - at));
        at = end + 1;
    }
    out.resize(count);
    return out;
}

std::string failure(const ProcessOutput& run) {
    return "exit status " + std::to_string(run.exitCode) + ": " + run.errors.substr(0, 600) + '\n';
}

} // namespace

ProcessOutput runPortolan(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
    // The child has no working folder of its own to choose, so that inputs are named absolutely where it matters.
    std::vector<std::string> absolute;
    for (const std::string& a : arguments) {
        const bool isPath = !a.starts_with('-') && std::filesystem::exists(folder / a);
        absolute.push_back(isPath ? (folder / a).string() : a);
    }
    auto run = runProcess({.program = PORTOLAN_EXECUTABLE,
                           .arguments = std::move(absolute),
                           .input = {},
                           .timeout = std::chrono::minutes(1)},
                          {});
    if (!run) return {-1, {}, run.error().message};
    return std::move(*run);
}

std::string differenceOfLines(const std::string& expected, const std::string& actual) {
    if (expected == actual) return {};
    const std::vector<std::string> wanted = lines(expected);
    const std::vector<std::string> got = lines(actual);
    const std::multiset<std::string> wantedSet(wanted.begin(), wanted.end());
    const std::multiset<std::string> gotSet(got.begin(), got.end());
    std::string out;
    std::size_t shown = 0;
    const auto show = [&](const std::string& line, const std::multiset<std::string>& other, char mark) {
        if (other.contains(line)) return;
        if (++shown <= kShownLines) out += std::string("  ") + mark + ' ' + line + '\n';
    };
    for (const std::string& line : wanted) show(line, gotSet, '-');
    for (const std::string& line : got) show(line, wantedSet, '+');
    if (shown == 0) return "  the same lines in another order or number, or another end of the text\n";
    return out + "  (" + std::to_string(shown) + " lines differ)\n";
}

std::string judgeOutput(const ProcessOutput& run, const std::string& expected) {
    const std::string difference = differenceOfLines(expected, run.output);
    if (run.exitCode != 0) return failure(run) + difference;
    return difference;
}

std::string judgeProbes(const std::vector<std::filesystem::path>& inputs, const std::string& profile,
                        const std::vector<Probe>& probes) {
    std::string batch = "from,to,protocol,port\n";
    for (const Probe& p : probes) batch += p.from + ',' + p.to + ',' + p.protocol + ',' + std::to_string(p.port) + '\n';
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.write("probes.csv", batch);
    std::vector<std::string> arguments{"query"};
    for (const std::filesystem::path& input : inputs) arguments.push_back(input.string());
    for (const char* const a : {"--batch", file.c_str(), "-o", "csv", "--profile", profile.c_str()})
        arguments.emplace_back(a);
    const ProcessOutput run = runPortolan(arguments, folder.path());
    const std::vector<std::string> rows = lines(run.output);
    if (run.exitCode != 0 || rows.empty()) return failure(run);
    if (rows.front() != "from,to,protocol,port,verdict,reason") return "header: " + rows.front() + '\n';
    if (rows.size() != probes.size() + 1)
        return std::to_string(rows.size() - 1) + " rows for " + std::to_string(probes.size()) + " questions\n";
    std::string out;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < probes.size(); ++i) {
        const Probe& p = probes[i];
        const std::vector<std::string> row = fields(rows[i + 1], 5);
        const bool isSameQuestion = row[0] == p.from && row[1] == p.to && row[3] == std::to_string(p.port);
        const std::string expected = p.isAllowed ? "allow" : "deny";
        if (isSameQuestion && row[4] == expected) continue;
        if (++wrong <= kShownLines) out += "  " + rows[i + 1] + "   expected " + expected + '\n';
    }
    if (wrong > 0) out += "  (" + std::to_string(wrong) + " of " + std::to_string(probes.size()) + " differ)\n";
    return out;
}

void addProbes(const std::string& from, const std::string& to, const TrafficSet& allowed, std::vector<Probe>& out) {
    for (const Protocol protocol : kProtocols) {
        std::set<unsigned> ports{1, 80, 65535};
        for (const PortRange& r : allowed.ports(protocol).ranges())
            for (const unsigned end : {static_cast<unsigned>(r.first), static_cast<unsigned>(r.last)})
                for (const unsigned p : {end - 1, end, end + 1})
                    if (p >= 1 && p <= 65535) ports.insert(p);
        for (const unsigned p : ports) {
            const auto port = static_cast<std::uint16_t>(p);
            out.push_back({from, to, std::string(name(protocol)), port, allowed.contains(protocol, port)});
        }
    }
}

} // namespace portolan
