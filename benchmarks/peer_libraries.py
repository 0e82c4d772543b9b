"""The peers as contestants, each used as its own examples use it.

The model is the one that their users write: `nn.Module`, convolution with bias, `BatchNorm2d` on
the statistics of the batch, ReLU, then pooling.
"""

import importlib
import sys
from abc import abstractmethod
from collections.abc import Callable
from importlib.machinery import PathFinder
from types import ModuleType

import torch
import torch.nn.functional as F
from contestant import Contestant
from torch import Tensor, nn
from works import Episodes, Work

Norm = Callable[[int], nn.Module]


class Block(nn.Module):
    def __init__(self, incoming: int, filters: int, norm: Norm) -> None:
        super().__init__()
        self.conv = nn.Conv2d(incoming, filters, 3, padding=1)
        self.norm = norm(filters)
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(2)

    def forward(self, x: Tensor) -> Tensor:
        return self.pool(self.relu(self.norm(self.conv(x))))


class Conv4(nn.Module):
    def __init__(self, colours: int, filters: int, norm: Norm) -> None:
        super().__init__()
        self.block1 = Block(colours, filters, norm)
        self.block2 = Block(filters, filters, norm)
        self.block3 = Block(filters, filters, norm)
        self.block4 = Block(filters, filters, norm)

    # parallel-metalearn hands its own arguments to every module.
    def forward(self, x: Tensor, **_: object) -> Tensor:
        return self.block4(self.block3(self.block2(self.block1(x)))).flatten(1)


class MLP(nn.Module):
    def __init__(self, hidden: tuple[int, ...]) -> None:
        super().__init__()
        self.names = [f"layer{i + 1}" for i in range(len(hidden))]
        for name, a, b in zip(self.names, (1, *hidden), hidden, strict=False):
            setattr(self, name, nn.Linear(a, b))

    def forward(self, x: Tensor, **_: object) -> Tensor:
        for name in self.names:
            x = F.relu(getattr(self, name)(x))
        return x


class Head(nn.Linear):
    def forward(self, x: Tensor, **_: object) -> Tensor:
        return super().forward(x)


class Model(nn.Module):
    def __init__(self, backbone: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.backbone, self.head = backbone, head

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.backbone(x))


RENAMED = {"conv.weight": "weight", "norm.weight": "scale", "norm.bias": "shift"}


def engine_name(name: str) -> str | None:
    """Translate a parameter's name; None for a convolution's bias, which the engine leaves out."""
    path, dot, leaf = name.removeprefix("backbone.").partition(".")
    if leaf == "conv.bias":
        return None
    return path + dot + RENAMED.get(leaf, leaf)


class Peer(Contestant):
    """What the peers share: the model with the weights that all begin with."""

    norm: Norm = nn.BatchNorm2d

    def __init__(self, work: Work, data: Episodes, start: dict[str, Tensor]) -> None:
        super().__init__(work, data, start)
        body = MLP(work.hidden) if work.regression else Conv4(work.colours, work.filters, self.norm)
        self.model = self.built(body).to(data.query_x.dtype)
        self.model.train()
        self.leaves = dict(self.model.named_parameters())
        with torch.no_grad():
            for name, leaf in self.leaves.items():
                known = engine_name(name)
                leaf.copy_(start[known]) if known else leaf.zero_()
        self.loss = F.mse_loss if work.regression else F.cross_entropy
        self.tasks = list(zip(*data, strict=True))

    def built(self, body: nn.Module) -> nn.Module:
        return Model(body, Head(self.work.features, self.work.outputs))

    def gradient(self) -> dict[str, Tensor]:
        for leaf in self.leaves.values():
            leaf.grad = None
        self.backward()
        named = {engine_name(name): leaf.grad for name, leaf in self.leaves.items()}
        return {name: value for name, value in named.items() if name and value is not None}

    @abstractmethod
    def backward(self) -> None:
        """Leave the outer gradient in the parameters' `grad`."""


