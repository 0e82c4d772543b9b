"""True and false are no numbers, though Python counts with them."""

import pytest

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment, parse_settings


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("task.ways=true", "task.ways must be a whole number, but is 'true'."),
        ("training.chunk=false", "training.chunk must be a whole number, but is 'false'."),
        ("method.inner_lr=true", "method.inner_lr must be a number, but is 'true'."),
        ("training.max_seconds=true", "training.max_seconds must be a number, but is 'true'."),
        ("network.hidden=[true, 40]", "network.hidden must be a whole number, but is 'true'."),
        ("data.name=true", "data.name must be text, but is 'True'."),
    ],
)
def test_a_boolean_is_refused_where_a_number_or_a_text_is_expected(pair, sentence):
    with pytest.raises(ConfigError) as refused:
        Experiment().changed(parse_settings([pair]))
    assert str(refused.value) == sentence


def test_a_boolean_is_taken_where_it_belongs():
    changed = Experiment().changed(parse_settings(["data.rotations=true"]))
    assert changed.data.rotations is True
