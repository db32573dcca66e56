"""Breaks the product on purpose: each call of a busy day in turn, then calls at random, then whole
processes. `python -m bench.chaos`; what is promised is judged after every run.
"""
