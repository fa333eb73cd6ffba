#!/bin/sh
# Installs what building and testing need and is not there yet, and further programs by name. Says one line for what it cannot install.
#   Scripts/setup.sh [PROGRAM …]
set -u
. "$(dirname "$0")/usage.sh"
cd "$(dirname "$0")/.." || exit 1

command -v swift >/dev/null 2>&1 || { echo "setup: Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 1; }

if [ "$(uname)" = Linux ]; then
    missing=""
    [ -e /usr/include/sqlite3.h ] || missing="$missing libsqlite3-dev"
    command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
    command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
    command -v curl >/dev/null 2>&1 || missing="$missing curl"
    for program; do command -v "$program" >/dev/null 2>&1 || missing="$missing $program"; done
    if [ -n "$missing" ]; then
        as_root=""
        [ "$(id -u)" = 0 ] || as_root="sudo -n"
        if command -v apt-get >/dev/null 2>&1; then
            # shellcheck disable=SC2086
            { $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1
        fi
        for package in $missing; do
            case $package in
                libsqlite3-dev) [ -e /usr/include/sqlite3.h ] ;;
                *) command -v "$package" >/dev/null 2>&1 ;;
            esac || echo "setup: cannot install $package; install it by hand (without libsqlite3-dev nothing builds)" >&2
        done
    fi
fi

Scripts/fetch-swagger-ui.sh
exit 0
