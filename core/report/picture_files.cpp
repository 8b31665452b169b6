#include "core/report/picture_files.h"

#include "core/base/process.h"
#include "core/layout/drawing.h"
#include "core/layout/map_layout.h"
#include "core/report/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace portolan {
namespace {

constexpr int kMargin = 24;
constexpr int kLegendHeight = 40;

/// How a state is drawn on paper: the light colours of the visual specification.
struct StateStyle {
    EdgeState state;
    const char* line;
    const char* ink;
    const char* dashes;
    const char* label;
};
constexpr std::array<StateStyle, kEdgeStateCount> kStyles{{
    {EdgeState::Used, "#0072B2", "#00629B", "", "used"},
    {EdgeState::UnusedAllow, "#0072B2", "#00629B", "0.1 4.3", "unused allow"},
    {EdgeState::Open, "#E69F00", "#8A5A00", "", "open, both ends"},
    {EdgeState::OpenUnseen, "#E69F00", "#8A5A00", "1 6", "open, not seen"},
    {EdgeState::Blocked, "#D55E00", "#B04A00", "6 3 1.6 3", "blocked attempt"},
    {EdgeState::Mismatch, "#CC79A7", "#99366E", "", "mismatch"},
    {EdgeState::Uncertain, "#777777", "#5C6166", "4 3.5", "uncertain"},
}};

const StateStyle& styleOf(EdgeState state) {
    return *std::ranges::find(kStyles, state, &StateStyle::state);
}

/// The word for a state; without a log nobody can call an allow unused.
std::string_view labelOf(const Picture& picture, EdgeState state) {
    return state == EdgeState::UnusedAllow && !picture.hasEvidence ? "permitted" : styleOf(state).label;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '&')
            out += "&amp;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

int nodeWidth(const PictureNode& n) {
    const std::size_t letters = n.name.size();
    return letters <= 11 ? 112 : letters <= 16 ? 144 : 176;
}

std::string shortened(const std::string& name, std::size_t letters) {
    if (name.size() <= letters) return name;
    const std::size_t tail = letters / 2;
    return name.substr(0, letters - tail - 1) + "\u2026" + name.substr(name.size() - tail);
}

/// The words under a node, empty for none.
std::string noteOf(const PictureNode& n) {
    if (n.openTo > 0) return fmt::format("open to {}", n.openTo);
    if (n.hiddenIn > 0 && n.hiddenOut > 0) return fmt::format("{} in, {} out, hidden", n.hiddenIn, n.hiddenOut);
    if (n.hiddenIn > 0) return fmt::format("{} in, hidden", n.hiddenIn);
    return n.hiddenOut > 0 ? fmt::format("{} out, hidden", n.hiddenOut) : std::string();
}

/// The layout of a picture; groups[i] is the title of group i. Folded lines have no route, their trunk has.
struct Placed {
    Layout layout;
    std::vector<std::string> groups;
};

Result<Placed> place(const Picture& picture, const RunControl& control) {
    Placed out;
    LayoutGraph graph;
    std::map<std::string, std::uint32_t> groupOf;
    for (const PictureNode& n : picture.nodes) {
        const auto [it, isNew] = groupOf.try_emplace(n.group, static_cast<std::uint32_t>(graph.groups.size()));
        if (isNew) {
            graph.groups.push_back(
                {static_cast<int>(n.group.size()) * 8, n.group.empty() ? GroupSide::Left : GroupSide::Anywhere});
            out.groups.push_back(n.group.empty() ? "outside" : n.group);
        }
        graph.nodes.push_back({it->second, nodeWidth(n), 32, noteOf(n).empty() ? 0 : 80});
    }
    std::vector<std::size_t> drawn;
    for (std::size_t i = 0; i < picture.edges.size(); ++i) {
        const PictureEdge& e = picture.edges[i];
        if (e.isFolded || e.isHub) continue;
        graph.edges.push_back({e.from, e.to, 1.0 + std::log10(1.0 + static_cast<double>(e.connections))});
        drawn.push_back(i);
    }
    for (const PictureTrunk& t : picture.trunks)
        graph.trunks.push_back(
            {groupOf.at(t.from), groupOf.at(t.to), std::log2(1.0 + static_cast<double>(t.edges.size()))});
    auto layout = layoutMap(graph, {}, control);
    if (!layout) return tl::make_unexpected(layout.error());
    out.layout = std::move(*layout);
    std::vector<EdgeRoute> routes(picture.edges.size());
    for (std::size_t i = 0; i < drawn.size(); ++i) routes[drawn[i]] = std::move(out.layout.routes[i]);
    out.layout.routes = std::move(routes);
    return out;
}

class SvgPainter {
  public:
    SvgPainter(const Picture& picture, const Placed& placed) : m_picture(picture), m_placed(placed) {}

