. "$ROOT/tests/lib.sh"
if [ "$(id -u)" = 0 ]; then # root reads everything: be somebody else
    work=$(mktemp -d /tmp/debtscan-unreadable.XXXXXX) # the case's own folder is closed to others
    trap 'chmod -R u+rwX "$work"; rm -rf "$work" "$report" "$report.err"' EXIT
    cp "$DEBTSCAN" "$work/debtscan"
    cp -R --preserve=mode . "$work/tree"
    chmod 755 "$work" "$work/tree"
    cd "$work/tree"
    HOME=/nonexistent setpriv --reuid=65534 --regid=65534 --clear-groups "$work/debtscan" . --format json --no-progress >"$report" 2>"$report.err" ||
        fail "exit status $?: $(cat "$report.err")"
else
    scan
    [ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"
fi
expect app.py 'r.inventory.sites.map(s => s.file).join()'
expect_note secret.py 'read|permission'
expect_note locked 'read|permission'
