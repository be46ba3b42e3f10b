"""The controls that an explorer may declare: plain data, no widgets.

Each control knows its name, its label, the value it starts with and every value that the tests
shall try.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, cycle, product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pioneer_data.charts import Figure


@dataclass(frozen=True)
class Slider:
    """A number between two ends.

    Parameters
    ----------
    name, label : str
        The figure function's argument, and what the learner reads.
    low, high, step, value : float
        The ends, the distance between two stops, and where it starts.
    unit : str
        Written after the number.
    clears : tuple of str
        Names of other controls that go back to their start when the learner moves this one.
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float
    unit: str = ""
    clears: tuple[str, ...] = ()

    def sweep(self) -> list[Any]:
        """Return both ends, the start and a grid of eight stops between."""
        stops = round((self.high - self.low) / self.step)
        grid = {round(stops * part / 9) for part in range(10)}
        tried = {self._stop(stop) for stop in grid} | {self.value}
        return sorted(tried)

    def accept(self, value: object) -> Any:  # noqa: ANN401 - a control's value has its own type
        """Return the stop nearest to a value, kept between the ends."""
        known = isinstance(value, int | float) and value == value  # noqa: PLR0124 - NaN does not
        number: Any = value if known else self.value
        inside = min(max(number, self.low), self.high)
        return self._stop(round((inside - self.low) / self.step))

    def _stop(self, stop: int) -> float:
        value = self.low + stop * self.step
        return round(value) if float(self.step).is_integer() else round(value, 6)


@dataclass(frozen=True)
class Choice:
    """One of a few options, all visible.

    Parameters
    ----------
    name, label : str
        The figure function's argument, and what the learner reads.
    options : tuple of str
        What can be chosen.
    value : str
        What is chosen at the start.
    clears : tuple of str
        Names of other controls that go back to their start when the learner moves this one.
    """

    name: str
    label: str
    options: tuple[str, ...]
    value: str
    clears: tuple[str, ...] = ()

    def sweep(self) -> list[Any]:
        """Return every option."""
        return list(self.options)

    def accept(self, value: object) -> Any:  # noqa: ANN401 - a control's value has its own type
        """Return the value if it is an option, else the start."""
        return value if value in self.options else self.value


@dataclass(frozen=True)
class Tick:
    """Something that is on or off.

    Parameters
    ----------
    name, label : str
        The figure function's argument, and what the learner reads.
    value : bool
        Whether it is on at the start.
    clears : tuple of str
        Names of other controls that go back to their start when the learner moves this one.
    """

    name: str
    label: str
    value: bool = False
    clears: tuple[str, ...] = ()

    def sweep(self) -> list[Any]:
        """Return off and on."""
        return [False, True]

    def accept(self, value: object) -> Any:  # noqa: ANN401 - a control's value has its own type
        """Return the value as on or off."""
        return bool(value)


@dataclass(frozen=True)
class Marks:
    """Any number of items that the learner marks.

    Parameters
    ----------
    name, label : str
        The figure function's argument, and what the learner reads.
    options : tuple of str
        What can be marked.
    value : tuple of str
        What is marked at the start.
    """

    name: str
    label: str
    options: tuple[str, ...]
    value: tuple[str, ...] = ()

    def sweep(self) -> list[Any]:
        """Return no mark, each single one, and all."""
        return [(), *((option,) for option in self.options), self.options]

    def accept(self, value: object) -> Any:  # noqa: ANN401 - a control's value has its own type
        """Return the marks that are options, in the order of the options."""
        given = value if isinstance(value, list | tuple) else ()
        return tuple(option for option in self.options if option in given)


Coding = tuple[tuple[str, str, str], ...]
"""Row, column and code of each coded cell of a grid, in row and then column order."""


