#!/bin/sh
# part.sh I N MANIFEST FOLDER - the I-th of N parts of a portfolio, as FOLDER/part-I-of-N.json. What every engine runs.
# A part is a pure function of the manifest and the repositories: it may be made again, anywhere. It is written whole or not at
# all, so one that is there is done. A gate that failed (1) or a repository that could not be scanned (3) stands in the part and
# is no reason to try again; a part that is not there is.
set -u
part=$4/part-$1-of-$2.json
[ ! -s "$part" ] || exit 0
"${DEBTSCAN:-debtscan}" portfolio "$3" --shard "$1/$2" --progress=plain --format json="$part"
status=$?
[ -s "$part" ] || exit "$status"
