. "$ROOT/tests/lib.sh"
scan
[ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"
expect global.py,src/app.py,sub/app.py,sub/tracked_ignored.py 'r.inventory.sites.map(s => s.file).join()'
expect "$(git rev-parse HEAD)" 'r.subject.commit'
expect main 'r.subject.branch'
# a folder and a single file of it
"$DEBTSCAN" sub --format json --no-progress >"$report" 2>/dev/null || fail "a subfolder"
expect app.py,tracked_ignored.py 'r.inventory.sites.map(s => s.file).join()'
"$DEBTSCAN" src/app.py --format json --no-progress >"$report" 2>/dev/null || fail "a single file"
expect app.py 'r.inventory.sites.map(s => s.file).join()'
