"""Counters made of visits, each visit added exactly once."""
