#!/usr/bin/env python3
"""Writes hubble.jsonl.gz: 31 days of the harbor cluster as Hubble's exporter would have logged them.

Reads edges.csv (who calls whom) and ../snapshot (the pods, with their addresses, labels and nodes). The same input
gives the same bytes: the random numbers are seeded and the gzip header carries no time.

    python3 generate.py            # writes hubble.jsonl.gz beside this file
    python3 generate.py --stdout   # prints the lines instead
"""

import csv
import gzip
import ipaddress
import json
import random
import re
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).resolve().parent
SNAPSHOT = HERE.parent / "snapshot"
SEED = 20261018
FIRST_DAY = date(2026, 10, 18)
DAYS = 31
MINUTES_A_DAY = 1440
# Labels that the agent keeps out of a pod's identity.
VOLATILE = re.compile(r"pod-template-|controller-revision-hash|controller-uid|job-name|statefulset\.|apps\.kubernetes")
NO_SPACE = (",", ":")


# --- The snapshot -------------------------------------------------------------------------------------------------

def read_list(path):
    """The items of a `kind: List` as kubectl prints it: block style only, which is all that this reader knows."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text and not text.startswith("#"):
            lines.append((len(line) - len(line.lstrip()), text))
    value, _ = read_block(lines, 0)
    return value["items"]


def read_block(lines, at):
    indent = lines[at][0]
    if lines[at][1].startswith("- "):
        items = []
        while at < len(lines) and lines[at][0] == indent and lines[at][1].startswith("- "):
            lines[at] = (indent + 2, lines[at][1][2:])
            item, at = read_block(lines, at)
            items.append(item)
        return items, at
    if not re.match(r"[^\s\"]+:(\s|$)", lines[at][1]):
        return lines[at][1].strip('"'), at + 1
    mapping = {}
    while at < len(lines) and lines[at][0] == indent and not lines[at][1].startswith("- "):
        key, _, rest = lines[at][1].partition(":")
        at += 1
        if rest.strip():
            mapping[key] = rest.strip().strip('"')
        elif at < len(lines) and (lines[at][0] > indent or lines[at][1].startswith("- ") and lines[at][0] == indent):
            mapping[key], at = read_block(lines, at)
    return mapping, at


def owner_of(item):
    owners = item["metadata"].get("ownerReferences")
    return (owners[0]["kind"], owners[0]["name"]) if owners else None


class Pod:
    """A pod of the snapshot and the way Hubble describes it."""

    def __init__(self, item, workload):
        self.namespace = item["metadata"]["namespace"]
        self.name = item["metadata"]["name"]
        self.kind, self.workload = workload
        self.node = item["spec"]["nodeName"]
        self.address = item["status"]["podIP"]
        self.is_running = item["status"]["phase"] == "Running"
        labels = {k: v for k, v in item["metadata"]["labels"].items() if not VOLATILE.search(k)}
        self.labels = [f"k8s:{k}={v}" for k, v in sorted(labels.items())]
        self.labels.append(f"k8s:io.kubernetes.pod.namespace={self.namespace}")
        self.endpoint = self.identity = 0

    def describe(self, name=None):
        return {
            "ID": self.endpoint,
            "identity": self.identity,
            "namespace": self.namespace,
            "labels": self.labels,
            "pod_name": name or self.name,
            "workloads": [{"name": self.workload, "kind": self.kind}],
        }


class Snapshot:
    def __init__(self):
        top = {}
        for name in ("replicasets", "jobs"):
            for item in read_list(SNAPSHOT / f"{name}.yaml"):
                top[item["kind"], item["metadata"]["namespace"], item["metadata"]["name"]] = owner_of(item)
        self.pods = defaultdict(list)
        self.runs = {}
        for item in read_list(SNAPSHOT / "pods.yaml"):
            kind, name = owner_of(item)
            namespace = item["metadata"]["namespace"]
            workload = top.get((kind, namespace, name)) or (kind, name)
            pod = Pod(item, workload)
            if workload[0] == "CronJob":
                self.runs[namespace, name] = pod
            if pod.is_running:
                self.pods[f"{namespace}/{workload[1]}"].append(pod)
        for number, key in enumerate(sorted(self.pods)):
            for index, pod in enumerate(self.pods[key]):
                pod.identity = 4200 + 137 * number
                pod.endpoint = 60 + 29 * number + 7 * index
        for pod in self.runs.values():
            current = self.pods[f"{pod.namespace}/{pod.workload}"][0]
            pod.identity, pod.endpoint = current.identity, current.endpoint
        self.node_address = {
            item["metadata"]["name"]: next(
                a["address"] for a in item["status"]["addresses"] if a["type"] == "InternalIP")
            for item in read_list(SNAPSHOT / "nodes.yaml")
        }

    def start_minute(self, key):
        """The minute of the day at which a CronJob runs: its Jobs carry it in their names, in minutes since 1970."""
        name = next(job for (namespace, job), pod in self.runs.items() if f"{namespace}/{pod.workload}" == key)
        return int(name.rsplit("-", 1)[1]) % MINUTES_A_DAY


# --- Connections --------------------------------------------------------------------------------------------------

class Connection:
    """One connection of an edge: the two ends, the ports and the moment of its first packet (ns since 1970)."""

    def __init__(self, edge, source, destination, moment, rng):
        self.edge = edge
        self.source = source
        self.destination = destination
        self.moment = moment
        self.source_port = rng.randint(32768, 60999)
        self.port = int(edge["port"])
        self.protocol = edge["protocol"]


class End:
    """One end as the log shows it; `node` only where an agent of the cluster watches it."""

    def __init__(self, address, description, node=None):
        self.address = address
        self.description = description
        self.node = node


def pod_end(pod, name=None):
    return End(pod.address, pod.describe(name), pod.node)


def world_end(rng):
    return End(f"203.0.113.{rng.randint(1, 254)}", {"identity": 2, "labels": ["reserved:world"]})


def block_end(block, rng):
    network = ipaddress.ip_network(block)
    address = network[rng.randrange(network.num_addresses)]
    if block == "10.30.0.2/32":
        return End(str(address), {"identity": 7, "labels": ["reserved:kube-apiserver", "reserved:world"]})
    number = (1 << 24) + int(network.network_address) % 977
    return End(str(address), {"identity": number, "labels": [f"cidr:{block}", "reserved:world"]})


def days_of(edge):
    when = edge["when"]
    for index in range(DAYS):
        day = FIRST_DAY + timedelta(days=index)
        if when in ("daily", "nightly") or when == "weekdays" and day.weekday() < 5 or day.isoformat() in when.split():
            yield day


def connections_on(edge, rng):
    """Pairs of day and number of connections."""
    per_day = float(edge["per_day"])
    plan = []
    for day in days_of(edge):
        count = int(per_day) + (rng.random() < per_day % 1)
        plan.append([day, count])
    if not any(count for _, count in plan):
        plan[rng.randrange(len(plan))][1] = 1
    return plan


def cron_run(snapshot, key, day):
    """The pod of that night's run and its name; runs that the snapshot still lists keep the name it gives."""
    pod = snapshot.pods[key][0]
    stamp = (day - date(1970, 1, 1)).days * MINUTES_A_DAY + snapshot.start_minute(key)
    job = f"{pod.workload}-{stamp}"
    listed = snapshot.runs.get((pod.namespace, job))
    if listed:
        return listed, listed.name
    letters = random.Random(job)
    return pod, f"{job}-" + "".join(letters.choice("bcdfghjklmnpqrstvwxz2456789") for _ in range(5))


