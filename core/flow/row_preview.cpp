#include "core/flow/row_preview.h"

#include "core/flow/flow_cells.h"
#include "core/flow/line_listener.h"
#include "core/flow/orientation.h"

namespace portolan {
namespace {

/// How Evidence will file the record.
std::string filingText(const FlowRecord& record, const KnownPorts& known) {
    if (record.observation == Observation::Stated) return "stated by the table";
    if (record.reply == Reply::Yes) return "an answer: told by the log";
    if (record.reply == Reply::No) return "a request: told by the log";
    switch (orientationByRules(record, known)) {
    case Orientation::Forward: return "a request: told by ports and flags";
    case Orientation::Reverse: return "an answer: told by ports and flags";
    default: return "client and server cannot be told apart";
    }
}

bool isUndirected(const FlowRecord& record, const KnownPorts& known) {
    if (record.observation == Observation::Stated || record.reply != Reply::Unknown) return false;
    const Orientation orientation = orientationByRules(record, known);
    return orientation != Orientation::Forward && orientation != Orientation::Reverse;
}

class RowPreview final : public LineListener {
  public:
    RowPreview(std::vector<PreviewRow>& rows, std::size_t count) : m_rows(rows), m_count(count) {}

    bool begin(const std::string& name) override {
        m_file = name;
        return !isFull();
    }
    bool note(const LineResult& line, const Attribution& attribution) override;
    bool end(const Attribution&) override { return !isFull(); }

  private:
    bool isFull() const { return m_rows.size() >= m_count; }

    std::vector<PreviewRow>& m_rows;
    std::size_t m_count;
    std::string m_file;
};

bool RowPreview::note(const LineResult& line, const Attribution& attribution) {
    PreviewRow row;
    row.file = m_file;
    row.time = line.record.firstSeen;
    switch (line.kind) {
    case LineResult::Kind::Nothing: return true;
    case LineResult::Kind::Loss: row.note = std::to_string(line.lostEvents) + " events were lost"; break;
    case LineResult::Kind::Skip:
        row.note = "left out: " + std::string(text(line.reason));
        row.skipped = line.reason;
        break;
    case LineResult::Kind::Flow:
        row.from = endText(attribution.ends()[line.record.from.end], attribution.cluster());
        row.to = endText(attribution.ends()[line.record.to.end], attribution.cluster());
        row.port = std::string(name(line.record.protocol)) + ' ' + std::to_string(line.record.toPort);
        row.verdict = name(line.record.verdict);
        row.note = filingText(line.record, attribution.knownPorts());
        row.isUndirected = isUndirected(line.record, attribution.knownPorts());
        break;
    }
    m_rows.push_back(std::move(row));
    return !isFull();
}

} // namespace

std::shared_ptr<LineListener> previewInto(std::vector<PreviewRow>& rows, std::size_t count) {
    return std::make_shared<RowPreview>(rows, count);
}

} // namespace portolan
