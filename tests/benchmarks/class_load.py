"""Let a whole class work on the shipped JupyterHub at once, and work out what machine a larger class needs.

    python tests/benchmarks/class_load.py [LEARNERS ...]

Every learner logs in, asks for a server, runs lesson 02 cell by cell, moves a control ten times, saves and
reads back. They are programs, not browsers: a browser works on the learner's own computer. But they run on
this machine, and so take some of its time, which the report gives. Afterwards three more learners start the
same kernel with pandas and altair alone, so that the memory of both can be compared in the same minute.
What it costs the server to hand JupyterLab's pages out is measured by one real browser, by itself.
Memory is counted as what would come back if the process alone ended (USS), and with its share of what
several processes hold together (PSS), which is what adds up to a machine's memory.
"""

from __future__ import annotations

import math
import os
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run by hand
sys.path.append(str(Path(__file__).resolve().parent))  # when it is not

import hub
import lab
import shared
from hub import LESSON, Hub, Kernel, Learner
from kernel_memory import BARE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SIZES = (5, 10, 20, 30)
WAVE_SECONDS = 120.0  # the largest class once more, spread over this time
BARE_LEARNERS = 3
MOVES = 10
TIMES_BARE = 1.2  # the bar, in bare learners
MEGABYTE = 2**20
NOTE = "My own words: {}"
# Assumed for the sizing rule, and said in the report.
CLASSES = (100, 1000)
ARRIVAL_SECONDS = 300.0
SECONDS_A_MOVE = 10.0
KERNELS_OPEN = 2
BUSY = 0.7
SYSTEM_MEGABYTES = 1024
SPARE = 1.2
NODE_CORES, NODE_GIGABYTES = 8, 32
LESSONS = 6
LONGEST_REASON, LONGEST_LOG = (
    200,
    20_000,
)  # characters of a failure in the report, and of the hub's log beside it


class Handed(NamedTuple):
    """What it takes to hand the page of a lesson to a browser that has never seen it.

    Parameters
    ----------
    megabytes : float
        What the browser was sent.
    server, proxy : float
        Processor seconds of the learner's server and of the proxy.
    """

    megabytes: float
    server: float
    proxy: float


class Weight(NamedTuple):
    """Megabytes of a process: its own (USS), and with its share of what it shares (PSS)."""

    own: float
    share: float


@dataclass
class Visit:
    """One learner's visit.

    Parameters
    ----------
    learner : Learner
        Who.
    first_chart, end : float
        Seconds from asking for the server until the first chart and until the last cell was done.
    moves : list of float
        Seconds from each move of the control until the chart came.
    cpu_first, cpu_lesson, cpu_move : float
        Processor seconds of server and kernel until the first chart, until the last cell, and for a move.
    server, kernel : int
        Process ids.
    limit : float
        Megabytes that the hub allows the learner.
    failure : str
        Why it broke off.
    kept : bool
        Whether what was saved came back, from the server and from the disk.
    """

    learner: Learner
    first_chart: float = math.inf
    end: float = math.inf
    moves: list[float] = field(default_factory=list)
    cpu_first: float = math.nan
    cpu_lesson: float = math.nan
    cpu_move: float = math.nan
    server: int = 0
    kernel: int = 0
    limit: float = math.nan
    failure: str = ""
    kept: bool = False


class Round(NamedTuple):
    """A class that came at once or in waves.

    Parameters
    ----------
    name : str
        In words.
    visits : list of Visit
        One a learner.
    weights : dict of str to list of Weight
        Of the class's servers and kernels, and of the bare ones; of the hub and of the proxy.
    cpu : dict of str to float
        Processor seconds a learner of the hub, of the proxy, and of this program.
    """

    name: str
    visits: list[Visit]
    weights: dict[str, list[Weight]]
    cpu: dict[str, float]


def processor_seconds(*processes: int) -> float:
    """Return how long processes, and what they started and saw the end of, have had a processor."""
    return sum(sum(psutil.Process(process).cpu_times()[:4]) for process in processes)


