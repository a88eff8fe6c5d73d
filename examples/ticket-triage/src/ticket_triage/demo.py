"""A page to try the classifier: python -m ticket_triage.demo [--share | --lan]"""

import argparse
import os

import gradio as gr

from .serve import CHECKPOINT, Classifier


def build_demo() -> gr.Interface:
    classifier = Classifier(CHECKPOINT)

    def classify(text: str) -> str:
        label, score = classifier.predict(text)
        return f"{label} ({score:.0%})"

    return gr.Interface(classify, inputs="text", outputs="text", title="Ticket triage")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", action="store_true", help="show it to a colleague outside")
    parser.add_argument("--lan", action="store_true", help="show it in the office")
    args = parser.parse_args()
    demo = build_demo()
    if args.share:
        demo.launch(share=True)
    elif args.lan:
        login = (os.environ["DEMO_USER"], os.environ["DEMO_PASSWORD"])
        demo.launch(server_name="0.0.0.0", auth=login)
    else:
        demo.launch()


if __name__ == "__main__":
    main()
