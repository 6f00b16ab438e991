"""The speed of the real program as ratios against floors measured in the same run.

`make bench` prints the whole table, `make bench-quick` a short one.
"""
