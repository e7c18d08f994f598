"""«О чём предупреждать»: kinds of warnings, and how early each comes."""
