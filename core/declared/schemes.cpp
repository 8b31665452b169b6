#include "core/declared/schemes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portolan {
namespace {

using namespace std::string_view_literals;
using SchemePort = std::pair<std::string_view, std::uint16_t>;

constexpr std::array kPorts{
    SchemePort{"amqp"sv, 5672},       SchemePort{"amqps"sv, 5671},      SchemePort{"bolt"sv, 7687},
    SchemePort{"cassandra"sv, 9042},  SchemePort{"clickhouse"sv, 9000}, SchemePort{"consul"sv, 8500},
    SchemePort{"couchdb"sv, 5984},    SchemePort{"dns"sv, 53},          SchemePort{"etcd"sv, 2379},
    SchemePort{"ftp"sv, 21},          SchemePort{"gelf"sv, 12201},      SchemePort{"git"sv, 9418},
    SchemePort{"h2c"sv, 80},          SchemePort{"http"sv, 80},         SchemePort{"https"sv, 443},
    SchemePort{"imap"sv, 143},        SchemePort{"imaps"sv, 993},       SchemePort{"kafka"sv, 9092},
    SchemePort{"ldap"sv, 389},        SchemePort{"ldaps"sv, 636},       SchemePort{"mariadb"sv, 3306},
    SchemePort{"memcached"sv, 11211}, SchemePort{"mongodb"sv, 27017},   SchemePort{"mqtt"sv, 1883},
    SchemePort{"mqtts"sv, 8883},      SchemePort{"mysql"sv, 3306},      SchemePort{"nats"sv, 4222},
    SchemePort{"neo4j"sv, 7687},      SchemePort{"nfs"sv, 2049},        SchemePort{"oracle"sv, 1521},
    SchemePort{"postgres"sv, 5432},   SchemePort{"postgresql"sv, 5432}, SchemePort{"redis"sv, 6379},
    SchemePort{"rediss"sv, 6379},     SchemePort{"sftp"sv, 22},         SchemePort{"smtp"sv, 25},
    SchemePort{"smtps"sv, 465},       SchemePort{"sqlserver"sv, 1433},  SchemePort{"ssh"sv, 22},
    SchemePort{"ws"sv, 80},           SchemePort{"wss"sv, 443},         SchemePort{"zk"sv, 2181},
    SchemePort{"zookeeper"sv, 2181},
};

constexpr std::array kUdp{"dns"sv, "gelf"sv, "ntp"sv, "statsd"sv, "udp"sv, "udp4"sv, "udp6"sv};

} // namespace

std::uint16_t defaultPort(std::string_view scheme) {
    scheme = scheme.substr(0, scheme.find('+')); // "postgresql+psycopg"
    const auto it = std::ranges::find(kPorts, scheme, &SchemePort::first);
    return it == kPorts.end() ? std::uint16_t{0} : it->second;
}

Protocol protocolOf(std::string_view scheme) {
    return std::ranges::find(kUdp, scheme) != kUdp.end() ? Protocol::Udp : Protocol::Tcp;
}

} // namespace portolan
