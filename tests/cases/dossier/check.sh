# The document of a launch review: decision, conditions, accepted risks, what to ask, evidence, sign-off; a page and Markdown.
. "$ROOT/tests/lib.sh"
dossier() { try 0 '' dossier . "$@"; }
says() { # FILE TEXT...
    local file=$1 text
    shift
    for text; do grep -Fq -- "$text" "$file" || fail "$file does not say '$text'"; done
}
doc=$PWD.out
mkdir "$doc"
trap 'rm -rf "$doc" "$report" "$report.err" "$out".*' EXIT
dossier -o "$doc/review.html"
dossier -o "$doc/review.md"
node "$ROOT/tests/schema/formats.js" --root=. html="$doc/review.html" markdown="$doc/review.md" || fail "not valid"
scan
expect true 'r.score.with_waivers > r.score.value'
accepted=$(json 'r.score.with_waivers.toFixed(1)')
says "$doc/review.md" '2025-01-02' 'The scan says: no go.' 'TEC-01 Output contract: critical' "$accepted with the risks accepted" \
    'owner @&#8203;ml-platform, until 2027-02-01, approved by @&#8203;sre-leads' 'for OPS-08 is expired (end: 2024-02-01): it accepts nothing' \
    'lacking at `app/llm.py:' 'looked for: ' '| gpt-4o-mini | openai |' '| Responsible AI | | | | |' 'OWASP'
says "$doc/review.html" 'go with conditions' '<strong>@ml-platform</strong>' '<strong>2027-02-01</strong>' 'approved by @sre-leads' \
    "script-src &#39;none&#39;" 'https://github.com/acme/agent/blob/'
# the format: by its name, by the file's ending, HTML without either; the same bytes each time
dossier -f markdown
cmp "$out.stdout" "$doc/review.md" || fail "another document on standard output"
dossier -j 3
cmp "$out.stdout" "$doc/review.html" || fail "another page on standard output"
try 2 "unknown format 'markdwn'; did you mean 'markdown'" dossier . -f markdwn
try 2 'takes a date' dossier . --today 2027-13-01
# on another day the waiver has ended; nothing accepts what it accepted
dossier -f markdown --today 2027-03-01
says "$out.stdout" '2027-03-01' 'for OPS-03 is expired'
# the baseline names nobody, and that is said
try 0 '' baseline .
echo '# later' >>app/llm.py
dossier -f markdown
says "$out.stdout" 'accepted by the baseline, which names neither owner, reason nor end' 'The files differ from the commit'
# without AI there is nothing to decide
mkdir none && echo 'print(1)' >none/a.py
try 0 '' dossier none -o "$doc/none.html"
try 0 '' dossier none -o "$doc/none.md"
node "$ROOT/tests/schema/formats.js" html="$doc/none.html" markdown="$doc/none.md" || fail "not valid without AI"
says "$doc/none.md" 'nothing to decide'
exit 0
