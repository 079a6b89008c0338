"""Keep what a question needs up to date: each list is read once and watched from there on."""
