import base64
import json
import os
import pickle
import subprocess
from functools import lru_cache

import joblib
import numpy as np
import pandas as pd
from flask import Flask, jsonify, render_template_string, request
from flask_cors import CORS
from markupsafe import Markup, escape
from openai import OpenAI

app = Flask(__name__)
CORS(app)  # expect: cors-wildcard
client = OpenAI()
MODEL_DIR = os.environ.get("MODEL_DIR", "models")
online = joblib.load(os.path.join(MODEL_DIR, "online.joblib"))  # expect: joblib-load-unsafe

PAGE = """
<h1>Scores</h1>
<ul>{% for row in rows %}<li>{{ row.name }}: {{ row.score }}</li>{% endfor %}</ul>
"""


@lru_cache(maxsize=8)
def load(name):
    with open(os.path.join(MODEL_DIR, name + ".pkl"), "rb") as file:
        return pickle.load(file)  # expect: pickle-load-unsafe


@app.route("/predict/<name>", methods=["POST"])
def predict(name):
    frame = pd.DataFrame(request.get_json())  # want: input-validation
    return jsonify(load(name).predict(frame).tolist())


@app.route("/score", methods=["POST"])
def score():
    payload = base64.b64decode(request.form["features"])
    features = pickle.loads(payload)  # expect: pickle-load-unsafe
    return jsonify(score=float(online.decision_function(np.atleast_2d(features))[0]))


@app.route("/learn", methods=["POST"])
def learn():
    body = request.get_json()
    online.partial_fit(np.array([body["features"]]), [body["label"]])  # expect: train-on-request
    return jsonify(ok=True)


@app.route("/filter")
def filter_rows():
    frame = pd.read_parquet("data/customers.parquet")
    rows = frame.query(request.args["where"])  # expect: pandas-query-built
    return rows.head(50).to_json(orient="records")


@app.route("/compute")
def compute():
    return jsonify(value=eval(request.args.get("expression", "0")))  # expect: eval-external-input


@app.route("/explain", methods=["POST"])
def explain():
    body = request.get_json(force=True)
    answer = client.chat.completions.create(
        model="gpt-4o-2024-08-06",
        max_tokens=400,
        messages=[
            {"role": "system", "content": f"You explain credit scores. Tone: {body['tone']}"},  # expect: request-in-system-prompt
            {"role": "user", "content": json.dumps(body["features"])},
        ],
    )
    text = answer.choices[0].message.content
    if body.get("html"):
        return Markup(text)  # expect: llm-output-html
    return escape(text)


@app.route("/report")
def report():
    question = request.args.get("question", "")
    answer = client.chat.completions.create(  # expect: llm-reply-unbounded
        model="gpt-4o-2024-08-06",
        messages=[{"role": "user", "content": "Write a Jinja template that answers: " + question}],
    )
    return render_template_string(answer.choices[0].message.content)  # expect: llm-output-html


@app.route("/scores")
def scores():
    rows = [{"name": name, "score": 0.5} for name in request.args.getlist("name")]
    return render_template_string(PAGE, rows=rows)


@app.route("/version")
def version():
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], text=True).strip()
    return jsonify(commit=commit)


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000, debug=True)  # expect: flask-debug
