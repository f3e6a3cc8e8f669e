"""Right answers to `always-positive`."""


def set_of_words():
    """A set."""
    return {"f", "i", "o"}


def list_of_words():
    """A list, in another order."""
    return ["o", "f", "i"]


def text_with_commas():
    """One text with commas."""
    return "f, i, o"


def one_text():
    """One text, a letter for each."""
    return "fio"


def yes_or_no():
    """A dict that says it of each of them."""
    return {"f": True, "i": True, "o": True, "g": False, "c": False, "h": False}


def capitals():
    """A tuple in capital letters."""
    return ("F", "I", "O")
