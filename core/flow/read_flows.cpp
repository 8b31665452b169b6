#include "core/flow/read_flows.h"

#include "core/base/parallel.h"
#include "core/flow/clickhouse/clickhouse.h"
#include "core/flow/clickhouse/clickhouse_share.h"
#include "core/flow/flow_worker.h"
#include "core/flow/input/unwrapping.h"
#include "core/flow/opening.h"
#include "core/flow/table_builder.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <mutex>
#include <set>
#include <span>

namespace portolan {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kProgressEvery{50};
constexpr std::size_t kShareOfWorkers = 4; ///< of the memory set aside, for the lanes of all workers: a quarter
constexpr std::string_view kPhase = "Reading flow logs";

bool isHidden(const fs::path& path) {
    return path.filename().native().starts_with('.');
}

/// Directories replaced by the files in them and in the directories below, hidden ones left out. NotFound where an
/// input is not there.
Result<std::vector<std::string>> expandInputs(const std::vector<std::string>& inputs) {
    std::vector<std::string> files;
    for (const std::string& input : inputs) {
        std::error_code error;
        if (input == "-" || !fs::is_directory(input, error)) {
            files.push_back(input);
            continue;
        }
        std::vector<std::string> inside;
        for (fs::recursive_directory_iterator it(input, error), end; !error && it != end; it.increment(error)) {
            std::error_code ignored;
            if (isHidden(it->path()))
                it.disable_recursion_pending();
            else if (it->is_regular_file(ignored))
                inside.push_back(it->path().string());
        }
        if (error) return fail(Error::Kind::Unreadable, input + ": " + error.message());
        std::ranges::sort(inside);
        files.insert(files.end(), inside.begin(), inside.end());
    }
    return files;
}

struct Input {
    std::string path;
    FileId id;
};

/// By its name; what it really is shows when it is opened, this only decides how the work is shared.
bool isLikelyCompressed(const std::string& path) {
    return path.ends_with(".gz") || path.ends_with(".zst") || path.ends_with(".bz2");
}

/// Reads plain files one after another, the blocks of each on all workers, and compressed ones side by side.
class Reading {
  public:
    Reading(const Cluster& cluster, const FlowOptions& options, const RunControl& control)
        : m_options(options), m_control(control), m_services(cluster),
          m_builder(cluster, options.maxExternalAddresses) {
        const unsigned wanted = options.threads == 0 ? defaultThreads() : options.threads;
        const unsigned threads = options.listener ? 1 : wanted;
        for (unsigned i = 0; i < threads; ++i)
            m_workers.push_back(
                std::make_unique<FlowWorker>(cluster, m_services, options.history.get(), options.maxExternalAddresses));
        for (const auto& worker : m_workers)
            worker->limitMemory(options.maxMemoryBytes / kShareOfWorkers / m_workers.size());
        m_builder.limitMemory(options.maxMemoryBytes);
        if (options.listener) m_workers.front()->listen(*options.listener);
    }

    Result<FlowTable> run(const std::vector<std::string>& paths) {
        std::vector<Input> apart;
        std::vector<Input> together;
        std::vector<Input> servers;
        std::vector<Input> inputs = distinct(paths);
        if (inputs.size() > 1)
            for (const auto& worker : m_workers) worker->sketchLines();
        for (Input& input : inputs)
            (isClickHouse(input.path) ? servers : isLikelyCompressed(input.path) ? apart : together).push_back(input);
        for (const Input& input : servers)
            if (auto done = readServer(input); !done) return tl::make_unexpected(done.error());
        if (apart.size() < 2)
            std::ranges::move(apart, std::back_inserter(together));
        else if (auto done = readApart(apart); !done)
            return tl::make_unexpected(done.error());
        for (const Input& input : together)
            if (auto done = readFile(input, m_workers); !done) return tl::make_unexpected(done.error());
        m_control.report(kPhase, 1.0);
        return m_builder.build(m_control);
    }

  private:
    using Workers = std::span<const std::unique_ptr<FlowWorker>>;

    /// The inputs, each once, and their size in all.
    std::vector<Input> distinct(const std::vector<std::string>& paths) {
        std::vector<Input> inputs;
        std::set<std::string> seen;
        for (const std::string& path : paths) {
            std::error_code error;
            const bool isFile = path != "-" && !isClickHouse(path);
            const std::string canonical = isFile ? fs::weakly_canonical(path, error).string() : path;
            const FileId id = m_builder.addFile(path == "-" ? "<stdin>" : path);
            if (!seen.insert(error ? path : canonical).second) {
                m_builder.report(Diagnostic::Level::Warning, {id, 0, 0}, "given twice; read once");
                continue;
            }
            const std::uintmax_t size = isFile ? fs::file_size(path, error) : 0;
            if (!error) m_totalBytes += size; // else the reading says what is wrong
            inputs.push_back({path, id});
        }
        return inputs;
    }

    /// One file a worker: inflating is the slow part of compressed files, and one file's cannot be shared.
    Result<void> readApart(const std::vector<Input>& inputs) {
        std::atomic<std::size_t> next{0};
        std::mutex mutex;
        Result<void> outcome;
        parallelFor(
            m_workers.size(),
            [&](std::size_t worker) {
                for (std::size_t i = next.fetch_add(1); i < inputs.size(); i = next.fetch_add(1)) {
                    auto done = readFile(inputs[i], Workers(m_workers).subspan(worker, 1));
                    if (done) continue;
                    next = inputs.size();
                    const std::scoped_lock lock(mutex);
                    if (outcome) outcome = std::move(done);
                }
            },
            static_cast<unsigned>(m_workers.size()));
        return outcome;
    }