    std::string run() {
        const Box& b = m_placed.layout.bounds;
        const int width = std::max(b.width + 2 * kMargin, 860);
        const int height = b.height + 2 * kMargin + kLegendHeight;
        m_out = fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
            "font-family=\"Inter, 'DejaVu Sans', sans-serif\" font-size=\"12\">\n"
            "<rect width=\"{0}\" height=\"{1}\" fill=\"#FAFBFC\"/>\n<g transform=\"translate({2} {3})\">\n",
            width, height, kMargin - b.x, kMargin - b.y);
        for (const GroupBox& g : m_placed.layout.groups) card(g);
        for (std::size_t i = 0; i < m_picture.edges.size(); ++i) edge(i);
        for (std::size_t i = 0; i < m_picture.trunks.size(); ++i) trunk(i);
        for (std::size_t i = 0; i < m_picture.nodes.size(); ++i) node(i);
        counts();
        m_out += "</g>\n";
        legend(height);
        return m_out + "</svg>\n";
    }

  private:
    void card(const GroupBox& g) {
        const bool isOutside = m_placed.groups[g.group] == "outside";
        m_out += fmt::format(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\" fill=\"{}\" stroke=\"#E1E6EB\"{}/>\n"
            "<text x=\"{}\" y=\"{}\" font-size=\"13\" font-weight=\"600\" fill=\"#15202B\">{}</text>\n",
            g.box.x, g.box.y, g.box.width, g.box.height, isOutside ? "none" : "#FFFFFF",
            isOutside ? " stroke-dasharray=\"4 4\"" : "", g.box.x + 16, g.box.y + 25,
            escaped(m_placed.groups[g.group]));
    }

    void edge(std::size_t i) {
        const PictureEdge& e = m_picture.edges[i];
        const std::string title =
            fmt::format("{} to {}: {}, {} connections, {}", m_picture.nodes[e.from].id, m_picture.nodes[e.to].id,
                        portsText(e), e.connections, labelOf(m_picture, e.state));
        line(m_placed.layout.routes[i], {title, e.state, e.connections, {e.isEgressMissing, e.isIngressMissing}});
    }

    void trunk(std::size_t i) {
        const PictureTrunk& t = m_picture.trunks[i];
        line(m_placed.layout.trunks[i], {trunkTitle(t), t.state(), t.connections, {}});
    }

    std::string trunkTitle(const PictureTrunk& t) const {
        std::string out = fmt::format("{} to {}: {} lines", groupName(t.from), groupName(t.to), t.edges.size());
        for (const StateStyle& s : kStyles)
            if (const auto count = t.count[static_cast<std::size_t>(s.state)]; count > 0)
                out += fmt::format(", {} {}", count, labelOf(m_picture, s.state));
        return out;
    }

    static std::string groupName(const std::string& group) { return group.empty() ? "outside" : group; }

    /// What a line says and how it is drawn.
    struct LineFacts {
        std::string title;
        EdgeState state = EdgeState::Used;
        std::uint64_t connections = 0;
        EdgeEnds ends;
    };

