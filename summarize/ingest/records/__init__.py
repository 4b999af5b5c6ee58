"""Articles that come as records: JSON, JSON Lines, CSV; and metadata beside texts."""
