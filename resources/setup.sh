# Sourced by app/run and tests/run: makes the machine ready and builds one preset. Speaks on standard error only.
# Debian 12 and Ubuntu 24.04; on others, install the packages by hand.

portolan_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

portolan_packages=(
    g++ cmake ninja-build ccache pkg-config
    qt6-base-dev qt6-base-dev-tools qt6-svg-dev libgl1-mesa-dev
    libyaml-cpp-dev libsimdjson-dev nlohmann-json3-dev libcli11-dev libexpected-dev libfmt-dev
    libboost-dev libboost-graph-dev zlib1g-dev libbz2-dev libzstd-dev libcurl4-openssl-dev ca-certificates
    libgtest-dev graphviz librsvg2-bin fonts-dejavu-core
)
portolan_say() { printf 'portolan: %s\n' "$*" >&2; }

# portolan_install [PACKAGE...]: installs what is missing of these, or of what Portolan needs, after saying so.
portolan_install() {
    local wanted=("${portolan_packages[@]}")
    [ $# -eq 0 ] || wanted=("$@")
    command -v dpkg-query >/dev/null || { portolan_say "no dpkg here: install by hand: ${wanted[*]}"; return 0; }
    local missing=() package
    for package in "${wanted[@]}"; do
        [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { portolan_say "needs root or sudo to install: ${missing[*]}"; return 1; }
        as_root=(sudo)
    fi
    portolan_say "installing with apt: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# portolan_install_stopped PACKAGE: as portolan_install, of a package with a service that is neither started nor enabled.
portolan_install_stopped() {
    local as_root=() guard=/usr/sbin/policy-rc.d is_ours=no
    [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = "install ok installed" ] && return 0
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    if [ ! -e "$guard" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$guard" >/dev/null || return 1
        "${as_root[@]}" chmod +x "$guard" && is_ours=yes
    fi
    local status=0
    portolan_install "$1" || status=$?
    [ $is_ours = no ] || "${as_root[@]}" rm -f "$guard"
    command -v systemctl >/dev/null && "${as_root[@]}" systemctl disable "$1" >/dev/null 2>&1
    return $status
}

# portolan_build PRESET [TARGET...]: configures where needed, builds; the folder is build/PRESET (ci: build/dev).
portolan_build() {
    local preset=$1
    shift
    local folder=$portolan_root/build/$preset
    [ "$preset" = ci ] && folder=$portolan_root/build/dev
    if [ ! -f "$folder/build.ninja" ]; then
        portolan_say "configuring ($preset)"
        (cd "$portolan_root" && cmake --preset "$preset" >&2) || return 1
    fi
    portolan_say "building ($preset)"
    cmake --build "$folder" --parallel "$(nproc)" ${1:+--target "$@"} >&2
}
