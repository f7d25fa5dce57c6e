#!/bin/sh
# deps.sh - everything debtscan is built from, on Debian.
#   tools/deps.sh          installs what is missing; a second run changes nothing and needs no network
#   tools/deps.sh --check  only says what is missing
# A Debian package counts as present when what it brings is found, wherever it came from.
set -eu
cd "$(dirname "$0")/.."

missing=
need() { # PACKAGE COMMAND...: the package is needed when the command fails
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}
find_missing() {
    missing=
    need gcc command -v gcc
    need make command -v make
    need git command -v git
    need pkg-config command -v pkg-config
    need libgit2-dev pkg-config --exists libgit2
    need libsqlite3-dev pkg-config --exists sqlite3
    need libyaml-dev pkg-config --exists yaml-0.1
    need libcjson-dev pkg-config --exists libcjson
    need libglib2.0-dev pkg-config --exists glib-2.0
    need libpcre2-dev pkg-config --exists libpcre2-8
    need libseccomp-dev pkg-config --exists libseccomp
    need libcurl4-openssl-dev pkg-config --exists libcurl
    need ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
    need openssl command -v openssl
    need check pkg-config --exists check
    need nodejs command -v node
    need npm command -v npm
}
# npm's own unpacking carries the dates of the packages; this stamp says which lock file was installed, and when.
stamp=node_modules/.installed-lock.json
# Another lock file will do as well where all it names is there in its version; to build (npm_current build) what only tests
# need may be missing.
npm_current() {
    cmp -s package-lock.json "$stamp" || { [ -e "$stamp" ] && BUILD_ONLY=${1:-} node -e '
        const fs = require("fs"), { packages } = JSON.parse(fs.readFileSync("package-lock.json"));
        for (const path in packages)
            if (path && !(process.env.BUILD_ONLY && packages[path].dev) && JSON.parse(fs.readFileSync(path + "/package.json")).version !== packages[path].version)
                process.exit(1);' 2>/dev/null; }
}

find_missing
if [ "${1:-}" = --check ]; then
    status=0
    for package in $missing; do
        echo "debtscan: Debian package $package is missing; 'make deps' installs it" >&2
        status=1
    done
    if ! npm_current build; then
        echo "debtscan: npm packages of package-lock.json are missing; 'make deps' installs them" >&2
        status=1
    fi
    exit $status
fi

exec >&2 # the output of 'make scan' is the report
if [ -n "$missing" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "debtscan: missing Debian packages:$missing" >&2
        echo "debtscan: as root, run: apt-get install --no-install-recommends$missing" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    # A fresh system has no package lists, an old one stale lists: the first is seen without errors on the screen.
    # shellcheck disable=SC2086 # a list of words
    {
        apt-get install -s --no-install-recommends $missing >/dev/null 2>&1 || apt-get update -q
        apt-get install -y -q --no-install-recommends $missing ||
            { apt-get update -q && apt-get install -y -q --no-install-recommends $missing; }
    }
    find_missing
    [ -z "$missing" ] || { echo "debtscan: still missing after apt-get:$missing" >&2; exit 1; }
fi
if ! npm_current; then
    npm ci --prefer-offline --ignore-scripts --no-audit --no-fund
    cp package-lock.json "$stamp"
fi