class TaskByTask(Peer):
    """A peer that works on one task after another."""

    def backward(self) -> None:
        for task in self.tasks:
            (self.query_loss(*task) / len(self.tasks)).backward()

    @abstractmethod
    def query_loss(
        self, support_x: Tensor, support_y: Tensor, query_x: Tensor, query_y: Tensor
    ) -> Tensor:
        """Return one task's loss on its queries after adaptation."""


class Learn2Learn(TaskByTask):
    """`learn2learn.algorithms.MAML`: clone and adapt, as in its examples/vision."""

    def __init__(self, work: Work, data: Episodes, start: dict[str, Tensor]) -> None:
        super().__init__(work, data, start)
        library = without_init("learn2learn", "learn2learn.algorithms", module="maml")
        adapted = self.model.head if work.method == "anil" else self.model
        self.maml = library.MAML(adapted, lr=work.inner_lr, first_order=work.first_order)

    def query_loss(
        self, support_x: Tensor, support_y: Tensor, query_x: Tensor, query_y: Tensor
    ) -> Tensor:
        if self.work.method == "anil":
            support_x, query_x = self.model.backbone(support_x), self.model.backbone(query_x)
        learner = self.maml.clone()
        for _ in range(self.work.steps):
            learner.adapt(self.loss(learner(support_x), support_y))
        return self.loss(learner(query_x), query_y)


class Higher(TaskByTask):
    """`higher.innerloop_ctx`, as in its examples/maml-omniglot."""

    def __init__(self, work: Work, data: Episodes, start: dict[str, Tensor]) -> None:
        super().__init__(work, data, start)
        self.higher = importlib.import_module("higher")
        self.adapted = self.model.head if work.method == "anil" else self.model
        self.inner = torch.optim.SGD(self.adapted.parameters(), lr=work.inner_lr)

    def query_loss(
        self, support_x: Tensor, support_y: Tensor, query_x: Tensor, query_y: Tensor
    ) -> Tensor:
        if self.work.method == "anil":
            support_x, query_x = self.model.backbone(support_x), self.model.backbone(query_x)
        detach = (lambda gs: [g.detach() for g in gs]) if self.work.first_order else None
        with self.higher.innerloop_ctx(self.adapted, self.inner, copy_initial_weights=False) as (
            learner,
            optimizer,
        ):
            for _ in range(self.work.steps):
                optimizer.step(self.loss(learner(support_x), support_y), grad_callback=detach)
            return self.loss(learner(query_x), query_y)


class TorchOpt(TaskByTask):
    """`torchopt.MetaSGD` with the state taken out and put back, as in its examples/few-shot."""

    def __init__(self, work: Work, data: Episodes, start: dict[str, Tensor]) -> None:
        super().__init__(work, data, start)
        self.torchopt = importlib.import_module("torchopt")
        self.adapted = self.model.head if work.method == "anil" else self.model
        self.inner = self.torchopt.MetaSGD(self.adapted, lr=work.inner_lr)

    def query_loss(
        self, support_x: Tensor, support_y: Tensor, query_x: Tensor, query_y: Tensor
    ) -> Tensor:
        if self.work.method == "anil":
            support_x, query_x = self.model.backbone(support_x), self.model.backbone(query_x)
        model = self.torchopt.extract_state_dict(self.adapted)
        optimizer = self.torchopt.extract_state_dict(self.inner)
        for _ in range(self.work.steps):
            self.inner.step(self.loss(self.adapted(support_x), support_y))
        loss = self.loss(self.adapted(query_x), query_y)
        self.torchopt.recover_state_dict(self.adapted, model)
        self.torchopt.recover_state_dict(self.inner, optimizer)
        return loss


