"""The references of the lesson."""


def mixed(W, x):
    """W x, and twice the first column."""
    return W @ x + 2.0 * column(W)


def column(W):
    """The first column."""
    return W[:, 0]


def counted(n):
    """1 + 2 + ... + n."""
    total = 0
    while n > 0:
        total += n
        n -= 1
    return float(total)