    void line(const EdgeRoute& route, const LineFacts& facts) {
        const StateStyle& style = styleOf(facts.state);
        const double width = strokeWidth(facts.connections);
        const EdgeShape shape = shapeOf(route, width, facts.ends);
        if (shape.line.empty()) return;
        std::string path;
        for (const PathStep& s : shape.line) {
            if (s.kind == PathStep::Kind::Curve)
                path += fmt::format("Q{:.1f} {:.1f} {:.1f} {:.1f}", s.control.x, s.control.y, s.to.x, s.to.y);
            else
                path += fmt::format("{}{:.1f} {:.1f}", s.kind == PathStep::Kind::Move ? 'M' : 'L', s.to.x, s.to.y);
        }
        const bool isDouble = facts.state == EdgeState::Mismatch;
        m_out += fmt::format("<g><title>{}</title><path d=\"{}\" fill=\"none\" stroke=\"#FAFBFC\" "
                             "stroke-width=\"{:.2f}\"/><path d=\"{}\" fill=\"none\" stroke=\"{}\" "
                             "stroke-width=\"{:.2f}\" stroke-linecap=\"{}\"{}/>",
                             escaped(facts.title), path, width + 4, path, style.line, isDouble ? 4.2 : width,
                             facts.state == EdgeState::UnusedAllow ? "round" : "butt",
                             *style.dashes ? fmt::format(" stroke-dasharray=\"{}\"", style.dashes) : "");
        if (isDouble)
            m_out += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"#FAFBFC\" stroke-width=\"1.6\"/>", path);
        const bool isHollow = facts.state == EdgeState::UnusedAllow;
        m_out +=
            fmt::format("<polygon points=\"{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\" fill=\"{}\" stroke=\"{}\"/>",
                        shape.head[0].x, shape.head[0].y, shape.head[1].x, shape.head[1].y, shape.head[2].x,
                        shape.head[2].y, isHollow ? "#FAFBFC" : style.ink, style.ink);
        for (const auto& bar : {shape.sourceBar, shape.targetBar})
            if (bar)
                m_out += fmt::format(
                    "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"2\"/>",
                    bar->from.x, bar->from.y, bar->to.x, bar->to.y, style.ink);
        m_out += "</g>\n";
    }

    /// How many lines each trunk stands for, underlined by the mix of their states.
    void counts() {
        const auto places = glyphPlaces(m_placed.layout.trunks);
        for (std::size_t i = 0; i < m_picture.trunks.size(); ++i) {
            if (!places[i]) continue;
            const PictureTrunk& t = m_picture.trunks[i];
            const std::string text = std::to_string(t.edges.size());
            const double width = std::max(22.0, static_cast<double>(text.size()) * 7 + 12);
            const double left = places[i]->x - width / 2;
            const double top = places[i]->y - 9;
            m_out +=
                fmt::format("<g><title>{}</title><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"18\" "
                            "rx=\"5\" fill=\"#FFFFFF\" stroke=\"#C8D0D8\"/><text x=\"{:.1f}\" y=\"{:.1f}\" "
                            "font-size=\"11\" font-weight=\"600\" text-anchor=\"middle\" fill=\"#15202B\">{}</text>",
                            escaped(trunkTitle(t)), left, top, width, places[i]->x, top + 11.5, text);
            double x = left + 5;
            for (const StateStyle& s : kStyles) {
                const double part =
                    (width - 10) * t.count[static_cast<std::size_t>(s.state)] / static_cast<double>(t.edges.size());
                if (part > 0)
                    m_out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"3\" fill=\"{}\"/>",
                                         x, top + 13.5, part, s.line);
                x += part;
            }
            m_out += "</g>\n";
        }
    }

    /// Two half-discs: left ingress, right egress, filled where isolated.
    void badge(int x, int y, const PictureNode& n) {
        const auto half = [&](Ternary isolated, const char* sweep) {
            m_out += fmt::format("<path d=\"M{0} {1}A6 6 0 0 {2} {0} {3}Z\" fill=\"{4}\" stroke=\"#0F766E\"/>", x,
                                 y - 6, sweep, y + 6, isolated == Ternary::Yes ? "#0F766E" : "#FFFFFF");
        };
        half(n.isIngressIsolated, "0");
        half(n.isEgressIsolated, "1");
    }

    void node(std::size_t i) {
        const PictureNode& n = m_picture.nodes[i];
        const Box& b = m_placed.layout.nodes[i];
        if (b.isEmpty()) return;
        const bool isInside = n.kind == PictureNode::Kind::Workload || n.kind == PictureNode::Kind::Namespace;
        const std::string halo = n.openTo > 0 ? " stroke=\"#E69F00\"" : " stroke=\"#C8D0D8\"";
        m_out += fmt::format(
            "<g><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#FFFFFF\"{}{}/>",
            escaped(n.id), b.x, b.y, b.width, b.height, halo, isInside ? "" : " stroke-dasharray=\"4 3\"");
        if (n.kind == PictureNode::Kind::Workload && !n.isHostNetwork) badge(b.x + 16, b.y + b.height / 2, n);
        m_out +=
            fmt::format("<text x=\"{}\" y=\"{}\" font-weight=\"500\" fill=\"#15202B\">{}</text>", b.x + 28,
                        b.y + b.height / 2 + 4, escaped(shortened(n.name, static_cast<std::size_t>(b.width - 36) / 7)));
        if (const std::string note = noteOf(n); !note.empty())
            m_out += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"11\" fill=\"{}\">{}</text>", b.x, b.bottom() + 14,
                                 n.openTo > 0 ? "#8A5A00" : "#5F6C79", note);
        m_out += "</g>\n";
    }

    void legend(int height) {
        int x = kMargin;
        const int y = height - kLegendHeight / 2;
        for (const StateStyle& s : kStyles) {
            const std::string_view label = labelOf(m_picture, s.state);
            m_out +=
                fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{}\"{}/><text "
                            "x=\"{}\" y=\"{}\" font-size=\"11\" fill=\"#45525F\">{}</text>\n",
                            x, y, x + 24, y, s.line, s.state == EdgeState::Mismatch ? 4.2 : 1.75,
                            *s.dashes ? fmt::format(" stroke-dasharray=\"{}\" stroke-linecap=\"round\"", s.dashes) : "",
                            x + 30, y + 4, label);
            x += 48 + static_cast<int>(label.size()) * 6;
        }
    }

    const Picture& m_picture;
    const Placed& m_placed;
    std::string m_out;
};

} // namespace

