// Times the engine on a synthetic cluster and checks what it measured: bench_engine --shape real-150k [-o json]
#include "core/reach/count.h"
#include "core/reach/delta.h"
#include "tests/bench/synthetic_cluster.h"
#include "tests/oracle/naive.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>
#include <string>

using namespace portolan;

namespace {

double seconds(std::chrono::steady_clock::time_point from) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

/// Peak resident memory of this process in MB.
double peakMegabytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024.0;
    return 0;
}

struct Figures {
    double generateSeconds = 0, evaluateSeconds = 0, countSeconds = 0, pairNanoseconds = 0;
    double editP50 = 0, editP99 = 0; // milliseconds, edit and exact delta
    double generateMegabytes = 0, peakMegabytes = 0;
    std::uint32_t classes = 0;
    PairCounts counts;
    std::size_t checkedPairs = 0, mismatches = 0;
};

/// 20,000 random pairs, each on one port that policies mention, against the naive evaluator.
void check(const Reachability& reach, Figures& out) {
    const Cluster& cluster = reach.cluster();
    const naive::Evaluator naive(cluster, {});
    std::mt19937_64 random(7);
    for (std::size_t i = 0; i < 20'000; ++i) {
        const PodId from(static_cast<std::size_t>(random() % cluster.pods.size()));
        PodId to(static_cast<std::size_t>(random() % cluster.pods.size()));
        if (i % 2 == 0) { // half of them in one namespace, where policies mostly speak
            const auto run = reach.classes().classesOf(cluster.pods[from].ns);
            const auto pods = reach.classes().pods(ClassId(run.first + random() % (run.end - run.first)));
            to = pods[random() % pods.size()];
        }
        const auto port = static_cast<std::uint16_t>(8000 + random() % 60);
        const Verdict got = reach.verdict(from, to, Protocol::Tcp, port);
        const naive::Truth want =
            naive.allowed(naive::Endpoint::of(from), naive::Endpoint::of(to), Protocol::Tcp, port);
        const bool isSame = (got == Verdict::Allow && want == naive::Truth::True) ||
                            (got == Verdict::Deny && want == naive::Truth::False) ||
                            (got == Verdict::Uncertain && want == naive::Truth::Unknown);
        ++out.checkedPairs;
        if (!isSame) ++out.mismatches;
    }
}

