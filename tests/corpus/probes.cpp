#include "tests/corpus/probes.h"

namespace portolan {

using nlohmann::json;

std::vector<Probe> matrixProbes(const CorpusCase& c) {
    std::vector<Probe> out;
    for (const json& table : c.json("expected_matrix.json"))
        for (const auto& [from, row] : table.at("matrix").items())
            for (const auto& [to, cell] : row.items())
                if (!cell.is_null()) out.push_back({from, to, table.at("protocol"), table.at("port"), cell});
    return out;
}

std::vector<Probe> queryProbes(const CorpusCase& c) {
    std::vector<Probe> out;
    for (const json& q : c.json("queries.json"))
        if (q.contains("expected"))
            out.push_back({q.at("src"), q.at("dst"), q.at("protocol"), q.at("port"), q.at("expected")});
    return out;
}

} // namespace portolan