def weight(process: int) -> Weight:
    """Return the memory of a process now."""
    found = psutil.Process(process).memory_full_info()
    return Weight(found.uss / MEGABYTE, found.pss / MEGABYTE)


def come(visit: Visit, wait: float, work: Callable[[Visit, Kernel, float], None]) -> None:
    """Ask for a server after a while, open lesson 02 and work; a failure is written down."""
    time.sleep(wait)
    begun = time.monotonic()
    try:
        visit.learner.start()
        with visit.learner.kernel(LESSON) as kernel:
            visit.kernel = kernel.value("__import__('os').getpid()")
            visit.server = psutil.Process(visit.kernel).ppid()
            work(visit, kernel, begun)
    except Exception as error:  # noqa: BLE001 - whatever it was, the class goes on
        what = " ".join(str(error).split())[:LONGEST_REASON]
        visit.failure = f"{visit.learner.name}: {type(error).__name__}: {what}"
        log = (visit.learner.hub.folder / "hub.log").read_text(encoding="utf-8", errors="replace")
        sys.stderr.write(f"{visit.failure}\n{log[-LONGEST_LOG:]}\n")


def lesson(visit: Visit, kernel: Kernel, begun: float) -> None:
    """Run lesson 02, move a control, save, and read back."""
    notebook = hub.blank(visit.learner.read(LESSON))
    first: list[float] = []

    def at_first_chart(at: float) -> None:
        first.append(processor_seconds(visit.server, visit.kernel))
        visit.first_chart = at - begun

    hub.run_cells(kernel, notebook, at_first_chart)
    visit.end = time.monotonic() - begun
    visit.cpu_first, visit.cpu_lesson = first[0], processor_seconds(visit.server, visit.kernel)
    for turn in range(MOVES):
        sent = time.monotonic()
        heard = kernel.move("silent", 5 * turn)
        visit.moves.append(next(each.at for each in heard if each.kind == "update_display_data") - sent)
    visit.cpu_move = (processor_seconds(visit.server, visit.kernel) - visit.cpu_lesson) / MOVES
    visit.limit = int(kernel.value("__import__('os').environ['MEM_LIMIT']")) / MEGABYTE
    notebook.cells[0].source += "\n\n" + NOTE.format(visit.learner.name)
    visit.learner.save(LESSON, notebook)
    visit.kept = visit.learner.read(LESSON) == notebook and _on_disk(visit.learner)


def _on_disk(learner: Learner) -> bool:
    file = learner.hub.home(learner.name) / "pioneers-course" / LESSON
    return NOTE.format(learner.name) in file.read_text(encoding="utf-8")


def bare(visit: Visit, kernel: Kernel, begun: float) -> None:
    """Import pandas and altair and make one chart."""
    kernel.run(BARE)
    visit.end = time.monotonic() - begun


