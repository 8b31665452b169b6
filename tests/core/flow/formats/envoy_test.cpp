#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

/// A line of the default text: what is in front of the addresses and what is behind.
std::string text(const std::string& details, const std::string& host, const std::string& tail,
                 const std::string& request = "GET /orders HTTP/1.1") {
    return "[2026-03-01T12:00:00.250Z] \"" + request + "\" " + details +
           R"( "-" 0 135 4 4 "-" "curl \"8\" "x"" "84961386-6d84" "db:8080" ")" + host + "\" " + tail;
}

constexpr std::string_view kOk = "200 - via_upstream -";
constexpr std::string_view kToDb = "outbound|5433||db.shop.svc.cluster.local";

TEST(Envoy, LinesOfSidecarsBecomeEdges) {
    const std::string ok(kOk);
    const std::string toDb(kToDb);
    const std::vector<std::string> webToDb{"shop/web => shop/db TCP 5432 observed 1"};
    const std::pair<std::string, LogCase> cases[] = {
        // what left the pod went to the host that was chosen, not to the Service
        {text(ok, "10.0.1.3:5432", toDb + " 10.0.1.1:37652 10.96.0.5:5433 10.0.1.1:46520 - default"), {"", webToDb}},
        {text(ok, "10.0.1.3:5432",
              "inbound|5432|| 127.0.0.1:41854 10.0.1.3:5432 10.0.1.1:37652 outbound_.5432_._.x default"),
         {"", webToDb}},
        // plain TCP
        {text("0 - - -", "10.0.1.3:5432", toDb + " 10.0.1.1:37652 10.96.0.5:5433 10.0.1.1:46520 - -", "- - -"),
         {"", webToDb}},
        // both ends report
        {text(ok, "10.0.1.3:5432", toDb + " 10.0.1.1:37652 10.96.0.5:5433 10.0.1.1:46520 - default") + '\n' +
             text(ok, "127.0.0.1:5432", "inbound|5432|| 127.0.0.1:41854 10.0.1.3:5432 10.0.1.1:37652 - default"),
         {"", webToDb}},
        // before 1.9
        {text("200 -", "10.0.1.3:5432", toDb + " - 10.96.0.5:5433 10.0.1.1:60290 -"), {"", webToDb}},
        {text(ok, "203.0.113.7:443", "PassthroughCluster 10.0.1.1:37652 203.0.113.7:443 10.0.1.1:46520 - allow_any"),
         {"", {"shop/web => 203.0.113.7 TCP 443 observed 1"}}},
        // the sidecar's own port hides the pod's
        {text(ok, "10.0.1.3:5432", "inbound|5432|| 127.0.0.6:41854 10.0.1.3:15006 10.0.1.1:37652 - default"),
         {"", webToDb}},
        {text(ok, "[fd00::3]:5432", toDb + " [fd00::1]:37652 [fd00::99]:5433 [fd00::1]:46520 - default"),
         {"", {"fd00::1 => fd00::3 TCP 5432 observed 1"}}},
    };
    for (auto [line, c] : cases) {
        c.lines = line;
        expectLog(FlowFormat::Envoy, "", c);
    }
}

TEST(Envoy, AGatewaysLineIsTwoConnections) {
    const std::string ok(kOk);
    const std::string toDb(kToDb);
    const std::pair<std::string, LogCase> cases[] = {
        {text(ok, "10.0.1.3:5432", toDb + " 10.0.1.2:37652 10.0.1.2:8080 203.0.113.7:46520 shop.example -"),
         {"", {"shop/web => shop/db TCP 5432 observed 1", "203.0.113.7 => shop/web TCP 8080 observed 1"}}},
        {text(ok, "10.0.1.3:5432", toDb + " 10.0.1.2:37652 10.0.1.2:8443 203.0.113.7:46520 shop.example -",
              "GET / HTTP/3"),
         {"", {"shop/web => shop/db TCP 5432 observed 1", "203.0.113.7 => shop/web UDP 8443 observed 1"}}},
        {text("200 -", "10.0.1.3:5432", toDb + " - 10.0.1.2:8080 203.0.113.7:46520 -"),
         {"", {"shop/web => shop/db TCP 5432 observed 1", "203.0.113.7 => shop/web TCP 8080 observed 1"}}},
    };
    for (auto [line, c] : cases) {
        c.lines = line;
        expectLog(FlowFormat::Envoy, "", c);
    }
}

