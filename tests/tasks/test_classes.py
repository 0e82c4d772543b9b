import torch

from metastudio.engine.tasks.classes import gather, split_random


def three_classes():
    pictures = [
        torch.full((n, 1, 4, 4), value, dtype=torch.uint8)
        for n, value in ((2, 10), (3, 20), (1, 30))
    ]
    files = [f"{c}/{i}.png" for c, n in (("a", 2), ("b", 3), ("c", 1)) for i in range(n)]
    return gather("three", pictures, ["a", "b", "c"], ["g", "g", "h"], files)


def test_a_subset_keeps_names_groups_files_and_pictures_together() -> None:
    part = three_classes().subset([2, 1])
    assert part.names == ("c", "b") and part.groups == ("h", "g")
    assert part.counts.tolist() == [1, 3]
    assert part.files == ("c/0.png", "b/0.png", "b/1.png", "b/2.png")
    assert part.pictures_of(0).unique().tolist() == [30]
    assert part.pictures_of(1, most=2).shape[0] == 2


def test_rotations_are_four_classes_each_turned_to_the_left() -> None:
    picture = torch.zeros(1, 1, 4, 4, dtype=torch.uint8)
    picture[0, 0, 0, 3] = 255  # upper right
    turned = gather("one", [picture], ["Greek/character01"], ["Greek"]).rotated()
    assert turned.names == tuple(f"Greek/character01/rot{a:03}" for a in (0, 90, 180, 270))
    assert turned.groups == ("Greek",) * 4
    corners = [tuple(turned.images[i, 0].nonzero()[0].tolist()) for i in range(4)]
    assert corners == [(0, 3), (0, 0), (3, 0), (3, 3)]


def test_rotated_classes_of_unequal_size_keep_their_own_pictures() -> None:
    turned = three_classes().rotated()
    assert turned.counts.tolist() == [2] * 4 + [3] * 4 + [1] * 4
    for index, name in enumerate(turned.names):
        assert turned.pictures_of(index).unique().tolist() == [{"a": 10, "b": 20, "c": 30}[name[0]]]
    assert turned.files[2:4] == ("a/0.png", "a/1.png")


def test_labels_follow_the_order_of_the_pictures() -> None:
    assert three_classes().labels().tolist() == [0, 0, 1, 1, 1, 2]


def test_a_random_split_depends_on_names_and_seed_but_not_on_their_order() -> None:
    names = [f"class{i}" for i in range(50)]
    split = split_random(names, 3, (0.6, 0.2, 0.2))
    assert split == split_random(names[::-1], 3, (0.6, 0.2, 0.2))
    assert split != split_random(names, 4, (0.6, 0.2, 0.2))
    assert [len(part) for part in split] == [30, 10, 10]
    assert sorted(name for part in split for name in part) == sorted(names)
