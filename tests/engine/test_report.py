"""The report: one file that needs nothing else, with all that was asked for."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from made_runs import make_run

from metastudio.engine.errors import ConfigError
from metastudio.engine.report import build_report, write_report
from metastudio.engine.report.charts import Line, bar_chart, line_chart, thinned
from metastudio.engine.run_index import RunIndex
from metastudio.engine.run_labels import change_labels
from metastudio.gui.report_file import write


@pytest.fixture
def records(tmp_path):
    runs = tmp_path / "runs"
    make_run(runs, "2026-01-03_00-00-00_a", {"method.name": "maml"}, score=0.71)
    make_run(runs, "2026-01-02_00-00-00_b", score=0.93)
    make_run(
        runs, "2026-01-01_00-00-00_c", {"data.name": "sinusoid", "method.name": "maml"}, score=0.25
    )
    return RunIndex(runs).refresh()[0]


class Seen(HTMLParser):
    """Notes what a browser would fetch, and which elements were left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.fetched += [value for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_one_file_holds_settings_curves_and_citations(records, tmp_path):
    write_report(records, tmp_path / "report.html", title="Three runs")
    text = (tmp_path / "report.html").read_text()
    seen = Seen(text)
    assert seen.fetched == [] and seen.open == []
    assert text.count("<svg") == 8  # four charts of accuracies, four of errors
    assert "71.00 ± 2.00 %" in text and "0.25 ± 0.02 (mean squared error)" in text
    assert "arXiv:1703.03400" in text and "arXiv:1703.05175" in text
    assert "Method: α" in text and "inner_lr = 0.4" in text


def test_settings_that_differ_come_first_and_unused_ones_are_a_dash(records):
    report = build_report(records[:2])
    differing = [differs for _, _, differs in report.settings]
    assert differing == sorted(differing, reverse=True) and any(differing)
    rows = {label: values for label, values, _ in report.settings}
    assert rows["Method"] == ["maml", "protonet"] and rows["Method: α"] == ["0.4", "–"]


def test_a_note_is_text_and_never_markup(records, tmp_path):
    change_labels(records[0].folder, {"note": "<script>alert(1)</script>", "title": "a & b"})
    record = RunIndex(records[0].folder.parent).refresh()[0][0]
    text = build_report([record]).html()
    assert "<script>" not in text and "&lt;script&gt;" in text and "a &amp; b" in text


def test_a_damaged_run_is_told_of_as_far_as_it_is_known(records):
    (records[1].folder / "experiment.toml").write_text("[data")
    (records[1].folder / "adaptation.npz").write_bytes(b"no")
    found = RunIndex(records[0].folder.parent).refresh()[0]
    assert "is not understood" in build_report(found).html()


def test_pdf_has_pages_and_other_endings_are_refused(records, tmp_path, qapp):
    write(records, tmp_path / "report.pdf")
    content = (tmp_path / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", content)) >= 2
    with pytest.raises(ConfigError, match=r"\.html or \.pdf"):
        write(records, tmp_path / "report.docx")


def test_a_thinned_line_keeps_its_extremes_and_its_end():
    y = np.sin(np.arange(10_000) / 3.0)
    y[1234], y[-1] = 9.0, 0.5
    thin_x, thin_y = thinned(np.arange(10_000.0), y, 600)
    assert len(thin_x) <= 602 and thin_y.max() == 9.0 and thin_y[-1] == 0.5
    assert (np.diff(thin_x) > 0).all()


def test_charts_leave_out_what_is_not_finite():
    line = Line("A", "#000000", np.arange(4.0), np.array([1.0, np.nan, np.inf, 2.0]))
    for svg in (line_chart([line], "x", "y"), bar_chart([], "y")):
        assert "nan" not in svg and "inf" not in svg
