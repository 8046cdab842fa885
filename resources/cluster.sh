#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs 3 etcd members and 4 authorities on loopback until Ctrl-C, and shows their state. Called by `./run cluster`.
# usage: cluster.sh DGEXD FOLDER [SECONDS]
set -uo pipefail

dgexd=$1
folder=$2
seconds=${3:-0} # 0: until Ctrl-C
etcd_port=23790
api_port=28443
processes=()

say() { printf 'cluster: %s\n' "$*" >&2; }

stop_all() {
    trap - INT TERM EXIT
    ((${#processes[@]})) || return 0
    say "stopping"
    # The nodes first, so that they leave their ledgers closed.
    local pid
    for pid in "${processes[@]:3}" "${processes[@]:0:3}"; do
        kill -TERM "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
    say "stopped"
}
trap 'stop_all; exit 0' INT TERM
trap stop_all EXIT

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
for port in $((etcd_port + 1)) "$api_port"; do
    if answers "$port"; then
        say "port $port is in use: another cluster runs on this machine; stop it first"
        exit 2
    fi
done
mkdir -p -- "$folder" || exit 2
members=
endpoints=()
for i in 1 2 3; do
    members+=${members:+,}etcd$i=http://127.0.0.1:$((etcd_port + 10 + i))
    endpoints+=(--etcd "http://127.0.0.1:$((etcd_port + i))")
done
for i in 1 2 3; do
    client=http://127.0.0.1:$((etcd_port + i)) peer=http://127.0.0.1:$((etcd_port + 10 + i))
    setsid etcd --name "etcd$i" --data-dir "$folder/etcd$i" --listen-client-urls "$client" \
        --advertise-client-urls "$client" --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" \
        --initial-cluster "$members" --log-level error 2>>"$folder/etcd$i.log" &
    processes+=($!)
done
"$dgexd" make-network --folder "$folder/network" --authorities 4 "${endpoints[@]}" --first-port "$api_port" || exit 2
for i in 1 2 3 4; do
    setsid "$dgexd" node --config "$folder/network/node$i/node.toml" 2>>"$folder/node$i.log" &
    processes+=($!)
done
say "4 authorities answer on https://127.0.0.1:$api_port to $((api_port + 3)), metrics 100 above; logs in $folder"

metric() { # metric NODE NAME
    exec 3<>"/dev/tcp/127.0.0.1/$((api_port + 99 + $1))" || return
    printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3
    sed -n "s/^dgex_$2 //p" <&3
    exec 3>&-
}
while ((seconds == 0 || SECONDS < seconds)); do
    sleep 5 &
    wait $!
    line=
    for i in 1 2 3 4; do
        state=$({ metric "$i" final_height; metric "$i" height; metric "$i" reachable; } 2>/dev/null | tr '\n' ' ')
        read -r final height reachable <<<"$state"
        line+="  node$i final=${final:-?}/${height:-?} reachable=${reachable:-0}"
    done
    printf '%(%H:%M:%S)T%s\n' -1 "$line"
done
