"""What the program knows of languages and of the world's names, as data. Knows no article."""
