#include "core/flow/follow_flows.h"
#include "tests/core/flow/flow_logs.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

namespace portolan::flowtest {
namespace {

using Edges = std::vector<std::string>;
namespace fs = std::filesystem;

constexpr std::chrono::seconds kPatience{20};

std::string to(int port) {
    Flow flow;
    flow.toPort = port;
    return line(flow) + '\n';
}

std::string edge(int port) {
    return "shop/web => shop/db TCP " + std::to_string(port) + " allowed 1";
}

void append(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::app) << text << std::flush;
}

/// Follows one log on a thread and keeps the last table.
class Follower {
  public:
    Follower(const fs::path& path, const Cluster& cluster) : m_cluster(cluster) {
        m_thread = std::jthread([this, path](const std::stop_token& stop) {
            m_outcome = followFlows({path.string()}, m_cluster, {}, RunControl(stop, {}), std::chrono::milliseconds(10),
                                    [this](FlowTable table) {
                                        const std::scoped_lock lock(m_mutex);
                                        m_edges = edges(table, m_cluster);
                                        m_diagnostics = table.diagnostics();
                                        m_changed.notify_all();
                                    });
            const std::scoped_lock lock(m_mutex);
            m_hasEnded = true;
            m_changed.notify_all();
        });
    }
    /// True as soon as the log is read up to these edges.
    bool comesTo(const Edges& wanted) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, kPatience, [&] { return m_edges == wanted; });
    }
    bool ends() {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, kPatience, [&] { return m_hasEnded; });
    }
    Result<void> stop() {
        m_thread.request_stop();
        m_thread.join();
        return m_outcome;
    }
    const Edges& last() const { return m_edges; }
    const Diagnostics& diagnostics() const { return m_diagnostics; }

  private:
    const Cluster& m_cluster;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    Edges m_edges;
    Diagnostics m_diagnostics;
    bool m_hasEnded = false;
    Result<void> m_outcome;
    std::jthread m_thread;
};

TEST(FollowFlows, ReadsWhatIsThereAndWhatIsAdded) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const fs::path log = folder.write("events.log", to(1) + to(2));
    Follower follower(log, *cluster);
    EXPECT_TRUE(follower.comesTo({edge(1), edge(2)}));
    append(log, to(3));
    EXPECT_TRUE(follower.comesTo({edge(1), edge(2), edge(3)}));
    const std::string half = to(4);
    append(log, half.substr(0, 30));
    append(log, half.substr(30));
    EXPECT_TRUE(follower.comesTo({edge(1), edge(2), edge(3), edge(4)}));
    append(log, to(5).substr(0, 40)); // cut off by the end
    EXPECT_TRUE(follower.stop());
    EXPECT_EQ(follower.last(), (Edges{edge(1), edge(2), edge(3), edge(4)}));
}

TEST(FollowFlows, GoesOnWithTheNewFileAfterRotation) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const fs::path log = folder.write("events.log", to(1));
    Follower follower(log, *cluster);
    EXPECT_TRUE(follower.comesTo({edge(1)}));
    append(log, to(2) + to(3).substr(0, 40)); // cut off by the rotation
    fs::rename(log, folder.path() / "events.log.1");
    append(log, to(4));
    EXPECT_TRUE(follower.comesTo({edge(1), edge(2), edge(4)}));
    std::ofstream(log, std::ios::trunc).flush();
    std::this_thread::sleep_for(std::chrono::milliseconds(300)); // a cut that is not seen looks like an append
    append(log, to(5));
    EXPECT_TRUE(follower.comesTo({edge(1), edge(2), edge(4), edge(5)}));
    EXPECT_TRUE(follower.stop());
}

TEST(FollowFlows, WaitsForTheFirstLine) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const fs::path log = folder.write("events.log", "");
    Follower follower(log, *cluster);
    append(log, to(1));
    EXPECT_TRUE(follower.comesTo({edge(1)}));
    EXPECT_TRUE(follower.stop());
}

TEST(FollowFlows, EndsWhereAPipeEnds) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const fs::path pipe = folder.path() / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    std::thread writer([&] {
        std::ofstream out(pipe);
        out << to(1) << std::flush << to(2) << std::flush;
    });
    Follower follower(pipe, *cluster);
    EXPECT_TRUE(follower.ends());
    writer.join();
    EXPECT_EQ(follower.last(), (Edges{edge(1), edge(2)}));
    EXPECT_TRUE(follower.stop());
}

TEST(FollowFlows, SaysThatALogIsOfNoKnownFormat) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    Follower follower(folder.write("events.log", "hello\n"), *cluster);
    EXPECT_TRUE(follower.ends());
    EXPECT_TRUE(follower.stop());
    ASSERT_EQ(follower.diagnostics().size(), 1U);
    EXPECT_NE(follower.diagnostics()[0].message.find("hello"), std::string::npos);
    EXPECT_EQ(followFlows({"/nonexistent"}, *cluster, {}, {}, kPatience, [](const FlowTable&) {}).error().kind,
              Error::Kind::NotFound);
    EXPECT_EQ(followFlows({folder.path().string()}, *cluster, {}, {}, kPatience, [](const FlowTable&) {}).error().kind,
              Error::Kind::Unsupported);
}

} // namespace
} // namespace portolan::flowtest
