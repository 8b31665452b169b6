#include "core/flow/clickhouse/http_client.h"

#include <curl/curl.h>

#include <array>
#include <optional>

namespace portolan::clickhouse {
namespace {

constexpr std::size_t kMaxKept = std::size_t{1} << 20U;
constexpr int kPollMilliseconds = 10;
constexpr long kConnectMilliseconds = 10'000;
constexpr std::chrono::milliseconds kWaitEvery{300};

std::string encoded(CURL* easy, const std::string& text) {
    char* raw = curl_easy_escape(easy, text.data(), static_cast<int>(text.size()));
    std::string out = raw == nullptr ? "" : raw;
    curl_free(raw);
    return out;
}

/// A header's value ends at a line's end: what has one is no login.
bool isHeaderText(std::string_view text) {
    return text.find_first_of("\r\n") == std::string_view::npos;
}

} // namespace

struct HttpClient::Handles {
    CURLM* multi = curl_multi_init();
    CURL* easy = curl_easy_init();

    ~Handles() {
        curl_easy_cleanup(easy);
        curl_multi_cleanup(multi);
    }
};

/// One request under way.
struct HttpClient::Exchange {
    CURL* easy = nullptr;
    const OnBytes* onBytes = nullptr;
    HttpAnswer answer;
    bool hasBegun = false;
    std::optional<Error> refused; ///< by onBytes
    std::string url;
    curl_slist* headers = nullptr;
    std::array<char, CURL_ERROR_SIZE> text{};

    ~Exchange() { curl_slist_free_all(headers); }
    void addHeader(const std::string& header) { headers = curl_slist_append(headers, header.c_str()); }

    static std::size_t write(char* bytes, std::size_t size, std::size_t count, void* self) {
        return static_cast<Exchange*>(self)->take(std::string_view(bytes, size * count));
    }
    std::size_t take(std::string_view bytes) {
        hasBegun = true;
        if (answer.status == 0) curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
        if (answer.status == 200 && *onBytes) {
            auto taken = (*onBytes)(bytes);
            if (taken) return bytes.size();
            refused = std::move(taken.error());
            return 0; // ends the transfer
        }
        if (answer.body.size() < kMaxKept) answer.body.append(bytes.substr(0, kMaxKept - answer.body.size()));
        return bytes.size();
    }
};

HttpClient::HttpClient(Address address, std::string password)
    : m_address(std::move(address)), m_password(std::move(password)), m_handles(std::make_unique<Handles>()) {}

HttpClient::~HttpClient() = default;

void HttpClient::prepare(const HttpRequest& request, Exchange& exchange) {
    CURL* easy = m_handles->easy;
    curl_easy_reset(easy); // the connection stays
    exchange.easy = easy;
    exchange.url = m_address.endpoint();
    char separator = '?';
    for (const auto& [name, value] : request.parameters) {
        exchange.url += separator + name + '=' + encoded(easy, value);
        separator = '&';
    }
    exchange.addHeader("Content-Type: text/plain; charset=UTF-8");
    exchange.addHeader("Expect:"); // no waiting for a 100 before the body
    if (!m_address.user.empty()) exchange.addHeader("X-ClickHouse-User: " + m_address.user);
    if (!m_password.empty()) {
        if (m_address.user.empty()) exchange.addHeader("X-ClickHouse-User: default");
        exchange.addHeader("X-ClickHouse-Key: " + m_password);
    }
    curl_easy_setopt(easy, CURLOPT_URL, exchange.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!m_address.caFile.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, m_address.caFile.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange.headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Exchange::write);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange.text.data());
}

Result<HttpAnswer> HttpClient::post(const HttpRequest& request, const OnBytes& onBytes, const RunControl& control,
                                    const OnWait& onWait) {
    if (!isHeaderText(m_address.user) || !isHeaderText(m_password))
        return fail(Error::Kind::Usage, "user and password for ClickHouse cannot hold a line's end");
    Exchange exchange;
    exchange.onBytes = &onBytes;
    prepare(request, exchange);
    curl_multi_add_handle(m_handles->multi, m_handles->easy);
    int running = 1;
    int code = CURLE_OK;
    bool isStopped = false;
    auto lastWait = std::chrono::steady_clock::now();
    while (running > 0 && !isStopped) {
        curl_multi_perform(m_handles->multi, &running);
        if (running > 0) curl_multi_poll(m_handles->multi, nullptr, 0, kPollMilliseconds, nullptr);
        isStopped = control.isStopped();
        const auto now = std::chrono::steady_clock::now();
        if (isStopped || !onWait || exchange.hasBegun || now - lastWait < kWaitEvery) continue;
        onWait();
        lastWait = std::chrono::steady_clock::now();
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_handles->multi, &left))
        if (message->msg == CURLMSG_DONE) code = message->data.result;
    curl_easy_getinfo(m_handles->easy, CURLINFO_RESPONSE_CODE, &exchange.answer.status);
    curl_multi_remove_handle(m_handles->multi, m_handles->easy);
    if (isStopped && running > 0) return cancelled();
    if (exchange.refused) return tl::make_unexpected(std::move(*exchange.refused));
    if (code != CURLE_OK) return tl::make_unexpected(failure(code, exchange));
    return std::move(exchange.answer);
}

Error HttpClient::failure(int curlCode, const Exchange& exchange) const {
    const std::string server = "ClickHouse at " + m_address.server();
    const std::string text =
        exchange.text[0] == 0 ? curl_easy_strerror(static_cast<CURLcode>(curlCode)) : std::string(exchange.text.data());
    const bool isTls = m_address.transport == Address::Transport::Tls;
    const auto unreadable = [&](const std::string& what) {
        return Error{Error::Kind::Unreadable, server + ": " + what + " (" + text + ')'};
    };
    switch (curlCode) {
    case CURLE_COULDNT_RESOLVE_HOST: return unreadable("there is no host of that name");
    case CURLE_COULDNT_CONNECT:
        return unreadable("no connection; is the server up, and is this its HTTP port (8123, with TLS 8443)?");
    case CURLE_OPERATION_TIMEDOUT:
        return unreadable(isTls ? "no answer in time; is the host reachable from here, and is this its TLS port (8443)?"
                                : "no answer in time; is the host reachable from here?");
    case CURLE_PEER_FAILED_VERIFICATION:
        return unreadable("its certificate is not signed by an authority that is known here, or is for another host; "
                          "name the authority's file with ca= in the URL");
    case CURLE_SSL_CACERT_BADFILE:
        return unreadable(m_address.caFile.empty()
                              ? "this machine knows no authorities; install ca-certificates, or name the authority's "
                                "file with ca= in the URL"
                              : "the file that ca= names cannot be read as certificates");
    case CURLE_SSL_CONNECT_ERROR:
        return unreadable("no TLS on this port; ask the TLS port (8443), or use clickhouse:// for plain HTTP");
    case CURLE_GOT_NOTHING:
        return unreadable(isTls ? "it hung up without an answer"
                                : "it hung up without an answer; if this is its TLS port, use clickhouses://");
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL: return unreadable("no HTTP on this port; it is 8123, with TLS 8443");
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        if (!exchange.hasBegun)
            return unreadable(isTls ? "the connection broke before an answer came"
                                    : "the connection broke before an answer came; if this is its TLS port, use "
                                      "clickhouses://");
        break;
    default: break;
    }
    return unreadable("the connection broke in the middle of the answer, nothing of which is used");
}

} // namespace portolan::clickhouse
