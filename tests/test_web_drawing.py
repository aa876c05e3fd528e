"""Pictures as geometry: whatever is drawn, nothing is lost, nothing covers anything else."""

from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdi_graph.web.drawing import (
    Node,
    Point,
    Role,
    Rung,
    Scale,
    Scheme,
    Size,
    bars,
    heightless,
    ladder,
    nesting,
    period,
    round_ticks,
    step_chart,
    strip,
    whole_years,
)
from tdi_graph.web.drawing.ladder import GROUPED_ABOVE
from tdi_graph.web.drawing.lettering import wrapped
from tdi_graph.web.drawing.steps import MOST, RADIUS

SIZE = Size(336, 176)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31)).map(str)
dates = days.flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))
values = st.decimals(0, 10**11, places=2).map(float)
names = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=120)


@st.composite
def points(draw: st.DrawFn) -> Point:
    low = draw(values)
    held = period(draw(dates))
    assert held is not None
    return Point(
        period=held,
        low=low,
        high=draw(st.sampled_from([low, low * 1.5])),
        label=f"{low:.0f}",
        name="name",
        note="note",
        href="/doc",
        planned=draw(st.booleans()),
        part=draw(st.sampled_from(["", "a part"])),
        lean=draw(st.sampled_from(["", "up", "down", "both"])),
    )


series = st.lists(points(), min_size=1, max_size=20)


@given(days)
def test_a_month_lies_in_its_year_and_a_day_in_its_month(day: str) -> None:
    spans = [period(day[:length]) for length in (4, 7, 10)]
    (year, month, one) = [span for span in spans if span]
    assert year[0] <= month[0] <= one[0] < one[1] <= month[1] <= year[1]
    assert one[1] - one[0] == 1
    assert year[1] - year[0] in (365, 366)


@pytest.mark.parametrize(
    "text", ["", "2019-13", "2019-02-30", "mars", "0000", "20190", "²⁰¹⁹", "-001"]
)
def test_what_is_no_date_has_no_place(text: str) -> None:
    assert period(text) is None


@given(st.lists(dates, min_size=1, max_size=5))
def test_the_years_of_a_chart_hold_its_dates(texts: list[str]) -> None:
    spans = [span for text in texts if (span := period(text))]
    first, end = whole_years(spans)
    assert end - first >= 3
    low, high = period(str(first)), period(str(end - 1))
    assert low
    assert high
    assert all(low[0] <= span[0] and span[1] <= high[1] for span in spans)


@given(st.decimals(-(10**12), 0, places=3), st.decimals(0, 10**12, places=3), st.integers(1, 8))
def test_ticks_are_even_and_hold_what_they_measure(low: Decimal, high: Decimal, most: int) -> None:
    ticks = round_ticks(low, high, most)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= most + 2
    assert len({after - before for before, after in pairwise(ticks)}) == 1


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_scale_keeps_the_order_of_its_values(one: float, other: float) -> None:
    scale = Scale(0, 1e9, 200, 20)
    assert (one <= other) or scale(one) <= scale(other)
    assert 20 <= scale(one) <= 200


