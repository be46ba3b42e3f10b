#!/bin/sh
# Starts a learner's server, as the learner:  start_server.sh PYTHON FOLDER OPTIONS...
python=$1 folder=$2
shift 2
cd || exit

# A newer course arrives; files that the learner changed stay. If that fails, the learner still gets in.
"$python" -P -m pioneer_data.cli start "$folder" --no-open || mkdir -p "$folder"

# Sockets of kernels lie in this folder, and their whole path may have about 100 characters. Home folders can
# be deeper than that. With systemd /tmp is the learner's own and goes when the server stops.
JUPYTER_RUNTIME_DIR=$(mktemp -d -t pioneers-XXXXXX) || exit
export JUPYTER_RUNTIME_DIR

exec "$python" -P -m jupyterhub.singleuser "$@"
