"""What is published to learn few-shot learning on: facts, where it lies, how it is divided.

How such a data set is read is told by `layouts`. Importing this module imports no torch.
"""

from dataclasses import dataclass, replace

from metastudio.engine.events import DataCard

MB = 10**6
PUBLISHED = "published"
"""The value of `data.split` for the division that a benchmark is known by."""


@dataclass(frozen=True)
class RemoteFile:
    """A file at its owner's. `md5` where the owner's file is known by it; `bytes` is about."""

    url: str
    bytes: int
    md5: str = ""

    @property
    def name(self) -> str:
        """Name of the file on disk."""
        return self.url.rpartition("/")[2]


def _card(name: str, title: str, about: str, **facts: object) -> DataCard:
    return DataCard(name, title, about, kind="pictures", state="to import", **facts)  # type: ignore[arg-type]


OMNIGLOT = _card(
    "omniglot",
    "Omniglot",
    "1,623 handwritten characters of 50 alphabets, 20 drawings each.",
    how="Get images_background.zip and images_evaluation.zip from github.com/brendenlake/omniglot.",
    licence="MIT",
    citation="Lake, Salakhutdinov, Tenenbaum 2015",
    splits=("background-evaluation", "random", "group"),
    homepage="https://github.com/brendenlake/omniglot",
)
_BENCHMARKS = (
    OMNIGLOT,
    _card(
        "mini-imagenet",
        "mini-ImageNet",
        "100 kinds of things in 60,000 photographs of 84 pixels, as divided by Ravi and Larochelle "
        "into 64, 16 and 20 classes.",
        how="ImageNet may not be passed on, so there is no open download. Import your copy: the "
        "three CSV files with a folder images/, the pickled cache files, or train/val/test "
        "folders.",
        licence="ImageNet: research and teaching only",
        citation="Vinyals et al. 2016; Ravi, Larochelle 2017",
        classes=100,
        pictures=60_000,
        splits=(PUBLISHED, "random"),
        homepage="https://github.com/twitter-research/meta-learning-lstm",
    ),
    _card(
        "tiered-imagenet",
        "tiered-ImageNet",
        "608 kinds of things of 34 groups in 779,165 photographs of 84 pixels; whole groups are "
        "kept apart: 351, 97 and 160 classes.",
        how="ImageNet may not be passed on, so there is no open download. Import your copy: "
        "train/val/test_images_png.pkl or .npz with their _labels.pkl, or train/val/test folders.",
        licence="ImageNet: research and teaching only",
        citation="Ren et al. 2018",
        classes=608,
        pictures=779_165,
        splits=(PUBLISHED, "random"),
        homepage="https://github.com/renmengye/few-shot-ssl-public",
    ),
    _card(
        "cifar-fs",
        "CIFAR-FS",
        "CIFAR-100's 60,000 photographs of 32 pixels, divided by Bertinetto and others into 64, "
        "16 and 20 classes.",
        how="Made from CIFAR-100 as its owner publishes it (cifar-100-python.tar.gz); copies as "
        "CIFAR_FS_train.pickle or class folders are read as well.",
        licence="not stated by its owners",
        citation="Bertinetto et al. 2019; Krizhevsky 2009",
        classes=100,
        pictures=60_000,
        splits=(PUBLISHED, "random", "group"),
        homepage="https://www.cs.toronto.edu/~kriz/cifar.html",
    ),
    _card(
        "fc100",
        "FC100",
        "CIFAR-100's 60,000 photographs of 32 pixels, divided by Oreshkin and others so that no "
        "group of kinds is on two sides: 60, 20 and 20 classes.",
        how="Made from CIFAR-100 as its owner publishes it (cifar-100-python.tar.gz); copies as "
        "FC100_train.pickle or class folders are read as well.",
        licence="not stated by its owners",
        citation="Oreshkin et al. 2018; Krizhevsky 2009",
        classes=100,
        pictures=60_000,
        splits=(PUBLISHED, "random", "group"),
        homepage="https://www.cs.toronto.edu/~kriz/cifar.html",
    ),
    _card(
        "cub",
        "CUB-200-2011",
        "200 kinds of birds in 11,788 photographs; 100, 50 and 50 classes as in Chen and others.",
        how="Published by Caltech as CUB_200_2011.tgz.",
        licence="research and teaching only",
        citation="Wah et al. 2011; split: Chen et al. 2019",
        classes=200,
        pictures=11_788,
        splits=(PUBLISHED, "random"),
        homepage="https://data.caltech.edu/records/65de6-vp158",
    ),
    _card(
        "quickdraw",
        "Quick, Draw!",
        "345 kinds of doodles, drawn by players of a game; some 50 million, of which the first "
        "1,000 of each kind are taken.",
        how="Get .npy or .ndjson files, one for each kind, from "
        "console.cloud.google.com/storage/browser/quickdraw_dataset/full, and import their folder.",
        licence="CC BY 4.0",
        citation="Jongejan et al. 2016; Ha, Eck 2018",
        classes=345,
        splits=("random",),
        homepage="https://github.com/googlecreativelab/quickdraw-dataset",
    ),
    _card(
        "aircraft",
        "FGVC-Aircraft",
        "100 models of aircraft in 10,000 photographs; the banner below each is cut off.",
        how="Published by Oxford's VGG as fgvc-aircraft-2013b.tar.gz.",
        licence="non-commercial research only",
        citation="Maji et al. 2013",
        classes=100,
        pictures=10_000,
        splits=("random", "group"),
        homepage="https://www.robots.ox.ac.uk/~vgg/data/fgvc-aircraft/",
    ),
    _card(
        "vgg-flower",
        "VGG Flower",
        "102 kinds of flowers in 8,189 photographs, 40 to 258 each.",
        how="Published by Oxford's VGG as 102flowers.tgz and imagelabels.mat; both are needed.",
        licence="not stated by its owners",
        citation="Nilsback, Zisserman 2008",
        classes=102,
        pictures=8_189,
        splits=("random",),
        homepage="https://www.robots.ox.ac.uk/~vgg/data/flowers/102/",
    ),
    _card(
        "gtsrb",
        "Traffic signs (GTSRB)",
        "43 German traffic signs, cropped from video: tracks of 30 pictures of one sign each.",
        how="Published by its owners as GTSRB-Training_fixed.zip.",
        licence="not stated by its owners",
        citation="Stallkamp et al. 2011; Houben et al. 2013",
        classes=43,
        splits=("random",),
        homepage="https://benchmark.ini.rub.de/gtsrb_dataset.html",
    ),
    _card(
        "dtd",
        "Describable Textures (DTD)",
        "47 words for textures, such as 'braided', with 120 photographs each.",
        how="Published by Oxford's VGG as dtd-r1.0.1.tar.gz.",
        licence="research only",
        citation="Cimpoi et al. 2014",
        classes=47,
        pictures=5_640,
        splits=("random",),
        homepage="https://www.robots.ox.ac.uk/~vgg/data/dtd/",
    ),
    _card(
        "fungi",
        "FGVCx Fungi",
        "1,394 kinds of fungi in 89,760 photographs from the Danish atlas of mushrooms.",
        how="Published for FGVCx 2018 as fungi_train_val.tgz (13 GB) and "
        "train_val_annotations.tgz; both are needed.",
        licence="non-commercial research only",
        citation="Schroeder, Cui 2018",
        classes=1_394,
        pictures=89_760,
        splits=("random",),
        homepage="https://github.com/visipedia/fgvcx_fungi_comp",
    ),
)