def together(
    running: Hub, names: Iterable[str], over: float, work: Callable[[Visit, Kernel, float], None]
) -> list[Visit]:
    """Let learners log in, and then work, each in a thread.

    Parameters
    ----------
    running : Hub
        The hub.
    names : iterable of str
        Their accounts.
    over : float
        Seconds over which they ask for their servers, evenly.
    work : callable
        What each does in the kernel.

    Returns
    -------
    list of Visit
        In the order of the names.
    """
    visits = [Visit(Learner(running, name)) for name in names]
    for visit in visits:
        visit.learner.log_in()
    threads = [
        threading.Thread(target=come, args=(visit, over * turn / len(visits), work))
        for turn, visit in enumerate(visits)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return visits


def measure(size: int, over: float = 0) -> Round:
    """Let a class work on a fresh hub.

    Parameters
    ----------
    size : int
        Learners.
    over : float
        Seconds over which they arrive.

    Returns
    -------
    Round
        What happened.
    """
    name = f"{size}, over {over:.0f} s" if over else f"{size} at once"
    sys.stderr.write(f"{name}\n")
    with tempfile.TemporaryDirectory() as folder, hub.running(Path(folder)) as running:
        processes = {"hub": running.process.pid, "proxy": _proxy(running), "learners": os.getpid()}
        before = {each: processor_seconds(process) for each, process in processes.items()}
        visits = together(running, [f"learner{n}" for n in range(size)], over, lesson)
        cpu = {
            each: (processor_seconds(process) - before[each]) / size for each, process in processes.items()
        }
        least = together(running, [f"bare{n}" for n in range(BARE_LEARNERS)], 0, bare)
        weights = {each: [weight(process)] for each, process in processes.items()}
        for kind, group in (("", visits), ("bare ", least)):
            here = [visit for visit in group if not visit.failure]
            weights[f"{kind}server"] = [weight(visit.server) for visit in here]
            weights[f"{kind}kernel"] = [weight(visit.kernel) for visit in here]
    return Round(name, visits, weights, cpu)


def _proxy(running: Hub) -> int:
    """Return the process of the proxy."""
    return next(each.pid for each in running.process.children() if "node" in each.name())


def hand_out() -> Handed:
    """Let one learner open lesson 02 in a browser, and read what the pages cost."""
    sys.stderr.write("one browser\n")
    with tempfile.TemporaryDirectory() as folder, hub.running(Path(folder)) as running:
        learner = Learner(running, "browser")
        learner.log_in()
        learner.start()
        processes = [
            each.pid for each in running.process.children() if "singleuser" in " ".join(each.cmdline())
        ]
        processes.append(_proxy(running))
        before = [processor_seconds(process) for process in processes]
        sent = browse(running, learner.name)
        server, proxy = (
            processor_seconds(process) - earlier for process, earlier in zip(processes, before, strict=True)
        )
    return Handed(sent / MEGABYTE, server, proxy)


def browse(running: Hub, name: str) -> int:
    """Log in and open lesson 02 in a browser until its kernel is ready; return the bytes that it was sent."""
    sizes: list[int] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.FLAGS)
        page = browser.new_page()
        page.set_default_timeout(lab.PATIENCE)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(f"{running.base}/hub/login?next=/user/{name}/doc/tree/{LESSON}")
        page.fill("#username_input", name)
        page.fill("#password_input", running.password)
        page.click("#login_submit")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_selector("[data-status='idle']")  # the kernel's, in the status bar
        browser.close()
    return round(sum(sizes))


def middle(figures: Iterable[float]) -> float:
    """Return the median, or what is not a number where there is nothing."""
    found = list(figures)
    return statistics.median(found) if found else math.nan


def three(figures: Iterable[float], form: str = ".0f") -> list[str]:
    """Return median, 95th percentile and largest, in words."""
    found = sorted(figure for figure in figures if math.isfinite(figure))
    if not found:
        return ["", "", ""]
    last = shared.late(found) if len(found) > 1 else found[0]
    return [format(figure, form) for figure in (statistics.median(found), last, found[-1])]


def times(rounds: Sequence[Round]) -> list[str]:
    """Return the table of how long it took."""
    head = ["Learners", "First chart, s: median", "95%", "longest", "All cells, s: median", "longest"]
    head += ["A moved control, ms: median", "95%", "longest", "Told to try again", "Failures", "Work lost"]
    rows = []
    for each in rounds:
        ends = three(visit.end for visit in each.visits)
        moves = three((1000 * move for visit in each.visits for move in visit.moves), ".0f")
        refused = sum(visit.learner.refused for visit in each.visits)
        failed = sum(bool(visit.failure) for visit in each.visits)
        lost = sum(not visit.kept for visit in each.visits)
        first = three((visit.first_chart for visit in each.visits), ".1f")
        rows.append([each.name, *first, ends[0], ends[2], *moves, refused, failed, lost])
    return shared.table(head, rows)


