"""What the program knows about languages and about the world's names, as data. Knows no articles."""
