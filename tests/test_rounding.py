"""Rounding: decimals as a person sees them, and the same whatever the last bits of a number are."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pioneer_data.rounding import MINUS, half_up, settled, shortened, signed, written

decimals = st.integers(0, 6)
numbers = st.decimals(-100_000, 100_000, places=7)
HAIRS = range(-4, 5)


def bits_away(value: float, steps: int) -> float:
    """Return a number that lies a few of the smallest possible steps away, as after another order of sums."""
    for _ in range(abs(steps)):
        value = math.nextafter(value, math.copysign(math.inf, steps))
    return value


@given(numbers, decimals)
def test_a_number_is_rounded_as_by_hand(number: Decimal, places: int) -> None:
    by_hand = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Decimal(written(float(number), places)) == by_hand
    assert half_up(float(number), places) == float(by_hand)


@given(st.integers(-100_000, 100_000), decimals, st.sampled_from(HAIRS))
def test_the_last_bits_decide_nothing_where_a_number_is_a_half(whole: int, places: int, steps: int) -> None:
    tie = Decimal(2 * whole + 1).scaleb(-places) / 2
    up = tie.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Decimal(written(bits_away(float(tie), steps), places)) == up


def test_the_ties_that_were_printed_differently() -> None:
    assert {written(value, 2) for value in (7.644999999999999, 7.645, 7.645000000000001)} == {"7.65"}
    assert {written(value, 2) for value in (-0.12499999999999822, -0.125)} == {"-0.13"}
    assert [written(value) for value in (10.5, 10.49, 11.5, 0.5)] == ["11", "10", "12", "1"]


@given(st.floats(-1e-10, 1e-10), decimals)
def test_noise_about_zero_has_no_sign(noise: float, places: int) -> None:
    assert "-" not in written(noise, places)
    assert signed(noise, places, plus="+") == f"{0:.{places}f}"
    assert math.copysign(1, settled(noise)) == 1


@given(numbers, decimals)
def test_a_sign_is_a_real_minus_or_the_given_plus(number: Decimal, places: int) -> None:
    text = signed(float(number), places, plus="+")
    assert Decimal(text.replace(MINUS, "-")) == Decimal(written(float(number), places))
    assert (text[0] == "+") == (float(written(float(number), places)) > 0)


@given(numbers)
def test_a_shortened_number_is_near_and_never_hidden(number: Decimal) -> None:
    value = float(shortened(float(number)).replace(MINUS, "-"))
    assert value == pytest.approx(float(number), abs=0.0005 + 1e-9)
    assert (value == 0) == (abs(float(number)) < 0.0000005)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_finite_number_is_written_as_such(value: float) -> None:
    assert written(value, 2) == str(value)
