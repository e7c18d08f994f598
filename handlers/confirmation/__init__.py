"""«Добавить организацию»: one challenge file out, any number of signatures in."""
