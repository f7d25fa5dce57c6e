. "$ROOT/tests/lib.sh"
scan
[ "$status" = 0 ] || fail "exit status $status"
expect none r.subject.kind
expect null r.score.value
"$DEBTSCAN" . --color never | grep -qi 'no AI surface' || fail "the text report does not say that there is nothing to score"
mkdir ../empty-folder
cd ../empty-folder && scan
[ "$status" = 0 ] || fail "an empty folder: exit status $status"
expect null r.score.value
