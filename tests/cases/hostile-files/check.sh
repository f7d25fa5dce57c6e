. "$ROOT/tests/lib.sh"
scan
[ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"
expect 1 'r.inventory.sites.filter(s => s.file === "app.py").length'
expect app.py,dense.py,grow.py '[...new Set(r.inventory.sites.map(s => s.file))].join()'
for file in nested.py calls.js braces.js nested.ts templates.ts elements.tsx blocks.py strings.py; do
    expect_note $file 'nested deeper than [0-9]+ levels'
done
for file in package.json pyproject.toml .github/workflows/flow.yaml; do
    expect_note $file 'nested more than [0-9]+ levels'
done
# What ends its parser costs that file.
for file in .github/workflows/nested.yaml lists/MAINTAINERS.md quotes/MAINTAINERS.md docs/README.md; do
    expect_note $file 'parser aborted|nested'
done
expect_note .github/workflows/lines.yaml 'not valid YAML'
expect_note broken.ipynb 'is not a notebook: the JSON cannot be read'
expect_note empty.ipynb 'is not a notebook: the JSON cannot be read'
expect_note odd.ipynb 'is not a notebook: it has no cells'
expect_note huge.json 'larger than 4 MiB; not read'
# Files that are read whole, or that are only counted, need no note.
expect '' "r.notes.map(n => n.file).filter(f => ['app.py', 'bundle.js', 'latin.py', 'empty.py', 'empty.md'].includes(f)).join()"
# the same with other numbers of workers, byte for byte
cp "$report" one.json.out
mv one.json.out "$report.one"
for j in 1 3; do
    scan -j $j
    cmp "$report" "$report.one" || fail "the report differs with -j $j"
done
rm -f "$report.one"
