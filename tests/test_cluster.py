"""The files for a cluster, for Binder and for a development container: linted, parsed, true to the course.

Nothing here builds an image or starts a cluster. Of the image, only the wheel is built, from what Docker
would be sent.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml
from jupyter_client.manager import KernelManager
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager
from jupyterlab.labapp import LabApp

from pioneer_data._check_machine import KERNEL, SERVER
from pioneer_data._constraints import versions
from pioneer_data.cli import FOLDER, START

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from traitlets.config import Configurable

pytestmark = pytest.mark.skipif(
    sys.platform != "linux",
    reason="containers are Linux, and the tools for their files are installed there only",
)

ROOT = Path(__file__).parents[1]
HUB = ROOT / ".jupyterhub"
DOCKERFILE = (HUB / "Dockerfile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONTAINER = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
SCRIPTS = Path(sysconfig.get_path("scripts"))
CHART = os.environ.get("PIONEERS_HUB_CHART")
PLACEHOLDER = "REPLACE-ME"
KERNELS_OPEN = 2  # assumed, as in tests/benchmarks/class_load.py
TIMES_THE_COURSE = 100  # room for checkpoints, for what is handed in, and for files of one's own
CONFIGURED = {kind.__name__: kind for kind in (KernelManager, LabApp, MappingKernelManager, ServerApp)}


class Strict(yaml.SafeLoader):
    """Takes no key twice: of two, YAML would silently keep the last."""


def _once(loader: Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    assert len(keys) == len(set(keys)), f"a key stands twice in {keys}"
    return {
        key: loader.construct_object(value, deep=True)
        for key, (_, value) in zip(keys, node.value, strict=True)
    }


Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _once)
VALUES: dict[str, Any] = yaml.load((HUB / "values.yaml").read_bytes(), Strict)  # noqa: S506 - it is a safe loader
USER = VALUES["singleuser"]


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401 - of subprocess
    """Run a program to its end, and keep what it says."""
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120, **options
    )


# The image


def test_hadolint_has_nothing_to_say_about_the_dockerfile() -> None:
    done = run(SCRIPTS / "hadolint", "--no-color", HUB / "Dockerfile")
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def matches(pattern: str, path: str) -> bool:
    """Tell whether a line of a .dockerignore speaks of a file, or of a folder that holds it."""
    parts = {"**/": "(?:.*/)?", "*": "[^/]*"}
    expression = re.sub(r"\*\*/|\*|[^*]+", lambda found: parts.get(found[0]) or re.escape(found[0]), pattern)
    return re.fullmatch(expression + "(?:/.*)?", path) is not None


def sent_to_docker() -> Iterator[str]:
    """Yield the files that Docker would be sent: the last line that speaks of a file decides."""
    text = (HUB / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    listed = run(
        "git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT
    ).stdout.splitlines()
    found = listed or [file.relative_to(ROOT).as_posix() for file in ROOT.rglob("*") if file.is_file()]
    for path in found:
        last = [line for line in lines if matches(line.removeprefix("!"), path)][-1:]
        if last[0].startswith("!") and (ROOT / path).is_file():
            yield path


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what Docker would be sent to a folder."""
    folder = tmp_path_factory.mktemp("context")
    for path in sent_to_docker():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / path)
    return folder


def test_what_docker_is_sent_makes_the_whole_wheel_and_holds_no_solution(
    context: Path, tmp_path: Path
) -> None:
    assert {file.name for file in context.iterdir()}.isdisjoint({"solutions", "tests", ".git", ".github"})
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, context]
    done = run(*build)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = [file for file in (ROOT / "pioneer_data").rglob("*.*") if "__pycache__" not in file.parts]
    wanted = {file.relative_to(ROOT).as_posix() for file in files}
    for part in ("notebooks", "exercises"):
        wanted |= {f"pioneer_data/course/{part}/{file.name}" for file in (ROOT / part).glob("*.ipynb")}
    assert wanted <= inside, sorted(wanted - inside)


def test_what_the_dockerfile_copies_is_sent_to_docker(context: Path) -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+) ", DOCKERFILE, re.MULTILINE)
    assert len(copied) == 4
    assert [name for name in copied if not (context / name).exists()] == []


def test_the_image_starts_as_the_hub_starts_it() -> None:
    (start,) = re.findall(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)
    assert json.loads(start) == USER["cmd"]
    _, script, _, folder = USER["cmd"]
    assert folder == FOLDER
    assert f"COPY .jupyterhub/{Path(script).name} {Path(script).parent}/\n" in DOCKERFILE
    (account, group) = re.findall(r"--uid (\d+) --gid (\d+)", DOCKERFILE)[0]
    assert (account, group) == ("1000", "100"), "the chart starts a learner's container as 1000:100"
    assert f"\nUSER {account}\n" in DOCKERFILE


