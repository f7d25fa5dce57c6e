# A report is the same whatever the cache holds: nothing, all, another ruleset's, garbage, while many write.
. "$ROOT/tests/lib.sh"
store=$XDG_CACHE_HOME/debtscan/store-1.db

scan --no-cache
[ ! -e "$store" ] || fail "--no-cache made a store"
cp "$report" "$out.none"
same() {
    scan "$@"
    [ $status = 0 ] && [ ! -s "$report.err" ] || fail "$(cat "$report.err")"
    cmp -s "$report" "$out.none" || fail "another report: $*"
}
same
[ -e "$store" ] || fail "no store"
same
same --jobs 1

# what is changed is seen, and seen again when it is as it was
cp app/llm.py ../llm.py
sed -i 's/OpenAI()/OpenAI(timeout=20)/' app/llm.py
scan
expect set 'r.inventory.sites[0].attributes.timeout.state'
cp ../llm.py app/llm.py
same
cp app/llm.py app/again.py
scan
expect 2 r.inventory.sites.length
rm app/again.py
same

# of all files only one is not known, in a language that its name does not tell
{ echo '#!/usr/bin/env python3' && cat app/llm.py; } >run
scan
expect "app/llm.py,run" 'r.inventory.sites.map(s => s.file).join()'
expect 0 r.notes.length
rm run
same

# in git, by the ids of the index
git init -q . && git add . && git commit -qm first
touch -d '2024-01-01' app/llm.py README.md && git update-index --refresh
scan --no-cache
cp "$report" "$out.none"
same
same
"$DEBTSCAN" --rev HEAD --format json --no-cache >"$out.a" && "$DEBTSCAN" --rev HEAD --format json >"$out.b" || fail "--rev"
cmp "$out.a" "$out.b" || fail "--rev: another report"

# others
"$DEBTSCAN" cache stats | grep -Eq '^entries +[1-9]' || fail "stats: $("$DEBTSCAN" cache stats)"
"$DEBTSCAN" cache clear && "$DEBTSCAN" cache stats | grep -Eq '^entries +0$' || fail "clear: $("$DEBTSCAN" cache stats)"
same
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    "$DEBTSCAN" . --format json --jobs 1 >"$out.p$i" 2>&1 &
    [ $((i % 4)) != 0 ] || kill -9 $! 2>/dev/null
done
wait
for i in 1 2 3 5 6 7 9 10 11; do cmp -s "$out.p$i" "$out.none" || fail "run $i of many: $(head -3 "$out.p$i")"; done

# a damaged store is begun anew, with a remark
echo "no database at all, but long enough to be read as the head of one: 0123456789012345678901234567890123456789" >"$store"
scan
grep -q 'cache was damaged' "$report.err" || fail "no remark: $(cat "$report.err")"
cmp -s "$report" "$out.none" || fail "another report with a damaged store"
same
rm -rf "$XDG_CACHE_HOME" && echo "in the way" >"$XDG_CACHE_HOME"
same