void timePairs(const Reachability& reach, Figures& out) {
    const std::size_t pods = reach.cluster().pods.size();
    std::mt19937_64 random(11);
    std::vector<std::pair<ClassId, ClassId>> questions;
    for (int i = 0; i < 100'000; ++i)
        questions.emplace_back(reach.classes().classOf(PodId(static_cast<std::size_t>(random() % pods))),
                               reach.classes().classOf(PodId(static_cast<std::size_t>(random() % pods))));
    std::uint64_t sum = 0;
    const auto start = std::chrono::steady_clock::now();
    for (const auto& [from, to] : questions)
        sum += reach.trafficAt(from, to, Direction::Egress, Certainty::Must).value +
               reach.trafficAt(to, from, Direction::Ingress, Certainty::Must).value;
    out.pairNanoseconds = seconds(start) / static_cast<double>(questions.size()) * 1e9;
    if (sum == 42) std::puts(""); // keeps the loop alive
}

/// Edits of live policies in turn: drop a rule, drop the policy, deny all, take another policy's rules.
void timeEdits(const Reachability& reach, Figures& out) {
    const auto& policies = reach.cluster().policies;
    std::mt19937_64 random(13);
    std::vector<double> times;
    for (int i = 0; i < 300; ++i) {
        const PolicyId id(static_cast<std::size_t>(random() % policies.size()));
        auto edited = std::make_shared<NetworkPolicy>(policies[id]);
        switch (i % 4) {
        case 0: (edited->ingress.empty() ? edited->egress : edited->ingress).clear(); break;
        case 1: edited.reset(); break;
        case 2:
            edited->ingress.emplace_back();
            edited->isolatesIngress = true;
            break;
        default:
            edited->egress.clear();
            edited->isolatesEgress = true;
            break;
        }
        const PolicyEdit edit{id, edited};
        const auto start = std::chrono::steady_clock::now();
        const auto after = reach.edited(std::span(&edit, 1), {});
        const auto delta = pairDelta(reach, **after, {});
        times.push_back(seconds(start) * 1e3);
        if (!delta) std::abort();
    }
    std::ranges::sort(times);
    out.editP50 = times[times.size() / 2];
    out.editP99 = times[times.size() * 99 / 100];
}

void print(const bench::Shape& shape, const Figures& f, bool isJson) {
    if (isJson) {
        std::printf(
            "{\"version\":1,\"shape\":\"%s\",\"classes\":%u,\"generate_s\":%.3f,\"evaluate_s\":%.4f,\"count_s\":%.4f,"
            "\"cluster_to_counts_s\":%.4f,\"pair_ns\":%.1f,\"edit_p50_ms\":%.3f,\"edit_p99_ms\":%.3f,"
            "\"model_peak_mb\":%.0f,\"peak_mb\":%.0f,\"pairs_total\":%llu,\"pairs_must\":%llu,\"pairs_may\":%llu,"
            "\"checked\":%zu,\"mismatches\":%zu}\n",
            shape.name.c_str(), f.classes, f.generateSeconds, f.evaluateSeconds, f.countSeconds,
            f.evaluateSeconds + f.countSeconds, f.pairNanoseconds, f.editP50, f.editP99, f.generateMegabytes,
            f.peakMegabytes, static_cast<unsigned long long>(f.counts.total),
            static_cast<unsigned long long>(f.counts.must), static_cast<unsigned long long>(f.counts.may),
            f.checkedPairs, f.mismatches);
        return;
    }
    std::printf(
        "%s: %u classes\n  build the Cluster      %8.3f s  peak %.0f MB\n  Cluster -> pair counts %8.4f s  "
        "(evaluate %.4f, count %.4f)\n  one pair               %8.1f ns\n  one edit, exact delta  %8.3f ms p50, "
        "%.3f ms p99\n  peak memory            %8.0f MB\n  pairs                  %llu of %llu certain, %llu possible\n"
        "  checked                %zu pairs, %zu mismatches\n",
        shape.name.c_str(), f.classes, f.generateSeconds, f.generateMegabytes, f.evaluateSeconds + f.countSeconds,
        f.evaluateSeconds, f.countSeconds, f.pairNanoseconds, f.editP50, f.editP99, f.peakMegabytes,
        static_cast<unsigned long long>(f.counts.must), static_cast<unsigned long long>(f.counts.total),
        static_cast<unsigned long long>(f.counts.may), f.checkedPairs, f.mismatches);
}

} // namespace

int main(int argc, char** argv) {
    std::string shapeName = "real-1k";
    bool isJson = false;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--shape") == 0 && i + 1 < argc) shapeName = argv[++i];
        if (std::strcmp(argv[i], "-o") == 0 && i + 1 < argc) isJson = std::strcmp(argv[++i], "json") == 0;
    }
    const auto shape = bench::shapeNamed(shapeName);
    if (!shape) {
        std::fprintf(stderr,
                     "bench_engine: no shape %s; there are real-1k, real-5.4k, real-10k, real-150k, and real-1k, "
                     "real-5.4k and real-150k with -ordered\n",
                     shapeName.c_str());
        return 2;
    }
    Figures f;
    auto start = std::chrono::steady_clock::now();
    const auto cluster = bench::generate(*shape);
    f.generateSeconds = seconds(start);
    f.generateMegabytes = peakMegabytes();
    start = std::chrono::steady_clock::now();
    const auto reach = Reachability::create(cluster, Profile{}, {});
    f.evaluateSeconds = seconds(start);
    start = std::chrono::steady_clock::now();
    f.counts = *countPairs(**reach, {});
    f.countSeconds = seconds(start);
    f.classes = (*reach)->classes().count();
    timePairs(**reach, f);
    timeEdits(**reach, f);
    check(**reach, f);
    f.peakMegabytes = peakMegabytes();
    print(*shape, f, isJson);
    return f.mismatches == 0 ? 0 : 1;
}
