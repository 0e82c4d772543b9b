"""A report of runs in one file that needs nothing else: settings, curves, tables, citations."""

from metastudio.engine.report.page import Report, build_report, write_report

__all__ = ["Report", "build_report", "write_report"]
