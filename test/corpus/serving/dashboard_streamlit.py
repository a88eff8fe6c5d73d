import os
import sqlite3
import tempfile

import joblib
import openai
import pandas as pd
import plotly.express as px
import streamlit as st
from langchain_openai import ChatOpenAI

st.set_page_config(page_title="Sales explorer", layout="wide")
DATABASE = "sales.db"
SCHEMA = "orders(id, customer, product, amount, day)"
llm = ChatOpenAI(model="gpt-4o-mini-2024-07-18", temperature=0, max_tokens=500)


@st.cache_resource
def connection():
    return sqlite3.connect(DATABASE, check_same_thread=False)


@st.cache_data(ttl=600)
def totals():
    return pd.read_sql("select day, sum(amount) as amount from orders group by day", connection())


def ask(question: str) -> pd.DataFrame:
    answer = llm.invoke(f"Schema: {SCHEMA}\nWrite one SQL statement, nothing else, for: {question}")
    statement = answer.content.strip().strip("`")
    st.code(statement, language="sql")
    return pd.read_sql(statement, connection())  # expect: llm-output-sql


def plot(frame: pd.DataFrame, wish: str):
    answer = llm.invoke(f"Columns: {list(frame.columns)}. Python code with plotly express as px for: {wish}")
    scope = {"px": px, "frame": frame}
    exec(answer.content, scope)  # expect: llm-output-executed
    return scope.get("figure")


def upload_model():
    file = st.file_uploader("A model to compare with", type=["joblib"])
    if file is None:
        return None
    with tempfile.NamedTemporaryFile(suffix=".joblib", delete=False) as copy:
        copy.write(file.getvalue())
    return joblib.load(copy.name)  # expect: joblib-load-unsafe


def summary(frame: pd.DataFrame) -> None:
    client = openai.OpenAI(timeout=30)
    answer = client.chat.completions.create(
        model="gpt-4o-mini-2024-07-18",
        max_tokens=300,
        messages=[{"role": "user", "content": "Summarise as HTML:\n" + frame.head(40).to_csv()}],
    )
    st.markdown(answer.choices[0].message.content, unsafe_allow_html=True)  # expect: llm-output-html


def sidebar() -> str:
    with st.sidebar:
        st.title("Sales")
        st.markdown("<style>h1 { color: teal; }</style>", unsafe_allow_html=True)
        if st.checkbox("Show configuration"):
            st.json(dict(os.environ))  # expect: environment-logged
        return st.text_input("Rows where", "amount > 0")


condition = sidebar()
st.plotly_chart(px.line(totals(), x="day", y="amount"))
orders = pd.read_sql("select * from orders", connection())
st.dataframe(orders.query(condition))  # expect: pandas-query-built

question = st.chat_input("Ask about sales")
if question:
    with st.chat_message("user"):
        st.write(question)
    frame = ask(question)
    st.dataframe(frame)
    figure = plot(frame, question)
    if figure is not None:
        st.plotly_chart(figure)
    summary(frame)

model = upload_model()
if model is not None:
    st.write("Score:", model.score(orders[["amount"]], orders["product"]))
