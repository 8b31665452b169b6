#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

constexpr std::string_view kWebToDb =
    "shop/web-6fb5694d48-5hmds:40000 (ID:31028) -> shop/db-7848d6c4d5-th9v2:5432 (ID:16530) ";

TEST(HubbleCompact, LinesBecomeEdges) {
    const std::string web(kWebToDb);
    const std::vector<std::string> allowed{"shop/web => shop/db TCP 5432 allowed 1"};
    const std::vector<std::string> denied{"shop/web => shop/db TCP 5432 denied 1"};
    const std::vector<std::string> observed{"shop/web => shop/db TCP 5432 observed 1"};
    const std::pair<std::string, LogCase> cases[] = {
        {web +
             "policy-verdict:L3-L4 INGRESS ALLOWED BY db (NetworkPolicy), more (CiliumNetworkPolicy) (TCP Flags: SYN)",
         {"", allowed}},
        // before directions were printed
        {web + "policy-verdict:L3-L4 ALLOWED (TCP Flags: SYN)", {"", allowed}},
        {web + "policy-verdict:none EGRESS DENIED (TCP Flags: SYN)", {"", denied}},
        {web + "policy-verdict:none INGRESS AUDITED (TCP Flags: SYN)",
         {"", {"shop/web => shop/db TCP 5432 would-deny 1"}}},
        {web + "Policy denied DROPPED (TCP Flags: SYN)", {"", denied}},
        {web + "Policy denied by denylist DROPPED (TCP Flags: SYN)", {"", denied}},
        {web + "Authentication required DROPPED (TCP Flags: SYN)", {"", denied}},
        {web + "Stale or unroutable IP DROPPED (TCP Flags: SYN)", {"", {}, {{SkipReason::NoPolicyReason, 1}}}},
        // packets are no verdict
        {web + "to-endpoint FORWARDED (TCP Flags: SYN)", {"", observed}},
        {web + "to-stack FORWARDED (TCP Flags: ACK, PSH)", {"", observed}},
        {web + "pre-xlate-fwd TRACED (TCP)", {"", {}, {{SkipReason::NoVerdict, 1}}}},
        {web + "policy-verdict:L3-L4 INGRESS SHRUGGED (TCP Flags: SYN)", {"", {}, {{SkipReason::NoVerdict, 1}}}},
        {web + "to-endpoint FORWARDED (ICMPv4 EchoRequest)", {"", {}, {{SkipReason::NoTransport, 1}}}},
        // the answer is printed with the client at the left
        {"shop/web-6fb5694d48-5hmds:40000 (ID:31028) <- shop/db-7848d6c4d5-th9v2:5432 (ID:16530) to-endpoint FORWARDED "
         "(TCP Flags: SYN, ACK)",
         {"", {}}},
        {"10.0.1.1:40000 (ID:31028) <> 10.0.1.3:5432 (ID:16530) policy-verdict:all EGRESS ALLOWED (TCP Flags: SYN)",
         {"", allowed}},
        {"shop/web-6fb5694d48-5hmds:40000 (ID:31028) -> www.example.com:443 (world) policy-verdict:L3-L4 EGRESS "
         "ALLOWED "
         "(TCP Flags: SYN)",
         {"", {"shop/web => internet (not in the inventory) TCP 443 allowed 1"}}},
        {"203.0.113.7:50000 (world) -> shop/db-7848d6c4d5-th9v2:5432 (ID:16530) policy-verdict:none INGRESS DENIED "
         "(TCP "
         "Flags: SYN)",
         {"", {"203.0.113.7 => shop/db TCP 5432 denied 1"}}},
        {"[2001:db8::7]:50000 (world) -> shop/db-7848d6c4d5-th9v2:5432 (ID:16530) policy-verdict:none INGRESS DENIED "
         "(TCP "
         "Flags: SYN)",
         {"", {"2001:db8::7 => shop/db TCP 5432 denied 1"}}},
        {"192.168.0.1:50000 (host) -> shop/db-7848d6c4d5-th9v2:5432 (ID:16530) policy-verdict:L3-Only INGRESS ALLOWED "
         "(TCP "
         "Flags: SYN)",
         {"", {"node worker-1 => shop/db TCP 5432 allowed 1"}}},
        // Services are printed as pods are
        {"shop/web-6fb5694d48-5hmds:40000 (ID:31028) -> dns/dns:53 (world) to-stack FORWARDED (UDP)",
         {"", {"shop/web => dns/coredns UDP 5353 observed 1"}}},
        {"10.0.1.1:4240 (health) -> 10.0.1.3:4240 (ID:16530) to-endpoint FORWARDED (TCP Flags: SYN)",
         {"", {}, {{SkipReason::HealthCheck, 1}}}},
    };
    for (auto [line, c] : cases)
        for (const std::string prefix : {"Mar  1 12:00:00.250: ", "Mar  1 12:00:00.250 [k8s/worker-1]: ",
                                         "2026-03-01T12:00:00.250Z [worker-1]: "}) {
            const std::string whole = prefix + line;
            c.lines = whole;
            expectLog(FlowFormat::HubbleCompact, "", c);
        }
}