def test_all_files_name_the_same_versions() -> None:
    images = re.findall(r"^FROM python:(3\.\d+)-slim-\w+", DOCKERFILE, re.MULTILINE)
    binder = (ROOT / ".binder/runtime.txt").read_text(encoding="utf-8").strip()
    (container,) = re.findall(r"^python:(3\.\d+)-\w+$", CONTAINER["image"])
    (python,) = {*images, binder.removeprefix("python-"), container}
    assert f"Programming Language :: Python :: {python}" in PROJECT["classifiers"]
    assert len(images) == DOCKERFILE.count("FROM ") == 2
    written_for = VALUES["custom"]["pioneers"]
    assert re.findall(r"^ARG JUPYTERHUB_VERSION=(.+)$", DOCKERFILE, re.MULTILINE) == [
        written_for["jupyterhub"]
    ]
    assert USER["image"]["tag"] == PROJECT["version"]
    assert "jupyterhub" in versions(), "the Dockerfile leaves this line out, so it should be there"


# The values


def test_nobody_gets_in_before_the_placeholders_are_filled_in() -> None:
    settings = VALUES["hub"]["config"]
    assert settings["JupyterHub"]["authenticator_class"] == "generic-oauth", (
        "the chart's default lets anybody in"
    )
    assert settings["JupyterHub"]["admin_access"] is False
    who = settings["GenericOAuthenticator"]
    assert "client_secret" not in who, "a secret in a repository is none"
    own = {name: value for name, value in who.items() if name != "username_claim"}
    https = VALUES["proxy"]["https"]
    assert https["enabled"] is True
    for value in (USER["image"]["name"], https["hosts"], https["letsencrypt"]["contactEmail"], *own.values()):
        assert PLACEHOLDER in str(value)


def test_a_learner_lands_on_lesson_00() -> None:
    assert VALUES["hub"]["config"]["KubeSpawner"]["notebook_dir"] == f"~/{FOLDER}"
    assert USER["defaultUrl"] == f"/doc/tree/{START}"
    assert USER["storage"]["homeMountPath"] == "/home/jovyan" == re.findall(r"ENV HOME=(.+)", DOCKERFILE)[0]


def size(text: str) -> int:
    """Return the bytes of an amount as Kubernetes writes it."""
    number, unit = re.fullmatch(r"(\d+)([KMGT]i)", text).groups()  # type: ignore[union-attr] # else it fails
    return int(number) * 1024 ** (" KMGT".index(unit[0]))


def test_memory_and_storage_are_enough() -> None:
    from jupyterhub.spawner import Spawner  # noqa: PLC0415 - installed on Linux only

    memory, cpu = USER["memory"], USER["cpu"]
    spawner = Spawner(
        mem_guarantee=memory["guarantee"],
        mem_limit=memory["limit"],
        cpu_guarantee=cpu["guarantee"],
        cpu_limit=cpu["limit"],
        environment=USER["extraEnv"],
        cmd=USER["cmd"],
    )
    lessons = len(list((ROOT / "notebooks").glob("*.ipynb")))
    assert spawner.mem_guarantee >= SERVER + KERNELS_OPEN * KERNEL
    assert spawner.mem_limit >= SERVER + lessons * KERNEL
    assert 0 < spawner.cpu_guarantee < spawner.cpu_limit
    course = sum(
        file.stat().st_size for part in ("notebooks", "exercises") for file in (ROOT / part).glob("*")
    )
    assert size(USER["storage"]["capacity"]) >= TIMES_THE_COURSE * course


def refused(kind: type[Configurable], settings: Mapping[str, object]) -> Iterator[str]:
    """Yield the settings that a class of Jupyter does not know, or whose value it does not take."""
    traits = kind.class_traits(config=True)
    for name, value in settings.items():
        try:
            traits[name].validate(kind, value)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it
            yield f"{kind.__name__}.{name}: {error!r}"


def test_jupyter_takes_every_setting_of_the_file_that_the_hub_puts_into_the_container() -> None:
    (file,) = USER["extraFiles"].values()
    assert file["mountPath"] == "/usr/local/etc/jupyter/jupyter_server_config.json"
    assert file["data"]["KernelManager"] == {"transport": "ipc"}
    assert [error for name, given in file["data"].items() for error in refused(CONFIGURED[name], given)] == []
    kernels = file["data"]["MappingKernelManager"]
    assert kernels["cull_idle_timeout"] == VALUES["cull"]["timeout"]


def test_the_settings_are_those_of_the_hub_for_one_machine() -> None:
    shipped = (HUB / "jupyterhub_config.py").read_text(encoding="utf-8")
    assert f'"PIONEERS_IDLE_MINUTES", "{VALUES["cull"]["timeout"] // 60}"' in shipped
    assert f'"PIONEERS_MEMORY", "{USER["memory"]["limit"]}"' in shipped
    assert f'"PIONEERS_CPU", "{USER["cpu"]["limit"]}"' in shipped
    (file,) = USER["extraFiles"].values()
    for name, given in file["data"].items():
        for option, value in given.items():
            expected = f"--{name}.{option}="
            if not option.startswith("cull_idle"):
                expected += str(value)
            assert expected in shipped, f"{expected}: the two hubs differ"