std::string portsText(const PictureEdge& edge) {
    std::string out;
    for (std::size_t i = 0; i < edge.ports.size() && i < 2; ++i) {
        std::string protocol(name(edge.ports[i].first));
        std::ranges::transform(protocol, protocol.begin(), [](char c) { return static_cast<char>(c | 0x20); });
        out += (i == 0 ? "" : ", ") + protocol + '/' + std::to_string(edge.ports[i].second);
    }
    return edge.ports.size() > 2 ? out + " +" + std::to_string(edge.ports.size() - 2) : out;
}

Result<std::string> pictureSvg(const Picture& picture, const RunControl& control) {
    const auto placed = place(picture, control);
    if (!placed) return tl::make_unexpected(placed.error());
    return SvgPainter(picture, *placed).run();
}

Result<std::string> pictureDot(const Picture& picture, const RunControl& control) {
    const auto placed = place(picture, control);
    if (!placed) return tl::make_unexpected(placed.error());
    std::string out =
        "digraph portolan {\n  graph [splines=true, outputorder=edgesfirst];\n  node [shape=box, "
        "style=\"rounded,filled\", fillcolor=white, fontsize=10, fixedsize=true];\n  edge [fontsize=8];\n";
    for (std::size_t g = 0; g < placed->groups.size(); ++g) {
        out += fmt::format("  subgraph \"cluster_{}\" {{\n    label={};\n", g, jsonString(placed->groups[g]));
        for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
            const PictureNode& n = picture.nodes[i];
            if ((n.group.empty() ? "outside" : n.group) != placed->groups[g]) continue;
            const Box& b = placed->layout.nodes[i];
            out += fmt::format("    n{} [label={}, tooltip={}, width={:.2f}, height={:.2f}, pos=\"{},{}\"];\n", i,
                               jsonString(n.name), jsonString(n.id), b.width / 72.0, b.height / 72.0, b.centre().x,
                               -b.centre().y);
        }
        out += "  }\n";
    }
    for (const PictureEdge& e : picture.edges) {
        const StateStyle& s = styleOf(e.state);
        const char* pattern = e.state == EdgeState::Uncertain || e.state == EdgeState::Blocked ? "dashed"
                              : e.state == EdgeState::UnusedAllow                              ? "dotted"
                                                                                               : "solid";
        out += fmt::format("  n{} -> n{} [label={}, color=\"{}\", style={}, tooltip={}];\n", e.from, e.to,
                           jsonString(portsText(e)), s.line, pattern, jsonString(labelOf(picture, e.state)));
    }
    return out + "}\n";
}

