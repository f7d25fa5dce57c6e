import json, yaml, tomllib
from pathlib import Path
from openai import OpenAI
with open("config.yaml") as f:
    cfg = yaml.safe_load(f)
c = OpenAI(timeout=cfg["llm"]["timeout"])
J = json.load(open("config.json"))
K = json.loads(Path("config.json").read_text())
T = tomllib.loads(Path("config.toml").read_text())
def f(m):
    c.chat.completions.create(model=cfg["llm"]["model"], messages=m) # site: model=gpt-4o timeout=12
    c.chat.completions.create(model=J["model"], messages=m, max_tokens=J["deep"]["tokens"]) # site: model=gpt-4o-mini max_tokens=50
    c.chat.completions.create(model=K.get("model"), messages=m) # site: model=gpt-4o-mini
    c.chat.completions.create(model=T["llm"]["model"], messages=m) # site: model=gpt-4.1
