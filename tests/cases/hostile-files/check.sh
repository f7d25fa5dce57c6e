. "$ROOT/tests/lib.sh"
scan
[ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"
expect 1 'r.inventory.sites.filter(s => s.file === "app.py").length'
expect app.py 'r.inventory.sites.map(s => s.file).join()'
expect_note nested.py 'nested|deep'
expect_note .github/workflows/nested.yaml 'abort|signal|nested'
expect_note lists/MAINTAINERS.md 'abort|signal|nested'
expect_note quotes/MAINTAINERS.md 'abort|signal|nested'
expect_note broken.ipynb 'notebook|JSON'
expect_note odd.ipynb 'cells'
expect_note huge.json 'large'
expect 0 'r.notes.filter(n => n.file === "app.py").length'
# the same with other numbers of workers, byte for byte
cp "$report" one.json.out
mv one.json.out "$report.one"
for j in 1 3; do
    scan -j $j
    cmp "$report" "$report.one" || fail "the report differs with -j $j"
done
rm -f "$report.one"
