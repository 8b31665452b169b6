#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/report/picture_files.h"

namespace portolan::cli {
namespace {

void declare(OptionSet& options, Request& request) {
    addManifests(options, request);
    addFlows(options, request);
    options.texts("--namespace", request.namespaces, "Only this namespace and its neighbours", kNamespaces,
                  OptionSet::List::CommaSeparated);
}

int answerMap(const Request& request, Console& console) {
    const auto analysis = runAnalysis(request, Options::Depth::Evidence, console);
    if (!analysis) return analysis.error();
    for (const std::string& wanted : request.namespaces)
        if (!(*analysis)->cluster->findNamespace(wanted))
            return tell({Error::Kind::Usage, "there is no namespace " + wanted + " in the input"}, console);
    PictureOptions options;
    options.namespaces = request.namespaces;
    const auto drawn = picture(**analysis, options, console.control());
    if (!drawn) return tell(drawn.error(), console);
    if (!request.isQuiet) {
        if (drawn->isByNamespace)
            console.say("map: more than " + std::to_string(options.maxNodes) +
                        " workloads, drawn by namespace; --namespace narrows it");
        if (drawn->hiddenEdges > 0)
            console.say("map: " + std::to_string(drawn->hiddenEdges) + " lines of hub traffic are counted, not drawn");
        if (drawn->leftOut > 0)
            console.say("map: " + std::to_string(drawn->leftOut) + " more unused allows are not drawn");
    }
    Result<std::string> result;
    switch (request.format) {
    case Format::Svg: result = pictureSvg(*drawn, console.control()); break;
    case Format::Dot: result = pictureDot(*drawn, console.control()); break;
    case Format::Graphml: result = pictureGraphml(*drawn); break;
    case Format::Png: result = pictureRaster(*drawn, "png", console.control()); break;
    case Format::Pdf: result = pictureRaster(*drawn, "pdf", console.control()); break;
    default: return noSuchFormat(request, console);
    }
    return result ? finish(*result, request, console) : tell(result.error(), console);
}

} // namespace

const Command kMapCommand{"map",
                          "svg|png|pdf|dot|graphml",
                          "The picture: svg, png, pdf, dot or graphml by the file's ending",
                          "portolan map samples/harbor -f harbor.svg",
                          declare,
                          nullptr,
                          answerMap};

} // namespace portolan::cli
