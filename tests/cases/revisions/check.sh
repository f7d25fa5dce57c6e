# A revision from git's objects is the same as a scan of its checkout; and what git repositories there are.
. "$ROOT/tests/lib.sh"

# same TEXT OTHER: two reports that differ in name, branch and revision at most.
same() {
    diff <(sed -E '/^    "(name|branch|revision)":/d' "$1") <(sed -E '/^    "(name|branch|revision)":/d' "$2") ||
        fail "$2 is not what $1 is"
}

scan --rev first
[ $status = 0 ] || fail "--rev first: $(cat "$report.err")"
expect first r.subject.revision
expect "$(git rev-parse first)" r.subject.commit
expect 2 r.inventory.sites.length
expect "app/llm.py kept/other.py" 'r.inventory.sites.map(s => s.file).join(" ")'
expect_note link.py 'symbolic link; not followed'
expect_note libs/agent 'submodule; not entered'
cp "$report" "$out.first"

# checked out: in a work tree of its own, beside the main one
git worktree add -q --detach ../old first
(cd ../old && mkdir -p libs/agent && "$DEBTSCAN" . --format json) >"$out.tree" || fail "work tree"
same "$out.first" "$out.tree"
(cd ../old && "$DEBTSCAN" --rev HEAD --format json) >"$out.tree" || fail "revision in a work tree"
same "$out.first" "$out.tree"
"$DEBTSCAN" app --rev HEAD --format json >"$out.a" && "$DEBTSCAN" app --format json >"$out.b" || fail "a folder"
same "$out.a" "$out.b"
"$DEBTSCAN" app/triage.py --rev HEAD --format json >"$out.a" && "$DEBTSCAN" app/triage.py --format json >"$out.b" || fail "a file"
same "$out.a" "$out.b"
"$DEBTSCAN" app/triage.py --rev first 2>"$report.err" && fail "a file that was not there"
grep -q 'app/triage.py: not in first' "$report.err" || fail "$(cat "$report.err")"

# staged: what the next commit would hold, whatever lies in the folder
printf 'broken' >app/llm.py
scan --staged
expect staged r.subject.revision
expect false r.subject.dirty
cp "$report" "$out.a"
git stash -q
scan
same "$report" "$out.a"
git stash pop -q
git add app/llm.py
scan --staged
expect true r.subject.dirty
expect "app/triage.py kept/other.py" 'r.inventory.sites.map(s => s.file).join(" ")'
git reset -q --hard
"$DEBTSCAN" --staged --rev HEAD 2>"$report.err" && fail "--staged and --rev together"

# bare
git clone -q --bare . ../bare.git
"$DEBTSCAN" ../bare.git --rev first --format json >"$out.a" || fail "bare"
same "$out.first" "$out.a"
"$DEBTSCAN" ../bare.git --format json >"$out.a" || fail "bare without --rev"
scan --rev HEAD
same "$report" "$out.a"
grep -q '"name": "bare"' "$out.a" || fail "the name of a bare repository"
"$DEBTSCAN" ../bare.git --staged 2>"$report.err" && fail "a bare repository has an index"

# shallow: what is missing, and how to get it
git clone -q --depth 1 "file://$PWD" ../shallow
"$DEBTSCAN" ../shallow --rev HEAD~1 2>"$report.err" && fail "shallow"
command=$(sed -nE "s/.*shallow clone; what is missing comes with: (git .*)/\1/p" "$report.err")
[ -n "$command" ] || fail "$(cat "$report.err")"
sh -c "$command" 2>"$report.err" || fail "'$command': $(cat "$report.err")"
"$DEBTSCAN" ../shallow --rev HEAD~1 --format json >"$out.a" || fail "shallow no more"
same "$out.first" "$out.a"

# partial: without a single blob. (libgit2 1.5 leaks what it matches the names of extensions with.)
leaks=${ASAN_OPTIONS-}
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
git -C . config uploadpack.allowFilter true
git clone -q --no-checkout --filter=blob:none "file://$PWD" ../partial
"$DEBTSCAN" ../partial --rev HEAD~1 2>"$report.err" && fail "partial"
command=$(sed -nE "s/.*a partial one gets them by: (git .*)/\1/p" "$report.err")
sh -c "$command" 2>"$report.err" || fail "'$command': $(cat "$report.err")"
"$DEBTSCAN" ../partial --rev HEAD~1 --format json >"$out.a" || fail "partial no more"
same "$out.first" "$out.a"

export ASAN_OPTIONS=$leaks

# SHA-256 object ids
git init -q --object-format=sha256 ../long
cp -R app ../long
"$DEBTSCAN" ../long --rev HEAD 2>"$report.err" && fail "SHA-256"
grep -q 'SHA-256 object ids' "$report.err" || fail "$(cat "$report.err")"
"$DEBTSCAN" ../long --format json >"$report" || fail "SHA-256 as a plain folder"
[ "$(json 'r.notes.filter(n => n.file === null).map(n => n.text).join()')" = \
    "its git repository has SHA-256 object ids, which libgit2 cannot read; treated as a plain folder" ] || fail "SHA-256: no note"

# somebody else's repository, as in a container
if [ "$(id -u)" = 0 ]; then
    chown -R 12345:12345 ../bare.git
    "$DEBTSCAN" ../bare.git --rev first --format json >"$out.a" || fail "another user's"
    same "$out.first" "$out.a"
fi

# what there is not
"$DEBTSCAN" --rev nothing 2>"$report.err" && fail "unknown revision"
grep -q "unknown revision 'nothing'" "$report.err" || fail "$(cat "$report.err")"
mkdir ../plain && "$DEBTSCAN" ../plain --rev HEAD 2>"$report.err" && fail "no repository"
grep -q -- '--rev needs a git repository' "$report.err" || fail "$(cat "$report.err")"
