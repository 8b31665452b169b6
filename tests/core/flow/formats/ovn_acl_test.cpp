#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

/// A line of the log; `packet` follows the protocol.
struct AclLine {
    std::string name = "\"NP:shop:db:Ingress:0\"", verdict = "allow", direction = ", direction=to-lport";
    std::string packet = "tcp,vlan_tci=0x0000,dl_src=0a:58:0a:f4:02:06,dl_dst=0a:58:0a:f4:02:01,nw_src=10.0.1.1,"
                         "nw_dst=10.0.1.3,nw_tos=0,nw_ttl=64,nw_frag=no,tp_src=40000,tp_dst=5432,tcp_flags=syn";
    std::string prefix = "2026-03-01T12:00:00.250Z|00162|";
};

std::string text(const AclLine& l) {
    return l.prefix + "acl_log(ovn_pinctrl0)|INFO|name=" + l.name + ", verdict=" + l.verdict + ", severity=info" +
           l.direction + ": " + l.packet;
}

std::string packet(const std::string& protocol, const std::string& from, const std::string& to,
                   const std::string& ports) {
    return protocol + ",vlan_tci=0x0000,nw_src=" + from + ",nw_dst=" + to + ",nw_ttl=64," + ports;
}

TEST(OvnAcl, PacketsBecomeEdges) {
    const std::vector<std::string> allowed{"shop/web => shop/db TCP 5432 allowed 1"};
    const std::vector<std::string> denied{"shop/web => shop/db TCP 5432 denied 1"};
    const std::pair<AclLine, LogCase> cases[] = {
        {{}, {"", allowed}},
        {{.verdict = "allow-related"}, {"", allowed}},
        {{.name = "\"NP:shop:Ingress\"", .verdict = "drop"}, {"", denied}},
        {{.name = "\"ANP:cluster-control:Egress:1\"", .verdict = "reject", .direction = ", direction=from-lport"},
         {"", denied}},
        {{.name = "\"BANP:default:Ingress:0\""}, {"", allowed}},
        // as OpenShift named them before 4.13, and without a direction as before 4.10
        {{.name = "shop_db-allow_1", .direction = ""}, {"", allowed}},
        {{.name = "\"shop_ARPallowPolicy\"", .verdict = "drop", .direction = ""}, {"", denied}},
        // Kube-OVN
        {{.name = "\"<unnamed>\"", .verdict = "drop"}, {"", denied}},
        {{.name = "\"np/default-deny-ingress.shop/IPv4/0\"", .verdict = "drop"}, {"", denied}},
        // the next tier decides
        {{.name = "\"ANP:cluster-control:Egress:5\"", .verdict = "pass"}, {"", {}, {{SkipReason::NoVerdict, 1}}}},
        // an egress firewall is no NetworkPolicy
        {{.name = "\"EF:shop:2\"", .verdict = "drop"}, {"", {}, {{SkipReason::NoPolicyReason, 1}}}},
        {{.name = "\"EF:shop:2\""}, {"", {"shop/web => shop/db TCP 5432 observed 1"}}},
        // an established connection's packet, known by its ports
        {{.packet = packet("tcp", "10.0.1.1", "10.0.1.3", "tp_src=40000,tp_dst=5432,tcp_flags=psh|ack")},
         {"", allowed}},
        // an answer
        {{.verdict = "drop",
          .packet = packet("tcp", "10.0.1.3", "10.0.1.1", "tp_src=5432,tp_dst=40000,tcp_flags=syn|ack")},
         {"", {}}},
        {{.packet = packet("udp", "10.0.1.1", "10.0.2.1", "tp_src=40000,tp_dst=5353")},
         {"", {"shop/web => dns/coredns UDP 5353 allowed 1"}}},
        {{.packet = packet("icmp", "10.0.1.1", "10.0.1.3", "icmp_type=8,icmp_code=0")},
         {"", {}, {{SkipReason::NoTransport, 1}}}},
        {{.packet = "tcp6,vlan_tci=0x0000,ipv6_src=fd00::1,ipv6_dst=fd00::2,tp_src=40000,tp_dst=443,tcp_flags=syn"},
         {"", {"fd00::1 => fd00::2 TCP 443 allowed 1"}}},
        // the routers' own addresses are the nodes'
        {{.packet = packet("tcp", "100.64.0.4", "10.0.1.3", "tp_src=40000,tp_dst=5432,tcp_flags=syn")},
         {"", {"node 100.64.0.4 (not in the inventory) => shop/db TCP 5432 allowed 1"}}},
        // through syslog
        {{.prefix = "2026-03-01T12:00:00.250+00:00 worker-1 ovn-controller: ovs|00004|"}, {"", allowed}},
        {{.prefix = "Mar  1 12:00:00 worker-1 ovn-controller[812]: ovs|00004|"}, {"", allowed}},
    };
    for (auto [line, c] : cases) {
        const std::string whole = text(line);
        c.lines = whole;
        expectLog(FlowFormat::OvnAcl, "", c);
    }
}

TEST(OvnAcl, StandsAmongOtherLines) {
    const std::string line = text({});
    expectLog(FlowFormat::OvnAcl, "",
              {"2026-03-01T11:00:00.250Z|00001|reconnect|INFO|unix:/var/run/ovn/ovnsb_db.sock: connected\n" + line +
                   "\nhello\n" + line.substr(0, 90),
               {"shop/web => shop/db TCP 5432 allowed 1"},
               {{SkipReason::Malformed, 2}, {SkipReason::OtherEvent, 1}}});
}

TEST(OvnAcl, CountsPacketsAtTheEndOfTheAcl) {
    LineHints hints;
    hints.fileTime = 1'772'400'000'000'000'000; // in the evening of the same day
    for (const auto& [prefix, time] :
         {std::pair("2026-03-01T12:00:00.250Z|00162|", 1'772'366'400'250'000'000),
          std::pair("2026-03-01T14:00:00.250+02:00 worker-1 ovn-controller: ovs|00004|", 1'772'366'400'250'000'000),
          std::pair("Mar  1 12:00:00 worker-1 ovn-controller[812]: ovs|00004|", 1'772'366'400'000'000'000)}) {
        const auto results = resultsOf(FlowFormat::OvnAcl, text({.prefix = prefix}), hints);
        ASSERT_EQ(results.size(), 1U) << prefix;
        EXPECT_EQ(results[0].record.firstSeen, time) << prefix;
        EXPECT_EQ(results[0].record.weightKind, WeightKind::PacketSample) << prefix;
        EXPECT_EQ(results[0].record.reporter, Reporter::Destination) << prefix;
    }
    const auto unnamed = resultsOf(FlowFormat::OvnAcl, text({.name = "\"NP:shop:Egress\"", .direction = ""}), hints);
    ASSERT_EQ(unnamed.size(), 1U);
    EXPECT_EQ(unnamed[0].record.reporter, Reporter::Source);
}

} // namespace
} // namespace portolan::flowtest
