#pragma once

#include "core/load/live.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <vector>

namespace portolan::loading {

/// What an API server said to one request, as far as kubectl tells.
struct KubectlReply {
    enum class Outcome : std::uint8_t {
        Done,
        Forbidden, ///< 403
        NotFound,  ///< 404: the server has no such kind
        Expired,   ///< 410: a continue token is too old
        Silent,    ///< no answer: time-out, no connection
        Failed     ///< an answer that is none: server errors, a body that breaks off
    };
    Outcome outcome = Outcome::Failed;
    std::string output;  ///< Done
    std::string message; ///< else: one line of kubectl's
};

/// Runs kubectl against one cluster, at most kMostRequests at a time. Thread-safe.
class Kubectl {
  public:
    static constexpr std::ptrdiff_t kMostRequests = 2;
    static constexpr int kMostSilent = 3;

    /// Both must live as long as this.
    Kubectl(const LiveSource& source, const RunControl& control) : m_source(source), m_control(control) {}

    /// GET of a path of the API server. A request that is Silent or Failed is made a second time. Fails with NotFound
    /// where there is no kubectl, with Unreadable where the server lets the user in no more or kMostSilent requests in
    /// a row were Silent, with Cancelled.
    /// What failed once fails ever after, for the same reason.
    Result<KubectlReply> get(const std::string& path);
    /// Runs kubectl with arguments that contact no cluster. Fails with NotFound, Unreadable, Cancelled.
    Result<std::string> ask(const std::vector<std::string>& arguments);

  private:
    Result<KubectlReply> getTwice(const std::string& path);
    Result<KubectlReply> getOnce(const std::string& path);
    std::vector<std::string> connection() const;

    const LiveSource& m_source;
    const RunControl& m_control;
    std::counting_semaphore<kMostRequests> m_free{kMostRequests};
    std::mutex m_mutex;
    int m_silent = 0;             ///< requests in a row without an answer
    std::optional<Error> m_error; ///< the first
};

} // namespace portolan::loading
