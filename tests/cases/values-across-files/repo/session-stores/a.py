import streamlit as st
from openai import OpenAI
if "client" not in st.session_state:
    st.session_state.client = OpenAI(timeout=5)
if "other" not in st.session_state:
    st.session_state["other"] = OpenAI(timeout=6)
def a(m): return st.session_state.client.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=5
def b(m): return st.session_state["other"].chat.completions.create(model="gpt-4o", messages=m) # site: timeout=6
def c(m): return st.session_state["client"].chat.completions.create(model="gpt-4o", messages=m) # site: timeout=5