std::string pictureGraphml(const Picture& picture) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
    for (const auto& [id, of, type] : std::array<std::array<const char*, 3>, 7>{{{"name", "node", "string"},
                                                                                 {"namespace", "node", "string"},
                                                                                 {"ingressIsolated", "node", "string"},
                                                                                 {"egressIsolated", "node", "string"},
                                                                                 {"state", "edge", "string"},
                                                                                 {"ports", "edge", "string"},
                                                                                 {"connections", "edge", "long"}}})
        out += fmt::format("  <key id=\"{0}\" for=\"{1}\" attr.name=\"{0}\" attr.type=\"{2}\"/>\n", id, of, type);
    out += "  <graph edgedefault=\"directed\">\n";
    const auto text = [](Ternary t) { return t == Ternary::Yes ? "yes" : t == Ternary::No ? "no" : "unknown"; };
    const auto idOf = [&](std::uint32_t i) { return escaped(picture.nodes[i].id); };
    for (std::uint32_t i = 0; i < picture.nodes.size(); ++i) {
        const PictureNode& n = picture.nodes[i];
        out += fmt::format("    <node id=\"{}\"><data key=\"name\">{}</data><data key=\"namespace\">{}</data><data "
                           "key=\"ingressIsolated\">{}</data><data key=\"egressIsolated\">{}</data></node>\n",
                           idOf(i), escaped(n.name), escaped(n.group), text(n.isIngressIsolated),
                           text(n.isEgressIsolated));
    }
    for (const PictureEdge& e : picture.edges) {
        std::string ports;
        for (const auto& [protocol, port] : e.ports)
            ports += fmt::format("{}{} {}", ports.empty() ? "" : ",", name(protocol), port);
        out += fmt::format("    <edge source=\"{}\" target=\"{}\"><data key=\"state\">{}</data><data "
                           "key=\"ports\">{}</data><data key=\"connections\">{}</data></edge>\n",
                           idOf(e.from), idOf(e.to), name(e.state), ports, e.connections);
    }
    return out + "  </graph>\n</graphml>\n";
}

Result<std::string> pictureRaster(const Picture& picture, const std::string& format, const RunControl& control) {
    auto svg = pictureSvg(picture, control);
    if (!svg) return svg;
    const auto seconds = std::chrono::seconds(60);
    const std::vector<std::string> zoom{"--format", format, format == "png" ? "--zoom=2" : "--zoom=1", "--unlimited"};
    auto run = runProcess({"rsvg-convert", zoom, std::move(*svg), seconds}, control);
    const char* program = "rsvg-convert";
    if (!run && run.error().kind == Error::Kind::NotFound) {
        // Graphviz knows the places but neither routes nor trunks: every line is drawn, as well as it can.
        auto dot = pictureDot(picture, control);
        if (!dot) return dot;
        run = runProcess({"neato", {"-n2", "-T" + format}, std::move(*dot), seconds}, control);
        program = "neato";
    }
    if (!run && run.error().kind == Error::Kind::NotFound)
        return fail(Error::Kind::NotFound,
                    format + " needs rsvg-convert (Debian: librsvg2-bin); install it, or write svg");
    if (!run) return tl::make_unexpected(run.error());
    if (run->exitCode != 0)
        return fail(Error::Kind::Internal, std::string(program) + " could not draw the map: " + run->errors);
    return std::move(run->output);
}

} // namespace portolan
