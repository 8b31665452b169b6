#include "core/flow/read_flows.h"

#include "core/base/parallel.h"
#include "core/flow/flow_worker.h"
#include "core/flow/table_builder.h"
#include "core/flow/wrapping.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>

namespace portolan {
namespace {

namespace fs = std::filesystem;

constexpr int kSniffedLines = 64;
constexpr std::size_t kShownBytes = 60;
constexpr std::chrono::milliseconds kProgressEvery{50};
constexpr std::string_view kPhase = "Reading flow logs";

/// Directories replaced by their files. NotFound where an input is not there.
Result<std::vector<std::string>> expandInputs(const std::vector<std::string>& inputs) {
    std::vector<std::string> files;
    for (const std::string& input : inputs) {
        std::error_code error;
        if (input == "-" || !fs::is_directory(input, error)) {
            files.push_back(input);
            continue;
        }
        std::vector<std::string> inside;
        for (fs::directory_iterator it(input, error), end; !error && it != end; it.increment(error))
            if (std::error_code ignored; it->is_regular_file(ignored)) inside.push_back(it->path().string());
        if (error) return fail(Error::Kind::Unreadable, input + ": " + error.message());
        std::ranges::sort(inside);
        files.insert(files.end(), inside.begin(), inside.end());
    }
    return files;
}

/// The beginning of a line as it may be shown in a message.
std::string shown(std::string_view line) {
    std::string out;
    for (const char c : line.substr(0, kShownBytes)) out += c >= ' ' && c < 0x7f ? c : '?';
    return line.size() > kShownBytes ? out + "..." : out;
}

/// What the first lines of a file say about its format.
struct Opening {
    FilePlan plan;
    std::string firstLine; ///< as it may be shown; empty where the block has none
};

Opening sniffBlock(const LineBlock& block) {
    Opening opening;
    std::string scratch;
    std::string_view rest = block.text();
    int looked = 0;
    for (std::uint32_t line = 0; looked < kSniffedLines; ++line) {
        const auto raw = takeLine(rest);
        if (!raw) break;
        const std::string_view text = unwrapped(*raw, scratch).text;
        if (text.empty()) continue;
        ++looked;
        if (opening.firstLine.empty()) opening.firstLine = shown(text);
        auto sniffed = sniffLine(text);
        if (!sniffed) continue;
        opening.plan.sniffed = std::move(*sniffed);
        opening.plan.headerPosition = line;
        break;
    }
    return opening;
}

/// Reads all inputs one after another, the blocks of each on all workers.
class Reading {
  public:
    Reading(const Cluster& cluster, const FlowOptions& options, const RunControl& control)
        : m_options(options), m_control(control), m_services(cluster),
          m_builder(cluster, options.maxExternalAddresses) {
        const unsigned threads = options.threads == 0 ? defaultThreads() : options.threads;
        for (unsigned i = 0; i < threads; ++i)
            m_workers.push_back(std::make_unique<FlowWorker>(cluster, m_services, options.maxExternalAddresses));
    }

    Result<FlowTable> run(const std::vector<std::string>& files) {
        for (const std::string& file : files) {
            std::error_code error;
            if (file != "-") m_totalBytes += std::max<std::uintmax_t>(fs::file_size(file, error), 0);
            if (error) m_totalBytes = 0; // the reading says what is wrong
        }
        std::set<std::string> seen;
        for (const std::string& file : files) {
            std::error_code error;
            const std::string canonical = file == "-" ? file : fs::weakly_canonical(file, error).string();
            const FileId id = m_builder.addFile(file == "-" ? "<stdin>" : file);
            if (!seen.insert(error ? file : canonical).second) {
                m_builder.report(Diagnostic::Level::Warning, {id, 0, 0}, "given twice; read once");
                continue;
            }
            if (const auto done = readFile(file, id); !done) return tl::make_unexpected(done.error());
        }
        m_control.report(kPhase, 1.0);
        return m_builder.build();
    }

  private:
    Result<void> readFile(const std::string& path, FileId file) {
        auto opened = openBytes(path, m_control);
        if (!opened && opened.error().kind == Error::Kind::Unsupported) {
            m_builder.report(Diagnostic::Level::Error, {file, 0, 0}, opened.error().message);
            return {};
        }
        if (!opened) return tl::make_unexpected(opened.error());
        const std::size_t blockBytes = m_options.blockBytes == 0 ? kBlockBytes : m_options.blockBytes;
        BlockReader blocks(std::move(opened->bytes), blockBytes);
        const auto first = blocks.next(m_workers.front()->block());
        if (!first) return tl::make_unexpected(first.error());
        Opening opening;
        if (*first) opening = sniffBlock(m_workers.front()->block());
        if (opening.plan.sniffed.format == FlowFormat::Unknown) {
            reportUnknown(file, opening, blocks.problem());
            m_builder.addEvidence(file, FlowFormat::Unknown, {});
            return {};
        }
        if (const auto done = readBlocks(blocks, opening.plan); !done) {
            if (done.error().kind == Error::Kind::Cancelled) return done;
            m_builder.report(Diagnostic::Level::Error, {file, 0, 0}, done.error().message + "; read up to there");
        }
        m_doneBytes += opened->deviceBytes;
        finishFile(file, opening.plan, blocks.problem());
        return {};
    }

