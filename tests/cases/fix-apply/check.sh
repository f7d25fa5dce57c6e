# Small edits: only where they are certain, only in files that git has as they are, shown before, proved by a second scan.
. "$ROOT/tests/lib.sh"
says() { grep -Fq -- "$1" "$out.stdout" || fail "does not say '$1': $(cat "$out.stdout")"; }
clean() { [ -z "$(git status --porcelain)" ] || fail "$1: $(git status --porcelain)"; }
try 2 'takes the controls' fix --apply
try 0 '' fix --apply TEC-04 --dry-run
cp "$out.stdout" "$out.diff"
clean "a dry run wrote"
try 0 '' fix --apply TEC-04
says 'Scanned again: score'
says 'TEC-04  Timeout on model calls: credit'
says 'something is spread into its arguments'
says 'something is set there on purpose'
git apply --reverse --check "$out.diff" || fail "what was written is not what was shown"
cat >"$out.wanted" <<'D'
-const client = new OpenAI();
-export const say = (prompt: string) => generateText({ model: openai("gpt-4o"), prompt });
+const client = new OpenAI({ timeout: 60_000 });
+export const say = (prompt: string) => generateText({ model: openai("gpt-4o"), prompt, abortSignal: AbortSignal.timeout(60_000) });
+    timeout=60,
-chat = ChatOpenAI(model="gpt-4o")
+chat = ChatOpenAI(model="gpt-4o", timeout=60)
-    return litellm.completion("gpt-4o", q)
+    return litellm.completion("gpt-4o", q, timeout=60)
D
git diff -U0 | grep '^[-+][^-+]' | sort >"$out.got"
sort "$out.wanted" | diff - "$out.got" || fail "other edits"
# a file with changes is left alone, unless told
try 2 'is not as it was committed' fix --apply TEC-05
try 0 '' fix --apply TEC-05 TEC-08 --force
says 'TEC-05  Bounded retry with backoff: credit'
grep -q '^    timeout=60,$' app.py && grep -q '^    max_retries=2,$' app.py || fail "the second edit lost the first"
grep -q 'messages=q, max_tokens=4096)' app.py || fail "no bound on tokens"
# nothing is left to be edited; what was written parses and finds its calls
scan
expect 0 'r.findings.filter(f => f.control === "TEC-04" && !/given|never/.test(f.message)).length'
git add -A
git commit -qm second
try 0 '' fix --apply TEC-04
says 'nothing that can be edited for certain'
clean "something was edited twice"
# of the part of a work tree, and outside of git
mkdir -p part
one='from openai import OpenAI
client = OpenAI()
def ask(q): return client.chat.completions.create(model="gpt-4o", messages=q)'
echo "$one" >part/llm.py
git add -A
git commit -qm third
try 0 '' fix part --apply TEC-04
says 'edited     llm.py'
mkdir "$TMPDIR/plain"
echo "$one" >"$TMPDIR/plain/llm.py"
try 2 'is not as it was committed' fix "$TMPDIR/plain" --apply TEC-04
# aliases become the snapshots that their provider names, where they are written: in a call or in a constant
git rm -rqf . && git commit -qm none
mkdir -p app && cat >app/settings.py <<'P'
MODEL = "gpt-4o"
P
cat >app/llm.py <<'P'
from anthropic import Anthropic
from openai import AzureOpenAI, OpenAI

from app.settings import MODEL

client = OpenAI()


def ask(q):
    return client.chat.completions.create(model=MODEL, messages=q)


def again(q):
    return client.chat.completions.create(model=MODEL, messages=q)


def short(q):
    return client.chat.completions.create(model="gpt-4o-mini", messages=q)


def other(q):
    return Anthropic().messages.create(model='claude-sonnet-4-0', max_tokens=9, messages=q)


def deployed(q):
    return AzureOpenAI().chat.completions.create(model="gpt-4o", messages=q)


def unknown(q):
    return client.chat.completions.create(model="gpt-9-turbo-preview", messages=q)
P
git add -A && git commit -qm aliases
try 0 '' fix --apply TEC-11
says 'TEC-11  Model version pinned, declared in one place: credit'
says 'names no snapshot'
cat >"$out.wanted" <<'D'
-MODEL = "gpt-4o"
+MODEL = "gpt-4o-2024-08-06"
-    return client.chat.completions.create(model="gpt-4o-mini", messages=q)
+    return client.chat.completions.create(model="gpt-4o-mini-2024-07-18", messages=q)
-    return Anthropic().messages.create(model='claude-sonnet-4-0', max_tokens=9, messages=q)
+    return Anthropic().messages.create(model='claude-sonnet-4-20250514', max_tokens=9, messages=q)
D
git diff -U0 | grep '^[-+][^-+]' | sort >"$out.got"
sort "$out.wanted" | diff - "$out.got" || fail "other snapshots"
# a link is not followed
rm -rf part
echo "$one" >"$TMPDIR/outside.py"
mkdir part && ln -s "$TMPDIR/outside.py" part/llm.py
try 0 '' fix part --apply TEC-04
[ "$(cat "$TMPDIR/outside.py")" = "$one" ] || fail "a link was followed"
exit 0
