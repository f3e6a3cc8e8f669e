"""The commands of the command line, one module each.

What a command needs is imported when it runs: `--help`, and the completion of a word, must not wait for it.
"""
