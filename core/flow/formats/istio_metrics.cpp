#include "core/flow/formats/cells.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/text_fields.h"
#include "core/flow/time_text.h"

#include <array>
#include <charconv>
#include <cmath>

/// Istio's standard metrics as Prometheus text (flows.md 2.11; "Istio Standard Metrics" of istio.io): how many
/// connections and requests went from workload to workload. They name no port, so that the Service's has to do, where
/// it has exactly one.

namespace portolan {
namespace {

constexpr std::string_view kConnections = "istio_tcp_connections_opened_total";
constexpr std::string_view kRequests = "istio_requests_total";

struct Series {
    std::string_view metric;
    std::string_view reporter, responseFlags;
    std::string_view fromWorkload, fromNamespace, fromCluster;
    std::string_view toWorkload, toNamespace, toCluster;
    std::string_view service, serviceNamespace;
    double value = 0;
    std::optional<std::int64_t> milliseconds; ///< since 1970 UTC
};

std::string_view* place(Series& series, std::string_view label) {
    const std::array<std::pair<std::string_view, std::string_view*>, 10> places{{
        {"reporter", &series.reporter},
        {"response_flags", &series.responseFlags},
        {"source_workload", &series.fromWorkload},
        {"source_workload_namespace", &series.fromNamespace},
        {"source_cluster", &series.fromCluster},
        {"destination_workload", &series.toWorkload},
        {"destination_workload_namespace", &series.toNamespace},
        {"destination_cluster", &series.toCluster},
        {"destination_service_name", &series.service},
        {"destination_service_namespace", &series.serviceNamespace},
    }};
    for (const auto& [name, at] : places)
        if (name == label) return at;
    return nullptr;
}

/// Reads the labels up to the closing bracket; false where they are damaged. Values with escapes are left out, as no
/// name in Kubernetes has any.
bool readLabels(std::string_view& rest, Series& series) {
    while (!rest.starts_with('}')) {
        const std::size_t equals = rest.find("=\"");
        if (equals == std::string_view::npos) return false;
        const std::string_view label = trimmed(rest.substr(0, equals));
        rest.remove_prefix(equals + 2);
        std::size_t end = 0;
        while (end < rest.size() && rest[end] != '"') end += rest[end] == '\\' ? 2 : 1;
        if (end >= rest.size()) return false;
        const std::string_view value = rest.substr(0, end);
        if (value != "unknown" && value.find('\\') == std::string_view::npos)
            if (std::string_view* at = place(series, label)) *at = value;
        rest.remove_prefix(end + 1);
        if (rest.starts_with(',')) rest.remove_prefix(1);
        if (rest.empty()) return false;
    }
    rest.remove_prefix(1);
    return true;
}

std::optional<Series> parseSeries(std::string_view line) {
    Series series;
    const std::size_t open = line.find('{');
    if (open == std::string_view::npos) return std::nullopt;
    series.metric = trimmed(line.substr(0, open));
    line.remove_prefix(open + 1);
    if (!readLabels(line, series)) return std::nullopt;
    const std::string_view value = takeWord(line);
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), series.value);
    if (error != std::errc() || end != value.data() + value.size() || value.empty()) return std::nullopt;
    series.milliseconds = parseNumber<std::int64_t>(takeWord(line));
    return series;
}

bool isReadMetric(std::string_view line) {
    return line.starts_with(kConnections) || line.starts_with(kRequests);
}

class IstioMetricsReader final : public LineReader {
  public:
    IstioMetricsReader(Attribution& attribution, std::int64_t fileTime)
        : m_attribution(attribution), m_maker(attribution), m_fileTime(fileTime) {}
    LineResult read(std::string_view line, std::uint64_t position) override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    bool readDestination(const Series& series, FlowTextEnd& to) const;
    std::uint16_t podPort(const ServicePort& port, const EndFacts& facts) const;

    Attribution& m_attribution;
    RecordMaker m_maker;
    std::int64_t m_fileTime;
};

