"""«Касса»: cash receipt orders, shifts, questions, reports."""
