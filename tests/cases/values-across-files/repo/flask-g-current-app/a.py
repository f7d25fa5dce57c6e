from flask import Flask, current_app, g
from openai import OpenAI
app = Flask(__name__)
app.client = OpenAI(timeout=5)
app.config["llm"] = OpenAI(timeout=6)
def a(m): return current_app.client.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=5
def b(m): return current_app.config["llm"].chat.completions.create(model="gpt-4o", messages=m) # site: timeout=6
def c(m): return app.client.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=5
