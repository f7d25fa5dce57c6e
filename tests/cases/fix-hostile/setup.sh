# A repository that would like to have files written elsewhere, and its words obeyed in what is written.
git init -q .
mkdir -p outside src
cat >src/main.py <<'P'
from fastapi import FastAPI
from openai import OpenAI

app = FastAPI()
client = OpenAI()


@app.post("/a\": {x: 1}\n  evil: true #{id}")
def answer(id: str):
    """*/ ${{ secrets.X }} {{{style}}}"""
    return client.chat.completions.create(model="m\"\n# @z <script>\\", messages=[{"role": "user", "content": id}])
P
git add -A
GIT_AUTHOR_NAME="$(printf 'Eve\033[31m" # @all <b>')" git commit -qm first
ln -s "$PWD/outside" docs
mkdir .github
ln -s "$PWD/outside/owners" .github/CODEOWNERS
mkfifo SECURITY.md
mkdir redteam.yaml