def connect(edge, day, snapshot, rng):
    destination_pods = snapshot.pods.get(edge["destination"])
    name = None
    if edge["source"] == "world":
        source = world_end(rng)
    elif edge["source"] == "node":
        target = rng.choice(destination_pods)
        destination_pods = [target]
        source = End(snapshot.node_address[target.node], {"identity": 1, "labels": ["reserved:host"]})
    elif edge["when"] == "nightly":
        pod, name = cron_run(snapshot, edge["source"], day)
        source = pod_end(pod, name)
    else:
        pod = rng.choice(snapshot.pods[edge["source"]])
        source = pod_end(pod)
        if edge["source"] == edge["destination"]:
            destination_pods = [other for other in destination_pods if other is not pod]
    if edge["destination"].startswith("ip:"):
        destination = block_end(edge["destination"][3:], rng)
    else:
        destination = pod_end(rng.choice(destination_pods))
    if edge["when"] == "nightly":
        second = 60 * snapshot.start_minute(edge["source"]) + rng.uniform(2, 400)
    elif rng.random() < 0.4:
        second = rng.uniform(0, 86400)
    else:
        second = rng.triangular(0, 86400, 64000)
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=timezone.utc).timestamp())
    return Connection(edge, source, destination, midnight * 10**9 + int(second * 10**9), rng)


# --- Lines --------------------------------------------------------------------------------------------------------

def stamp(moment):
    seconds, nanos = divmod(moment, 10**9)
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + f".{nanos:09d}Z"


def line_of(moment, node, flow):
    when = stamp(moment)
    return moment, json.dumps({"flow": {"time": when, **flow, "node_name": node}, "node_name": node, "time": when},
                              separators=NO_SPACE)


def packet(connection, verdict, is_reply=False):
    """The part that every event of a connection shares; a reply has its ends exchanged."""
    source, destination = connection.source, connection.destination
    ports = (connection.source_port, connection.port)
    flags = {"SYN": True}
    if is_reply:
        source, destination = destination, source
        ports = ports[::-1]
        flags = {"SYN": True, "ACK": True}
    layer4 = {"source_port": ports[0], "destination_port": ports[1]}
    summary = "UDP"
    if connection.protocol == "TCP":
        layer4["flags"] = flags
        summary = "TCP Flags: " + ", ".join(flags)
    flow = {
        "verdict": verdict,
        "IP": {"source": source.address, "destination": destination.address, "ipVersion": "IPv4"},
        "l4": {connection.protocol: layer4},
        "source": source.description,
        "destination": destination.description,
        "Type": "L3_L4",
    }
    return flow, summary


