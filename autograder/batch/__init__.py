"""Grades a class: many submissions on all cores or on a cluster, each once.

`run` grades a class and `regrade` previews a regrade. `local` and `cluster` provide workers, `task` is what travels to
them, and `worker` grades a submission there. `content_keys` decides which submissions have changed.
"""
