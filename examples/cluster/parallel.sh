#!/bin/bash
# parallel.sh MANIFEST FOLDER HOSTS [N] - a portfolio over ssh with GNU parallel: N parts (four a host), three tries each, on the
# hosts of the file HOSTS (a line each, as --sshloginfile takes it). debtscan, the repositories, this folder and FOLDER are at the
# same place everywhere, as on a network file system. Started again it makes what is missing.
set -eu
manifest=$(realpath "$1") folder=$(realpath "$2") hosts=$3
here=$(dirname "$(realpath "$0")")
n=${4:-$((4 * $(grep -c . "$hosts")))}
# shellcheck disable=SC2016 # what is in quotes is expanded over there
seq "$n" | parallel --will-cite --sshloginfile "$hosts" --retries 3 --joblog "$folder/joblog" --env DEBTSCAN \
    "$(printf 'cd %q && %q {} %q %q %q' "$PWD" "$here/part.sh" "$n" "$manifest" "$folder")"
"${DEBTSCAN:-debtscan}" portfolio merge "$folder"/part-*-of-"$n".json \
    --format json="$folder/portfolio.json" --format html="$folder/index.html"
