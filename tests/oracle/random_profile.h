#pragma once

#include "core/policy/profile.h"
#include "tests/oracle/random_world.h"

namespace portolan::world {

/// One of the named profiles, half of the time with every knob thrown anew.
Profile randomProfile(RandomWorld& random);
/// The profile's name and knobs on one line.
std::string text(const Profile& profile);

} // namespace portolan::world
