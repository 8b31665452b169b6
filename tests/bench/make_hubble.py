#!/usr/bin/env python3
"""Writes Hubble JSON lines of about 1.7 kB, the shape of an exporter without a field mask, to measure flow reading.

Usage: make_hubble.py LINES [PODS] > flows.jsonl        (PODS: a file of "namespace/pod" lines; else 1,000 invented ones)

About 2,000 distinct lines are rendered once and repeated with new times, so that writing is quick; the mix of verdict
events, traces, replies, drops and ICMP is that of a busy cluster. The same arguments give the same bytes.
"""
import json
import random
import sys
import zlib

TEMPLATES = 2000
SECONDS = 31 * 86_400


def end(pod):
    namespace, name = pod
    number = zlib.crc32(name.encode())
    app = name.rsplit("-", 2)[0]
    return {
        "ID": number % 4095 + 1, "identity": number % 60000 + 256, "cluster_name": "default",
        "namespace": namespace,
        "labels": [f"k8s:app.kubernetes.io/name={app}", "k8s:app.kubernetes.io/part-of=shop",
                   f"k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name={namespace}",
                   f"k8s:io.cilium.k8s.namespace.labels.team=team-{namespace}",
                   "k8s:io.cilium.k8s.policy.cluster=default",
                   "k8s:io.cilium.k8s.policy.serviceaccount=default",
                   f"k8s:io.kubernetes.pod.namespace={namespace}"],
        "pod_name": name, "workloads": [{"name": app, "kind": "Deployment"}]}


def flow(pods, rng):
    source, target = rng.sample(range(len(pods)), 2)
    port = rng.choice([80, 443, 5432, 6379, 8080, 8443, 9090])
    client = rng.randrange(32768, 61000)
    kind = rng.choices(["verdict", "trace", "reply", "drop", "icmp"], [15, 40, 35, 7, 3])[0]
    out = {"time": "@TIME@", "uuid": f"{rng.getrandbits(128):032x}",
           "verdict": "DROPPED" if kind == "drop" else "FORWARDED",
           "ethernet": {"source": "0a:58:0a:f4:01:3c", "destination": "0a:58:0a:f4:01:05"},
           "IP": {"source": f"10.244.{source // 250}.{source % 250 + 1}",
                  "destination": f"10.244.{target // 250}.{target % 250 + 1}", "ipVersion": "IPv4"},
           "l4": {"TCP": {"source_port": client, "destination_port": port, "flags": {"SYN": True}}},
           "source": end(pods[source]), "destination": end(pods[target]), "Type": "L3_L4",
           "node_name": f"default/worker-{source % 12}",
           "node_labels": ["beta.kubernetes.io/arch=amd64", "kubernetes.io/os=linux"],
           "event_type": {"type": 4}, "traffic_direction": "EGRESS", "is_reply": False,
           "Summary": "TCP Flags: SYN"}
    if kind == "verdict":
        out["event_type"] = {"type": 5}
        out["policy_match_type"] = 2
        out["egress_allowed_by"] = [{"name": "allow-web", "namespace": pods[source][0], "kind": "NetworkPolicy"}]
    elif kind == "trace":
        out["trace_observation_point"] = rng.choice(["TO_ENDPOINT", "TO_STACK", "TO_NETWORK"])
    elif kind == "reply":
        out["l4"]["TCP"] = {"source_port": port, "destination_port": client, "flags": {"ACK": True, "PSH": True}}
        out["is_reply"] = True
    elif kind == "drop":
        del out["is_reply"]
        out["event_type"] = {"type": 1, "sub_type": 133}
        out["drop_reason_desc"] = "POLICY_DENIED"
    else:
        out["l4"] = {"ICMPv4": {"type": 8}}
    return json.dumps({"flow": out, "node_name": out["node_name"], "time": "@TIME@"}, separators=(",", ":"))


def main():
    lines = int(sys.argv[1])
    rng = random.Random(1)
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as names:
            pods = [tuple(line.strip().split("/", 1)) for line in names if "/" in line]
    else:
        pods = [(f"ns-{i % 67:02d}", f"app-{i // 3:03d}-6fb5694d{i % 7 + 2}8-5hm{i % 7 + 2}{'bcd'[i % 3]}")
                for i in range(1000)]
    templates = [flow(pods, rng).split("@TIME@") for _ in range(TEMPLATES)]
    for i in range(lines):
        second = SECONDS * i // lines
        time = f"2026-03-{second // 86_400 + 1:02d}T{second // 3600 % 24:02d}:{second // 60 % 60:02d}:{second % 60:02d}.{i % 10**9:09d}Z"
        sys.stdout.write(time.join(templates[rng.randrange(TEMPLATES)]))
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