_CIFAR = RemoteFile(
    "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz",
    169 * MB,
    "eb9058c3a382ffc7106e4002c42a8d85",
)
_LAKE = "https://raw.githubusercontent.com/brendenlake/omniglot/master/python/"
_VGG = "https://www.robots.ox.ac.uk/~vgg/data/"
_GBIF = "https://labs.gbif.org/fgvcx/2018/"
_ERDA = "https://sid.erda.dk/public/archives/daaeac0d7ce1152aea9b61d9f1e19370/"
_FILES: dict[str, tuple[RemoteFile, ...]] = {
    "omniglot": (
        RemoteFile(_LAKE + "images_background.zip", 9 * MB, "68d2efa1b9178cc56df9314c21c6e718"),
        RemoteFile(_LAKE + "images_evaluation.zip", 6 * MB, "6b91aef0f799c5bb55b94e3f2daec811"),
    ),
    "cifar-fs": (_CIFAR,),
    "fc100": (_CIFAR,),
    "cub": (
        RemoteFile(
            "https://data.caltech.edu/records/65de6-vp158/files/CUB_200_2011.tgz",
            1_150 * MB,
            "97eceeb196236b17998738112f37df78",
        ),
    ),
    "aircraft": (
        RemoteFile(_VGG + "fgvc-aircraft/archives/fgvc-aircraft-2013b.tar.gz", 2_750 * MB),
    ),
    "vgg-flower": (
        RemoteFile(
            _VGG + "flowers/102/102flowers.tgz", 345 * MB, "52808999861908f626f3c1f4e79d11fa"
        ),
        RemoteFile(_VGG + "flowers/102/imagelabels.mat", 0, "e0620be6f572b9609742df49c70aed4d"),
    ),
    "gtsrb": (
        RemoteFile(
            _ERDA + "GTSRB-Training_fixed.zip", 187 * MB, "513f3c79a4c5141765e10e952eaa2478"
        ),
    ),
    "dtd": (
        RemoteFile(
            _VGG + "dtd/download/dtd-r1.0.1.tar.gz", 625 * MB, "fff73e5086ae6bdbea199a49dfb8a4c1"
        ),
    ),
    "fungi": (
        RemoteFile(_GBIF + "fungi_train_val.tgz", 13_000 * MB),
        RemoteFile(_GBIF + "train_val_annotations.tgz", 3 * MB),
    ),
}


def remote_files(name: str) -> tuple[RemoteFile, ...]:
    """Return what is to be fetched for a benchmark; nothing where there is no open download."""
    return _FILES.get(name, ())


def _with_downloads(card: DataCard) -> DataCard:
    files = remote_files(card.name)
    return replace(
        card,
        state="to download" if files else card.state,
        downloads=tuple(file.url for file in files),
        download_bytes=sum(file.bytes for file in files),
    )


BENCHMARKS = {card.name: _with_downloads(card) for card in _BENCHMARKS}
"""The cards of all published data sets, as long as they are not here."""
