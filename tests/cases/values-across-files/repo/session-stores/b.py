import streamlit as st
def d(m): return st.session_state["client"].chat.completions.create(model="gpt-4o", messages=m) # site: timeout=5
