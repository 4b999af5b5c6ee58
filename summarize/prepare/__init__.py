"""From texts to zones, sentences, origins, persons, the stories of a mixed pile, and off-topic articles."""
