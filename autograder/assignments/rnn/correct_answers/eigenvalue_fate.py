"""Right answers to `eigenvalue-fate`."""

_RIGHT = {"all_below_one": "vanishes", "any_above_one": "explodes", "all_equal_one": "stays"}


def words():
    """The words as the notebook prints them."""
    return _RIGHT


def capitals():
    """In capital letters."""
    return {name: word.upper() for name, word in _RIGHT.items()}


def with_blanks():
    """With blanks around the words."""
    return {name: f" {word} " for name, word in _RIGHT.items()}


def lists():
    """Each word in its own list."""
    return {name: [word] for name, word in _RIGHT.items()}


def quoted():
    """With quotation marks inside the text."""
    return {name: f"'{word}'" for name, word in _RIGHT.items()}
