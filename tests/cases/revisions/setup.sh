# A history with what a checkout has to be careful with.
git init -q .
mkdir -p kept skipped
cp app/llm.py kept/other.py
cp app/llm.py skipped/other.py
printf 'kept/\n' >.gitignore
printf 'skipped/\n' >.debtscanignore
ln -s app/llm.py link.py
printf '\0binary' >image.bin
printf 'name: "odd"\n' >"$(printf 'odd\tname.yml')"
git add -f . && git update-index --add --cacheinfo "160000,$(printf '%040d' 1),libs/agent"
mkdir -p libs/agent
git commit -qm first && git tag first
cat >app/triage.py <<'PY'
from openai import OpenAI

client = OpenAI(timeout=20, max_retries=2)


def triage(text):
    return client.chat.completions.create(model="gpt-4o-2024-08-06", max_tokens=50, messages=[{"role": "user", "content": text}])
PY
git mv README.md GUIDE.md
git add . && git commit -qm second
