#include "app/cli/follow_log.h"

#include "app/cli/run_analysis.h"
#include "core/flow/flow_cells.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace portolan::cli {
namespace {

constexpr std::chrono::milliseconds kInterval{1000};

/// The rows of edges that were not there before, in the table's order.
class News {
  public:
    Table of(const FlowTable& flows, Table table, const Cluster& cluster) {
        Table out{table.columns, {}};
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const FlowEdge& e = flows.edges()[i];
            const std::tuple key(endText(flows[e.from], cluster), endText(flows[e.to], cluster), e.protocol, e.port,
                                 e.verdict);
            if (m_seen.insert(key).second) out.rows.push_back(std::move(table.rows[i]));
        }
        return out;
    }

  private:
    std::set<std::tuple<std::string, std::string, Protocol, std::uint16_t, FlowVerdict>> m_seen;
};

/// Without the first line where the header was written before.
std::string_view continued(std::string_view text, bool isFirst) {
    return isFirst ? text : text.substr(std::min(text.find('\n') + 1, text.size()));
}

} // namespace

int followLog(const Request& request, const Cluster& cluster,
              const std::function<Table(const FlowTable&, const Cluster&)>& tableOf, Console& console) {
    if (request.format != Format::Csv && request.format != Format::Text) {
        console.say("portolan flows: --follow writes csv or text");
        return kWrongUsage;
    }
    News news;
    bool isFirst = true;
    std::size_t told = 0; // diagnostics
    int status = kDone;
    const auto done =
        followEvidence(request.analysis, cluster, console.control(), kInterval, [&](const FlowTable& flows) {
            if (flows.diagnostics().size() != std::exchange(told, flows.diagnostics().size()))
                status = tellFlows(flows, request, console);
            Table table = tableOf(flows, cluster);
            if (request.file.empty()) table = news.of(flows, std::move(table), cluster);
            if (table.rows.empty() && request.file.empty()) return;
            const std::string text = request.format == Format::Csv ? csv(table) : aligned(table);
            const bool hasHeader = isFirst || !request.file.empty();
            if (finish(continued(text, hasHeader), request, console) != kDone) status = kNotAnalysed;
            isFirst = false;
        });
    return done ? status : tell(done.error(), console);
}

} // namespace portolan::cli
