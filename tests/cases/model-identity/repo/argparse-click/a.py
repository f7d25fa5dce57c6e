import argparse, click
from openai import OpenAI
c = OpenAI()
def main():
    p = argparse.ArgumentParser()
    p.add_argument("--model", default="gpt-4o")
    p.add_argument("--max-tokens", "-t", type=int, default=100)
    args = p.parse_args()
    c.chat.completions.create(model=args.model, messages=[], max_tokens=args.max_tokens) # site: model=gpt-4o max_tokens=100
@click.command()
@click.option("--model", default="gpt-4o-mini")
def run(model):
    c.chat.completions.create(model=model, messages=[]) # site: model=gpt-4o-mini
import typer
def cmd(model: str = typer.Option("gpt-4.1", help="x")):
    c.chat.completions.create(model=model, messages=[]) # site: model=gpt-4.1
