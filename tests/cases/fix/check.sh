# Scaffolds: what there is, a diff, files that buy nothing until they are filled in, and nothing that stood there is lost.
. "$ROOT/tests/lib.sh"
says() { grep -Fq -- "$1" "$out.stdout" || fail "does not say '$1': $(cat "$out.stdout")"; }
state() { git status --porcelain --untracked-files=all | sort; }
credits='JSON.stringify(r.controls.map(c => [c.id, c.status, c.credit]))'

# without a control: what there is, and nothing is written
try 0 '' fix
says 'OPS-02   RACI.md'
says 'debtscan fix CONTROL...'
try 0 '' fix --all --dry-run
says '+++ b/docs/RACI.md'
says '+/app/ @your-org/ai-team'
[ -z "$(state)" ] || fail "something was written: $(state)"

# a diff of all is what is written, and all of it buys nothing
scan
base=$(json "$credits")
score=$(json r.score.value)
try 0 '' fix --all --dry-run
cp "$out.stdout" "$out.diff"
git apply --check "$out.diff" || fail "the diff does not apply"
try 0 '' fix --all
git apply --reverse --check "$out.diff" || fail "what was written is not what the diff said"
scan
[ "$(json "$credits")" = "$base" ] || fail "unfilled scaffolds moved credits: $(json "$credits")"
[ "$(json r.score.value)" = "$score" ] || fail "unfilled scaffolds moved the score"

openapi openapi.yaml

# a second run keeps what is there; what a person wrote too, whatever it is
try 0 '' fix --all
says 'unchanged  docs/RACI.md'
says 'Nothing was written'
try 0 '' fix RACI.md
echo mine >docs/RACI.md
try 0 '' fix OPS-02
says 'kept       docs/RACI.md  is there already'
[ "$(cat docs/RACI.md)" = mine ] || fail "a file was overwritten"
try 0 '' fix OPS-02 --force --dry-run
says '-mine'
[ "$(cat docs/RACI.md)" = mine ] || fail "a dry run wrote"
try 0 '' fix ops-02 --force
says 'replaced   docs/RACI.md'
grep -q debtscan:unfilled docs/RACI.md || fail "--force replaced nothing"
# what does the same somewhere else makes a file superfluous
git clean -qfd
echo '* @shop/nobody' >CODEOWNERS
try 0 '' fix OPS-01 .
says 'OPS-01'
[ ! -e .github/CODEOWNERS ] || fail "a second file of owners"
rm CODEOWNERS

# filled in they count: owners, responsibilities, objectives
try 0 '' fix OPS-01 OPS-02 OPS-08
sed -i '/debtscan:unfilled/d; s/@your-org/@shop/' .github/CODEOWNERS
sed -i 's/<!-- debtscan:unfilled -->//; /debtscan:unfilled/d; s/: TODO, reached at TODO/: Ana Ruiz, reached at ana@shop.test/; s/the last review was on TODO/the last review was on 2026-10-01/; s/TODO confirm or replace/They agreed to it in the last meeting of the service desk/' docs/RACI.md
sed -i 's/^| \(.*\) | TODO | TODO | TODO | TODO | TODO *|$/| \1 | I | A | C | C | R |/' docs/RACI.md
sed -i '1d; s/ *# debtscan:unfilled//; s/TODO which share/ninety-five of a hundred/; s/displayName: TODO/displayName: goal/; s/value: 0, target: 0.0/value: 20, target: 0.95/; s/target: 0.0/target: 0.9/; s/TODO //' docs/slo.yaml
scan
for id in OPS-01 OPS-02 OPS-08; do
    [ "$(json "r.controls.find(c => c.id === '$id').credit >= 0.75")" = true ] ||
        fail "$id is $(json "JSON.stringify(r.controls.find(c => c.id === '$id'))") filled in"
done
[ "$(json "r.score.value > $score")" = true ] || fail "filled in they raise nothing"
[ "$(json "JSON.stringify($base.filter(([id, , credit]) => r.controls.find(c => c.id === id).credit < credit))")" = '[]' ] || fail "something fell"

# what is in order, what does not apply, what nobody knows
try 0 '' fix OPS-02
says 'is in order, nothing is written'
try 0 '' fix GOV-05
says 'does not apply here'
try 2 "unknown control 'OPS-0'" fix OPS-0
try 2 nowhere fix ./nowhere OPS-02
# what belongs at the root of the work tree is not put into a part of it
try 0 '' fix app OPS-01
says 'root of the work tree'
exit 0