/// The pods' port behind a Service's; 0 where the pods are not known that give it its name.
std::uint16_t IstioMetricsReader::podPort(const ServicePort& port, const EndFacts& facts) const {
    if (port.targetNumber != 0) return port.targetNumber;
    if (port.targetName == Symbol()) return port.number;
    const Cluster& cluster = m_attribution.cluster();
    const auto workloads = cluster.findWorkloads(facts.ns, facts.workload);
    if (workloads.size() != 1) return 0;
    for (const PodId pod : cluster.workloads[workloads.front()].pods)
        for (const ContainerPort& declared : cluster.portLists[cluster.pods[pod].ports])
            if (declared.name == port.targetName && declared.protocol == port.protocol) return declared.number;
    return 0;
}

/// The workload that got the traffic at the Service's one port, else what is behind the Service. False where the
/// Service is not known, or has several ports or none of TCP.
bool IstioMetricsReader::readDestination(const Series& series, FlowTextEnd& to) const {
    EndFacts service;
    service.ns = series.serviceNamespace;
    service.workload = series.service;
    service.workloadKind = "Service";
    const auto found = m_attribution.serviceByName(service);
    if (!found) return false;
    const auto& ports = m_attribution.cluster().services[*found].ports;
    if (ports.size() != 1 || ports.front().protocol != Protocol::Tcp) return false;
    to.facts.ns = series.toNamespace;
    to.facts.workload = series.toWorkload;
    to.port = series.toWorkload.empty() ? 0 : podPort(ports.front(), to.facts);
    if (to.port != 0) return true;
    to.facts = service;
    to.port = ports.front().number;
    return true;
}

LineResult IstioMetricsReader::read(std::string_view line, std::uint64_t position) {
    if (line.starts_with('#')) return {};
    const std::string_view metric = line.substr(0, line.find_first_of("{ "));
    if (metric != kConnections && metric != kRequests) return skippedLine(SkipReason::OtherEvent, position);
    const auto series = parseSeries(line);
    if (!series || !(series->value >= 0) || series->value > 1e18) return skippedLine(SkipReason::Malformed, position);
    if (series->value < 1) return {}; // known, and nothing has happened yet
    FlowText text;
    text.firstSeen = text.lastSeen = m_fileTime;
    if (series->milliseconds && *series->milliseconds > 0 && *series->milliseconds < 9'000'000'000'000)
        text.firstSeen = text.lastSeen = *series->milliseconds * 1'000'000;
    constexpr std::array<std::string_view, 3> kUnreached{"UF", "UH", "NR"};
    for (const std::string_view flag : kUnreached)
        if (series->responseFlags.starts_with(flag) && series->reporter == "source")
            return skippedFlow(SkipReason::NoAnswer, text, position);
    const bool hasEnds = !series->fromWorkload.empty() && (!series->toWorkload.empty() || !series->service.empty());
    if (!hasEnds) return skippedFlow(SkipReason::NoEnd, text, position);
    if (!readDestination(*series, text.to)) return skippedFlow(SkipReason::NoPort, text, position);
    text.from.facts.ns = series->fromNamespace;
    text.from.facts.workload = series->fromWorkload;
    if (series->fromCluster != series->toCluster) { // of a mesh of clusters
        text.from.facts.cluster = series->fromCluster;
        text.to.facts.cluster = series->toCluster;
    }
    text.protocol = Protocol::Tcp;
    text.reply = Reply::No;
    if (series->reporter == "source") text.reporter = Reporter::Source;
    if (series->reporter == "destination") text.reporter = Reporter::Destination;
    text.weight = static_cast<std::uint64_t>(std::llround(series->value));
    text.weightKind = metric == kConnections ? WeightKind::Connection : WeightKind::Record;
    return m_maker.make(text, position);
}

} // namespace

extern const FormatEntry kIstioMetricsEntry;
const FormatEntry kIstioMetricsEntry{
    FlowFormat::IstioMetrics,
    [](const SniffedLine& line, FormatHeader&) {
        std::string_view text = line.text;
        for (const std::string_view comment : {"# TYPE ", "# HELP "})
            if (text.starts_with(comment)) text.remove_prefix(comment.size());
        return isReadMetric(text);
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints& hints) -> std::unique_ptr<LineReader> {
        return std::make_unique<IstioMetricsReader>(attribution, hints.fileTime);
    }};

} // namespace portolan
