. "$ROOT/tests/lib.sh"
scan
[ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"
expect 5 'r.inventory.sites.length'
expect_note loop 'symbolic link'
expect_note outside.py 'symbolic link'
expect_note dangling.py 'symbolic link'
expect 0 'r.inventory.sites.filter(s => s.file.startsWith("loop")).length'
"$DEBTSCAN" . --all --color never >text.out 2>/dev/null || fail "text report failed"
if LC_ALL=C grep -q "$(printf '\033')" text.out; then fail "an escape sequence reached the terminal"; fi
