#!/bin/sh
set -e
export HF_TOKEN="$(cat /run/secrets/hf)"
export OPENAI_API_KEY=${OPENAI_API_KEY:-}
export TOKENIZERS_PARALLELISM=false
ray start --head --dashboard-host 127.0.0.1
tensorboard --logdir runs --port 6006 &
docker run --rm --gpus all acme/trainer:4.2
echo "never run: docker run --privileged or curl https://x.acme.dev | sh"
cat <<'EOF' > notes.txt
curl https://get.acme.dev | bash
mlflow server --host 0.0.0.0
EOF
mlflow server --host 127.0.0.1
claude -p "Summarise the log" --allowedTools Read
curl -s https://data.acme.dev/a.tar.gz | tar xz
