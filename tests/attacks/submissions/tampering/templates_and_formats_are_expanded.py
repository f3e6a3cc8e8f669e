"""Sources are full of placeholders that templates, formatters and shells would expand."""

from tests.attacks.notebooks import cell

TEXT = "{{ ''.__class__.__mro__ }} {% for x in () %} ${jndi:ldap://x} %(points)s {0} $(id) `id` \\input{/etc/passwd}"


def tamper(notebook):
    cell(notebook, "bptt-derivation")["source"] = TEXT
    cell(notebook, "jacobian-code")["source"] = f"raise ValueError({TEXT!r})"
