"""What TeX itself sees of a formula: lexemes, and macros with what they stand for."""
