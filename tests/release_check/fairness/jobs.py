"""Functions that worker processes import and run."""

import os

import numpy as np


def square(number):
    return number**2


def endless():
    while True:
        pass


def endless_without_python():
    return 7 ** (10**9)


def dies():
    os._exit(3)


def fails():
    raise LookupError("this one")


def too_large():
    try:
        return np.zeros(2**40).sum()
    except MemoryError:
        return "no memory"
