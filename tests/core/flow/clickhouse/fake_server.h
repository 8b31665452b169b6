#pragma once

#include "core/flow/clickhouse/address.h"

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace portolan::clickhouse {

/// What came to the server: head with the URL, and body.
struct Heard {
    std::string head;
    std::string body;
};

/// A small HTTP server on this machine that answers what a test says, byte for byte, and then hangs up.
class FakeServer {
  public:
    using Answer = std::function<std::string(const Heard& heard)>;
    explicit FakeServer(Answer answer);
    ~FakeServer();
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;

    Address address() const;
    std::string url(const std::string& rest = "/") const;
    std::vector<Heard> heard() const;

  private:
    void serve();
    void handle(int connection);

    Answer m_answer;
    int m_socket = -1;
    std::uint16_t m_port = 0;
    mutable std::mutex m_mutex;
    std::vector<Heard> m_heard;
    std::vector<std::jthread> m_connections;
    std::jthread m_thread;
};

/// A whole HTTP answer.
std::string httpAnswer(int status, const std::string& body);
/// What a server of 2018 answers to the questions that open a session, and `otherwise` to all others.
FakeServer::Answer likeClickHouse(std::function<std::string(const std::string& sql)> otherwise);

} // namespace portolan::clickhouse
