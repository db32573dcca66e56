"""What each command of `python -m chalicelib` does, once `cli` has read its arguments.

A command takes the parsed arguments and the house, prints, and answers its exit code.
"""
