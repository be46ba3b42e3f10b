"""The shipped JupyterHub as tests and benchmarks run it: every setting but those that cannot hold here.

Replaced are the system accounts (anybody gets in with one password) and systemd (all servers run as this
account, each with a home folder of its own); so limits are told to the servers, but nobody enforces them.
``hub.py`` starts it.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub gives it
load_subconfig(os.environ["PIONEERS_SHIPPED"])  # noqa: F821 - as above

state = Path(os.environ["PIONEERS_STATE"])
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.DummyAuthenticator.password = os.environ["PIONEERS_PASSWORD"]
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{state.parent}/homes/{{username}}"
if os.geteuid() == 0:  # only here; with systemd a server runs as the learner
    c.Spawner.args.append("--allow-root")

# Nothing of a test stays behind.
c.JupyterHub.cleanup_servers = True
c.Spawner.environment["TMPDIR"] = os.environ["PIONEERS_TMPDIR"]
# The worst that can happen to a class that starts at once: the same port for everybody.
c.Spawner.port = int(os.environ["PIONEERS_SERVER_PORT"])
# A port that others may have taken, and a program that the tests fetched for themselves.
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{os.environ['PIONEERS_HUB_PORT']}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['PIONEERS_PROXY_PORT']}"
c.ConfigurableHTTPProxy.command = [os.environ["PIONEERS_PROXY"]]
