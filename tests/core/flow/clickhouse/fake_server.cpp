#include "tests/core/flow/clickhouse/fake_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <unistd.h>

namespace portolan::clickhouse {
namespace {

void sendAll(int connection, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::size_t bodySize(const std::string& head) {
    constexpr std::string_view kName = "Content-Length: ";
    const std::size_t at = head.find(kName);
    std::size_t size = 0;
    if (at != std::string::npos) std::from_chars(head.data() + at + kName.size(), head.data() + head.size(), size);
    return size;
}

} // namespace

FakeServer::FakeServer(Answer answer)
    : m_answer(std::move(answer)), m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    ::bind(m_socket, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(m_socket, 16);
    ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this] { serve(); });
}

FakeServer::~FakeServer() {
    ::shutdown(m_socket, SHUT_RDWR); // wakes accept()
    m_thread.join();
    m_connections.clear();
    ::close(m_socket);
}

Address FakeServer::address() const {
    Address address;
    address.host = "127.0.0.1";
    address.port = m_port;
    return address;
}

std::string FakeServer::url(const std::string& rest) const {
    return "clickhouse://127.0.0.1:" + std::to_string(m_port) + rest;
}

std::vector<Heard> FakeServer::heard() const {
    const std::scoped_lock lock(m_mutex);
    return m_heard;
}

void FakeServer::serve() {
    for (;;) {
        const int connection = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) return;
        m_connections.emplace_back([this, connection] { handle(connection); });
    }
}

void FakeServer::handle(int connection) {
    std::string text;
    std::array<char, 4096> buffer;
    const auto isWhole = [&] {
        const std::size_t end = text.find("\r\n\r\n");
        return end != std::string::npos && text.size() >= end + 4 + bodySize(text.substr(0, end));
    };
    while (!isWhole()) {
        const ssize_t got = ::recv(connection, buffer.data(), buffer.size(), 0);
        if (got <= 0) break;
        text.append(buffer.data(), static_cast<std::size_t>(got));
        if (text.starts_with('\x16')) break; // a TLS client's greeting
    }
    const std::size_t end = std::min(text.find("\r\n\r\n"), text.size());
    const Heard heard{text.substr(0, end), end + 4 <= text.size() ? text.substr(end + 4) : ""};
    {
        const std::scoped_lock lock(m_mutex);
        m_heard.push_back(heard);
    }
    sendAll(connection, m_answer(heard));
    ::shutdown(connection, SHUT_RDWR);
    ::close(connection);
}

std::string httpAnswer(int status, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) +
           " X\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

FakeServer::Answer likeClickHouse(std::function<std::string(const std::string& sql)> otherwise) {
    return [otherwise = std::move(otherwise)](const Heard& heard) {
        if (heard.body.starts_with("SELECT version()")) return httpAnswer(200, "version\nString\n18.16.1\n");
        if (heard.body.starts_with("SELECT name, value FROM system.settings"))
            return httpAnswer(200, "name\tvalue\nString\tString\nskip_unavailable_shards\t1\nreadonly\t0\n");
        return otherwise(heard.body);
    };
}

} // namespace portolan::clickhouse
