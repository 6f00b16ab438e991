"""Figures: one module per family. They take facts and return values (metrics.md)."""
