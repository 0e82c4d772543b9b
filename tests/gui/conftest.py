"""What tests of the window share: a session, and the Train page shown."""

from collections.abc import Iterator

import pytest

from metastudio.gui.commands import Commands
from metastudio.gui.pages.data import DataPage
from metastudio.gui.pages.train import TrainPage
from metastudio.gui.session import Session
from metastudio.gui.theme import install, theme


@pytest.fixture
def session(qapp) -> Iterator[Session]:
    session = Session()
    yield session
    assert session.close()


@pytest.fixture
def train_page(session: Session, qtbot) -> TrainPage:
    theme()
    page = TrainPage(session, Commands())
    qtbot.addWidget(page)
    page.resize(1200, 770)
    page.show()
    return page


@pytest.fixture
def data_page(session: Session, qapp, qtbot) -> DataPage:
    install(qapp)
    page = DataPage(session, Commands())
    qtbot.addWidget(page)
    page.resize(1200, 770)
    page.show()
    return page
