#!/bin/sh
# How many times faster than jq the same question is answered: which workload talked to which, on which port, with which
# verdict, how often. Usage: against_jq.sh BENCH_FLOW [LINES]
set -eu
bench=$1
lines=${2:-200000}
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 "$here/make_hubble.py" "$lines" > "$folder/flows.jsonl"
bytes=$(stat -c %s "$folder/flows.jsonl")
cat "$folder/flows.jsonl" > /dev/null
seconds() {
    start=$(date +%s%N)
    "$@" > "$folder/out" 2>&1
    end=$(date +%s%N)
    echo "$start $end" | awk '{ printf "%.3f", ($2 - $1) / 1e9 }'
}
with_jq() {
    jq -r '.flow | [.source.namespace, .source.workloads[0].name, .destination.namespace,
           .destination.workloads[0].name, (.l4.TCP.destination_port // 0), .verdict, (.is_reply // false)] | @tsv' \
        "$folder/flows.jsonl" | sort | uniq -c | wc -l
}
ours=$(seconds "$bench" "$folder/flows.jsonl")
cat "$folder/out"
theirs=$(seconds with_jq)
echo "$bytes $ours $theirs" | awk '{ printf "portolan %.2f s, %.0f MB/s; jq, sort and uniq %.2f s, %.0f MB/s; %.0f times\n",
                                         $2, $1 / 1e6 / $2, $3, $1 / 1e6 / $3, $3 / $2 }'
