#include "core/flow/follow_flows.h"

#include "core/flow/clickhouse/clickhouse.h"
#include "core/flow/flow_worker.h"
#include "core/flow/input/growing_file.h"
#include "core/flow/input/unwrapping.h"
#include "core/flow/opening.h"
#include "core/flow/table_builder.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace portolan {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLookEvery{100};
constexpr int kTimesTheCost = 4; ///< a table is made when that many times its own cost has passed since the last

/// What the threads share.
struct State {
    std::mutex mutex; ///< of all below and of every worker
    bool hasNews = false;
    std::size_t busy = 0; ///< inputs that are being read or waited for
    std::optional<Error> error;
};

/// One log and the thread that reads it.
class Followed {
  public:
    Followed(std::string path, const Cluster& cluster, const ServiceIndex& services, const FlowOptions& options)
        : m_path(std::move(path)), m_options(options),
          m_worker(cluster, services, options.history.get(), options.maxExternalAddresses) {
        m_worker.sketchLines();
    }

    Result<void> open(const RunControl& control) {
        if (isClickHouse(m_path)) return fail(Error::Kind::Unsupported, m_path + ": --follow takes files");
        std::error_code ignored;
        if (std::filesystem::is_regular_file(m_path, ignored)) { // what is compressed does not grow
            auto opened = openBytes(m_path, control);
            if (!opened) return tl::make_unexpected(opened.error());
            if (opened->isCompressed) m_source = std::move(opened->bytes);
        }
        if (m_source) return {};
        auto growing = openGrowing(m_path, control);
        if (!growing) return tl::make_unexpected(growing.error());
        m_source = std::move(*growing);
        return {};
    }

    /// Reads until the log ends, or what open() was given stops it; to be run on a thread of its own.
    void run(State& state) {
        auto done = read(state);
        const std::scoped_lock lock(state.mutex);
        if (m_opening.isKnown()) m_worker.finish();
        if (!done && done.error().kind != Error::Kind::Cancelled && !state.error) state.error = done.error();
        state.hasNews = true;
        --state.busy;
    }

    /// Adds what was read so far; with the state locked.
    Result<void> addTo(FlowTableBuilder& builder) const {
        const FileId file = builder.addFile(m_path == "-" ? "<stdin>" : m_path);
        if (m_isOpened) reportOpening(builder, file, m_opening, m_problem);
        std::vector<WorkerShare> shares;
        if (m_opening.isKnown()) shares.push_back({&m_worker.ends(), m_worker.evidence().copy()});
        return builder.addEvidence(file, m_opening.plan.sniffed.format, std::move(shares));
    }

  private:
    Result<void> read(State& state) {
        auto lines = unwrapped(std::move(m_source), m_options.mapping);
        if (!lines) return tl::make_unexpected(lines.error());
        BlockReader blocks(std::move(lines->bytes));
        LineBlock& block = m_worker.block();
        while (true) {
            const auto next = blocks.next(block);
            const std::scoped_lock lock(state.mutex);
            if (!next || !*next) m_problem = blocks.problem();
            if (!next) return tl::make_unexpected(next.error());
            if (!*next) return {};
            if (!m_isOpened) {
                m_opening = openingOf(block, m_path, m_options, lines->isInRecords);
                m_isOpened = true;
                if (!m_opening.isKnown()) return {};
                m_worker.begin(m_opening.plan);
            }
            if (auto done = m_worker.read(block, {}); !done) return done;
            state.hasNews = true;
        }
    }

    std::string m_path;
    const FlowOptions& m_options;
    FlowWorker m_worker;
    std::unique_ptr<ByteSource> m_source;
    Opening m_opening;
    bool m_isOpened = false;
    std::string m_problem;
};

} // namespace

Result<void> followFlows(const std::vector<std::string>& inputs, const Cluster& cluster, const FlowOptions& options,
                         const RunControl& control, std::chrono::milliseconds interval,
                         const std::function<void(FlowTable)>& sink) {
    const ServiceIndex services(cluster);
    std::stop_source stop;
    const RunControl threadControl(stop.get_token(), {});
    std::vector<std::unique_ptr<Followed>> logs;
    for (const std::string& input : inputs) {
        logs.push_back(std::make_unique<Followed>(input, cluster, services, options));
        if (auto opened = logs.back()->open(threadControl); !opened) return opened;
    }
    State state;
    state.busy = logs.size();
    std::vector<std::jthread> threads;
    for (const auto& log : logs) threads.emplace_back([&] { log->run(state); });

    const auto stopWith = [&](const Error& error) -> Result<void> {
        stop.request_stop();
        return tl::make_unexpected(error);
    };
    Clock::time_point notBefore = Clock::now();
    for (bool isOver = false; !isOver;) {
        std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(kLookEvery, interval));
        if (control.isStopped() && !stop.stop_requested()) {
            stop.request_stop();
            threads.clear();
        }
        const auto begin = Clock::now();
        FlowTableBuilder builder(cluster, options.maxExternalAddresses);
        {
            const std::scoped_lock lock(state.mutex);
            isOver = state.busy == 0;
            if (!state.hasNews || (!isOver && begin < notBefore)) continue;
            state.hasNews = false;
            for (const auto& log : logs)
                if (auto done = log->addTo(builder); !done) return stopWith(done.error());
        }
        auto table = builder.build();
        if (!table) return stopWith(table.error());
        sink(std::move(*table));
        const auto cost = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
        notBefore = begin + std::max(interval, kTimesTheCost * cost);
    }
    if (state.error) return tl::make_unexpected(*state.error);
    return {};
}

} // namespace portolan
