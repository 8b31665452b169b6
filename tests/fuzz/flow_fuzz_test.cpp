#include "tests/fuzz/mutation.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

constexpr std::string_view kSeeds[] = {
    R"({"flow":{"time":"2026-03-01T12:00:00Z","verdict":"DROPPED","IP":{"source":"10.0.1.1","destination":"10.0.1.3"},)"
    R"("l4":{"TCP":{"source_port":40000,"destination_port":5432,"flags":{"SYN":true}}},"source":{"identity":300,)"
    R"("namespace":"shop","labels":["k8s:app=web"],"pod_name":"web-6fb5694d48-5hmds","workloads":[{"name":"web",)"
    R"("kind":"Deployment"}]},"destination":{"labels":["reserved:world"]},"event_type":{"type":1,"sub_type":133},)"
    R"("drop_reason_desc":"POLICY_DENIED","is_reply":false,"aggregate":{"egress_flow_count":"3"}},"node_name":"n"})",
    R"({"lost_events":{"num_events_lost":"12"}})",
    R"({"time":"1970-01-01T00:20:34.5Z","verdict":"FORWARDED","IP":{"source":"::1"},"l4":{"UDP":{"destination_port":53}}})",
    "time,src_ns,src_pod,dst_ip,protocol,dst_port,verdict,count\n1772366400,shop,\"we\"\"b\",10.0.0.1,tcp,80,allowed,"
    "3\n",
    R"({"src_ns":"shop","src_workload":"web[Deployment]","dst_ip":"10.0.0.0/8","protocol":17,"dst_port":"53"})",
    R"({"log":"{\"flow\":{\"verdict\":\"\u0041\"}}\n","stream":"stdout"})",
    R"(2026-03-15T00:06:32.47Z stdout F {"flow":{}})",
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "
    "log-status tcp-flags pkt-srcaddr flow-direction\n"
    "5 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 1772366460 ACCEPT OK 2 - egress\n"
    "2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 1772366460 REJECT OK",
    "#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\tconn_state\thistory\n"
    "1772366400.25\t10.0.1.1\t40000\t10.0.1.3\t5432\ttcp\t1.5\tSF\t^ShAD",
    R"({"ts":"2026-03-01T12:00:00Z","id.orig_h":"10.0.1.1","id.orig_p":4,"id.resp_h":"::1","id.resp_p":53,)"
    R"("proto":"udp","duration":0.5,"conn_state":"S0","_path":"conn"})",
    "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt\n"
    "2026-03-01 12:00:00,2026-03-01 12:00:05,5.0,10.0.1.1,10.0.1.3,40000,5432,TCP,...AP.SF,0,0,7,512,0,0\nSummary\n"
    "flows,bytes,packets,avg_bps,avg_pps,avg_bpp\n2,5891,14,223355,66,420",
    "cnt,af,firstSeen,lastSeen,proto,srcAddr,srcPort,dstAddr,dstPort,flags,packets\n"
    "1,2,1772366400000,1772366405000,6,10.0.1.1,40000,10.0.1.3,5432,...A.R..,1",
    R"({"type":"FLOW","first":"2026-03-01T12:00:00.250","proto":6,"src_port":1,"dst_port":2,"src4_addr":"10.0.0.1",)"
    R"("dst4_addr":"10.0.0.2","dst4_xlt_ip":"10.0.0.3","dst_xlt_port":"80","tcp_flags":"...AP.SF"})",
    "1772366400,1772366405,10.0.1.1,10.0.1.3,40000,5432,6,web-1,shop,n,db-1,shop,n,10.96.0.5,10.96.0.5,5433,"
    "shop/db:pg,p,shop,r,1,1,,,,Drop,0,,,",
    "1772366400,1772366405,1772366405,1772366405,3,10.0.1.1,10.0.1.3,40000,5432,6,8,300,4,150,8,300,4,150,web-1,shop,n,"
    "db-1,shop,n,10.96.0.5,5433,shop/"
    "db:pg,p,shop,r,1,1,,,,0,0,TIME_WAIT,2,'{\"a\":\"b\",\"c\":\"d\"}','{}',1,2,3,4,5,6,u,7",
    "2026/03/01 12:00:00.250000 IngressRule K8sNetworkPolicy:shop/db <nil> Ingress Allow 190 shop/db-1 10.0.1.1 40000 "
    "10.0.1.3 5432 TCP 60 <nil> [3 packets in 1.01s]",
    "2020/06/02 22:21:21.1 AntreaPolicyEgressRule AntreaNetworkPolicy:a/b Drop 0 SRC: 10.0.1.1 DEST: 10.0.1.3 60 TCP",
    "2026-03-01T12:00:00.250Z|00162|acl_log(ovn_pinctrl0)|INFO|name=\"NP:shop:db:Ingress:0\", verdict=drop, "
    "severity=info, direction=to-lport: "
    "tcp6,ipv6_src=fd00::1,ipv6_dst=100.64.0.1,tp_src=40000,tp_dst=5432,tcp_flags=syn",
    "[1772366400.25] [NEW] tcp 6 120 SYN_SENT src=10.0.1.1 dst=10.96.0.5 sport=1 dport=2 [UNREPLIED] src=10.0.1.3 "
    "dst=10.0.1.1 sport=3 dport=1 zone=5\n[DESTROY] tcp 6 src=10.0.1.1 dst=10.96.0.5 sport=1 dport=2 src=10.0.1.3 "
    "dst=10.0.1.1 sport=3 dport=1\nudp 17 28 src=10.0.1.3 dst=10.0.1.1 sport=3 dport=1 src=::1 dst=::2 sport=4 dport=5",
    "tcp,orig=(src=10.0.1.1,dst=10.0.1.3,sport=4,dport=5),reply=(src=10.0.1.3,dst=10.0.1.1,sport=5,dport=4),"
    "start=2026-03-01T12:00:00.250,status=SEEN_REPLY|ASSURED,protoinfo=(state_orig=CLOSED)",
    "[2026-03-01T12:00:00.250Z] \"GET /a\"b HTTP/3\" 200 UF,URX via_upstream - \"-\" 0 1 4 4 \"-\" \"c\" \"8\" "
    "\"db:80\" "
    "\"10.0.1.3:80\" outbound|80||db.shop.svc 10.0.1.2:1 10.0.1.2:80 [2001:db8::7]:2 - default",
    R"({"start_time":"","upstream_host":"10.0.0.1:80","upstream_cluster":"inbound|80||","protocol":"HTTP/2",)"
    R"("downstream_local_address":"10.0.0.1:15006","downstream_remote_address":"10.0.0.2:1","response_flags":"-"})",
    "# TYPE istio_requests_total counter\nistio_requests_total{reporter=\"source\",source_workload=\"a\\\"b\","
    "source_workload_namespace=\"shop\",destination_workload=\"db\",destination_service_name=\"db\"} 3e2 1772366400250",
    "Mar  1 12:00:00.250 [k8s1]: \x1b[36mshop/web-1\x1b[0m:40000 (ID:31028) <> www.example.com:443 (world) "
    "policy-verdict:none EGRESS DENIED BY a (b) (TCP Flags: SYN)\nEVENTS LOST: RING CPU(0) 5",
    R"({"start_time":1772366400,"source_ip":null,"source_name":"-","source_name_aggr":"web-6fb5694d48-*",)"
    R"("source_namespace":"shop","source_type":"wep","source_labels":{"labels":["app=web"]},"dest_ip":"10.0.0.1",)"
    R"("dest_name_aggr":"pub","dest_port":443,"dest_type":"net","proto":"tcp","action":"deny","reporter":"dst",)"
    R"("num_flows_started":3,"@timestamp":1772366700000})",
    R"(data: {"start_time":"2026-03-01T12:00:00Z","action":"Allow","source_name":"web-*","source_namespace":"shop",)"
    R"("source_labels":"app=web | a=b","dest_name":"PUBLIC NETWORK","protocol":"udp","dest_port":53,"reporter":"Src"})",
    R"({"id":"7","flow":{"Key":{"sourceName":"a-*","destName":"pvt","destPort":"80","proto":"tcp","reporter":"Dst",)"
    R"("action":"Deny"},"startTime":"1772366400","sourceLabels":["a=b"],"numConnectionsStarted":"2"}})",
    R"({"connection":{"src_ip":"10.0.0.1","dest_ip":"10.0.0.2","src_port":40000,"dest_port":80,"protocol":"tcp",)"
    R"("direction":"egress"},"disposition":"deny","src":{"pod_name":"a-0","pod_namespace":"b","workload_kind":)"
    R"("ReplicaSet","workload_name":"a"},"dest":{"node_name":"n","workload_kind":"Node"},"count":3,"timestamp":"1"})",
    R"({"SrcAddr":"10.0.0.1","DstAddr":"::ffff:10.0.0.2","SrcPort":1,"DstPort":80,"Proto":6,"Flags":["SYN","ACK"],)"
    R"("TimeFlowStartMs":1772366400000,"SrcK8S_Name":"a","SrcK8S_Type":"Service","XlatDstAddr":"10.0.0.3",)"
    R"("XlatDstPort":8080,"Packets":2,"PktDropPackets":1,"Sampling":50,"_RecordType":"heartbeat","NetworkEvents":)"
    R"([{"Feature":"acl","Type":"NetworkPolicy","Action":"drop","Direction":"Ingress"}]})",
    R"({"ts":"2026-03-01T12:00:00Z","msg":"Flow Info: Src IP: 10.0.0.1 Src Port: 1 Dest IP: ::2 Dest Port: 80 )"
    R"(Proto: TCP Verdict: DENY Direction: egress Tier: DEFAULT"})",
    R"({"msg":"Flow Info:  ","Src IP":"10.0.0.1","Src Port":1,"Dest IP":"10.0.0.2","Dest Port":2,"Proto":"UDP"})",
    "Node: n;SIP: 10.0.0.1;SPORT: 1;DIP: 10.0.0.2;DPORT: 2;PROTOCOL: TCP;PolicyVerdict: DENY;Tier: ADMIN",
    R"({"connection":{"src_ip":"10.0.0.1","dest_ip":"10.0.0.2","dest_port":80,"src_port":4,"protocol":6},"reporter":)"
    R"("SRC","src_gke_details":{"pod":{"pod_name":"a","pod_namespace":"b"},"service":[{"service_name":"c"}]}})",
    R"({"flowRecords":{"flows":[{"flowGroups":[{"rule":"r","flowTuples":["1772366400000,10.0.0.1,10.0.0.2,1,2,6,I,C,)"
    R"(NX,1,2,3,4","1772366400,10.0.0.1,10.0.0.2,1,2,T,O,A,B,,,,"]}]}]}})",
    R"({"netns_id":1,"src":{"addr":"10.0.0.1","port":4,"proto":6},"dst":{"addr":"10.0.0.2","port":80,"proto":"TCP",)"
    R"("k8s":{"kind":"svc","name":"a"}},"k8s":{"namespace":"b","podName":"c"},"type":"accept","error":"",)"
    R"("timestamp":"2026-03-01T12:00:00-05:00","saddr":"::1","daddr":"::2","dport":3})",
    R"({"process_kprobe":{"process":{"pod":{"namespace":"a","name":"b","workload":"c"}},"function_name":"tcp_connect",)"
    R"("args":[{"sock_arg":{"protocol":"IPPROTO_TCP","saddr":"10.0.0.1","daddr":"10.0.0.2","sport":1,"dport":2}}],)"
    R"("return":{"sock_arg":{}},"action":"KPROBE_ACTION_POST"},"node_name":"c/n","time":"2026-03-01T12:00:00Z"})",
    R"({"rate_limit_info":{"number_of_dropped_process_events":"12"}})",
};

TEST(FlowFuzz, SurvivesItsSeedsCutAtEveryByte) {
    runCuts(kSeeds);
}

TEST(FlowFuzz, SurvivesASecondOfChanges) {
    using namespace std::string_view_literals;
    runChanges(kSeeds, "\"\\{}[],:0n\n\xff\x00 "sv);
}

} // namespace
} // namespace portolan
