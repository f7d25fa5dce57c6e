# A submodule is another repository: noted, not read.
. "$ROOT/tests/lib.sh"
scan
[ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"
expect app.py 'r.inventory.sites.filter(s => s.file.startsWith("libs/") || s.file === "app.py").map(s => s.file).join()'
expect_note libs/agent submodule
"$DEBTSCAN" . --color never --all | grep -q 'libs/agent.*submodule' || fail "the text report does not show the note"
expect_note vendored-agent 'repository of its own'
