"""How a written derivation is judged: what it claims, what it reaches, what is wrong with it, and how to say so."""
