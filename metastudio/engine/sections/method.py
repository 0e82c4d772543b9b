"""The method, and what it does inside a task."""

from typing import Literal, Self

from metastudio.engine.sections.names import DESCENDING, INNER_LOOP, METHODS, SECOND_ORDER
from metastudio.engine.sections.section import Section, only_for, setting


class MethodSettings(Section):
    """The method and what it does inside a task."""

    def used(self) -> Self:
        """Return the settings with the defaults of all that this method does not use.

        They are kept in an experiment for the day on which another method is chosen, and must not
        change what this one does. A method of another package gets them as they are.
        """
        if self.name not in METHODS:
            return self
        unused = {
            name: field.default
            for name, field in type(self).model_fields.items()
            if self.name not in (only_for(field) or METHODS)
        }
        return self.model_copy(update=unused)

    name: str = setting(
        "protonet",
        "Method",
        "MAML learns an initialisation that adapts in a few gradient steps; ANIL adapts its head "
        "alone; Meta-SGD learns a rate for every weight besides; Proto-MAML begins with "
        "prototypes; Reptile moves towards what tasks were fitted to. ProtoNet compares with class "
        "means, MatchingNet with every support picture, RelationNet learns how to compare, R2D2 "
        "solves a ridge regression. Transfer pre-trains a classifier and fine-tunes a new "
        "head, Baseline++ one that compares by cosine, Fine-tuning all weights; SimpleShot takes "
        "the nearest mean.",
    )
    distance: Literal["squared-euclidean", "cosine"] = setting(
        "squared-euclidean",
        "Distance",
        "How ProtoNet compares a query with the prototypes. Squared Euclidean is better in the "
        "paper (Snell et al. 2017, section 2.7); cosines ignore the length of features.",
        methods=("protonet",),
        advanced=True,
    )
    inner_lr: float = setting(
        0.4,
        "α",
        "Learning rate of the inner loop, on the mean loss over the support set. MAML: 0.1 to 0.5 "
        "on drawings, 0.01 on photographs and sinusoids. Too high and the loss explodes; "
        "too low and nothing is learned from the support set.",
        scale="log",
        methods=(*INNER_LOOP, *DESCENDING),
        gt=0,
        le=10,
    )
    inner_steps: int = setting(
        1,
        "Inner steps",
        "Gradient steps on the support set while training; for Transfer, fine-tuning steps of the "
        "new head. Time grows in proportion.",
        methods=(*INNER_LOOP, *DESCENDING),
        ge=1,
        le=1000,
    )
    test_steps: int = setting(
        3,
        "Inner steps at test",
        "Gradient steps on the support set in validation, test and Try; often a few more than in "
        "training.",
        methods=INNER_LOOP,
        advanced=True,
        ge=1,
        le=1000,
    )
    inner_batch: int = setting(
        10,
        "Pictures per inner step",
        "Pictures of the task in one inner step, taken in turn (Nichol et al. 2018).",
        methods=("reptile",),
        advanced=True,
        ge=1,
        le=1000,
    )
    inner_optimizer: Literal["adam", "sgd"] = setting(
        "adam",
        "Inner optimiser",
        "How Reptile descends in a task: Adam without momentum, as published, with an α near "
        "0.001, or plain gradient descent, which learns faster here, with an α near 0.1.",
        methods=("reptile",),
        advanced=True,
    )
    learn_inner_lr: bool = setting(
        False,
        "Learn α",
        "Learn α along with the weights, one for each layer and step; the value above is where it "
        "begins (Antoniou et al. 2019).",
        methods=("maml", "anil", "proto-maml"),
        advanced=True,
    )
    lowest_inner_lr: float | None = setting(
        None,
        "Lowest first α",
        "Draw each weight's first α uniformly between this and α, as published from 0.005 to 0.1 "
        "(Li et al. 2017); empty: all begin with α.",
        scale="log",
        methods=("meta-sgd",),
        advanced=True,
        gt=0,
        le=10,
    )
    first_order: bool = setting(
        False,
        "First order",
        "Leave out the second derivatives: faster, less memory, often nearly as good "
        "(Finn et al. 2017, section 5.2).",
        methods=SECOND_ORDER,
    )
    first_order_until: float = setting(
        0.0,
        "First order until",
        "Share of the run that leaves out the second derivatives; after it they are taken in. "
        "Half is what MAML++ takes (Antoniou et al. 2019, section 4).",
        methods=SECOND_ORDER,
        advanced=True,
        ge=0,
        le=1,
    )
    multi_step_until: float = setting(
        0.0,
        "Every step counts until",
        "Share of the run in which the query loss after every inner step counts, not the last "
        "one's alone, less and less; 0.1 is what MAML++ takes. It steadies the start.",
        methods=("maml",),
        advanced=True,
        ge=0,
        le=1,
    )
    normalization_per_step: bool = setting(
        False,
        "Normalisation per step",
        "Scales and shifts of the normalisation for each inner step; they are learned by the outer "
        "loop alone (MAML++: Antoniou et al. 2019).",
        methods=("maml",),
        advanced=True,
    )
