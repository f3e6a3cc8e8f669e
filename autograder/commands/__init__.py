"""The commands of the command line, one module each.

Each command imports what it needs when it runs, so that `--help` and shell completion stay fast.
"""
