#include "core/model/selector_text.h"

#include <algorithm>
#include <vector>

namespace portolan {
namespace {

std::string text(const Cluster& cluster, const Requirement& r) {
    const std::string key(cluster.text(r.key));
    if (r.op == Requirement::Operator::Exists) return key;
    if (r.op == Requirement::Operator::DoesNotExist) return '!' + key;
    std::vector<std::string> values;
    for (const Symbol v : r.values) values.emplace_back(cluster.text(v));
    std::ranges::sort(values);
    if (r.op == Requirement::Operator::In && values.size() == 1) return key + '=' + values.front();
    std::string out = key + (r.op == Requirement::Operator::In ? " in (" : " notin (");
    for (std::size_t i = 0; i < values.size(); ++i) out += (i == 0 ? "" : ",") + values[i];
    return out + ')';
}

} // namespace

std::string selectorText(const Cluster& cluster, const LabelSelector& selector) {
    std::vector<std::string> parts;
    for (const Requirement& r : selector.requirements) parts.push_back(text(cluster, r));
    std::ranges::sort(parts);
    std::string out;
    for (const std::string& p : parts) out += (out.empty() ? "" : ",") + p;
    return out.empty() ? "everything" : out;
}

} // namespace portolan
