#pragma once

#include "core/model/cluster.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::bench {

/// A size to generate; the mix of policies is the same in all: measured on a published dump of a real cluster
/// (github.com/npinaeva/k8s-netpol-scale: 5,413 pods, 604 namespaces, 13,678 policies).
struct Shape {
    std::string name;
    std::size_t pods = 0;
    std::size_t namespaces = 0;
    std::size_t policies = 0;
    unsigned seed = 1;
    std::size_t adminPolicies = 0; ///< broad, ordered, of both tiers; the rest is the same with and without
};

/// real-1k, real-5.4k, real-10k, real-150k, and real-1k, real-5.4k and real-150k with 100 admin policies:
/// "...-ordered".
std::vector<Shape> shapes();
std::optional<Shape> shapeNamed(std::string_view name);

/// The same cluster for the same shape, on every machine.
std::shared_ptr<const Cluster> generate(const Shape& shape);

} // namespace portolan::bench
