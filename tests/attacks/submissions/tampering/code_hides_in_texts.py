"""A solution cell is submitted as Markdown and as a raw cell; a written answer is submitted as code."""

from tests.attacks.notebooks import cell


def tamper(notebook):
    cell(notebook, "jacobian-code").update(cell_type="raw", source="{{ 7 * 7 }} {% include '/etc/passwd' %} %%bash\nid")
    cell(notebook, "jacobian-symbolic-code").update(cell_type="markdown", source="<script>alert('an attack')</script>")
    cell(notebook, "bptt-derivation").update(cell_type="code", source="raise SystemExit", outputs=[])