TEST(HubbleCompact, ColoursAreTakenOff) {
    expectLog(FlowFormat::HubbleCompact, "",
              {"Mar  1 12:00:00.250: \x1b[36mshop/web-6fb5694d48-5hmds\x1b[0m:\x1b[38;5;3m40000\x1b[0m "
               "(\x1b[35mID:31028\x1b[0m) -> \x1b[36mshop/db-7848d6c4d5-th9v2\x1b[0m:5432 (ID:16530) "
               "policy-verdict:L3-L4 INGRESS \x1b[32mALLOWED\x1b[0m (TCP Flags: SYN)\n"
               "Mar  1 12:00:00.250: cut \x1b[3",
               {"shop/web => shop/db TCP 5432 allowed 1"},
               {{SkipReason::OtherEvent, 1}}});
}

TEST(HubbleCompact, OtherEventsAndLossAreTold) {
    const std::string line = "Mar  1 12:00:00.250: " + std::string(kWebToDb) +
                             "to-endpoint FORWARDED (TCP Flags: SYN)\n" +
                             "Mar  1 12:00:01.250: agent started\nEVENTS LOST: HUBBLE_RING_BUFFER CPU(0) 5\nhello";
    const auto cluster = shop();
    const FlowTable table = read(line, *cluster);
    EXPECT_EQ(edges(table, *cluster), std::vector<std::string>{"shop/web => shop/db TCP 5432 observed 1"});
    EXPECT_EQ(table.counts().lostEvents, 5U);
    EXPECT_EQ(table.counts().skips(SkipReason::OtherEvent), 1U);
}

TEST(HubbleCompact, TheYearIsTheFilesOrTheOneBefore) {
    LineHints hints;
    hints.fileTime = 1'772'366'400'000'000'000; // 2026-03-01T12:00:00Z
    for (const auto& [date, time] : {std::pair("Mar  1 12:00:00.250", 1'772'366'400'250'000'000),
                                     std::pair("Dec 31 23:59:59.999", 1'767'225'599'999'000'000)}) {
        const auto results = resultsOf(
            FlowFormat::HubbleCompact,
            std::string(date) + ": " + std::string(kWebToDb) + "to-endpoint FORWARDED (TCP Flags: SYN)", hints);
        ASSERT_EQ(results.size(), 1U) << date;
        EXPECT_EQ(results[0].record.firstSeen, time) << date;
    }
    const auto unknown =
        resultsOf(FlowFormat::HubbleCompact,
                  "Mar  1 12:00:00.250: " + std::string(kWebToDb) + "to-endpoint FORWARDED (TCP Flags: SYN)", {});
    ASSERT_EQ(unknown.size(), 1U);
    EXPECT_EQ(unknown[0].record.firstSeen, 0);
}

} // namespace
} // namespace portolan::flowtest
