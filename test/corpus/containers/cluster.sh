#!/usr/bin/env bash
set -euo pipefail
export OPENAI_API_KEY=9f8Zq2Lr7Tn4Wk6Vb3Xc  # expect: configs/secret-literal
export PIP_TRUSTED_HOST=pypi.acme.dev  # expect: configs/certificate-check-off
ray start --head --dashboard-host=0.0.0.0 --port 6379  # expect: serving/ray-dashboard-open
tensorboard --logdir runs --bind_all &  # expect: serving/tensorboard-open
docker run --rm --privileged --gpus all acme/trainer:4.2  # expect: docker/run-privileged
streamlit run app.py --server.enableXsrfProtection=false  # expect: serving/streamlit-protection-off
torchserve --start --disable-token-auth --model-store /models  # expect: serving/torchserve-token-off
claude -p "Fix the failing tests" --dangerously-skip-permissions  # expect: serving/agent-unattended
curl -k https://models.acme.dev/weights.safetensors -o weights.safetensors  # expect: commands/curl-certificate-off
curl -s https://get.acme.dev/agent.sh | sh  # expect: commands/remote-script-run
mlflow server --host 0.0.0.0 --app-name basic-auth --allowed-hosts '*'  # expect: serving/mlflow-hosts-open
