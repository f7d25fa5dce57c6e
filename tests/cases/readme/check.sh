# The run that README.md shows is what debtscan prints, up to the second finding (`make accept CASE=readme` renews it); its
# table names every control; its links lead somewhere.
. "$ROOT/tests/lib.sh"
readme=$ROOT/README.md
begin='$ debtscan .    # in a copy of examples/support-agent'
cp -R "$ROOT/examples/support-agent" support-agent
cd support-agent
COLUMNS=80 "$DEBTSCAN" . --color never | awk '/WORST FINDINGS/ {found = 1} found && $0 == "" && ++n == 2 {exit} {print}' >"$TMPDIR/printed"
printf '\n  …\n' >>"$TMPDIR/printed"
if [ -n "${ACCEPT-}" ]; then
    awk -v begin="$begin" -v file="$TMPDIR/printed" '
        inside && /^```$/ {inside = 0}
        !inside {print}
        $0 == begin {inside = 1; while ((getline line <file) > 0) print line}' "$readme" >"$TMPDIR/new"
    cat "$TMPDIR/new" >"$readme"
fi
awk -v begin="$begin" 'inside && /^```$/ {exit} inside {print} $0 == begin {inside = 1}' "$readme" |
    diff -u --label README.md --label debtscan - "$TMPDIR/printed" || fail "README.md shows another run; make accept CASE=readme"

"$DEBTSCAN" rules list --color never | sed -nE 's/^  ([A-Z]{3}-[0-9]{2})  ([a-z]+) +[a-z]+ +(.*)/\1 | \3 | \2/p' >"$TMPDIR/controls"
sed -nE 's/^\|[^|]*\| ([A-Z]{3}-[0-9]{2} \| .* \| [a-z]+).*/\1/p' "$readme" |
    diff -u --label README.md --label rules - "$TMPDIR/controls" || fail "the table of README.md is not what the rules say"

grep -oE '\]\([^)#:]+\)' "$readme" | sed 's/^](//; s/)$//' | while read -r link; do
    [ -e "$ROOT/$link" ] || { echo "README.md links to $link, which is not there"; exit 1; }
done || fail "a link leads nowhere"
