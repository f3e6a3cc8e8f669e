"""A class at a time: many submissions on all cores or on a cluster, each graded once, and written down as a whole.

`task` is what travels to a worker and back, `worker` grades one there, `local` and `cluster` are where workers come
from, `keys` and `ledger` tell what need not be graded again, `records` writes gradebook and pages, `run` leads it all.
"""
