"""From a prepared story to a draft: claims with evidence, and the disposition of every sentence."""
