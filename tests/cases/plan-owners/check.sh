# Steps of the plan have the owner that CODEOWNERS names, else who changed their files most; shown, and never scored.
. "$ROOT/tests/lib.sh"
as() { GIT_AUTHOR_NAME=$1 git commit -qam "$1"; }
owner() { json "(s => s.owner + ' ' + s.owner_proposed)(r.plan.find(s => s.control === '$1'))"; }
mkdir r && cd r && git init -qb main .
printf 'from openai import OpenAI\n\nclient = OpenAI()\n\n\ndef ask(q):\n    return client.chat.completions.create(model="gpt-4o", messages=q)\n' >llm.py
git add . && as 'Ada *b*'
scan
expect 'null false' "$(printf '(s => s.owner + " " + s.owner_proposed)(r.plan.find(s => s.control === "TEC-04"))')" # once is no habit
for i in 1 2; do echo "# $i" >>llm.py && as 'Ada *b*'; done
for i in 3 4 5 6; do echo "$i" >>notes.txt && git add . && as Grace; done
echo '# 7' >>llm.py && as Grace
scan
[ "$(owner TEC-04)" = 'Ada *b* true' ] || fail "TEC-04 is proposed to $(owner TEC-04)"
score=$(json r.score.value)
"$DEBTSCAN" dossier . -f markdown | grep -Fq 'Ada \*b\* (by history)' || fail "the dossier does not say who"
cp -R . ../bare && rm -rf ../bare/.git
(cd ../bare && scan && expect "$score" r.score.value && expect 'null false' '(s => s.owner + " " + s.owner_proposed)(r.plan.find(s => s.control === "TEC-04"))') || exit 1
echo '*.py @llm' >CODEOWNERS && git add . && as Grace
scan
[ "$(owner TEC-04)" = '@llm false' ] || fail "CODEOWNERS: $(owner TEC-04)"
[ "$(json r.score.value)" != "$score" ] || fail "an owner who is named is scored"
