"""Limits of a process of our own, which it sets for itself before it works on what a student wrote."""

from __future__ import annotations

import resource
import time


def limit_memory(more_mb: int) -> None:
    """Let this process use only so much more memory than it does now."""
    with open("/proc/self/statm") as file:
        bound = int(file.read().split()[0]) * resource.getpagesize() + (more_mb << 20)
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    bound = bound if most == resource.RLIM_INFINITY else min(bound, most)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def end_after(cpu_seconds: float) -> None:
    """End this process once it has used so much more processor time. To be called for each request of a fork."""
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(time.process_time() + cpu_seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if most == resource.RLIM_INFINITY else min(soft, most), most))
