#include "ui/flows/mapping_fields.h"

#include <QObject>

#include <algorithm>
#include <array>

namespace portolan {

namespace {

using enum FieldGroup;

constexpr std::array<MappingField, kRowColumnCount> kFields{{
    {RowColumn::SrcNs, Source, "Namespace", "source namespace", "The namespace of the client"},
    {RowColumn::SrcWorkload, Source, "Workload", "source workload",
     "The client's Deployment, StatefulSet or other owner; also namespace/name"},
    {RowColumn::SrcPod, Source, "Pod", "source pod", "The name of the client's pod"},
    {RowColumn::SrcIp, Source, "Address", "source address", "The client's address, as the network saw it"},
    {RowColumn::SrcPort, Source, "Port", "source port",
     "The client's port: with both ports answers are told from requests"},
    {RowColumn::DstNs, Destination, "Namespace", "destination namespace", "The namespace of the server"},
    {RowColumn::DstWorkload, Destination, "Workload", "destination workload",
     "The server's Deployment, StatefulSet or other owner; also namespace/name"},
    {RowColumn::DstPod, Destination, "Pod", "destination pod", "The name of the server's pod"},
    {RowColumn::DstIp, Destination, "Address", "destination address",
     "The server's address; that of a Service becomes the pods behind it"},
    {RowColumn::DstPort, Destination, "Port", "destination port", "The port that was connected to"},
    {RowColumn::Protocol, Connection, "Protocol", "protocol", "TCP, UDP or SCTP, by name or IANA number"},
    {RowColumn::Verdict, Connection, "Policy verdict", "verdict of policies",
     "What NetworkPolicies decided. Without it traffic counts as observed, never as allowed"},
    {RowColumn::Action, Connection, "Other action", "action",
     "What something else decided, such as a firewall: what it refused is left out"},
    {RowColumn::Count, Connection, "Count", "count", "How many connections a row stands for; without it one"},
    {RowColumn::Time, Time, "Time", "time", "When it was seen: a date with a time of day, or a number since 1970"},
    {RowColumn::FirstSeen, Time, "First seen", "first seen", "When it began, where a row stands for a while"},
    {RowColumn::LastSeen, Time, "Last seen", "last seen", "When it ended, where a row stands for a while"},
    {RowColumn::DstServiceNs, Rare, "Service namespace", "Service's namespace",
     "The namespace of the Service that was asked for"},
    {RowColumn::DstService, Rare, "Service", "Service", "The Service that was asked for, by name"},
    {RowColumn::DstNatIp, Rare, "Translated address", "translated address",
     "The pod's address behind that of a Service"},
    {RowColumn::DstNatPort, Rare, "Translated port", "translated port", "The pod's port behind that of a Service"},
    {RowColumn::TcpFlags, Rare, "TCP flags", "TCP flags", "Bits, names or letters: who opened the connection"},
    {RowColumn::Direction, Rare, "Direction", "direction", "ingress or egress, as the end sees it that reports"},
    {RowColumn::Reporter, Rare, "Reporter", "reporter", "Which end reports: source or destination"},
    {RowColumn::Reply, Rare, "Is an answer", "is an answer", "true where the row is of the answering direction"},
    {RowColumn::OwnNs, Rare, "Reporting namespace", "reporting namespace", "The namespace of the pod that reports"},
    {RowColumn::OwnPod, Rare, "Reporting pod", "reporting pod",
     "The pod that reports: the end that the direction says it is"},
}};

} // namespace

std::span<const MappingField> mappingFields() {
    return kFields;
}

const MappingField& fieldOf(RowColumn column) {
    return *std::ranges::find(kFields, column, &MappingField::column);
}

QString groupName(FieldGroup group) {
    switch (group) {
    case Source: return QObject::tr("Source");
    case Destination: return QObject::tr("Destination");
    case Connection: return QObject::tr("Connection");
    case Time: return QObject::tr("Time");
    case Rare: return QObject::tr("Rare columns");
    }
    return {};
}

QString needText(MappingNeed need) {
    switch (need) {
    case MappingNeed::Source: return QObject::tr("the source's address, pod or workload");
    case MappingNeed::Destination: return QObject::tr("the destination's address, pod or workload");
    case MappingNeed::Port: return QObject::tr("the destination's port");
    case MappingNeed::Protocol: return QObject::tr("the protocol");
    }
    return {};
}

} // namespace portolan