    Result<void> readServer(const Input& input) {
        auto read =
            readClickHouse(input.path, m_workers.front()->attribution().cluster(), m_services, m_options, m_control);
        if (!read) return tl::make_unexpected(read.error());
        m_serverEnds.push_back(std::move(read->owner));
        for (std::string& note : read->notes)
            m_builder.report(Diagnostic::Level::Warning, {input.id, 0, 0}, std::move(note));
        std::vector<WorkerShare> shares;
        shares.push_back(std::move(read->share));
        return m_builder.addEvidence(input.id, FlowFormat::ClickHouse, std::move(shares));
    }

    Result<void> readFile(const Input& input, Workers workers) {
        auto opened = openBytes(input.path, m_control);
        if (!opened && opened.error().kind == Error::Kind::Unsupported) {
            const std::scoped_lock lock(m_mutex);
            m_builder.report(Diagnostic::Level::Error, {input.id, 0, 0}, opened.error().message);
            return {};
        }
        if (!opened) return tl::make_unexpected(opened.error());
        const std::size_t blockBytes = m_options.blockBytes == 0 ? kBlockBytes : m_options.blockBytes;
        auto lines = unwrapped(std::move(opened->bytes), m_options.mapping);
        if (!lines) return tl::make_unexpected(lines.error());
        BlockReader blocks(std::move(lines->bytes), blockBytes);
        LineBlock& firstBlock = workers.front()->block();
        const auto first = blocks.next(firstBlock);
        if (!first) return tl::make_unexpected(first.error());
        const Opening opening = *first ? openingOf(firstBlock, input.path, m_options, lines->isInRecords) : Opening();
        LineListener* listener = opening.isKnown() ? m_options.listener : nullptr;
        if (listener && !listener->begin(input.path)) return cancelled();
        std::string problem;
        if (opening.isKnown())
            if (auto done = readBlocks(blocks, opening.plan, workers, problem); !done) return done;
        if (listener && !listener->end(workers.front()->attribution())) return cancelled();
        m_doneBytes += opened->deviceBytes;
        const std::scoped_lock lock(m_mutex);
        reportOpening(m_builder, input.id, opening, problem.empty() ? blocks.problem() : problem);
        std::vector<WorkerShare> shares;
        if (opening.isKnown())
            for (const auto& worker : workers) shares.push_back({&worker->ends(), worker->takeEvidence()});
        return m_builder.addEvidence(input.id, opening.plan.sniffed.format, std::move(shares));
    }

    /// Reads to the end, or to the place where `problem` says the input is broken.
    Result<void> readBlocks(BlockReader& blocks, const FilePlan& plan, Workers workers, std::string& problem) {
        for (const auto& worker : workers) worker->begin(plan);
        if (entryOf(plan.sniffed.format)->isInOrder) workers = workers.first(1);
        std::mutex mutex;
        Result<void> outcome;
        parallelFor(
            workers.size(),
            [&](std::size_t i) {
                std::string met;
                auto done = work(blocks, *workers[i], i == 0 ? HasBlock::Yes : HasBlock::No, met);
                const std::scoped_lock lock(mutex);
                if (!done && outcome) outcome = std::move(done);
                if (problem.empty()) problem = std::move(met);
            },
            static_cast<unsigned>(workers.size()));
        workers.front()->finish();
        return outcome;
    }

    enum class HasBlock { No, Yes };

    /// One worker's share; the first one already has the block that the format was told by.
    Result<void> work(BlockReader& blocks, FlowWorker& worker, HasBlock hasBlock, std::string& problem) {
        while (true) {
            if (hasBlock == HasBlock::Yes)
                if (auto done = worker.read(worker.block(), m_control); !done) return done;
            const auto next = blocks.next(worker.block());
            if (!next && next.error().kind == Error::Kind::Cancelled) return tl::make_unexpected(next.error());
            if (!next) problem = next.error().message;
            if (!next || !*next) return {};
            hasBlock = HasBlock::Yes;
            reportProgress(blocks);
        }
    }

    void reportProgress(const BlockReader& blocks) {
        const std::unique_lock lock(m_progressMutex, std::try_to_lock);
        const auto now = std::chrono::steady_clock::now();
        if (!lock || m_totalBytes == 0 || now - m_lastProgress < kProgressEvery) return;
        m_lastProgress = now;
        const auto done = static_cast<double>(m_doneBytes + blocks.consumed()) / static_cast<double>(m_totalBytes);
        m_shown = std::max(m_shown, std::min(1.0, done));
        m_control.report(kPhase, m_shown);
    }

    const FlowOptions& m_options;
    const RunControl& m_control;
    ServiceIndex m_services;
    std::vector<std::unique_ptr<FlowWorker>> m_workers;
    std::mutex m_mutex; ///< of the builder
    FlowTableBuilder m_builder;
    std::vector<std::shared_ptr<const void>> m_serverEnds; ///< the builder knows their addresses
    std::uint64_t m_totalBytes = 0;
    std::atomic<std::uint64_t> m_doneBytes{0};
    std::mutex m_progressMutex; ///< of the two below
    std::chrono::steady_clock::time_point m_lastProgress;
    double m_shown = 0;
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