    void reportUnknown(FileId file, const Opening& opening, const std::string& problem) {
        if (opening.firstLine.empty()) {
            m_builder.report(Diagnostic::Level::Warning, {file, 0, 0},
                             problem.empty() ? "holds no lines" : problem + ", before any line");
            return;
        }
        const std::string_view recognised = opening.plan.sniffed.unreadable;
        const std::string what = recognised.empty() ? "not a flow log of a known format"
                                                    : "this is a " + std::string(recognised) + ", which is not read";
        m_builder.report(
            Diagnostic::Level::Error, {file, 1, 0}, what + "; it begins: " + opening.firstLine,
            "give Hubble JSON lines, or CSV or JSON lines with src_ns, src_workload, dst_ns, dst_workload, "
            "protocol, dst_port and the like");
    }

    Result<void> readBlocks(BlockReader& blocks, const FilePlan& plan) {
        const std::size_t workers = plan.sniffed.format == FlowFormat::Csv ? 1 : m_workers.size(); // rows span lines
        for (std::size_t i = 0; i < m_workers.size(); ++i) m_workers[i]->begin(plan);
        std::mutex mutex;
        Result<void> outcome;
        parallelFor(
            workers,
            [&](std::size_t i) {
                auto done = work(blocks, i);
                const std::scoped_lock lock(mutex);
                if (!done && outcome) outcome = std::move(done);
            },
            static_cast<unsigned>(workers));
        m_workers.front()->finish();
        return outcome;
    }

    /// One worker's share; the first one begins with the block that the format was told by and reports progress.
    Result<void> work(BlockReader& blocks, std::size_t index) {
        FlowWorker& worker = *m_workers[index];
        bool hasBlock = index == 0;
        while (true) {
            if (hasBlock && !worker.read(worker.block(), m_control)) return cancelled();
            const auto next = blocks.next(worker.block());
            if (!next) return tl::make_unexpected(next.error());
            if (!*next) return {};
            hasBlock = true;
            if (index == 0) reportProgress(blocks);
        }
    }

    void reportProgress(const BlockReader& blocks) {
        const auto now = std::chrono::steady_clock::now();
        if (m_totalBytes == 0 || now - m_lastProgress < kProgressEvery) return;
        m_lastProgress = now;
        const auto done = static_cast<double>(m_doneBytes + blocks.consumed());
        m_control.report(kPhase, std::min(1.0, done / static_cast<double>(m_totalBytes)));
    }

    void finishFile(FileId file, const FilePlan& plan, const std::string& problem) {
        if (!problem.empty())
            m_builder.report(Diagnostic::Level::Warning, {file, 0, 0}, problem + "; what came before is read");
        std::string unread;
        for (const std::string& column : plan.sniffed.layout.unread) unread += (unread.empty() ? "" : ", ") + column;
        if (!unread.empty())
            m_builder.report(Diagnostic::Level::Note, {file, static_cast<std::uint32_t>(plan.headerPosition + 1), 0},
                             "columns that are not read: " + unread);
        std::vector<WorkerShare> shares;
        for (const auto& worker : m_workers) shares.push_back({&worker->ends(), &worker->evidence()});
        m_builder.addEvidence(file, plan.sniffed.format, shares);
    }

    const FlowOptions& m_options;
    const RunControl& m_control;
    ServiceIndex m_services;
    FlowTableBuilder m_builder;
    std::vector<std::unique_ptr<FlowWorker>> m_workers;
    std::uint64_t m_totalBytes = 0;
    std::uint64_t m_doneBytes = 0;
    std::chrono::steady_clock::time_point m_lastProgress;
};

} // namespace

Result<FlowTable> readFlows(const std::vector<std::string>& inputs, const Cluster& cluster, const FlowOptions& options,
                            const RunControl& control) {
    const auto files = expandInputs(inputs);
    if (!files) return tl::make_unexpected(files.error());
    Reading reading(cluster, options, control);
    return reading.run(*files);
}

} // namespace portolan
