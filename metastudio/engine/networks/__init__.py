"""Backbones: functions of (params, x)."""
