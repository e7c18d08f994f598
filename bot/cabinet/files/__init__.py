"""Files that the cabinet keeps: print forms, reconciliation acts, signed texts."""