def memory(rounds: Sequence[Round]) -> list[str]:
    """Return the table of the memory of each part."""
    head = ["Memory, MB (USS / PSS)", *(each.name for each in rounds)]
    words = {"server": "A learner's server", "kernel": "A learner's kernel, lesson 02 run"}
    words |= {f"bare {part}": f"The bare {part}, started in the same way" for part in ("server", "kernel")}
    words |= {"hub": "The hub", "proxy": "The proxy"}
    rows = [[word, *(_both(each.weights[part]) for each in rounds)] for part, word in words.items()]
    both = ["Learner in bare learners, USS", *(f"{times_bare(each):.2f}" for each in rounds)]
    return shared.table(head, [*rows, both])


def _both(weights: Sequence[Weight]) -> str:
    return f"{middle(w.own for w in weights):.0f} / {middle(w.share for w in weights):.0f}"


def own(found: Round, kind: str = "") -> float:
    """Return the memory (USS, megabytes) of a middling learner, or ``"bare "`` one."""
    parts = [f"{kind}{part}" for part in ("server", "kernel")]
    return sum(middle(weight.own for weight in found.weights[part]) for part in parts)


def times_bare(found: Round) -> float:
    """Return the memory of a learner, in bare ones."""
    return own(found) / own(found, "bare ")


class Need(NamedTuple):
    """What one learner needs, and the hub itself.

    Parameters
    ----------
    server, kernel, common : float
        Megabytes (PSS) of a server, of a kernel, and of hub and proxy together.
    start, page, move, hub : float
        Processor seconds until the first chart, for handing out the pages, for a moved control, and of the
        hub for the whole visit.
    """

    server: float
    kernel: float
    common: float
    start: float
    page: float
    move: float
    hub: float


def need(found: Round, handed: Handed) -> Need:
    """Take what a learner needs from a round, and from one browser."""
    share = {part: middle(weight.share for weight in weights) for part, weights in found.weights.items()}
    done = [visit for visit in found.visits if not visit.failure]
    return Need(
        share["server"],
        share["kernel"],
        share["hub"] + share["proxy"],
        middle(visit.cpu_first for visit in done),
        handed.server + handed.proxy,
        middle(visit.cpu_move for visit in done),
        found.cpu["hub"],
    )


def rule(one: Need, found: Round) -> list[str]:
    """Return the sizing rule with its arithmetic, for each class.

    Parameters
    ----------
    one : Need
        Measured.
    found : Round
        Where it was measured.

    Returns
    -------
    list of str
        Markdown.
    """
    learner = one.server + KERNELS_OPEN * one.kernel
    measured = (
        f"a server of {one.server:.0f} MB and {one.kernel:.0f} MB a kernel (PSS), {one.start:.1f} s of a "
        f"processor until the first chart and {one.page:.1f} s to hand out the pages, "
        f"{1000 * one.move:.0f} ms for a moved control, and {1000 * one.hub:.0f} ms of the hub's own"
    )
    assumed = (
        f"{KERNELS_OPEN} lessons open at a time, arrival over {ARRIVAL_SECONDS / 60:.0f} minutes, then "
        f"everybody moves a control every {SECONDS_A_MOVE:.0f} s, processors at most {BUSY:.0%} busy, "
        f"{SYSTEM_MEGABYTES} MB for the system, and {SPARE - 1:.0%} of memory to spare"
    )
    begin = f"**The sizing rule**, from the figures of *{found.name}*. Measured for one learner: {measured}."
    memory = (
        f"* Memory of a learner: {one.server:.0f} + {KERNELS_OPEN} x {one.kernel:.0f} = {learner:.0f} MB."
    )
    classes = [for_class(size, learner, one) for size in CLASSES]
    return [begin, f"Assumed: {assumed}.", "", memory, *classes]


