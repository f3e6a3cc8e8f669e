"""The timestamp is a script, with a date far outside of the calendar."""


def hand_in(folder, world):
    (folder / "timestamp.txt").write_text("99999-12-31 23:59:59 <script>alert('an attack')</script>")
