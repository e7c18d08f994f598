"""Performance, by ratios within one run. Started by `make bench`; nothing here is a test."""
