#include "core/model/declarations.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct KeyRow {
    const char* key;
    KeyHint hint;
    const char* stem;
    bool isPort;
};

class Keys : public testing::TestWithParam<KeyRow> {};

TEST_P(Keys, SayWhatTheirValuesAre) {
    const KeyRow& row = GetParam();
    EXPECT_EQ(static_cast<int>(hintOf(row.key)), static_cast<int>(row.hint)) << row.key;
    EXPECT_EQ(stemOf(row.key), row.stem) << row.key;
    EXPECT_EQ(isPortKey(row.key), row.isPort) << row.key;
}

using enum KeyHint;
INSTANTIATE_TEST_SUITE_P(
    Model, Keys,
    testing::Values(
        KeyRow{"DB_HOST", Address, "DB_", false}, KeyRow{"DB_PORT", None, "DB_", true},
        KeyRow{"dbHost", Address, "db", false}, KeyRow{"PGHOST", Address, "PG", false},
        KeyRow{"PGPORT", None, "PG", true}, KeyRow{"host", Address, "", false},
        KeyRow{"spring.datasource.url", Address, "spring.datasource.", false},
        KeyRow{"redis-address", Address, "redis-", false}, KeyRow{"KAFKA_BROKERS", Address, "KAFKA_", false},
        KeyRow{"REDIS_HOST_PRIMARY", Address, "REDIS_HOST_", false}, KeyRow{"BACKEND_1", Address, "BACKEND_", false},
        KeyRow{"CART_SERVICE", Address, "CART_", false}, KeyRow{"OTEL_SERVICE_NAME", None, "OTEL_SERVICE_", false},
        KeyRow{"API_KEY", None, "API_", false}, KeyRow{"LOG_LEVEL", None, "LOG_", false}, KeyRow{"", None, "", false},
        KeyRow{"HOSTNAME", Other, "", false}, KeyRow{"IMAGE", Other, "", false},
        KeyRow{"SIDECAR_IMAGE", Other, "SIDECAR_", false}, KeyRow{"IMAGE_PROXY_URL", Address, "IMAGE_PROXY_", false},
        KeyRow{"$schema", Other, "$", false}, KeyRow{"SCHEMA_REGISTRY_URL", Address, "SCHEMA_REGISTRY_", false},
        KeyRow{"OIDC_ISSUER_URL", Address, "OIDC_ISSUER_", false}, KeyRow{"NO_PROXY", Other, "NO_", false},
        KeyRow{"HTTP_PROXY", Address, "HTTP_", false}, KeyRow{"CORS_ALLOWED_ORIGINS", Other, "CORS_ALLOWED_", false},
        KeyRow{"LISTEN_ADDR", Other, "LISTEN_", false}, KeyRow{"PUBLIC_URL", Other, "PUBLIC_", false}));

} // namespace
} // namespace portolan
