#include "core/load/read_topology.h"

#include "core/load/read_metadata.h"

namespace portolan::loading {

void readNamespace(Reading& reading) {
    Metadata meta = readMetadata(reading, "Namespace", Scope::Cluster, NameRule::Label);
    if (reading.isRejected()) return;
    reading.batch().namespaces.push_back({std::move(meta.name), std::move(meta.labels), meta.where});
}

void readNode(Reading& reading) {
    Metadata meta = readMetadata(reading, "Node", Scope::Cluster);
    std::vector<IpAddress> addresses;
    for (const Member& item : reading.list(reading.map(&reading.root(), "status"), "addresses")) {
        const TreeNode* const text = item.value.find("address");
        const TreeNode* const type = item.value.find("type");
        if (text == nullptr || !text->isScalar()) continue;
        const bool isName = type != nullptr && type->text != "InternalIP" && type->text != "ExternalIP";
        const auto address = isName ? std::nullopt : IpAddress::parse(text->text);
        if (address) addresses.push_back(*address);
    }
    if (reading.isRejected()) return;
    reading.batch().nodes.push_back({std::move(meta.name), std::move(meta.labels), std::move(addresses), meta.where});
}

} // namespace portolan::loading
