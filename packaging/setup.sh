# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by ./run and ./test: installs what is missing, configures and builds. Everything here writes to stderr; `project_root` is set
# by the caller. Several ./run and ./test may work at once: each step that changes something holds a lock.

# shellcheck source=packaging/packages.sh disable=SC2154
source "$project_root/packaging/packages.sh"

# What one clone has compiled serves the next, wherever it lies.
export CCACHE_BASEDIR=$project_root CCACHE_NOHASHDIR=1

say() { printf 'tilescribe: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# with_lock NAME COMMAND...: runs the command while no other ./run or ./test holds the lock of that name. The lock is file descriptor 9;
# what the command starts must close it (9>&-), or a service that apt-get starts would keep the lock for ever.
with_lock() {
    local file=$project_root/build/.$1.lock name=$1 status=0
    shift
    { mkdir -p "$project_root/build" && : >>"$file"; } 2>/dev/null ||
        fail "cannot write to $project_root/build: the project is built inside its own folder, so that folder must be writable"
    exec 9>>"$file"
    if ! flock -n 9; then
        say "another ./run or ./test is at work on the same thing ($name); waiting for it"
        flock 9
    fi
    "$@" || status=$?
    exec 9>&-
    return "$status"
}

# missing_packages NAME...: prints those that are not installed, in one call of dpkg-query.
missing_packages() {
    local installed name
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null) || true
    for name in "$@"; do
        [[ $'\n'$installed$'\n' == *$'\n'"$name installed"$'\n'* ]] || printf '%s\n' "$name"
    done
}

# as_root COMMAND...: with sudo where we are not root.
as_root() {
    if ((EUID == 0)); then "$@" 9>&-; else sudo "$@" 9>&-; fi
}

apt_lists_are_fresh() {
    compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null && [[ -n $(find /var/lib/apt/lists -maxdepth 0 -mtime -1) ]]
}

apt_update() {
    say "reading Debian's package lists (apt-get update)"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >&2 </dev/null ||
        say "apt-get update had errors (see above); trying with the lists that are here"
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 --no-install-recommends install "$@" >&2 </dev/null
}

install_missing() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    local by_hand="apt-get install --no-install-recommends ${missing[*]}"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "these Debian packages are missing, and there is no sudo here to install them. As root, run: $by_hand"
        say "these Debian packages are missing and will be installed with sudo: ${missing[*]}"
        sudo -n true 2>/dev/null || sudo -v >&2 || fail "sudo did not allow the installation. As root, run: $by_hand"
    else
        say "installing ${#missing[@]} Debian packages: ${missing[*]}"
    fi
    local updated=no
    apt_lists_are_fresh || { apt_update; updated=yes; }
    apt_install "${missing[@]}" && return 0
    if [[ $updated == no ]]; then
        apt_update
        apt_install "${missing[@]}" && return 0
    fi
    fail "the packages could not be installed (apt-get's own words are above). Is the network there, and is this Debian 12 or newer? By hand: $by_hand"
}

# install_packages NAME...: installs what is missing of them.
install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        fail "this is not Debian or one of its relatives (no apt-get), so nothing can be installed for you. What is needed is listed in packaging/packages.sh; build with: cmake --preset release && cmake --build build/release"
    fi
    local missing
    missing=$(missing_packages "$@")
    [[ -z $missing ]] || with_lock install install_missing "$@"
}

configure() {
    local preset=$1 fresh=()
    [[ -f $project_root/build/$preset/CMakeCache.txt ]] && fresh=(--fresh)
    (cd "$project_root" && cmake "${fresh[@]}" --preset "$preset" >&2 9>&-)
}

# A build folder that belongs to this tree (a copied one would build the tree that it came from).
is_configured() {
    local folder=$project_root/build/$1
    [[ -f $folder/build.ninja ]] && grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$project_root" "$folder/CMakeCache.txt" 2>/dev/null
}

# xrt_came_later PRESET: XRT was not there when build/PRESET was configured, and is now. (It is never installed from here: Debian 12's is
# no use for an NPU.)
xrt_came_later() {
    grep -qE '^TILESCRIBE_(XRT_HEADERS|XRT_COREUTIL|UUID):.*-NOTFOUND$' "$project_root/build/$1/CMakeCache.txt" || return 1
    compgen -G '/usr/include/xrt/xrt/xrt_bo.h' >/dev/null || compgen -G '/usr/include/xrt/xrt_bo.h' >/dev/null ||
        compgen -G '/opt/xilinx/xrt/include/xrt/xrt_bo.h' >/dev/null || return 1
    compgen -G '/usr/include/uuid/uuid.h' >/dev/null
}

build_locked() {
    local preset=$1 folder=$project_root/build/$1 quiet=()
    shift
    if ! is_configured "$preset" || xrt_came_later "$preset"; then
        say "configuring ($preset)"
        configure "$preset" || { say "configuring failed (see above)"; return 1; }
    fi
    [[ -t 2 ]] || quiet=(--quiet)
    # A first look tells whether there is anything to do: silence where there is not, and a word where there is.
    [[ $(ninja -C "$folder" -n "$@" 2>&1) == *"no work to do."* ]] && return 0
    say "building ($preset)"
    ninja -C "$folder" "${quiet[@]}" "$@" >&2 9>&- || { say "the build failed (see above)"; return 1; }
}

# build PRESET TARGET...: configures build/PRESET where needed and brings the targets up to date.
build() {
    with_lock "$1" build_locked "$@" </dev/null
}