class ParallelMetalearn(Peer):
    """`metalearn.algorithms.MAML`, which runs tasks under `vmap`, as in its README."""

    def norm(self, filters: int) -> nn.Module:
        # Its own layer: vmap refuses torch's. (Its translator of models fails on any batch norm.)
        layers = importlib.import_module("metalearn.nn_models.basic_layers.BatchNormalization")
        return layers.BatchNorm(filters, track_running_stats=False)

    def built(self, body: nn.Module) -> nn.Module:
        wrappers = importlib.import_module("metalearn.model_wrappers")
        head = Head(self.work.features, self.work.outputs)
        adapted = "ANIL" if self.work.method == "anil" else None
        return wrappers.MAML_Model(body, head, fast_weights_names=adapted)

    def __init__(self, work: Work, data: Episodes, start: dict[str, Tensor]) -> None:
        super().__init__(work, data, start)
        inner = importlib.import_module("metalearn.inner_optimizers").InnerSGD(
            self.model.get_fast_weights(),
            first_order=work.first_order,
            inner_lr=work.inner_lr,
            learn_lr=False,
        )
        self.algorithm = importlib.import_module("metalearn.algorithms").MAML(
            model=self.model,
            # The step of the outer optimiser belongs to its algorithm; here it changes nothing.
            optimizer=torch.optim.SGD(self.leaves.values(), lr=0.0),
            inner_optimizer=inner.to(data.query_x.dtype),
            support_loss_fn=MetalearnLoss(self.loss),
            inner_steps=work.steps,
            device=torch.device("cpu"),
        )

    def settings(self, alone: bool) -> list[str]:
        """Threads and tasks under one `vmap`; all of 32 tasks of pictures need nine gigabytes."""
        sizes = [self.work.tasks] if self.work.regression else [min(4, self.work.tasks), 1]
        return [f"{base}, chunks of {size}" for base in super().settings(alone) for size in sizes]

    def use(self, setting: str) -> str:
        self.algorithm.chunk_size = int(setting.rsplit(maxsplit=1)[-1])
        return super().use(setting)

    def backward(self) -> None:
        support_x, support_y, query_x, query_y = self.data
        batch = (support_x, {"labels": support_y}, query_x, {"labels": query_y})
        self.algorithm.step(iter([batch]))


class MetalearnLoss(nn.Module):
    """A loss in the form that parallel-metalearn asks for."""

    def __init__(self, loss: object) -> None:
        super().__init__()
        self.loss = loss

    def forward(
        self, out_dict: dict[str, Tensor], targets: dict[str, Tensor], **_: object
    ) -> tuple[Tensor, Tensor]:
        found = self.loss(out_dict["logits"], targets["labels"])
        return found, found.detach()


class EasyFSL(TaskByTask):
    """`easyfsl.methods.PrototypicalNetworks`: its two verbs, then cross-entropy."""

    def __init__(self, work: Work, data: Episodes, start: dict[str, Tensor]) -> None:
        super().__init__(work, data, start)
        library = without_init("easyfsl", "easyfsl.methods", module="prototypical_networks")
        self.classifier = library.PrototypicalNetworks(self.model.backbone)

    def built(self, body: nn.Module) -> nn.Module:
        return Model(body, nn.Identity())

    def query_loss(
        self, support_x: Tensor, support_y: Tensor, query_x: Tensor, query_y: Tensor
    ) -> Tensor:
        self.classifier.process_support_set(support_x, support_y)
        return self.loss(self.classifier(query_x), query_y)


PEERS: dict[str, type[Peer]] = {
    "learn2learn": Learn2Learn,
    "higher": Higher,
    "TorchOpt": TorchOpt,
    "parallel-metalearn": ParallelMetalearn,
    "easyfsl": EasyFSL,
}


def peer(name: str) -> type[Peer]:
    """Find a peer by the name that it is installed under."""
    return PEERS[name]


def without_init(*packages: str, module: str) -> ModuleType:
    """Import one module of a package without running the packages' own `__init__`.

    Those of learn2learn and easyfsl import torchvision, gym and more, which nothing here needs.
    """
    for package in packages:
        parent = package.rpartition(".")[0]
        path = sys.modules[parent].__path__ if parent else None
        found = PathFinder.find_spec(package, path)
        if found is None or found.submodule_search_locations is None:
            raise ModuleNotFoundError(f"No module named '{package}'")
        bare = ModuleType(package)
        bare.__path__ = list(found.submodule_search_locations)
        sys.modules[package] = bare
    return importlib.import_module(f"{packages[-1]}.{module}")
