from langchain.chat_models import init_chat_model
m = init_chat_model("openai:gpt-4o", timeout=3)
def a(x): return m.invoke(x) # site: model=openai:gpt-4o timeout=3
n = init_chat_model("gpt-4o-mini", model_provider="openai", temperature=0)
def b(x): return n.invoke(x) # site: model=gpt-4o-mini temperature=0
