#pragma once

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace portolan {

/// A small HTTP server on this machine that knows the few requests of a test: what a real kubectl is tried against.
class ApiServer {
  public:
    ApiServer();
    ~ApiServer();
    ApiServer(const ApiServer&) = delete;
    ApiServer& operator=(const ApiServer&) = delete;

    /// Answers GET of that path and query with status and JSON. The parameter `timeout` of kubectl does not count, and
    /// others go by the alphabet. Anything else is 404.
    void answer(const std::string& path, int status, const std::string& json);
    /// As answer() with a Status object as an API server sends it.
    void refuse(const std::string& path, int status, const std::string& reason, const std::string& message);
    /// A kubeconfig that leads here.
    std::string kubeconfig() const;

  private:
    struct Answer {
        int status = 0;
        std::string json;
    };
    void serve();
    void handle(int connection);

    int m_socket = -1;
    int m_port = 0;
    std::mutex m_mutex;
    std::map<std::string, Answer> m_answers;
    std::vector<std::jthread> m_connections;
    std::jthread m_thread;
};

} // namespace portolan
