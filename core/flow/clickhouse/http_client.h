#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/flow/clickhouse/address.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan::clickhouse {

/// One POST to the server.
struct HttpRequest {
    std::vector<std::pair<std::string, std::string>> parameters{}; ///< of the URL, not yet encoded
    std::string body{};
    std::chrono::milliseconds timeout{0}; ///< for the whole answer; 0: as long as it takes
};

struct HttpAnswer {
    long status = 0;
    std::string body; ///< of any status but 200, and of 200 where nobody takes the bytes; at most 1 MiB
};

/// Speaks HTTP with one server over one connection that is kept: plain or TLS with the certificate checked always,
/// answers inflated on the way. Login and password go in headers, never in the URL; redirects are not followed and no
/// proxy is asked, so that both reach nobody else. Not thread-safe.
class HttpClient {
  public:
    HttpClient(Address address, std::string password);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Takes bytes of a body as they arrive; an error ends the request with it.
    using OnBytes = std::function<Result<void>(std::string_view bytes)>;
    /// Called about every 300 ms while the answer has not begun.
    using OnWait = std::function<void()>;

    /// Unreadable: no connection, TLS refused, or the answer was cut off; the sentence names the server and what to do.
    /// Cancelled: `control` stopped it, within about 10 ms; the connection is closed.
    Result<HttpAnswer> post(const HttpRequest& request, const OnBytes& onBytes, const RunControl& control,
                            const OnWait& onWait = {});

    const Address& address() const { return m_address; }

  private:
    struct Handles;
    struct Exchange;
    void prepare(const HttpRequest& request, Exchange& exchange);
    Error failure(int curlCode, const Exchange& exchange) const;

    Address m_address;
    std::string m_password;
    std::unique_ptr<Handles> m_handles;
};

} // namespace portolan::clickhouse