@dataclass(frozen=True)
class Grid:
    """A table whose cells the learner codes; a cell may stay without a code.

    Parameters
    ----------
    name, label : str
        The figure function's argument, and what the learner reads.
    rows, columns : tuple of str
        The headers of the table.
    codes : tuple of str
        What a cell can be; best with different first letters, which set them by keyboard.
    value : tuple of (str, str, str)
        Row, column and code of each cell that is coded at the start.
    reference : tuple of (str, str, str)
        A coding to compare the learner's with; none by default.
    """

    name: str
    label: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    codes: tuple[str, ...]
    value: Coding = ()
    reference: Coding = ()

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Row and column of every cell, row by row."""
        return list(product(self.rows, self.columns))

    def sweep(self) -> list[Any]:
        """Return no code, one, one row, the first code everywhere, and all codes in turn."""
        first = tuple((row, column, self.codes[0]) for row, column in self.cells)
        turns = zip(self.cells, cycle(self.codes), strict=False)
        in_turn = tuple((row, column, code) for (row, column), code in turns)
        return [(), first[:1], in_turn[: len(self.columns)], first, in_turn]

    def accept(self, value: object) -> Any:  # noqa: ANN401 - a control's value has its own type
        """Return the possible triples in order; of two codes for one cell the later one counts."""
        given = value if isinstance(value, list | tuple) else ()
        coded = {(triple[0], triple[1]): triple[2] for triple in given if self._knows(triple)}
        return tuple(
            (row, column, coded[row, column]) for row, column in self.cells if (row, column) in coded
        )

    def _knows(self, triple: object) -> bool:
        names = (self.rows, self.columns, self.codes)
        if not isinstance(triple, list | tuple) or len(triple) != len(names):
            return False
        return all(part in known for part, known in zip(triple, names, strict=True))


@dataclass(frozen=True)
class Text:
    """A few lines that the learner writes.

    Parameters
    ----------
    name, label : str
        The figure function's argument, and what the learner reads.
    value : str
        What stands in it at the start.
    rows : int
        How many lines the box shows.
    longest : int
        How many characters it takes.
    """

    name: str
    label: str
    value: str = ""
    rows: int = 3
    longest: int = 1200

    def sweep(self) -> list[Any]:
        """Return no text, a short one, one as long as can be, and one of odd characters."""
        odd = "5\u20137 % <b>&amp; \u201cx\u201d\n\t\u0000\u00e9\u4e2d\U0001f600 **_`"
        return ["", "A word."[: self.longest], ("word " * self.longest)[: self.longest], odd[: self.longest]]

    def accept(self, value: object) -> Any:  # noqa: ANN401 - a control's value has its own type
        """Return a text, cut where it is too long; anything else gives the start."""
        text = value if isinstance(value, str) else self.value
        # Half a character, which a browser can send, can be neither saved nor sent back.
        return text[: self.longest].encode("utf-8", "replace").decode()


Control = Slider | Choice | Tick | Marks | Grid | Text


@dataclass(frozen=True)
class Explorer:
    """A pure figure function and the controls that choose its arguments.

    Parameters
    ----------
    figure : callable
        Takes one keyword argument a control, returns a ``charts.Figure``.
    controls : tuple of Control
        In the order in which the learner meets them.
    attacks : tuple of str
        The misconceptions that it is built to answer, as ``questions.misconceptions`` words them.
    """

    figure: Callable[..., Figure]
    controls: tuple[Control, ...] = field(default=())
    attacks: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """The figure function's name."""
        return str(getattr(self.figure, "__name__", "explorer"))

    def __call__(self, **chosen: object) -> Figure:
        """Draw the figure; what is not chosen has its starting value, and nonsense is mended."""
        return self.figure(**self.accept(chosen))

    def accept(self, chosen: Mapping[str, object]) -> dict[str, Any]:
        """Return a possible value for every control.

        Parameters
        ----------
        chosen : mapping
            Values by control name; missing or impossible ones fall back.

        Returns
        -------
        dict
            One value a control, each within what the control allows.
        """
        return {
            control.name: control.accept(chosen.get(control.name, control.value)) for control in self.controls
        }

    def sweep(self) -> Iterator[dict[str, Any]]:
        """Yield the choices that tests draw: every pair of values of every two controls.

        The other controls stay where they start.
        """
        start = self.accept({})
        yield start
        for one, other in combinations(self.controls, 2):
            for values in product(one.sweep(), other.sweep()):
                yield {**start, one.name: values[0], other.name: values[1]}
        if len(self.controls) == 1:
            (only,) = self.controls
            yield from ({only.name: value} for value in only.sweep())


def explorer(
    *controls: Control, attacks: tuple[str, ...] = ()
) -> Callable[[Callable[..., Figure]], Explorer]:
    """Declare a figure function's controls above it.

    Parameters
    ----------
    *controls : Control
        One for each argument of the function.
    attacks : tuple of str
        The misconceptions that it is built to answer, as ``questions.misconceptions`` words them.

    Returns
    -------
    callable
        A decorator that turns the function into an ``Explorer``.
    """

    def declare(figure: Callable[..., Figure]) -> Explorer:
        # Learners go back and forth between a few choices; what was drawn once comes at once.
        return Explorer(lru_cache(maxsize=128)(figure), controls, attacks)

    return declare