def allowed_by(policy, namespace):
    labels = [
        "k8s:io.cilium.k8s.policy.derived-from=NetworkPolicy",
        f"k8s:io.cilium.k8s.policy.name={policy}",
        f"k8s:io.cilium.k8s.policy.namespace={namespace}",
    ]
    return [{"name": policy, "namespace": namespace, "labels": labels, "revision": "14"}]


def verdict_line(connection, direction, delay):
    """policy-verdict: what one isolated end says to the first packet."""
    outcome = connection.edge["outcome"]
    end = connection.source if direction == "EGRESS" else connection.destination
    policy = connection.edge[direction.lower()]
    is_drop = outcome == "drop-" + direction.lower()
    flow, summary = packet(connection, "DROPPED" if is_drop else "FORWARDED")
    flow["event_type"] = {"type": 5}
    flow["traffic_direction"] = direction
    if is_drop:
        flow["drop_reason"] = 133
        flow["drop_reason_desc"] = "POLICY_DENIED"
    else:
        flow["policy_match_type"] = 4 if outcome == "unenforced" else 2
        flow["is_reply"] = False
    flow["Summary"] = summary
    if policy != "-":
        flow[direction.lower() + "_allowed_by"] = allowed_by(policy, end.description["namespace"])
    return line_of(connection.moment + delay, end.node, flow)


def drop_line(connection, direction, delay):
    end = connection.source if direction == "EGRESS" else connection.destination
    flow, summary = packet(connection, "DROPPED")
    flow["event_type"] = {"type": 1, "sub_type": 133}
    flow["traffic_direction"] = direction
    flow["drop_reason"] = 133
    flow["drop_reason_desc"] = "POLICY_DENIED"
    flow["Summary"] = summary
    return line_of(connection.moment + delay, end.node, flow)


def trace_line(connection, delay, is_reply):
    """A packet on its way into the pod that receives it: the server's, or for a reply the client's."""
    flow, summary = packet(connection, "FORWARDED", is_reply)
    receiver = connection.source if is_reply else connection.destination
    flow["event_type"] = {"type": 4}
    flow["traffic_direction"] = "EGRESS" if is_reply else "INGRESS"
    flow["trace_observation_point"] = "TO_ENDPOINT"
    flow["trace_reason"] = "REPLY" if is_reply else "NEW"
    flow["is_reply"] = is_reply
    flow["Summary"] = summary
    return line_of(connection.moment + delay, receiver.node, flow)


def lines_of(connection, rng):
    edge = connection.edge
    outcome = edge["outcome"]
    hop = rng.randint(90_000, 900_000)
    if outcome.startswith("drop-"):
        direction = outcome[5:].upper()
        return [verdict_line(connection, direction, hop), drop_line(connection, direction, hop + 4_000)]
    lines = []
    if edge["egress"] != "-" or outcome == "unenforced":
        lines.append(verdict_line(connection, "EGRESS", 0))
    if edge["ingress"] != "-" or outcome == "unenforced" or edge["source"] == "world":
        lines.append(verdict_line(connection, "INGRESS", hop))
    is_silent = edge["ingress"] == "-"
    if connection.destination.node and (is_silent or rng.random() < 0.06):
        lines.append(trace_line(connection, hop + 9_000, is_reply=False))
    if connection.source.node and (is_silent and rng.random() < 0.5 or rng.random() < 0.1):
        lines.append(trace_line(connection, 2 * hop + 120_000, is_reply=True))
    return lines


def lost_lines(snapshot, rng):
    """The agent says how much it could not keep up with; seven times in the window."""
    for _ in range(7):
        day = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
        midnight = int(datetime(day.year, day.month, day.day, tzinfo=timezone.utc).timestamp())
        moment = midnight * 10**9 + int(rng.uniform(30_000, 80_000) * 10**9)
        count = str(rng.randint(3, 90))
        lost = {"source": "PERF_EVENT_RING_BUFFER", "num_events_lost": count, "cpu": rng.randint(0, 7)}
        event = {"lost_events": lost, "node_name": rng.choice(sorted(snapshot.node_address)), "time": stamp(moment)}
        yield moment, json.dumps(event, separators=NO_SPACE)


def read_edges():
    text = (HERE / "edges.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def generate():
    snapshot = Snapshot()
    rng = random.Random(SEED)
    lines = list(lost_lines(snapshot, rng))
    for edge in read_edges():
        for day, count in connections_on(edge, rng):
            for _ in range(count):
                lines += lines_of(connect(edge, day, snapshot, rng), rng)
    lines.sort()
    return "".join(line + "\n" for _, line in lines)


def main():
    text = generate()
    if "--stdout" in sys.argv[1:]:
        sys.stdout.write(text)
        return
    with open(HERE / "hubble.jsonl.gz", "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=file, mtime=0) as packed:
            packed.write(text.encode("utf-8"))


if __name__ == "__main__":
    main()
