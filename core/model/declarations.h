#pragma once

#include "core/base/source_ref.h"
#include "core/model/policy.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What manifests say about whom their workloads talk to, as written. Values of environment variables, arguments,
/// ConfigMaps and annotations may be secrets: of them only what has the form of a host, port or scheme is kept. What
/// it means is worked out in core/declared.

namespace portolan {

using WorkloadId = Id<struct WorkloadTag>;

/// What stands in front of a value says about it.
enum class KeyHint : std::uint8_t {
    None,
    Address, ///< HOST, URL, BROKERS: the value is to be connected to
    Other,   ///< IMAGE, LISTEN, NO_PROXY, ORIGIN: whatever it looks like, nobody connects to it
};
/// By the words of a variable, option or configuration key: "DB_HOST", "redis-address", "spring.datasource.url".
KeyHint hintOf(std::string_view key);
/// "DB_" of "DB_HOST" and "DB_PORT", "PG" of "PGHOST": what is left without the last word.
std::string_view stemOf(std::string_view key);
/// True where the last word of the key ends in "port".
bool isPortKey(std::string_view key);

/// A host and port that a manifest mentions. Either may be a reference to a variable of the container, "$(DB_HOST)".
struct HostPortMention {
    enum class Place : std::uint8_t { Env, Command, Argument, ConfigMap, Annotation };
    NamespaceId ns;
    std::optional<WorkloadId> workload; ///< absent: a ConfigMap, or an annotation of something else
    std::string host;                   ///< empty: only a port is said (DB_PORT)
    std::uint16_t port = 0;             ///< 0: none mentioned
    SourceRef where;
    Place place = Place::Env;
    bool isWhole = false;  ///< host and port are all of the value, or of an item of a list
    Symbol object{};       ///< name of the container or ConfigMap; "Ingress web" of an annotation without workload
    Symbol key{};          ///< variable, option, or key of the ConfigMap or annotation; empty: none
    Symbol line{};         ///< of a ConfigMap or a value of several lines: the key that the line begins with
    Symbol scheme{};       ///< "postgres" of a URL; empty: none
    Symbol portVariable{}; ///< NAME of "$(NAME)" in the place of the port
};

/// A ConfigMap that a container reads.
struct ConfigMapUse {
    WorkloadId workload;
    Symbol container;
    Symbol configMap;  ///< in the workload's namespace
    Symbol key{};      ///< empty: every key
    Symbol variable{}; ///< the environment variable that the key becomes; empty: files, or a variable a key
    SourceRef where;
};

/// A port that the kubelet connects to, to see whether a container lives.
struct ProbedPort {
    WorkloadId workload;
    std::uint16_t port = 0; ///< 0: by name
    Symbol portName{};
    SourceRef where;
};

/// Something that the API server calls: a webhook, or the server of an aggregated API.
struct ApiServerCall {
    Symbol kind; ///< "ValidatingWebhookConfiguration"
    Symbol name;
    Symbol ns; ///< of the Service; empty where `host` is called
    Symbol service{};
    std::string host{}; ///< of a URL
    std::uint16_t port = 0;
    SourceRef where;
};

/// All of it, each list by place and without repetitions.
struct Declarations {
    std::vector<HostPortMention> mentions;
    std::vector<ConfigMapUse> configMaps;
    std::vector<ProbedPort> probes;
    std::vector<ApiServerCall> calls;
};

} // namespace portolan