@given(names, st.integers(2, 60))
def test_a_name_is_wrapped_whole(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert "".join("".join(lines).split(" ")) == "".join(text.split(" "))
    assert all(len(line) <= room for line in lines)


@given(series)
def test_every_figure_has_one_mark_within_the_plot(held: list[Point]) -> None:
    chart = step_chart(held, years=whole_years([p.period for p in held]), size=SIZE, write=str)
    assert sorted(map(repr, held)) == sorted(repr(mark.point) for mark in chart.marks)
    for mark in chart.marks:
        assert chart.left <= mark.x <= chart.right
        assert 0 <= mark.top <= mark.y <= mark.bottom <= SIZE.height
        assert mark.left <= mark.right


@given(series)
def test_no_mark_covers_another_and_no_label_anything(held: list[Point]) -> None:
    chart = step_chart(held, years=whole_years([p.period for p in held]), size=SIZE, write=str)
    for one, other in combinations(chart.marks, 2):
        apart = abs(one.x - other.x) >= 2 * RADIUS
        assert apart or one.bottom < other.top or other.bottom < one.top
    words = [(mark, mark.word) for mark in chart.marks if mark.word]
    for mark, word in words:
        others = [one.extent for one in chart.marks if one is not mark]
        others += [one.extent for one_mark, one in words if one_mark is not mark]
        assert not any(word.extent.meets(extent) for extent in others)


@given(series)
def test_a_line_joins_only_wholes_of_one_sort(held: list[Point]) -> None:
    chart = step_chart(held, years=whole_years([p.period for p in held]), size=SIZE, write=str)
    for line in chart.lines:
        joined = [m for m in chart.marks if not m.point.part and m.point.planned == line.planned]
        assert line.path.count("H") == len(joined) - 1
    assert not any(mark.point.part for mark in chart.marks) or len(chart.lines) <= 2


def test_a_higher_value_stands_higher_and_a_later_date_further_right() -> None:
    held = [point("2019", 10), point("2020-06", 30), point("2021-01-01", 20)]
    chart = step_chart(held, years=(2019, 2022), size=SIZE, write=str)
    first, second, third = chart.marks
    assert first.x < second.x < third.x
    assert first.y > third.y > second.y
    assert first.right - first.left > 10 * (third.right - third.left)


def test_values_of_one_date_stand_side_by_side() -> None:
    chart = step_chart(
        [point("2021-10-11", 163), point("2021-10-11", 163)],
        years=(2019, 2022),
        size=SIZE,
        write=str,
    )
    one, other = chart.marks
    assert other.x - one.x >= 2 * RADIUS


def test_of_too_many_figures_the_latest_are_drawn_and_the_others_counted() -> None:
    held = [point(f"{year}", year) for year in range(1900, 1900 + MOST + 5)]
    chart = step_chart(held, years=(1900, 1970), size=SIZE, write=str)
    assert (len(chart.marks), chart.omitted) == (MOST, 5)
    assert min(mark.point.low for mark in chart.marks) == 1905


@given(series)
def test_a_strip_holds_every_figure(held: list[Point]) -> None:
    drawn = strip(held, years=whole_years([p.period for p in held]), size=Size(336, 76))
    assert len(drawn.marks) == len(held)
    assert len({mark.y for mark in drawn.marks}) == 1


def test_figures_of_one_value_need_no_height() -> None:
    assert heightless([point("2019", 4), point("2020", 4)])
    assert not heightless([point("2019", 4), point("2020", 5)])


@given(st.lists(points(), min_size=1, max_size=8))
def test_a_bar_is_as_long_as_its_share(held: list[Point]) -> None:
    whole = max(1.0, *(p.high for p in held)) if len(held) > 1 else max(1.0, held[0].high)
    drawn = bars(held, width=300, whole=whole)
    assert len(drawn.rows) == len(held)
    for row in drawn.rows:
        assert row.end <= 300
        assert row.end == 2 or row.end == pytest.approx(300 * row.point.high / whole)
    heights = [row.bar for row in drawn.rows]
    assert heights == sorted(heights)
    assert drawn.size.height >= heights[-1] + drawn.thickness


rungs = st.lists(
    st.builds(
        lambda text, things: Rung(text, tuple(Node(t, f"/{t}") for t in things), len(things), "/q"),
        names,
        st.lists(names, min_size=1, max_size=12),
    ),
    max_size=6,
)


@given(names, rungs, rungs)
def test_a_ladder_holds_everything_and_nothing_overlaps(
    name: str, incoming: list[Rung], outgoing: list[Rung]
) -> None:
    drawn = ladder(name, incoming, outgoing)
    total = sum(rung.count for rung in (*incoming, *outgoing))
    assert drawn.grouped == (total > GROUPED_ABOVE)
    assert "".join("".join(drawn.hub).split(" ")) == "".join(name.split(" "))
    placed = [p for side in drawn.sides for chip in side.chips for p in chip.placed]
    assert drawn.grouped or len(placed) == total
    for side in drawn.sides:
        ends = [0.0]
        for one in (p for chip in side.chips for p in chip.placed):
            half = len(one.lines) * drawn.line / 2
            assert one.y - half >= ends[-1]
            ends.append(one.y + half)
        assert ends[-1] <= drawn.height
        chips = [(chip.y - chip.height / 2, chip.y + chip.height / 2) for chip in side.chips]
        assert all(before[1] < after[0] for before, after in pairwise(chips))


def test_a_side_without_relations_takes_no_room() -> None:
    one = [Rung("steers", (Node("a", "/a"),), 1, "/q")]
    assert ladder("x", one, []).width < ladder("x", one, one).width
    assert len(ladder("x", [], one).sides) == 1


def test_above_forty_relations_each_says_how_many_it_leaves_out() -> None:
    many = Rung("serves", tuple(Node(str(n), f"/{n}") for n in range(50)), 50, "/all")
    drawn = ladder("x", [], [many], more="{} more".format)
    last = drawn.sides[0].chips[0].placed[-1].node
    assert drawn.grouped
    assert (last.text, last.href) == ("42 more", "/all")


outlines = st.lists(st.tuples(names, st.integers(0, 3)), min_size=1, max_size=12)


@given(outlines, st.lists(st.tuples(names, st.lists(st.integers(0, 0), min_size=1, max_size=3))))
def test_an_overview_holds_everything_and_nothing_overlaps(
    outline: list[tuple[str, int]], actors: list[tuple[str, list[int]]]
) -> None:
    schemes = [Scheme(Node(text, "/x"), depth) for text, depth in outline]
    role = Role("steer", tuple((Node(text, "/y"), tuple(at)) for text, at in actors))
    drawn = nesting(schemes, [role])
    assert len(drawn.schemes) == len(schemes)
    assert len(drawn.roles[0].boxes) == len(actors)
    for column in (drawn.schemes, drawn.roles[0].boxes):
        ends = [0.0]
        for box in column:
            half = len(box.lines) * drawn.line / 2
            assert box.y - half >= ends[-1]
            ends.append(box.y + half)
        assert ends[-1] <= drawn.height


def point(text: str, value: float) -> Point:
    held = period(text)
    assert held
    return Point(held, value, value, str(value), "name", "note", "/doc")
