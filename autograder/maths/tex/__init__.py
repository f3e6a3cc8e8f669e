"""The lexical level of TeX: lexemes and macros."""