def for_class(size: int, learner: float, one: Need) -> str:
    """Return the arithmetic for a class.

    Parameters
    ----------
    size : int
        Learners.
    learner : float
        Megabytes of one.
    one : Need
        What one needs.

    Returns
    -------
    str
        A line of Markdown.
    """
    gigabytes = SPARE * (SYSTEM_MEGABYTES + one.common + size * learner) / 1024
    arrival = size * (one.start + one.page) / ARRIVAL_SECONDS / BUSY
    moving = size * one.move / SECONDS_A_MOVE / BUSY
    cores = math.ceil(max(arrival, moving))
    room = (NODE_GIGABYTES * 1024 / SPARE - SYSTEM_MEGABYTES - one.common) / learner
    carried = math.floor(min(room, size * NODE_CORES / max(arrival, moving)))
    words = [
        f"* **{size:,} learners: {gigabytes:.0f} GB and {cores} cores**, or {math.ceil(size / carried)}",
        f"machines of {NODE_CORES} cores and {NODE_GIGABYTES} GB, each of which carries {carried}.",
        f"Memory: {SPARE:g} x ({SYSTEM_MEGABYTES} + {one.common:.0f} + {size:,} x {learner:.0f}) MB.",
        f"Cores to arrive: {size:,} x {one.start + one.page:.1f} s / {ARRIVAL_SECONDS:.0f} s / {BUSY:g} =",
        f"{arrival:.1f};",
        f"to work: {size:,} x {one.move:.3f} s / {SECONDS_A_MOVE:.0f} s / {BUSY:g} = {moving:.1f}.",
        f"The hub is one process: {size:,} x {one.hub:.2f} s / {ARRIVAL_SECONDS:.0f} s =",
        f"{size * one.hub / ARRIVAL_SECONDS:.0%} of one core while they arrive.",
    ]
    return " ".join(words)


def bars(rounds: Sequence[Round]) -> list[shared.Bar]:
    """Return what was demanded and found."""
    visits = [visit for each in rounds for visit in each.visits]
    failed = [visit.failure for visit in visits if visit.failure]
    lost = [visit.learner.name for visit in visits if not visit.kept]
    whole = [
        middle(weight.own for weight in each.weights["server"])
        + LESSONS * max((weight.own for weight in each.weights["kernel"]), default=math.nan)
        for each in rounds
    ]
    limit = middle(visit.limit for visit in visits if not visit.failure)
    return [
        shared.Bar("All learners finish", "; ".join(failed) or f"{len(visits)} of {len(visits)}", not failed),
        shared.Bar("No work is lost", ", ".join(lost) or "none", not lost),
        shared.at_most(
            "The memory of a learner's server and kernel, in those of a bare kernel with pandas and altair,",
            TIMES_BARE,
            {each.name: times_bare(each) for each in rounds},
        ),
        shared.at_most(
            f"A server with {LESSONS} kernels like the largest, beside the shipped hub's limit,",
            limit,
            {each.name: size for each, size in zip(rounds, whole, strict=True)},
            " MB",
        ),
    ]


def main() -> None:
    """Print times, memory, the sizing rule and the bars."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    reason = hub.missing()
    if reason:
        raise SystemExit(reason)
    shared.as_installed()
    handed = hand_out()
    rounds = [*(measure(size) for size in sizes), measure(sizes[-1], WAVE_SECONDS)]
    largest = rounds[-2]
    worked = middle(visit.cpu_lesson for visit in largest.visits if not visit.failure)
    told = (
        f"Everything ran here, on {os.cpu_count()} cores. Processor seconds a learner: server and "
        f"kernel {worked:.1f} until the last cell, hub {largest.cpu['hub']:.1f}, proxy "
        f"{largest.cpu['proxy']:.2f}, the program that stands for the learner {largest.cpu['learners']:.1f}. "
        "No browser is among them. To hand JupyterLab and the lesson to one that has never seen them takes "
        f"{handed.server:.1f} s of the server and {handed.proxy:.2f} s of the proxy, for "
        f"{handed.megabytes:.0f} MB."
    )
    lines = [told, "", *times(rounds), "", *memory(rounds), "", *rule(need(largest, handed), largest)]
    shared.finish(lines, bars(rounds))


if __name__ == "__main__":
    main()
