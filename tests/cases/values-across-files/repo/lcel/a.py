from langchain_openai import ChatOpenAI
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.output_parsers import StrOutputParser, JsonOutputParser
from pydantic import BaseModel
class Out(BaseModel):
    a: int
llm = ChatOpenAI(model="gpt-4o", timeout=5, max_retries=3)
prompt = ChatPromptTemplate.from_messages([("system", "You"), ("user", "{x}")])
chain = prompt | llm | StrOutputParser()
def a(x): return chain.invoke({"x": x}) # site: model=gpt-4o timeout=5 system_message=set structured_output=unset
retrying = (prompt | llm).with_retry(stop_after_attempt=4)
def b(x): return retrying.invoke({"x": x}) # site: retry=4
s = prompt | llm.with_structured_output(Out)
async def c(x): return await s.ainvoke({"x": x}) # site: structured_output=typed
t = llm.bind_tools([f]) 
def d(x): return t.invoke(x) # site: tools=set
u = llm.bind(temperature=0, max_tokens=10)
def e(x): return u.invoke(x) # site: temperature=0 max_tokens=10
v = llm.with_fallbacks([ChatOpenAI(model="gpt-4o-mini")])
def f(x): return v.invoke(x) # site: timeout=5
w = llm.with_config(tags=["x"])
def g(x): return w.invoke(x) # site: timeout=5
def h(x):
    return (prompt | llm | JsonOutputParser()).invoke(x) # site: output_parsed=set
class C:
    def __init__(self, llm=None):
        self.llm = llm or ChatOpenAI(model="gpt-4o", timeout=8)
        self.chain = prompt | self.llm
    def run(self, x):
        return self.chain.invoke(x) # site: timeout=8
