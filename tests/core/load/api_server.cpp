#include "tests/core/load/api_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <unistd.h>

namespace portolan {
namespace {

/// "/x?continue=a&limit=2&timeout=1m0s" without the time-out.
std::string withoutTimeout(const std::string& target) {
    const std::size_t at = target.find("timeout=");
    if (at == std::string::npos) return target;
    std::size_t end = target.find('&', at);
    end = end == std::string::npos ? target.size() : end + 1;
    std::string out = target.substr(0, at) + target.substr(end);
    while (out.ends_with('?') || out.ends_with('&')) out.pop_back();
    return out;
}

void sendAll(int connection, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

} // namespace

ApiServer::ApiServer() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
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

ApiServer::~ApiServer() {
    ::shutdown(m_socket, SHUT_RDWR); // wakes accept()
    m_thread.join();
    m_connections.clear();
    ::close(m_socket);
}

void ApiServer::answer(const std::string& path, int status, const std::string& json) {
    const std::scoped_lock lock(m_mutex);
    m_answers[path] = {status, json};
}

void ApiServer::refuse(const std::string& path, int status, const std::string& reason, const std::string& message) {
    answer(path, status,
           R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":")" + message +
               R"(","reason":")" + reason + R"(","code":)" + std::to_string(status) + '}');
}

std::string ApiServer::kubeconfig() const {
    return "apiVersion: v1\n"
           "kind: Config\n"
           "current-context: test\n"
           "contexts: [{name: test, context: {cluster: test, user: test}}]\n"
           "users: [{name: test, user: {token: t}}]\n"
           "clusters: [{name: test, cluster: {server: \"http://127.0.0.1:" +
           std::to_string(m_port) + "\"}}]\n";
}

void ApiServer::serve() {
    for (;;) {
        const int connection = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) return;
        m_connections.emplace_back([this, connection] { handle(connection); });
    }
}

void ApiServer::handle(int connection) {
    std::string request;
    std::array<char, 4096> buffer;
    while (request.find("\r\n\r\n") == std::string::npos) {
        const ssize_t got = ::recv(connection, buffer.data(), buffer.size(), 0);
        if (got <= 0) break;
        request.append(buffer.data(), static_cast<std::size_t>(got));
    }
    const std::size_t begin = request.find(' ') + 1;
    const std::string target = withoutTimeout(request.substr(begin, request.find(' ', begin) - begin));
    Answer answer{404, "404 page not found\n"};
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto it = m_answers.find(target); it != m_answers.end()) answer = it->second;
    }
    sendAll(connection, "HTTP/1.1 " + std::to_string(answer.status) +
                            " X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                            std::to_string(answer.json.size()) + "\r\n\r\n" + answer.json);
    ::close(connection);
}

} // namespace portolan
