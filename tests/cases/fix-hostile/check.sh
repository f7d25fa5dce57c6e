# Nothing is written through a link or outside, nothing that stands in the way is replaced, and no word of the repository is obeyed.
. "$ROOT/tests/lib.sh"
try 3 '' fix --all --force
for f in docs/RACI.md .github/CODEOWNERS SECURITY.md redteam.yaml; do
    grep -q "^refused    $f" "$out.stdout" || fail "$f was not refused: $(cat "$out.stdout")"
done
[ -z "$(ls outside)" ] || fail "something was written outside: $(ls outside)"
[ -L docs ] && [ -L .github/CODEOWNERS ] && [ -p SECURITY.md ] && [ -d redteam.yaml ] || fail "something was replaced"
rm -rf docs .github SECURITY.md redteam.yaml
try 0 '' fix --all
! LC_ALL=C grep -q "$(printf '\033')" "$out.stdout" || fail "an escape on the terminal"
! LC_ALL=C grep -rq "$(printf '\033')" docs .github openapi.yaml || fail "an escape in a file"
for f in $(git ls-files --others --exclude-standard | grep -E '\.(ya?ml|jsonl?)$'); do
    "$DEBTSCAN" facts "$f" >"$out.facts" || fail "$f"
    ! grep -Eq '^errors|not valid' "$out.facts" || fail "$f does not parse: $(grep -E '^errors|not valid' "$out.facts")"
done
! grep -Eq '^ *evil:' openapi.yaml || fail "a key was forged"
openapi openapi.yaml
grep -q '^# Those who committed most of late, as a proposal: Eve' .github/CODEOWNERS || fail "no proposal of owners"
! grep -q '^@' .github/CODEOWNERS || fail "an owner was forged"
# a later part of a path that is a link
rm -rf docs && mkdir -p real docs && ln -s ../real docs/design
try 0 '' fix OPS-02
exit 0
