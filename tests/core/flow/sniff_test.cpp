#include "core/flow/formats/sniff.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct SniffCase {
    std::string_view line;
    std::optional<FlowFormat> format;
};

TEST(Sniff, TellsTheFormatByOneLine) {
    const SniffCase cases[] = {
        {R"({"flow":{"verdict":"FORWARDED"}})", FlowFormat::Hubble},
        {R"({"time":"","verdict":"DROPPED","IP":{},"l4":{}})", FlowFormat::Hubble},
        {R"({"lost_events":{"num_events_lost":"3"}})", FlowFormat::Hubble},
        {R"({"node_status":{}})", FlowFormat::Hubble},
        {R"({"start_time":1,"source_name_aggr":"web-*","dest_name_aggr":"pub","flow":1})",
         FlowFormat::CalicoEnterprise},
        {R"({"start_time":"2026","source_name":"web-*","dest_name":"db-*","reporter":"Src"})", FlowFormat::Goldmane},
        {R"(data: {"source_name":"web-*","dest_name":"db-*"})", FlowFormat::Goldmane},
        {R"({"id":"1","flow":{"Key":{"sourceName":"web-*"}}})", FlowFormat::Goldmane},
        {R"({"flow":{"Summary":"Key"}})", FlowFormat::Hubble},
        {R"({"connection":{"src_ip":"10.0.0.1"},"disposition":"deny"})", FlowFormat::GkePolicyLog},
        {R"({"jsonPayload":{"disposition":"deny","connection":{}},"timestamp":""})", FlowFormat::GkePolicyLog},
        {R"({"connection":{},"disposition":"DENIED","rule_details":{}})", std::nullopt},
        {R"({"connection":{"src_ip":"10.0.0.1"},"reporter":"SRC"})", FlowFormat::GcpVpcFlow},
        {R"({"jsonPayload":{"connection":{},"reporter":"DEST"},"logName":""})", FlowFormat::GcpVpcFlow},
        {R"({"SrcAddr":"10.0.0.1","DstAddr":"10.0.0.2","TimeFlowStartMs":1})", FlowFormat::NetObserv},
        {R"({"SrcAddr":"10.0.0.1","SrcK8S_Type":"Pod"})", FlowFormat::NetObserv},
        {R"({"SrcAddr":"10.0.0.1"})", std::nullopt},
        {R"({"level":"info","ts":"","msg":"Flow Info:  ","Src IP":"10.0.0.1"})", FlowFormat::AwsPolicyAgent},
        {R"({"level":"info","logger":"ebpf-client","msg":"Updating"})", FlowFormat::AwsPolicyAgent},
        {"Node: a;SIP: 10.0.0.1;SPORT: 1;DIP: 10.0.0.2;DPORT: 2", FlowFormat::AwsPolicyAgent},
        {R"({"level":"info","msg":"hello"})", std::nullopt},
        {R"({"time":"","flowRecords":{"flows":[{"flowGroups":[{"flowTuples":[]}]}]}})", FlowFormat::AzureFlow},
        {R"({"properties":{"flows":[{"flows":[{"flowTuples":["1"]}]}]}})", FlowFormat::AzureFlow},
        {R"({"netns_id":1,"src":{"addr":"10.0.0.1"},"dst":{"addr":"10.0.0.2"}})", FlowFormat::InspektorGadget},
        {R"({"podname":"web","saddr":"10.0.0.1","daddr":"10.0.0.2","dport":80})", FlowFormat::InspektorGadget},
        {R"({"process_kprobe":{},"node_name":"","time":""})", FlowFormat::Tetragon},
        {R"({"process_exec":{},"time":""})", FlowFormat::Tetragon},
        {"version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "
         "log-status",
         FlowFormat::AwsVpcFlow},
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 1772366460 ACCEPT OK",
         FlowFormat::AwsVpcFlow},
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432", std::nullopt},
        {"#separator \\x09", std::nullopt}, // of any of Zeek's logs
        {"#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state", FlowFormat::Zeek},
        {"#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery", std::nullopt},
        {R"({"ts":1,"id.orig_h":"10.0.0.1","id.resp_h":"10.0.0.2","id.resp_p":80,"conn_state":"SF"})",
         FlowFormat::Zeek},
        {"ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt", FlowFormat::Nfdump},
        {"cnt,af,firstSeen,lastSeen,proto,srcAddr,srcPort,dstAddr,dstPort,srcAS,dstAS,input,output,flags,srcTos,"
         "packets,bytes",
         FlowFormat::Nfdump},
        {R"({"type":"FLOW","first":"","proto":6,"src4_addr":"10.0.0.1","dst4_addr":"10.0.0.2","dst_port":80})",
         FlowFormat::Nfdump},
        {"1772366400,1772366405,10.0.1.1,10.0.1.3,40000,5432,6,web-1,shop,n,db-1,shop,n,10.96.0.5,10.96.0.5,5433,"
         "shop/db:pg,p,shop,r,1,1,,,,0,0,,,",
         FlowFormat::AntreaFlows},
        {"1772366400,1772366405,10.0.1.1,10.0.1.3,40000,5432,6", std::nullopt},
        {"2026/03/01 12:00:00.250000 IngressRule K8sNetworkPolicy:shop/db <nil> Ingress Allow 190 shop/db-1 10.0.1.1 "
         "40000 10.0.1.3 5432 TCP 60 <nil>",
         FlowFormat::AntreaPolicyLog},
        {"2026/03/01 12:00:00.250000 agent started", std::nullopt},
        {"2026-03-01T12:00:00.250Z|00162|acl_log(ovn_pinctrl0)|INFO|name=\"NP:shop:db:Ingress:0\", verdict=allow, "
         "severity=info, direction=to-lport: tcp,nw_src=10.0.1.1,nw_dst=10.0.1.3,tp_src=40000,tp_dst=5432",
         FlowFormat::OvnAcl},
        {"2026-03-01T12:00:00.250Z|00001|reconnect|INFO|unix:/var/run/ovn/ovnsb_db.sock: connected", std::nullopt},
        {"tcp      6 431999 ESTABLISHED src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 src=10.0.1.3 dst=10.0.1.1 "
         "sport=5432 dport=40000 [ASSURED] mark=0 use=1",
         FlowFormat::Conntrack},
        {"tcp,orig=(src=10.0.1.1,dst=10.0.1.3,sport=40000,dport=5432),reply=(src=10.0.1.3,dst=10.0.1.1,sport=5432,"
         "dport=40000)",
         FlowFormat::Conntrack},
        {"Mar  1 12:00:00 n kernel: IN=eth0 SRC=10.0.1.1 DST=10.0.1.3 PROTO=TCP SPT=40000 DPT=5432", std::nullopt},
        {R"([2026-03-01T12:00:00.250Z] "GET / HTTP/1.1" 200 - via_upstream - "-" 0 1 4 4 "-" "curl" "8" "db:80" )"
         R"("10.0.1.3:80" outbound|80||db.shop.svc 10.0.1.1:1 10.96.0.5:80 10.0.1.1:2 - default)",
         FlowFormat::Envoy},
        {R"({"start_time":"","upstream_host":"","upstream_cluster":"","downstream_remote_address":""})",
         FlowFormat::Envoy},
        {"# TYPE istio_requests_total counter", FlowFormat::IstioMetrics},
        {R"(istio_tcp_connections_opened_total{reporter="source"} 1)", FlowFormat::IstioMetrics},
        {"# TYPE envoy_server_uptime gauge", std::nullopt},
        {"Mar  1 12:00:00.250 [k8s1]: shop/web-1:40000 (ID:31028) -> shop/db-1:5432 (ID:16530) to-endpoint FORWARDED "
         "(TCP Flags: SYN)",
         FlowFormat::HubbleCompact},
        {"Mar  1 12:00:00 host prog[1]: a (b) c", std::nullopt},
        {R"({"src_ns":"shop","dst_port":80})", FlowFormat::JsonLines},
        {"time,src_ns,src_workload,src_pod,src_ip,dst_ns,dst_workload,dst_pod,dst_ip,protocol,dst_port,verdict,count",
         FlowFormat::Csv},
        {"SRC_POD;DST_POD;DST_PORT", FlowFormat::Csv},
        {"\"src_ip\"\t\"dst_ip\"\t\"dst_port\"", FlowFormat::Csv},
        {"src_ip,dst_ip", std::nullopt},
        {R"({"flow":{"verd)", std::nullopt},
        {R"({"hello":"world"})", std::nullopt},
        {"hello, world", std::nullopt},
    };
    for (const SniffCase& c : cases) {
        const auto sniffed = sniffLine(c.line);
        ASSERT_EQ(sniffed.has_value(), c.format.has_value()) << c.line;
        if (!sniffed) continue;
        EXPECT_EQ(sniffed->format, *c.format) << c.line;
    }
}

} // namespace
} // namespace portolan