def test_no_notebook_reaches_the_internet() -> None:
    policy = USER["networkPolicy"]
    assert policy["enabled"] is True
    assert policy["egress"] == []
    assert set(policy["egressAllowRules"].values()) == {False}
    assert set(policy["egressAllowRules"]) == {"cloudMetadataServer", "nonPrivateIPs", "privateIPs"}


def test_placeholders_make_way_for_learners() -> None:
    scheduling = VALUES["scheduling"]
    priority = scheduling["podPriority"]
    assert priority["enabled"] is scheduling["userPlaceholder"]["enabled"] is True
    assert priority["userPlaceholderPriority"] < priority["imagePullerPriority"] < priority["defaultPriority"]
    assert scheduling["userPlaceholder"]["replicas"] > 0
    assert VALUES["prePuller"]["continuous"]["enabled"] is True, "a new node has the image before the learner"


def merged(chart: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """Merge as Helm does: mappings grow together, all else is replaced, and an empty value removes a key."""
    both = chart | {
        name: merged(chart[name], value)
        if isinstance(value, dict) and isinstance(chart.get(name), dict)
        else value
        for name, value in ours.items()
    }
    return {name: value for name, value in both.items() if value is not None or name not in ours}


@pytest.mark.skipif(
    CHART is None, reason="PIONEERS_HUB_CHART names no folder with the files of the Helm chart"
)
def test_the_chart_takes_the_values() -> None:
    chart, schema = (
        yaml.safe_load((Path(str(CHART)) / name).read_bytes())
        for name in ("values.yaml", "values.schema.yaml")
    )
    faults = jsonschema.Draft7Validator(schema).iter_errors(merged(chart, VALUES))
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


# Binder


def test_repo2docker_understands_the_files_for_binder() -> None:
    done = run(sys.executable, "-m", "repo2docker", "--no-build", "--debug", ROOT)
    assert done.returncode == 0, done.stderr
    python = (ROOT / ".binder/runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    assert f"environment for python={python}\n" in done.stdout + done.stderr
    assert '/pip install --no-cache-dir -r ".binder/requirements.txt"\n' in done.stdout
    assert "\nRUN ./.binder/postBuild\n" in done.stdout
    *_, constraints, course = (ROOT / ".binder/requirements.txt").read_text(encoding="utf-8").splitlines()
    assert course == "."
    assert (ROOT / ".binder" / constraints.removeprefix("-c ")).resolve() == ROOT / "constraints.txt"


def test_what_binder_runs_after_its_build_puts_settings_and_lessons_in_place(tmp_path: Path) -> None:
    """Run the script; the Python that it asks for a folder names one of the test."""
    (tmp_path / "bin").mkdir()
    commands = {
        "python": f"echo {tmp_path}/prefix",
        "pioneer": f'exec {sys.executable} -P -m pioneer_data.cli "$@"',
    }
    for name, command in commands.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    (tmp_path / "repository").mkdir()
    shutil.copytree(ROOT / "pioneer_data/lab", tmp_path / "repository/pioneer_data/lab")
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])
    done = run(ROOT / ".binder/postBuild", cwd=tmp_path / "repository", env={"PATH": path})
    assert done.returncode == 0, done.stderr
    settings = tmp_path / "prefix/share/jupyter/lab/settings/overrides.json"
    assert settings.read_bytes() == (ROOT / "pioneer_data/lab/overrides.json").read_bytes()
    script = (ROOT / ".binder/postBuild").read_text(encoding="utf-8")
    (opens,) = re.findall(r"\?urlpath=doc/tree/(\S+)", script)
    assert (tmp_path / "repository" / opens).read_bytes() == (ROOT / START).read_bytes()


# The development container


def test_the_container_is_set_up_as_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(
        r"^\| Linux, macOS \| `(.+ && \.venv/bin/pioneer start)` \|$", readme, re.MULTILINE
    )
    assert CONTAINER["postCreateCommand"] == f"{command} --no-open"
    assert set(CONTAINER) == {
        *("name", "image", "postCreateCommand", "postAttachCommand", "forwardPorts", "portsAttributes")
    }
    (port,) = CONTAINER["forwardPorts"]
    as_root = "--allow-root"  # whoever works in this container is root
    assert (
        CONTAINER["postAttachCommand"] == f".venv/bin/pioneer start -- --no-browser --port={port} {as_root}"
    )
    assert set(CONTAINER["portsAttributes"]) == {str(port)}
