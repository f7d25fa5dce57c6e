. "$ROOT/tests/lib.sh"
if [ "$(id -u)" = 0 ]; then # root reads everything: be somebody else
    work=$(mktemp -d)
    cp "$DEBTSCAN" "$work/debtscan"
    cp -R --preserve=mode . "$work/tree"
    chmod 755 "$work" "$work/tree"
    cd "$work/tree"
    HOME=/nonexistent setpriv --reuid=65534 --regid=65534 --clear-groups "$work/debtscan" . --format json --no-progress >"$report" 2>"$report.err" ||
        fail "exit status $?: $(cat "$report.err")"
    chmod -R u+rwX "$work"
else
    scan
    [ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"
fi
expect app.py 'r.inventory.sites.map(s => s.file).join()'
expect_note secret.py 'read|permission'
expect_note locked 'read|permission'
