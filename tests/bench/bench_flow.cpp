#include "core/flow/read_flows.h"
#include "core/model/cluster_builder.h"

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <simdjson.h>
#include <string>

/// Measures how fast a Hubble log is read: `bench_flow FILE [--pods FILE] [--threads N] [--raw]`. The pods, one
/// "namespace/pod" a line, become the inventory. --raw measures instead what the parser alone does with the file: six
/// fields of every line on one thread. Prints one line: bytes, seconds, rate, memory, what was found.

namespace {

using namespace portolan;

std::shared_ptr<const Cluster> inventory(const std::string& path) {
    ClusterBuilder builder;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        const std::size_t slash = line.find('/');
        if (slash == std::string::npos) continue;
        PodFact pod;
        pod.ns = line.substr(0, slash);
        pod.name = line.substr(slash + 1);
        pod.owner = {"Deployment", pod.name.substr(0, pod.name.rfind('-', pod.name.rfind('-') - 1))};
        builder.addPod(std::move(pod));
    }
    return builder.build();
}

std::size_t readRaw(const std::string& path) {
    simdjson::padded_string text;
    if (simdjson::padded_string::load(path).get(text) != simdjson::SUCCESS) return 0;
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document_stream lines;
    if (parser.iterate_many(text, std::size_t{8} << 20U).get(lines) != simdjson::SUCCESS) return 0;
    std::size_t sum = 0;
    for (auto line : lines) {
        auto flow = line["flow"];
        std::string_view value;
        for (const char* field : {"time", "verdict"})
            if (flow[field].get_string().get(value) == simdjson::SUCCESS) sum += value.size();
        for (const char* end : {"source", "destination"})
            for (const char* field : {"namespace", "pod_name"})
                if (flow[end][field].get_string().get(value) == simdjson::SUCCESS) sum += value.size();
    }
    return sum;
}

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv) {
    std::string file;
    std::string pods;
    FlowOptions options;
    bool isRaw = false;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--pods") == 0 && i + 1 < argc)
            pods = argv[++i];
        else if (std::strcmp(argv[i], "--threads") == 0 && i + 1 < argc)
            options.threads = static_cast<unsigned>(std::atoi(argv[++i]));
        else if (std::strcmp(argv[i], "--block") == 0 && i + 1 < argc)
            options.blockBytes = static_cast<std::size_t>(std::atol(argv[++i]));
        else if (std::strcmp(argv[i], "--raw") == 0)
            isRaw = true;
        else
            file = argv[i];
    }
    if (file.empty()) {
        std::cerr << "usage: bench_flow FILE [--pods FILE] [--threads N] [--block BYTES] [--raw]\n";
        return 2;
    }
    const auto cluster = inventory(pods);
    const auto start = std::chrono::steady_clock::now();
    std::size_t edges = 0;
    std::uint64_t bytes = 0;
    if (isRaw) {
        edges = readRaw(file);
        bytes = static_cast<std::uint64_t>(std::ifstream(file, std::ios::ate | std::ios::binary).tellg());
    } else {
        const auto table = readFlows({file}, *cluster, options, {});
        if (!table) {
            std::cerr << table.error().message << '\n';
            return 3;
        }
        edges = table->edges().size();
        bytes = table->counts().bytes;
    }
    const double seconds = secondsSince(start);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("%.1f MB in %.3f s: %.0f MB/s, %ld MB peak, %s %zu\n", static_cast<double>(bytes) / 1e6, seconds,
                static_cast<double>(bytes) / 1e6 / seconds, usage.ru_maxrss / 1024, isRaw ? "checksum" : "edges",
                edges);
    return 0;
}
