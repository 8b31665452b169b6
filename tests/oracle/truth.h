#pragma once

#include "tests/oracle/naive.h"

#include <algorithm>

namespace portolan::naive {

inline Truth both(Truth a, Truth b) {
    return std::min(a, b);
}
inline Truth either(Truth a, Truth b) {
    return std::max(a, b);
}
inline Truth truth(bool b) {
    return b ? Truth::True : Truth::False;
}

struct Evaluator::Flow {
    const Endpoint& to;
    Protocol protocol;
    std::uint16_t port;
};

} // namespace portolan::naive
