import subprocess, sqlite3
from openai import OpenAI
c = OpenAI()
def ask(m): return c.chat.completions.create(model="gpt-4o", messages=m).choices[0].message.content # site: output_parsed=unset
def run(m): return subprocess.run(ask(m), shell=True)
