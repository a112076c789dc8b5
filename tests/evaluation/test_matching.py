"""Pairing and overlap, held against trying everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.matching import LEAST, likeness, overlap, pairs

Table = list[list[float]]
Spans = list[tuple[int, int]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    cell = st.integers(0, 20).map(lambda step: step / 20)
    return draw(st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows))


@st.composite
def one_answer(draw: st.DrawFn) -> Table:
    """A table whose best pairs are unique: no two sums of different powers of two are the same."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    powers = draw(st.permutations(range(rows * columns)))
    return [[2.0 ** (powers[row * columns + column] - 25) for column in range(columns)] for row in range(rows)]


def best_total(table: Table, taken: frozenset[int] = frozenset()) -> float:
    """Return the largest sum of likeness, by trying every assignment of rows to columns or to nothing."""
    if not table:
        return 0.0
    row, *rest = table
    usable = [(column, cell) for column, cell in enumerate(row) if cell >= LEAST and column not in taken]
    return max(best_total(rest, taken), *(cell + best_total(rest, taken | {column}) for column, cell in usable), 0.0)


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1])), max_size=4)


@given(tables())
def test_pairs_are_one_to_one_and_none_is_under_the_threshold(table: Table) -> None:
    found = pairs(table)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
    assert all(table[row][column] >= LEAST for row, column in found)
    assert [row for row, _ in found] == sorted(row for row, _ in found)


@given(tables())
def test_no_assignment_is_better(table: Table) -> None:
    assert sum(table[row][column] for row, column in pairs(table)) == pytest.approx(best_total(table))


@given(one_answer(), st.randoms())
def test_the_order_of_rows_and_columns_does_not_count(table: Table, chance) -> None:
    rows, columns = list(range(len(table))), list(range(len(table[0])))
    chance.shuffle(rows)
    chance.shuffle(columns)
    shuffled = [[table[row][column] for column in columns] for row in rows]
    back = {(rows[row], columns[column]) for row, column in pairs(shuffled, least=1e-9)}
    assert back == set(pairs(table, least=1e-9))
    assert len(back) == min(len(table), len(table[0]))


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([], []),
        ([[]], []),
        ([[0.34]], []),
        ([[0.35]], [(0, 0)]),
        # The greedy choice (0, 0) would leave the second row without a partner.
        ([[0.9, 0.8], [0.7, 0.1]], [(0, 1), (1, 0)]),
        ([[0.9, 0.8, 0.1]], [(0, 0)]),
        ([[0.2], [0.6], [0.5]], [(1, 0)]),
    ],
)
def test_known_pairs(table: Table, expected: list[tuple[int, int]]) -> None:
    assert pairs(table) == expected


@given(spans, spans)
def test_overlap_is_symmetric_and_a_share(one: Spans, other: Spans) -> None:
    found = overlap(one, other)
    assert found == overlap(other, one)
    assert 0 <= found <= 1
    assert overlap(one, one) == (1 if one else 0)
    common = any(a < d and c < b for a, b in one for c, d in other)
    assert (found > 0) == common


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([(0, 10)], [(5, 15)], 0.5),
        ([(0, 10)], [(0, 5), (5, 10)], 1.0),
        ([(10, 20)], [(0, 40)], 1.0),
        ([(10, 20)], [(0, 80)], 0.5),
        ([(10, 20)], [(0, 400)], 0.1),
        ([(0, 10)], [(10, 20)], 0.0),
        ([], [(0, 10)], 0.0),
    ],
)
def test_known_overlaps(one: Spans, other: Spans, expected: float) -> None:
    assert overlap(one, other) == pytest.approx(expected)


@given(st.integers(1, 30), st.integers(0, 100), st.integers(131, 1000))
def test_quoting_the_whole_talk_is_no_full_overlap(length: int, start: int, talk: int) -> None:
    start = min(start, talk - length)
    found = overlap([(start, start + length)], [(0, talk)])
    assert found == pytest.approx(4 * length / talk)
    assert found < 1
    assert overlap([(start, start + length)], [(start, start + length)]) == 1


def test_likeness_is_half_words_and_half_place() -> None:
    same = "Fix the login page"
    assert likeness(same, [(0, 9)], same, [(0, 9)]) == 1
    assert likeness(same, [(0, 9)], "Order forty chairs", [(0, 9)]) == 0.5
    assert likeness(same, [(0, 9)], same, []) == 0.5
    assert likeness(same, [(0, 9)], "Order forty chairs", [(9, 12)]) == 0
