"""A few experiments, looked at every day; `tests.simulation.experiments` has more."""

from tests.simulation.experiments import World, experiment

from secondsale.model import Arm


def test_of_what_is_alike_hardly_any_is_ever_called_better() -> None:
    alike = World("alike", 0.3, 0.3)

    told = [experiment(alike, seed, 200).better for seed in range(40)]

    assert 40 - told.count(None) <= 2


def test_a_way_that_is_only_sooner_is_not_called_better() -> None:
    sooner = World("sooner", 0.4, 0.4, sooner=0.3)

    told = [experiment(sooner, seed, 200).better for seed in range(40)]

    assert 40 - told.count(None) <= 2


def test_what_is_much_better_is_told_soon_and_never_the_other_way_round() -> None:
    better = World("better", 0.1, 0.5)

    told = [experiment(better, seed, 200) for seed in range(20)]

    assert {each.better for each in told} == {Arm.SECOND}
    assert sum(each.customers < 100 for each in told) > 14


def test_that_following_up_helps_is_told_beside_those_left_alone() -> None:
    helps = World("helps", 0.5, 0.5, held_out=0.05, hold_out=40)

    told = [experiment(helps, seed, 200) for seed in range(20)]

    assert sum(each.following_up is True for each in told) >= 18
