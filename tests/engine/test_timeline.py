"""What is kept of a run by iteration: bounded, evenly thinned, the newest always there."""

from metastudio.engine.timeline import Timeline


def test_the_newest_stays_whatever_the_room() -> None:
    kept: Timeline[str] = Timeline(room=10)
    for iteration in range(1, 50):
        kept.add(iteration, str(iteration), size=100)
        assert kept.nearest() == (iteration, str(iteration))
    assert len(kept) == 1


def test_the_size_never_exceeds_the_room_and_early_iterations_are_not_all_lost() -> None:
    kept: Timeline[int] = Timeline(room=1000)
    for iteration in range(1, 2001):
        kept.add(iteration, iteration, size=10)
        assert kept.size <= 1000
    assert len(kept) > 40
    found = kept.nearest(400)
    assert found is not None
    assert abs(found[0] - 400) <= 200


def test_their_number_is_bounded_too() -> None:
    kept: Timeline[int] = Timeline(room=10**9, at_most=8)
    for iteration in range(1, 101):
        kept.add(iteration, iteration, size=1)
        assert len(kept) <= 8


def test_the_nearest_iteration_is_found_on_either_side() -> None:
    kept: Timeline[str] = Timeline(room=100)
    for iteration, name in ((10, "a"), (20, "b"), (40, "c")):
        kept.add(iteration, name, size=1)
    assert [kept.nearest(i) for i in (1, 14, 16, 29, 31, 99)] == [
        (10, "a"), (10, "a"), (20, "b"), (20, "b"), (40, "c"), (40, "c")
    ]  # fmt: skip


def test_an_iteration_that_is_computed_again_replaces_what_came_after_it() -> None:
    kept: Timeline[str] = Timeline(room=100)
    for iteration, name in ((10, "a"), (20, "b"), (30, "c"), (20, "again")):
        kept.add(iteration, name, size=1)
    assert kept.nearest() == (20, "again")
    assert len(kept) == 2
    kept.clear()
    assert kept.nearest() is None
