# One cache, many runs at once: all say the same, byte for byte. Killed at any moment, a run leaves a cache that serves.
. "$ROOT/tests/lib.sh"
mkdir ../runs
once() { "$DEBTSCAN" . --format json --jobs 1 --no-progress "$@"; }
once --no-cache >"$out.none" 2>"$report.err" || fail "$(cat "$report.err")"

# on a cache that does not exist yet; by hand it was two hundred, and fewer are enough where each takes long
many=60
! ldd "$DEBTSCAN" | grep -q libasan || many=25
seq $many | xargs -P 25 -I '{}' sh -c '"$DEBTSCAN" . --format json --jobs 1 --no-progress >../runs/{} 2>../runs/{}.err; echo $? >../runs/{}.status'
for i in $(seq $many); do
    [ "$(cat ../runs/"$i".status)" = 0 ] && [ ! -s ../runs/"$i".err ] || fail "run $i: status $(cat ../runs/"$i".status): $(cat ../runs/"$i".err)"
    cmp -s ../runs/"$i" "$out.none" || fail "run $i says something else"
done

# killed at eight moments, while the cache is new, and while it holds some of what is needed
rm -rf "$XDG_CACHE_HOME"
began=$(date +%s%N)
once >/dev/null
whole=$((($(date +%s%N) - began) / 1000000 + 1))
for moment in 0 1 2 3 4 5 6 7; do
    [ $((moment % 2)) != 0 ] || rm -rf "$XDG_CACHE_HOME"
    echo "# $moment" >>app/llm.py
    ms=$((whole * moment / 7))
    "$DEBTSCAN" . --format json --jobs 1 --no-progress >/dev/null 2>&1 &
    sleep $((ms / 1000)).$(printf %03d $((ms % 1000)))
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    once --no-cache >"$out.none" && once >"$out.some" 2>"$report.err" || fail "after a kill at $ms ms: $(cat "$report.err")"
    [ ! -s "$report.err" ] && cmp -s "$out.some" "$out.none" || fail "after a kill at $ms ms: $(cat "$report.err")"
done
"$DEBTSCAN" cache stats >/dev/null || fail "stats"
