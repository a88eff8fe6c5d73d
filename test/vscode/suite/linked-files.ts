/** A script that trusts what a setting in another module says. */
export const load = `from transformers import AutoModel
from settings import TRUST

AutoModel.from_pretrained("a/b", revision="0123456789012345678901234567890123456789", trust_remote_code=TRUST)
`;
/** Asks a model. */
export const llm = `from openai import OpenAI

client = OpenAI(timeout=9)


def ask(question):
    reply = client.chat.completions.create(model="gpt-4-0613", max_tokens=9, messages=[{"role": "user", "content": question}])
    return reply.choices[0].message.content
`;
/** Runs what it is given. */
export const shell =
  'import subprocess\n\n\ndef run_command(command):\n    return subprocess.run(command, shell=True)\n';
/** Passes the answer of the model on to be run. */
export const app = 'from llm import ask\nfrom shell import run_command\n\nrun_command(ask("x"))\n';
