#include "app/desktop/start_request.h"

#include "core/flow/formats/column_mapping.h"
#include "core/flow/time_text.h"

#include <QCommandLineParser>

#include <memory>
#include <utility>

namespace portolan {

namespace {

const QString kFlows = QStringLiteral("flows");
const QString kFollow = QStringLiteral("follow");
const QString kMapping = QStringLiteral("flow-mapping");
const QString kLogZone = QStringLiteral("log-zone");
const QString kSnapshot = QStringLiteral("snapshot");
const QString kSample = QStringLiteral("sample");
const QString kLive = QStringLiteral("live");
const QString kContext = QStringLiteral("context");
const QString kKubeconfig = QStringLiteral("kubeconfig");
const QString kNamespace = QStringLiteral("live-namespace");
const QString kConfigMaps = QStringLiteral("live-configmaps");
const QString kTimeout = QStringLiteral("request-timeout");

constexpr uint kLongestTimeout = 3600; // s

std::vector<std::string> toStrings(const QStringList& texts) {
    std::vector<std::string> out;
    for (const QString& text : texts) out.push_back(text.toStdString());
    return out;
}

/// Sets what the options say of the cluster; what is wrong with them.
QString readLive(const QCommandLineParser& parser, LiveSource& live) {
    live.context = parser.value(kContext).toStdString();
    live.kubeconfig = parser.value(kKubeconfig).toStdString();
    for (const QString& names : parser.values(kNamespace))
        for (const QString& name : names.split(QLatin1Char(','), Qt::SkipEmptyParts))
            live.namespaces.push_back(name.toStdString());
    if (parser.isSet(kConfigMaps)) live.configMaps = LiveSource::ConfigMaps::Read;
    if (!parser.isSet(kTimeout)) return {};
    bool isNumber = false;
    const uint seconds = parser.value(kTimeout).toUInt(&isNumber);
    if (!isNumber || seconds == 0 || seconds > kLongestTimeout)
        return QStringLiteral("--request-timeout is a number of seconds from 1 to 3600");
    live.requestTimeout = std::chrono::seconds(seconds);
    return {};
}

/// Sets how flow logs are read; what is wrong with what the options say.
QString readReading(const QCommandLineParser& parser, FlowOptions& reading) {
    if (parser.isSet(kLogZone)) {
        const auto minutes = parseZone(parser.value(kLogZone).toStdString());
        if (!minutes) return QStringLiteral("--log-zone is written as +02:00, -05:30 or Z");
        reading.zoneMinutes = *minutes;
    }
    if (!parser.isSet(kMapping)) return {};
    auto mapping = readColumnMapping(parser.value(kMapping).toStdString());
    if (!mapping) return QString::fromStdString(mapping.error().message);
    reading.mapping = std::make_shared<const ColumnMapping>(std::move(*mapping));
    return {};
}

} // namespace

void declareStart(QCommandLineParser& parser) {
    parser.addOptions(
        {{kFlows, QStringLiteral("A flow log; may be given several times."), QStringLiteral("FILE")},
         {kFollow, QStringLiteral("Follow the flow logs while they are being written.")},
         {kMapping, QStringLiteral("Which columns of tables of flows mean what."), QStringLiteral("FILE")},
         {kLogZone, QStringLiteral("Zone of times in logs that name none; without it UTC."), QStringLiteral("+HH:MM")},
         {kSnapshot, QStringLiteral("Earlier dump of the cluster, for whose an address was then."),
          QStringLiteral("FILE[@TIME]")},
         {kSample, QStringLiteral("Open the sample cluster.")},
         {kLive, QStringLiteral("Read a cluster through kubectl; inputs count as if applied to it.")},
         {kContext, QStringLiteral("The kubeconfig's context that names the cluster."), QStringLiteral("NAME")},
         {kKubeconfig, QStringLiteral("The kubeconfig, where it is not kubectl's own."), QStringLiteral("FILE")},
         {kNamespace, QStringLiteral("Read only these namespaces of the cluster."), QStringLiteral("NAMESPACE,...")},
         {kConfigMaps, QStringLiteral("Read ConfigMaps of the cluster, too, for the addresses that they name.")},
         {kTimeout, QStringLiteral("Seconds that the cluster may take for one answer."), QStringLiteral("SECONDS")}});
    parser.addPositionalArgument(QStringLiteral("INPUT"),
                                 QStringLiteral("Manifests or dumps: files, directories, \"-\" for standard input."),
                                 QStringLiteral("[INPUT...]"));
}

StartRequest startRequest(const QCommandLineParser& parser) {
    StartRequest out;
    const bool isLive = parser.isSet(kLive);
    if (!isLive)
        for (const QString& option : {kContext, kKubeconfig, kNamespace, kConfigMaps, kTimeout})
            if (parser.isSet(option)) {
                out.problem = QStringLiteral("--%1 says something about a cluster: it goes with --live").arg(option);
                return out;
            }
    if (parser.isSet(kSample)) {
        if (isLive) out.problem = QStringLiteral("--sample and --live are two clusters: choose one");
        out.isSample = !isLive;
        return out;
    }
    const QStringList inputs = parser.positionalArguments();
    if (inputs.isEmpty() && !isLive) {
        if (parser.isSet(kFlows)) out.problem = QStringLiteral("--flows needs the manifests of the cluster, too");
        return out;
    }
    Options options;
    options.inputs = toStrings(inputs);
    options.flows = toStrings(parser.values(kFlows));
    options.isFollowing = parser.isSet(kFollow);
    if (options.isFollowing && options.flows.empty()) {
        out.problem = QStringLiteral("--follow says how --flows are read: name them, too");
        return out;
    }
    options.snapshots = toStrings(parser.values(kSnapshot));
    out.problem = readReading(parser, options.reading);
    if (isLive && out.problem.isEmpty()) out.problem = readLive(parser, options.live.emplace());
    if (out.problem.isEmpty()) out.open = std::move(options);
    return out;
}

} // namespace portolan