TEST(Envoy, WhatTheMeshDeniedOrNobodyAnsweredIsNoEdge) {
    const std::string toDb(kToDb);
    const std::string inbound = "inbound|5432|| - 10.0.1.3:5432 10.0.1.1:37652 outbound_.5432_._.x default";
    const std::pair<std::string, LogCase> cases[] = {
        {text("403 - rbac_access_denied_matched_policy[none] -", "-", inbound),
         {"", {}, {{SkipReason::NoPolicyReason, 1}}}},
        {text("0 - - rbac_access_denied_matched_policy[none]", "-", inbound, "- - -"),
         {"", {}, {{SkipReason::NoPolicyReason, 1}}}},
        {text("403 UAEX ext_authz_denied -", "-", inbound), {"", {}, {{SkipReason::NoPolicyReason, 1}}}},
        {text("502 - direct_response -", "-", "BlackHoleCluster - 10.96.0.5:5433 10.0.1.1:46520 - block_all"),
         {"", {}, {{SkipReason::NoPolicyReason, 1}}}},
        {text("503 UF,URX upstream_reset_before_response_started{connection_timeout} -", "10.0.1.3:5432",
              toDb + " - 10.96.0.5:5433 10.0.1.1:46520 - default"),
         {"", {}, {{SkipReason::NoAnswer, 1}}}},
        {text("404 NR route_not_found -", "-", "- - 10.96.0.5:5433 10.0.1.1:46520 - -"),
         {"", {}, {{SkipReason::NoAnswer, 1}}}},
        // the application was down, and the peer got as far as its pod
        {text("503 UF upstream_reset -", "10.0.1.3:5432", inbound), {"", {"shop/web => shop/db TCP 5432 observed 1"}}},
        // a socket is no end
        {text(std::string(kOk), "/var/run/app.sock", toDb + " - 10.96.0.5:5433 10.0.1.1:46520 - -"),
         {"", {}, {{SkipReason::NoEnd, 1}}}},
    };
    for (auto [line, c] : cases) {
        c.lines = line;
        expectLog(FlowFormat::Envoy, "", c);
    }
}

TEST(Envoy, JsonIsTheSame) {
    const LogCase cases[] = {
        {R"({"start_time":"2026-03-01T12:00:00.250Z","method":"GET","protocol":"HTTP/1.1","response_code":200,)"
         R"("response_flags":"-","upstream_host":"10.0.1.3:5432","upstream_cluster":"outbound|5433||db.shop.svc",)"
         R"("upstream_local_address":"10.0.1.1:37652","downstream_local_address":"10.96.0.5:5433",)"
         R"("downstream_remote_address":"10.0.1.1:46520"})",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        {R"({"start_time":"2026-03-01T12:00:00.250Z","response_flags":"-","upstream_host":null,)"
         R"("response_code_details":"rbac_access_denied_matched_policy[none]","upstream_cluster":"inbound|5432||",)"
         R"("downstream_local_address":"10.0.1.3:5432","downstream_remote_address":"10.0.1.1:46520"})",
         {},
         {{SkipReason::NoPolicyReason, 1}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::Envoy, "", c);
}

TEST(Envoy, StandsAmongWhatTheProxySaysOfItself) {
    const std::string line =
        text(std::string(kOk), "10.0.1.3:5432",
             "inbound|5432|| 127.0.0.1:41854 10.0.1.3:5432 10.0.1.1:37652 outbound_.5432_._.x default");
    expectLog(FlowFormat::Envoy, "2026-03-01T11:59:59.250Z\tinfo\tEnvoy proxy is ready",
              {"[2026-03-01 12:00:00.250][17][warning][config] gRPC closed\n" + line +
                   "\n{\"level\":\"info\",\"scope\":\"xdsproxy\",\"msg\":\"connected\"}\nhello\n[2026-03-01T12:00:00."
                   "250Z] \"",
               {"shop/web => shop/db TCP 5432 observed 1"},
               {{SkipReason::Malformed, 2}, {SkipReason::OtherEvent, 3}}});
}

} // namespace
} // namespace portolan::flowtest
