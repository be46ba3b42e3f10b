"""JupyterHub for a class on one Linux machine. How to set it up: INSTRUCTORS.md, "A server for the class".

What a teacher may want to change stands first; each value can also be set from outside, in the variable
named beside it. Everybody has a system account, and systemd holds each learner to the memory and processor
share below. JupyterHub runs as root, because only root can start a server as somebody else.
"""  # noqa: INP001 - JupyterHub runs this file; it is in no package

import os
import sys
from ipaddress import ip_address
from pathlib import Path

from pioneer_data.cli import SETTINGS, START

set_to = os.environ.get
c = get_config()  # type: ignore[name-defined]  # noqa: F821 - JupyterHub gives it

# The address. On this machine alone unless changed: passwords must not cross a network in the clear, so put
# a server with a TLS certificate, such as Caddy or nginx, in front and let it pass web sockets on.
ADDRESS = set_to("PIONEERS_ADDRESS", "127.0.0.1")
PORT = set_to("PIONEERS_PORT", "8000")
# Who may log in: members of this group of system accounts. Who may see and stop the servers of others.
GROUP = set_to("PIONEERS_GROUP", "pioneers")
ADMINS = set_to("PIONEERS_ADMINS", "").split()
# Each learner's copy of the course, in the home folder.
FOLDER = set_to("PIONEERS_FOLDER", "pioneers-course")
MEMORY = set_to("PIONEERS_MEMORY", "1G")
CPU = float(set_to("PIONEERS_CPU", "1"))
# Longer than any lunch break: what a learner answered is in the kernel until then, see below.
IDLE_MINUTES = float(set_to("PIONEERS_IDLE_MINUTES", "120"))
# What the hub remembers: who is logged in, which servers run.
STATE = Path(set_to("PIONEERS_STATE", "/var/lib/pioneers-hub"))

HERE = Path(__file__).resolve().parent
STATE.mkdir(mode=0o700, parents=True, exist_ok=True)
c.JupyterHub.bind_url = f"http://{ADDRESS}:{PORT}"
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.command = [str(HERE / "proxy/node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
# When the hub is restarted, for example with other settings, nobody's server stops.
c.JupyterHub.cleanup_servers = False

c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {GROUP}
c.Authenticator.admin_users = set(ADMINS)

# Before each start the course is brought up to date, by the learner's own account: see start_server.sh.
c.Spawner.cmd = ["/bin/sh", str(HERE / "start_server.sh"), sys.executable, FOLDER]
c.Spawner.notebook_dir = f"~/{FOLDER}"
c.Spawner.default_url = f"/doc/tree/{START}"
c.Spawner.args = [
    # JupyterLab as `pioneer start` sets it up.
    f"--LabApp.app_settings_dir={SETTINGS}",
    "--LabApp.news_url=None",
    # Learners install nothing, and the course needs no terminal. That saves memory and questions; it keeps
    # nobody out, because a notebook can run programs too.
    "--LabApp.extension_manager=readonly",
    "--ServerApp.terminals_enabled=False",
    # Kernels are reached by files, not ports: where many start at a time, two may pick the same port.
    "--KernelManager.transport=ipc",
    # A kernel that no page is connected to goes as late as an idle server, never sooner.
    f"--MappingKernelManager.cull_idle_timeout={round(60 * IDLE_MINUTES)}",
    "--MappingKernelManager.cull_connected=False",
    "--MappingKernelManager.cull_busy=False",
]
c.Spawner.environment = {"OMP_NUM_THREADS": "1"}  # the sums are small; a thread per core only takes memory

# Limits that hold. Memory, as tests/benchmarks/class_load.py measured it on 22 November 2026: a server takes
# 108 MB and the kernel of a lesson 101 MB, so all six lessons left open take 108 + 6 x 101 = 714 MB; that
# program fails if they outgrow the limit. If a learner reaches it, Linux ends a kernel, and JupyterLab says
# so; the notebook is a file and stays. Processor: the course never uses more than one core at a time.
c.JupyterHub.spawner_class = "systemd"
c.Spawner.mem_limit = MEMORY
c.Spawner.cpu_limit = CPU
c.SystemdSpawner.isolate_tmp = True
c.SystemdSpawner.disable_user_sudo = True


def address_of_its_own(spawner):  # noqa: ANN001, ANN201 - JupyterHub calls it
    """Give each learner's server another address of this machine; all that begin with 127 are its own.

    JupyterHub looks for a free port before a server takes it. Where many start at a time, it may find the
    same one twice, and then leads one learner to the server of another (jupyterhub/jupyterhub#3005).
    """
    spawner.ip = str(ip_address("127.1.0.0") + spawner.user.id)


c.Spawner.pre_spawn_hook = address_of_its_own

# A class arrives together. Until the first chart a learner takes 3.3 s of a core (measured as above), so 20 a
# core are there in about a minute, well before the hub gives one up. Later ones are told to try again.
c.JupyterHub.concurrent_spawn_limit = 20 * (os.cpu_count() or 1)
c.Spawner.start_timeout = c.Spawner.http_timeout = 180

# Servers of people who have left are stopped to give their memory back. A page that is open and in sight
# counts as use, even if nothing is run. Lost is what only the kernel holds: variables and what was chosen
# on controls. Notebooks are files and stay.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            *(sys.executable, "-m", "jupyterhub_idle_culler"),
            f"--timeout={round(60 * IDLE_MINUTES)}",
        ],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]
